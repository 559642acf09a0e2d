#include "statistics/quantiles.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "statistics/sums.h"

namespace takestock::statistics {
namespace {

bool is_probability(double p) { return p >= 0 && p <= 1; }

/// The answer of this rank from 1, ranks outside moved to the ends.
double ranked(const std::vector<double>& sorted, double rank) {
  const double last = static_cast<double>(sorted.size());
  return sorted[static_cast<std::size_t>(std::clamp(rank, 1.0, last)) - 1];
}

double averaged(const std::vector<double>& sorted, double p) {
  const double position = p * static_cast<double>(sorted.size()), rank = std::floor(position);
  const double next = ranked(sorted, rank + 1);
  return position > rank ? next : (ranked(sorted, rank) + next) / 2;
}

double between_ranks(const std::vector<double>& sorted, double position) {
  const double rank = std::floor(position + 4 * std::numeric_limits<double>::epsilon());
  const double part = std::max(position - rank, 0.0);
  const double low = ranked(sorted, rank), high = ranked(sorted, rank + 1);
  return low == high ? low : (1 - part) * low + part * high;
}

}  // namespace

std::optional<double> quantile(std::vector<double> answers, double p, QuantileType type) {
  if (answers.empty() || !is_probability(p)) return std::nullopt;
  std::sort(answers.begin(), answers.end());
  const double n = static_cast<double>(answers.size());
  switch (type) {
    case QuantileType::averaged:
      return averaged(answers, p);
    case QuantileType::weibull:
      return between_ranks(answers, p * (n + 1));
    case QuantileType::interpolated:
      return between_ranks(answers, 1 + p * (n - 1));
  }
  return std::nullopt;
}

std::optional<double> weighted_quantile(std::vector<WeightedAnswer> answers, double p, WeightedRule rule) {
  answers.erase(
      std::remove_if(answers.begin(), answers.end(), [](const auto& one) { return !(one.weight > 0); }),
      answers.end());
  if (answers.empty() || !is_probability(p)) return std::nullopt;
  std::stable_sort(answers.begin(), answers.end(),
                   [](const auto& a, const auto& b) { return a.value < b.value; });
  Sum all, reached;
  for (const WeightedAnswer& one : answers) all.add(one.weight);
  const double whole = all.value();
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const double before = reached.value() / whole;
    reached.add(answers[i].weight);
    if (reached.value() <= p * whole && i + 1 < answers.size()) continue;
    if (i == 0 || before != p) return answers[i].value;
    const double low = answers[i - 1].value;
    return rule == WeightedRule::math ? low : (low + answers[i].value) / 2;
  }
  return std::nullopt;
}

}  // namespace takestock::statistics
