// One question's answers, as the formulas see them, and what one pass over them gives.
//
// A row is a response. `I` says which rows are in the base: those that answered and that are asked about. `y`
// is the number answered or, for a code, 1 or 0. `w` is the weight. What is undefined is nothing, never 0 or
// NaN.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace takestock::statistics {

/// Views of columns of equal length, one element per row of the file; the caller keeps them alive.
struct Sample {
  std::span<const double> values;          ///< y; read only for rows in the base
  std::span<const unsigned char> in_base;  ///< I, 0 or 1; empty: all rows
  std::span<const double> weights;         ///< w >= 0; empty: 1 each

  std::size_t rows() const { return values.size(); }
  bool counts(std::size_t row) const { return in_base.empty() || in_base[row] != 0; }
  double weight(std::size_t row) const { return weights.empty() ? 1 : weights[row]; }
};

struct Totals {
  std::size_t n = 0;                            ///< B1: base, rows of weight 0 included
  std::size_t positive = 0;                     ///< rows in the base with a weight over 0
  double y = 0;                                 ///< B1: count, unweighted; N1: sum
  double weight = 0;                            ///< B2: weighted base
  double weighted_y = 0;                        ///< B2: weighted count; N4: weighted total
  double weight_squares = 0;                    ///< of K1
  std::optional<double> mean() const;           ///< P1: share; N1: mean
  std::optional<double> weighted_mean() const;  ///< P2: weighted share; N4: weighted mean
};
Totals totals(const Sample& sample);

/// P1, P2, X1, X2, R1: part / whole. Nothing if `whole` is 0.
std::optional<double> share(double part, double whole);

/// N2: standard deviation of the answers in the base with n - 1, unweighted. Nothing if n < 2.
std::optional<double> standard_deviation(const Sample& sample);
/// N3: standard error of their mean, sd / sqrt n. Nothing if n < 2.
std::optional<double> standard_error(const Sample& sample);

/// S1: mean of +1 (`plus` answers), -1 (`minus` answers) and 0 (the others of `n`).
std::optional<double> net_score(double plus, double minus, double n);
/// S1: its standard error, sd / sqrt n. Nothing if n < 2.
std::optional<double> net_score_error(double plus, double minus, double n);

}  // namespace takestock::statistics
