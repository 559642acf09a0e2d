// Which expressions must be evaluated again when a value or a relevance changes, and in which order.
//
// The graph's vertices are cells: one expression-driven aspect of one node. Its edges follow the bound references of the compiled
// expressions, and inheritance (a child is relevant only where its parent is; a value reads as blank where its node is not relevant).
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

class Dependencies {
 public:
  /// Every cell, in an order in which each depends only on earlier ones.
  std::span<const Cell> cells() const { return cells_; }
  /// Cells to re-evaluate when the effective value of `slot` changed (its answer, its calculation, or its relevance).
  std::span<const CellId> readers(Slot slot) const {
    return {readers_.data() + starts_[slot], readers_.data() + starts_[slot + 1]};
  }
  /// Cells that read the clock or paths that could not be bound: evaluated again on every settle.
  std::span<const CellId> always() const { return always_; }
  std::size_t memory_bytes() const;

  /// A cycle among relevant/calculation/choice_filter cells, in order, as the first one found; empty if there is none.
  /// (A constraint may read its own node.)
  static std::vector<Slot> build(const Definition& definition, Dependencies& out);

 private:
  std::vector<Cell> cells_;
  std::vector<std::uint32_t> starts_;  ///< nodes + 1
  std::vector<CellId> readers_;
  std::vector<CellId> always_;
};

}  // namespace takestock::survey
