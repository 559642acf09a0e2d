#include "statistics/sample.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "statistics/linearised.h"
#include "statistics/sums.h"

using namespace takestock::statistics;

namespace {

bool near(std::optional<double> a, double b) {
  return a && std::fabs(*a - b) <= 1e-12 * std::fmax(1, std::fabs(b));
}

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
const std::vector<double> kAnswers = {1, 4, 2, 8, 5, 7}, kWeights = {1, 2, 0, 1.5, 3, 0.5};
const std::vector<std::uint32_t> kGroups = {0, 0, 1, 1, 1, 0};
const Sample kWeighted{kAnswers, {}, kWeights}, kPlain{kAnswers, {}, {}};

}  // namespace

// The expected figures are those of R and its survey package.

TEST_CASE("sums keep what is small beside what is large") {
  Sum sum;
  for (const double term : {1.0, 1e100, 1.0, -1e100}) sum.add(term);
  CHECK(sum.value() == 2);
}

TEST_CASE("totals count rows of weight 0 in the base and leave out what is outside it, unread") {
  const std::vector<double> values = {1, kNan, 0, 1};
  const std::vector<unsigned char> in_base = {1, 0, 1, 1};
  const std::vector<double> weights = {2, 5, 0, 0.5};
  const Totals found = totals({values, in_base, weights});
  CHECK(found.n == 3);
  CHECK(found.positive == 2);
  CHECK(found.y == 2);
  CHECK(found.weight == 2.5);
  CHECK(found.weighted_y == 2.5);
  CHECK(found.weight_squares == 4.25);
  CHECK(near(found.mean(), 2.0 / 3));
  CHECK(near(found.weighted_mean(), 1));
}

TEST_CASE("figures of nobody, or of one where two are needed, are nothing") {
  const std::vector<double> one = {3}, zero = {0};
  const std::vector<unsigned char> outside = {0};
  CHECK_FALSE(totals({one, outside, {}}).mean());
  CHECK_FALSE(totals({one, {}, zero}).weighted_mean());
  CHECK_FALSE(standard_deviation({one, {}, {}}));
  CHECK_FALSE(standard_error({one, {}, {}}));
  CHECK_FALSE(share(0, 0));
  CHECK_FALSE(net_score(0, 0, 0));
  CHECK_FALSE(net_score_error(1, 0, 1));
  CHECK_FALSE(linearised_error(mean_scores({one, {}, {}})));
  CHECK(mean_scores({one, {}, zero}).empty());
}

TEST_CASE("the spread of answers is that of R's sd()") {
  CHECK(near(standard_deviation(kPlain), 2.7386127875258306));
  CHECK(near(standard_error(kPlain), 1.1180339887498949));
}

TEST_CASE("a net score is the mean of +1, -1 and 0, with the error of such a mean") {
  const std::vector<double> scores = {1, 1, 1, -1, 0, 0, 0};
  CHECK(near(net_score(3, 1, 7), 2.0 / 7));
  CHECK(near(net_score_error(3, 1, 7), *standard_error({scores, {}, {}})));
}

TEST_CASE("a weighted mean and total have the linearised errors of R's svymean() and svytotal()") {
  CHECK(near(totals(kWeighted).weighted_mean(), 4.9375));
  CHECK(near(linearised_error(mean_scores(kWeighted)), 0.87914059375833054));
  CHECK(near(linearised_error(total_scores(kWeighted)), 14.948244044034068));
}

TEST_CASE("a ratio of two totals has the error of R's svyratio()") {
  CHECK(near(linearised_error(ratio_scores(kPlain, kWeights)), 1.2271943038390456));
}

TEST_CASE("rows outside the base still count among those that could have been in it") {
  const std::vector<double> values = {1, 0, 1, 0}, four = {1, 0, 1, 0, kNan, kNan};
  const std::vector<unsigned char> in_base = {1, 1, 1, 1, 0, 0};
  const double alone = *linearised_error(mean_scores({values, {}, {}}));
  const double among = *linearised_error(mean_scores({four, in_base, {}}));
  CHECK(near(among, alone * std::sqrt((6.0 / 5) / (4.0 / 3))));
}

TEST_CASE("a stratified sample has the error of R's svydesign() with strata and fpc") {
  const std::vector<double> weights = {10.0 / 3, 10.0 / 3, 1, 1, 1, 10.0 / 3}, sizes = {10, 3};
  const Sample sample{kAnswers, {}, weights};
  CHECK(near(totals(sample).weighted_mean(), 4.2307692307692317));
  CHECK(near(stratified_error(mean_scores(sample), kGroups, sizes), 1.1147212881684183));
}

TEST_CASE("a stratum that answered whole adds nothing, one of a single row makes the error unknown") {
  const std::vector<double> scores = {2, 5}, both_whole = {1, 1}, one_open = {1, 7}, too_few = {0.5, 1};
  const std::vector<std::uint32_t> apart = {0, 1};
  CHECK(stratified_error(scores, apart, both_whole) == 0);
  CHECK_FALSE(stratified_error(scores, apart, one_open));
  CHECK_FALSE(stratified_error(scores, apart, too_few));
  CHECK_FALSE(stratified_error({}, {}, both_whole));
}

TEST_CASE("post-stratification takes out of the error what the groups explain, as R's postStratify()") {
  const std::vector<double> weights = {10.0 / 3, 10.0 / 3, 10, 10, 10, 10.0 / 3};
  const Sample sample{kAnswers, {}, weights};
  std::vector<double> scores = mean_scores(sample);
  remove_cell_means(scores, weights, kGroups);
  CHECK(near(totals(sample).weighted_mean(), 4.75));
  CHECK(near(linearised_error(scores), 1.2247448713915889));
}

TEST_CASE("the error of a mean shrinks to nothing as the whole population answers") {
  CHECK(near(finite_error(2, 4, 1e18), 1));
  CHECK(near(finite_error(2, 4, 16), std::sqrt(0.75)));
  CHECK(finite_error(2, 4, 4) == 0);
  CHECK_FALSE(finite_error(2, 5, 4));
  CHECK_FALSE(finite_error(0, 1, 4));
}
