// Quantiles of answers, weighted or not.
#pragma once

#include <optional>
#include <vector>

namespace takestock::statistics {

/// Which sample quantile, after Hyndman and Fan (1996). The median is the same in all three.
enum class QuantileType {
  averaged = 2,      ///< Q2: smallest x with F(x) >= p, averaged with the next where p n is a whole number
  weibull = 6,       ///< Q6: position p (n + 1), as SPSS
  interpolated = 7,  ///< Q7: position 1 + p (n - 1), as R and the spreadsheets' PERCENTILE.INC
};

/// The quantile at 0 <= p <= 1 of answers in any order. Q6 and Q7 interpolate linearly between ranks and stop
/// at the ends. Nothing if nobody answered or p is out of range.
std::optional<double> quantile(std::vector<double> answers, double p, QuantileType type);

/// How a weighted quantile goes from cumulated weights to an answer, under the names that R's survey gives
/// them.
enum class WeightedRule {
  math,    ///< WQ1: smallest x whose cumulated weight reaches p W
  school,  ///< WQ2: averaged with the next x where p W is hit exactly
};

struct WeightedAnswer {
  double value;
  double weight;  ///< >= 0; those of weight 0 do not count
};

/// The weighted quantile at 0 <= p <= 1, answers in any order. Nothing if no weight is over 0 or p is out of
/// range.
std::optional<double> weighted_quantile(std::vector<WeightedAnswer> answers, double p, WeightedRule rule);

}  // namespace takestock::statistics
