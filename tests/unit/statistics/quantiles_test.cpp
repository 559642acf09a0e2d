#include "statistics/quantiles.h"

#include <doctest/doctest.h>

using namespace takestock::statistics;

namespace {

const std::vector<double> kAnswers = {9, 4, 2, 12, 4, 7};

double of(double p, QuantileType type) { return *quantile(kAnswers, p, type); }

}  // namespace

TEST_CASE("the three types of quantile are R's types 2, 6 and 7, and agree on the median") {
  CHECK(of(0.25, QuantileType::averaged) == 4);
  CHECK(of(0.25, QuantileType::weibull) == 3.5);
  CHECK(of(0.25, QuantileType::interpolated) == 4);
  CHECK(of(0.95, QuantileType::averaged) == 12);
  CHECK(of(0.95, QuantileType::weibull) == 12);
  CHECK(of(0.95, QuantileType::interpolated) == 11.25);
  for (const auto type : {QuantileType::averaged, QuantileType::weibull, QuantileType::interpolated}) {
    CHECK(of(0.5, type) == 5.5);
    CHECK(of(0, type) == 2);
    CHECK(of(1, type) == 12);
    CHECK(quantile({3}, 0.9, type) == 3);
    CHECK_FALSE(quantile({}, 0.5, type));
    CHECK_FALSE(quantile(kAnswers, 1.5, type));
  }
}

TEST_CASE(
    "a weighted quantile passes over answers without weight, and averages only where asked and hit exactly") {
  const std::vector<WeightedAnswer> answers = {{5, 1}, {3, 0}, {1, 1}, {7, 2}};
  CHECK(weighted_quantile(answers, 0.5, WeightedRule::math) == 5);
  CHECK(weighted_quantile(answers, 0.5, WeightedRule::school) == 6);
  CHECK(weighted_quantile(answers, 0.4, WeightedRule::school) == 5);
  CHECK(weighted_quantile(answers, 0, WeightedRule::math) == 1);
  CHECK(weighted_quantile(answers, 1, WeightedRule::school) == 7);
  CHECK_FALSE(weighted_quantile({{3, 0}}, 0.5, WeightedRule::math));
  CHECK_FALSE(weighted_quantile({}, 0.5, WeightedRule::math));
}
