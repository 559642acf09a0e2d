#include "statistics/weighting.h"

#include <cmath>

#include "statistics/sums.h"

namespace takestock::statistics {
namespace {

constexpr int kPasses = 10'000;
constexpr double kHolds = 1e-12;

std::vector<double> weight_sums(const Margin& margin, const std::vector<double>& weights) {
  std::vector<Sum> sums(margin.populations.size());
  for (std::size_t row = 0; row < weights.size(); ++row) sums[margin.cells[row]].add(weights[row]);
  std::vector<double> values;
  for (const Sum& sum : sums) values.push_back(sum.value());
  return values;
}

bool holds(const Margin& margin, const std::vector<double>& weights) {
  const std::vector<double> sums = weight_sums(margin, weights);
  for (std::size_t cell = 0; cell < sums.size(); ++cell)
    if (sums[cell] > 0 &&
        std::fabs(sums[cell] - margin.populations[cell]) > kHolds * margin.populations[cell])
      return false;
  return true;
}

void fit(const Margin& margin, std::vector<double>& weights) {
  const std::vector<double> sums = weight_sums(margin, weights);
  for (std::size_t row = 0; row < weights.size(); ++row) {
    const std::uint32_t cell = margin.cells[row];
    if (sums[cell] > 0) weights[row] *= margin.populations[cell] / sums[cell];
  }
}

bool all_hold(std::span<const Margin> margins, const std::vector<double>& weights) {
  for (const Margin& margin : margins)
    if (!holds(margin, weights)) return false;
  return true;
}

}  // namespace

std::vector<std::optional<double>> poststratification_weights(std::span<const double> populations,
                                                              std::span<const double> answered) {
  std::vector<std::optional<double>> weights;
  for (std::size_t cell = 0; cell < populations.size(); ++cell)
    weights.push_back(share(populations[cell], answered[cell]));
  return weights;
}

Coverage coverage(std::span<const double> populations, std::span<const double> answered) {
  Sum covered, whole;
  for (std::size_t cell = 0; cell < populations.size(); ++cell) {
    whole.add(populations[cell]);
    if (answered[cell] > 0) covered.add(populations[cell]);
  }
  return {covered.value(), share(covered.value(), whole.value())};
}

std::optional<std::vector<double>> raking_weights(std::span<const Margin> margins, std::size_t rows) {
  std::vector<double> weights(rows, 1.0);
  for (int pass = 0; pass < kPasses; ++pass) {
    for (const Margin& margin : margins) fit(margin, weights);
    if (all_hold(margins, weights)) return weights;
  }
  return std::nullopt;
}

}  // namespace takestock::statistics
