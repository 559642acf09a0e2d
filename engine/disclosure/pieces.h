// A release under bounds, taken apart: what the bounds leave no choice about is settled at once, and the rest
// falls into pieces that do not touch each other, each a small problem for the simplex method.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "disclosure/release.h"
#include "disclosure/simplex.h"

namespace takestock::disclosure {

struct Bound {
  double low = 0, high = kInfinite;
  bool exact() const { return low == high; }
};
using Bounds = std::vector<Bound>;  ///< by line

class Pieces {
 public:
  static constexpr std::uint32_t kNone = 0xffffffffu;

  /// `point` satisfies the bounds; release and point outlive this.
  Pieces(const Release& release, const Bounds& bounds, const std::vector<double>& point);

  /// Of each cell the piece, kNone where exact lines leave it no choice. Nothing: the bounds cannot hold.
  static std::optional<std::vector<std::uint32_t>> of_cells(const Release& release, const Bounds& bounds,
                                                            std::vector<double>& point);

  /// Moves `point`, which need not satisfy the bounds, to where it does. False: there is no such point.
  static bool fit(const Release& release, const Bounds& bounds, std::vector<double>& point);

  /// Where a line can vary; kNone: nowhere, its value is that of the point.
  std::uint32_t piece_of(std::uint32_t line) const { return places_[line].piece; }
  const std::vector<std::uint32_t>& lines(std::uint32_t piece) const { return lines_[piece]; }
  const std::vector<std::uint32_t>& cells(std::uint32_t piece) const { return cells_[piece]; }
  /// What the cells of a line that have no choice add up to.
  double settled(std::uint32_t line) const { return places_[line].settled; }

  /// Takes the line's piece to the largest (direction 1) or smallest (-1) value of the line, or to where it
  /// is at least, or at most, `enough`.
  Simplex::End drive(std::uint32_t line, int direction, double enough);
  /// Takes the piece towards where lines are large (directions 1) and small (-1) together, as far as
  /// `most_steps`.
  void drive_together(std::uint32_t piece, const std::vector<std::pair<std::uint32_t, int>>& directions,
                      std::size_t most_steps);
  /// At the point to which its piece was taken last.
  double value(std::uint32_t line) const;

 private:
  struct Place {
    std::uint32_t piece = kNone, number = 0;  ///< of the row or column in the piece
    enum Kind : std::uint8_t { row, column, sum } kind = row;
    double settled = 0;  ///< what cells without a choice add
  };
  Pieces(const Release& release, const Bounds& bounds, std::vector<double>& point, bool& possible);
  bool settle(std::vector<double>& point);
  bool settle_line(std::uint32_t line, std::vector<double>& point, std::vector<std::uint32_t>& next);
  void settle_cell(std::uint32_t cell, double value, std::vector<double>& point,
                   std::vector<std::uint32_t>& next);
  void take_apart();
  Simplex& solver(std::uint32_t piece);
  void add_objective(Simplex& its, std::uint32_t line, double cost) const;
  void make_solver(std::uint32_t piece);

  const Release& release_;
  const Bounds& bounds_;
  const std::vector<double>& point_;
  std::vector<std::uint8_t> settled_;     ///< by cell
  std::vector<std::uint32_t> open_;       ///< cells without a value, by line
  std::vector<std::uint32_t> column_of_;  ///< by cell, in its piece
  std::vector<Place> places_;
  std::vector<std::vector<std::uint32_t>> cells_, lines_;  ///< by piece
  std::vector<std::unique_ptr<Simplex>> solvers_;
};

}  // namespace takestock::disclosure
