// Linear programming: the primal simplex method with bounds on columns and on rows, from any starting point.
//
// Made for tables: entries are mostly 0 and 1, problems have up to a few thousand rows, and many are solved
// one after another from the point where the last one ended. The inverse of the basis is kept dense but
// worked on sparsely: memory is 8 x rows x rows bytes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace takestock::disclosure {

/// Values this near to each other are equal.
inline constexpr double kTolerance = 1e-7;
inline constexpr double kInfinite = std::numeric_limits<double>::infinity();

struct Entry {
  std::uint32_t row = 0;
  double value = 0;
};

/// What may still be spent on all problems together, in multiplications, about.
struct Work {
  std::uint64_t left = std::numeric_limits<std::uint64_t>::max();
  void spend(std::uint64_t amount) { left -= std::min(left, amount); }
};

class Simplex {
 public:
  /// Rows are numbered from 0 and free until bound_row(). Gives up when there is no work left.
  explicit Simplex(std::size_t rows, Work* work = nullptr);
  /// Its number, from 0. `start` is within the bounds. All columns come before the first call below.
  std::uint32_t add_column(std::span<const Entry> entries, double low, double high, double start);
  void bound_row(std::uint32_t row, double low, double high);

  /// Takes columns to a point within all bounds of rows, if there is one.
  bool make_feasible();

  void clear_objective();
  void set_row_objective(std::uint32_t row, double cost) { cost_[row] = cost; }
  void set_column_objective(std::uint32_t column, double cost) { cost_[rows_ + column] = cost; }
  static constexpr std::size_t kManySteps = ~std::size_t{0};
  enum class End { optimal, enough, unbounded, gave_up };
  /// From a feasible point to the largest objective, or to the first point where it reaches `enough`;
  /// unbounded only without that; gives up after `most_steps`. The point stays feasible in any case.
  End maximise(double enough = kInfinite, std::size_t most_steps = kManySteps);

  double row_value(std::uint32_t row) const { return value_[row]; }
  double column_value(std::uint32_t column) const { return value_[rows_ + column]; }

 private:
  // Variables 0..rows-1 are the values of the rows, those after them the columns; row - entries * columns =
  // 0.
  struct Step {
    std::size_t entering = 0;
    double direction = 1, gain = 0;
    bool endless = false;        ///< nothing stops it: goes as far as is enough
    std::size_t leaving_at = 0;  ///< place in the basis; rows_: the entering one reaches its other bound
    double length = 0;
    double leaves_for = 0;  ///< the bound that the leaving one reaches
  };
  void begin();
  double infeasibility() const;
  void price_basis(bool feasible);
  double reduced_cost(std::size_t variable) const;
  bool choose_entering(Step& step, bool feasible);
  void load_entering_column(std::size_t variable);
  bool choose_leaving(Step& step, bool feasible);
  double room(std::size_t place, double rate, bool feasible, double& bound) const;
  void take(const Step& step);
  void pivot(std::size_t place);
  void recompute();
  void refactor();
  double objective() const;
  End run(bool feasible, double enough, std::size_t most_steps);

  void spend_on_step() const;

  std::size_t rows_;
  Work* work_;
  bool begun_ = false;
  std::vector<std::size_t> starts_{0};  ///< of each column in entries_
  std::vector<Entry> entries_;
  std::vector<double> low_, high_, value_, cost_;
  std::vector<std::size_t> basis_;       ///< the variable at each place
  std::vector<std::uint8_t> basic_;      ///< by variable
  std::vector<double> inverse_;          ///< row by row
  std::vector<double> prices_, column_;  ///< dual values; the entering column seen from the basis
  std::vector<std::uint32_t> support_;   ///< of the pivot row
  std::size_t idle_steps_ = 0, pivots_ = 0;
};

}  // namespace takestock::disclosure
