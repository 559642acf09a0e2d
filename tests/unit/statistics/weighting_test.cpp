#include "statistics/weighting.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace takestock::statistics;

TEST_CASE("a group nobody answered from has no weight and is not covered") {
  const std::vector<double> populations = {100, 60, 40}, answered = {5, 0, 10};
  const auto weights = poststratification_weights(populations, answered);
  CHECK(weights[0] == 20.0);
  CHECK_FALSE(weights[1]);
  CHECK(weights[2] == 4.0);
  const Coverage covered = coverage(populations, answered);
  CHECK(covered.population == 140);
  CHECK(covered.share == 0.7);
  CHECK_FALSE(coverage({}, {}).share);
}

TEST_CASE("raked weights meet every margin to 1e-12 of it") {
  const std::vector<std::uint32_t> town = {0, 0, 1, 1, 1, 0, 0, 1}, age = {0, 1, 2, 0, 1, 2, 0, 0};
  const std::vector<double> towns = {70, 30}, ages = {50, 30, 20};
  const std::vector<Margin> margins = {{town, towns}, {age, ages}};
  const auto weights = raking_weights(margins, town.size());
  REQUIRE(weights);
  for (const Margin& margin : margins)
    for (std::size_t cell = 0; cell < margin.populations.size(); ++cell) {
      double sum = 0;
      for (std::size_t row = 0; row < town.size(); ++row)
        sum += margin.cells[row] == cell ? (*weights)[row] : 0;
      CHECK(std::fabs(sum - margin.populations[cell]) <= 2e-12 * margin.populations[cell]);
    }
  const double odds = (*weights)[0] * (*weights)[4] / ((*weights)[1] * (*weights)[3]);
  CHECK(odds == doctest::Approx(1).epsilon(1e-12));  // fitting margins leaves associations as they were
}

TEST_CASE("margins that cannot all hold give no weights") {
  const std::vector<std::uint32_t> cells = {0, 1};
  const std::vector<double> hundred = {60, 40}, ninety = {60, 30};
  const std::vector<Margin> margins = {{cells, hundred}, {cells, ninety}};
  CHECK_FALSE(raking_weights(margins, 2));
}
