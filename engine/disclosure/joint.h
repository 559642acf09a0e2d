// The joint table of everything that is published, as far as a reader can join it.
//
// The reader's unknowns are not the figures but the cells of the table by all variables at once, of which
// each figure is a sum. That table is far too large; but where tables are linked by chains of variables,
// smaller tables that agree where they overlap say exactly the same (a junction tree of the graph in which
// variables that occur in one group are neighbours). Lauritzen and Spiegelhalter 1988; Dobra and Fienberg
// 2000 for the use here.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/result.h"
#include "disclosure/groups.h"

namespace takestock::disclosure {

/// Cells that a release may have in all; more is Code::limit.
inline constexpr std::size_t kJointCells = 40'000;

/// A sum over cells of the joint tables, each once.
struct Sum {
  std::vector<std::uint32_t> plus, minus;
};

class Joint {
 public:
  /// `sizes` as of Groups; `groups` all that will be asked for; `empty` those that have nobody: their cells
  /// are left out. Those of `emptied` are there, and named by emptied().
  static Result<Joint> of(const std::vector<std::uint32_t>& sizes, std::span<const Group> groups,
                          std::span<const Group> empty, std::span<const Group> emptied);

  std::size_t cells() const { return cells_; }
  const std::vector<std::uint32_t>& emptied() const { return emptied_; }  ///< ascending
  /// The smallest table that has all variables of the group.
  Sum sum(const Group& group) const { return {cells(table_of(group), group), {}}; }
  std::size_t tables() const { return tables_.size(); }
  bool covers(std::size_t table, const Group& group) const;
  /// Of one of the tables, which covers the group; ascending.
  std::vector<std::uint32_t> cells(std::size_t table, const Group& group) const;
  /// Each is 0: the tables agree where they overlap.
  std::vector<Sum> agreements() const;

 private:
  using Variables = std::vector<std::uint32_t>;  ///< ascending
  struct Table {
    Variables variables;
    std::vector<std::uint32_t> cell;  ///< its number, or kLeftOut
  };
  struct Edge {
    std::size_t a = 0, b = 0;
    Variables shared;
  };
  static constexpr std::uint32_t kLeftOut = 0xffffffffu;
  Status make_tables(std::span<const Group> groups);
  void make_tree();
  void number_cells(std::span<const Group> empty, std::span<const Group> emptied);
  template <typename Act>
  void each_cell_of(const Table& table, std::span<const Group> groups, Act act) const;
  std::size_t table_of(const Group& group) const;
  void each_cell(const Table& table, const Group& group, const std::function<void(std::size_t)>& place) const;
  void agreements(const Edge& edge, std::vector<Sum>& out) const;

  std::vector<std::uint32_t> sizes_;
  std::vector<Table> tables_;
  std::vector<Edge> edges_;
  std::vector<std::uint32_t> emptied_;
  std::size_t cells_ = 0;
};

}  // namespace takestock::disclosure
