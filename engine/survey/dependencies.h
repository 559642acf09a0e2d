// Which expressions must be evaluated again when a value or a relevance changes, and in which order.
//
// The graph's vertices are cells: one expression-driven aspect of one node. Its edges follow the bound
// references of the compiled expressions, and inheritance (a child is relevant only where its parent is; a
// value reads as blank where its node is not relevant).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "expression/tree.h"

namespace takestock::survey {

class Definition;
using expression::Slot;

/// relevant < calculation < required, read_only, constraint, choice_filter for one node.
enum class Aspect : std::uint8_t { relevant, calculation, required, read_only, constraint, choice_filter };

struct Cell {
  Slot slot;
  Aspect aspect;
};
using CellId = std::uint32_t;  ///< ascending in dependency order: a cell only depends on smaller ids

/// Compact: 8 bytes per cell, 4 per node and 4 per reference; building takes time linear in their sum,
/// whatever the depth.
class Dependencies {
 public:
  /// Every cell, in an order in which each depends only on earlier ones. Within that, document order as far
  /// as possible.
  std::span<const Cell> cells() const { return cells_; }
  /// Cells to re-evaluate when the effective value of `slot` changed (its answer, its calculation, or its
  /// relevance): those that refer to it, and its own constraint. Ascending, each once. Those of a group refer
  /// to the text of everything in it: see groups_are_read().
  std::span<const CellId> readers(Slot slot) const {
    return {readers_.data() + starts_[slot], readers_.data() + starts_[slot + 1]};
  }
  /// True if an expression refers to a group: a change of a node then also concerns the readers() of its
  /// ancestors.
  bool groups_are_read() const { return groups_are_read_; }
  /// Cells with paths that could not be bound, which may read any node: evaluated on every settle, after
  /// everything they do not feed. What reads the clock or chance is not among them: as in ODK it is evaluated
  /// when a response is opened and when something it refers to changes.
  std::span<const CellId> always() const { return always_; }
  std::size_t memory_bytes() const;

  /// A cycle among relevant/calculation/choice_filter cells, in order, as the first one found; empty if there
  /// is none. (A constraint may read its own node.) With a cycle `out` is left empty.
  static std::vector<Slot> build(const Definition& definition, Dependencies& out);

 private:
  friend class DependencyBuilder;
  std::vector<Cell> cells_;
  std::vector<std::uint32_t> starts_;  ///< nodes + 1
  std::vector<CellId> readers_;
  std::vector<CellId> always_;
  bool groups_are_read_ = false;
};

}  // namespace takestock::survey
