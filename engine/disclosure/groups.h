// Who is counted by a figure: the groups of a release in terms of the answers that tell them apart.
//
// Of each variable the labels that no group tells apart are one *part*; the answers outside all labels are a
// part too. A group takes some parts of some variables; two figures are the same if their groups are.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "disclosure/tables.h"

namespace takestock::disclosure {

/// Of a variable some parts, ascending; never all of them.
struct Restriction {
  std::uint32_t variable = 0;
  std::vector<std::uint32_t> parts;
  bool operator==(const Restriction&) const = default;
  bool operator<(const Restriction& other) const {
    return variable != other.variable ? variable < other.variable : parts < other.parts;
  }
};

struct Group {
  std::vector<Restriction> where;  ///< by variable, ascending; empty: everybody
  bool nobody = false;             ///< no answer can be in it
  bool operator==(const Group&) const = default;
  bool operator<(const Group& other) const {
    return nobody != other.nobody ? other.nobody : where < other.where;
  }
  const Restriction* of(std::uint32_t variable) const;
};

/// Everybody in `inner` is in `outer`, by what the groups say.
bool inside(const Group& inner, const Group& outer);

/// Where a figure stands in a table.
struct Position {
  std::uint32_t table = 0;
  enum Kind : std::uint8_t { cell, row_total, column_total, total } kind = cell;
  std::uint32_t row = 0, column = 0;
};
/// RFC 6901: "/tables/0/cells/1/2".
std::string pointer(const Tables& tables, const Position& position);
const Figure& figure_at(const Table& table, const Position& position);
Figure& figure_at(Table& table, const Position& position);
/// All of a table's, in the order cells, row totals, column totals, total.
std::vector<Position> positions(const Table& table, std::uint32_t number);

class Groups {
 public:
  /// Of tables that are well formed (see check_shape()); they are not kept. Errors: bad_request, limit.
  static Result<Groups> of(const Tables& tables);

  /// Parts of each variable.
  const std::vector<std::uint32_t>& sizes() const { return sizes_; }
  Group at(const Tables& tables, const Position& position) const;
  Group at(const std::vector<Filter>& filters) const;
  /// Whether the variable of that number is one label of an overlapping one: ticked or not.
  bool ticked(std::uint32_t variable) const { return ticked_[variable]; }
  /// Those that a table has in its totals alone, because of an open variable: kOutside takes the answers
  /// outside the labels, kAll what the total takes. No group if there can be none.
  static constexpr std::uint32_t kOutside = 0xffffffffu, kAll = 0xfffffffeu;
  std::optional<Group> outside(const Table& table, std::uint32_t row, std::uint32_t column) const;

 private:
  struct Variable {
    std::uint32_t number = 0;
    std::map<std::string, std::uint32_t> part_of;  ///< by label
    bool open = false;                             ///< part 0 is the answers outside all labels
  };
  using Labels = std::vector<std::string>;
  void find_overlapping(const Tables& tables);
  void collect(const Tables& tables);
  Status check_filters(const Tables& tables) const;
  void use(const std::string& variable, const Labels& labels, bool is_filter);
  void find_parts(const std::vector<std::string>& open);
  void restrict_to(Group& group, const std::string& variable, const Labels& labels) const;
  void restrict_to_parts(Group& group, std::uint32_t variable, std::vector<std::uint32_t> parts) const;
  void restrict_total(Group& group, const Dimension& dimension) const;
  bool restrict_to_outside(Group& group, const Dimension& dimension) const;
  bool restrict_by(Group& group, const Dimension& dimension, std::uint32_t label) const;

  struct Uses {
    std::vector<Labels> sets;
    bool shown = false;  ///< as rows or columns
  };
  std::map<std::string, bool> overlapping_;
  std::map<std::string, Uses> uses_;
  std::map<std::string, Variable> variables_;
  std::vector<std::uint32_t> sizes_;
  std::vector<bool> ticked_;
};

}  // namespace takestock::disclosure
