#include "statistics/linearised.h"

#include <cmath>

#include "statistics/sums.h"

namespace takestock::statistics {
namespace {

/// What one stratum's scores add up to.
struct Spread {
  double n = 0;
  Sum scores;
  Sum squares;  ///< of the distances from the mean
  double mean() const { return scores.value() / n; }
  double variance() const { return n / (n - 1) * squares.value(); }
};

std::vector<Spread> spreads(std::span<const double> scores, Cells strata, std::size_t count) {
  std::vector<Spread> all(count);
  for (std::size_t row = 0; row < scores.size(); ++row) {
    all[strata[row]].n += 1;
    all[strata[row]].scores.add(scores[row]);
  }
  for (std::size_t row = 0; row < scores.size(); ++row) {
    Spread& its = all[strata[row]];
    its.squares.add((scores[row] - its.mean()) * (scores[row] - its.mean()));
  }
  return all;
}

}  // namespace

std::vector<double> mean_scores(const Sample& sample) {
  const std::vector<double> ones(sample.rows(), 1.0);
  return ratio_scores(sample, ones);
}

std::vector<double> ratio_scores(const Sample& sample, std::span<const double> divisors) {
  const double whole = totals({divisors, sample.in_base, sample.weights}).weighted_y;
  if (whole == 0) return {};
  const double ratio = totals(sample).weighted_y / whole;
  std::vector<double> scores(sample.rows(), 0.0);
  for (std::size_t row = 0; row < sample.rows(); ++row)
    if (sample.counts(row))
      scores[row] = sample.weight(row) * (sample.values[row] - ratio * divisors[row]) / whole;
  return scores;
}

std::vector<double> total_scores(const Sample& sample) {
  std::vector<double> scores(sample.rows(), 0.0);
  for (std::size_t row = 0; row < sample.rows(); ++row)
    if (sample.counts(row)) scores[row] = sample.weight(row) * sample.values[row];
  return scores;
}

void remove_cell_means(std::span<double> scores, std::span<const double> weights, Cells cells) {
  std::uint32_t count = 0;
  for (const std::uint32_t cell : cells) count = cell >= count ? cell + 1 : count;
  std::vector<Sum> score_sums(count), weight_sums(count);
  for (std::size_t row = 0; row < scores.size(); ++row) {
    score_sums[cells[row]].add(scores[row]);
    weight_sums[cells[row]].add(weights[row]);
  }
  for (std::size_t row = 0; row < scores.size(); ++row) {
    const double whole = weight_sums[cells[row]].value();
    if (whole > 0) scores[row] -= weights[row] * (score_sums[cells[row]].value() / whole);
  }
}

std::optional<double> linearised_error(std::span<const double> scores) {
  if (scores.size() < 2) return std::nullopt;
  const std::vector<std::uint32_t> one(scores.size(), 0);
  return std::sqrt(spreads(scores, one, 1).front().variance());
}

std::optional<double> stratified_error(std::span<const double> scores, Cells strata,
                                       std::span<const double> populations) {
  if (scores.empty()) return std::nullopt;
  const std::vector<Spread> all = spreads(scores, strata, populations.size());
  Sum variance;
  for (std::size_t h = 0; h < all.size(); ++h) {
    if (all[h].n == 0 || all[h].n == populations[h]) continue;
    if (all[h].n < 2 || all[h].n > populations[h]) return std::nullopt;
    variance.add((1 - all[h].n / populations[h]) * all[h].variance());
  }
  return std::sqrt(variance.value());
}

std::optional<double> finite_error(double sd, double n, double population) {
  if (!(n >= 1 && n <= population)) return std::nullopt;
  if (n == population) return 0;
  if (n < 2) return std::nullopt;
  return std::sqrt(1 - n / population) * sd / std::sqrt(n);
}

}  // namespace takestock::statistics
