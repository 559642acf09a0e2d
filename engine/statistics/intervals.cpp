#include "statistics/intervals.h"

#include <algorithm>
#include <cmath>

#include "statistics/distributions.h"

namespace takestock::statistics {

std::optional<Interval> wilson_z(double p, double n, double z) {
  if (!(n > 0 && p >= 0 && p <= 1)) return std::nullopt;
  const double z2 = z * z;
  const double middle = p + z2 / (2 * n), divisor = 1 + z2 / n;
  const double half = z * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
  const double low = p == 0 ? 0 : (middle - half) / divisor;
  const double high = p == 1 ? 1 : (middle + half) / divisor;
  return Interval{std::max(low, 0.0), std::min(high, 1.0)};
}

std::optional<Interval> wilson(double p, double n, double level) {
  const std::optional<double> z = two_sided_z(level);
  return z ? wilson_z(p, n, *z) : std::nullopt;
}

std::optional<Interval> wilson_weighted(double weighted_share, double weight_sum, double weight_square_sum,
                                        double level) {
  const std::optional<double> base = effective_base(weight_sum, weight_square_sum);
  return base ? wilson(weighted_share, *base, level) : std::nullopt;
}

std::optional<Interval> wilson_finite(double p, double n, double population, double level) {
  if (!(n > 0 && n <= population && p >= 0 && p <= 1 && two_sided_z(level))) return std::nullopt;
  if (n == population) return Interval{p, p};
  return wilson(p, n * (population - 1) / (population - n), level);
}

std::optional<double> effective_base(double weight_sum, double weight_square_sum) {
  if (!(weight_sum > 0 && weight_square_sum > 0)) return std::nullopt;
  return weight_sum * weight_sum / weight_square_sum;
}

std::optional<double> design_effect(double positive_weights, double weight_sum, double weight_square_sum) {
  const std::optional<double> base = effective_base(weight_sum, weight_square_sum);
  if (!base) return std::nullopt;
  return positive_weights / *base;
}

std::optional<Difference> newcombe(double p1, double n1, double p2, double n2, double level) {
  const std::optional<Interval> first = wilson(p1, n1, level), second = wilson(p2, n2, level);
  if (!first || !second) return std::nullopt;
  return difference(p1, *first, p2, *second);
}

Difference difference(double first, Interval around_first, double second, Interval around_second) {
  const double d = first - second;
  const double below = std::hypot(first - around_first.low, around_second.high - second);
  const double above = std::hypot(around_first.high - first, second - around_second.low);
  return {d, {d - below, d + above}};
}

}  // namespace takestock::statistics
