#include "statistics/sample.h"

#include <cmath>

#include "statistics/sums.h"

namespace takestock::statistics {

std::optional<double> share(double part, double whole) {
  if (whole == 0) return std::nullopt;
  return part / whole;
}

std::optional<double> Totals::mean() const { return share(y, static_cast<double>(n)); }
std::optional<double> Totals::weighted_mean() const { return share(weighted_y, weight); }

Totals totals(const Sample& sample) {
  Totals found;
  Sum y, w, wy, w2;
  for (std::size_t row = 0; row < sample.rows(); ++row) {
    if (!sample.counts(row)) continue;
    const double weight = sample.weight(row), value = sample.values[row];
    found.n += 1;
    found.positive += weight > 0 ? 1 : 0;
    y.add(value);
    w.add(weight);
    wy.add(weight * value);
    w2.add(weight * weight);
  }
  found.y = y.value();
  found.weight = w.value();
  found.weighted_y = wy.value();
  found.weight_squares = w2.value();
  return found;
}

std::optional<double> standard_deviation(const Sample& sample) {
  const Totals all = totals(sample);
  if (all.n < 2) return std::nullopt;
  const double mean = *all.mean();
  Sum squares;
  for (std::size_t row = 0; row < sample.rows(); ++row)
    if (sample.counts(row)) squares.add((sample.values[row] - mean) * (sample.values[row] - mean));
  return std::sqrt(squares.value() / static_cast<double>(all.n - 1));
}

std::optional<double> standard_error(const Sample& sample) {
  const std::optional<double> sd = standard_deviation(sample);
  if (!sd) return std::nullopt;
  return *sd / std::sqrt(static_cast<double>(totals(sample).n));
}

std::optional<double> net_score(double plus, double minus, double n) { return share(plus - minus, n); }

std::optional<double> net_score_error(double plus, double minus, double n) {
  if (n < 2) return std::nullopt;
  const double variance = (plus + minus - (plus - minus) * (plus - minus) / n) / (n - 1);
  return std::sqrt(variance / n);
}

}  // namespace takestock::statistics
