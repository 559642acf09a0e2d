#include "statistics/intervals.h"

#include <doctest/doctest.h>

#include "statistics/distributions.h"

using namespace takestock::statistics;

namespace {

bool near(double a, double b) { return a == doctest::Approx(b).epsilon(1e-12).scale(0.1); }

}  // namespace

// The expected figures are R's: qnorm, pchisq, pf, and prop.test(correct = FALSE) for Wilson's interval.

TEST_CASE("the normal quantile has the precision of a double, far out in the tail too") {
  CHECK(near(normal_quantile_above(0.025), 1.9599639845400545));
  CHECK(near(normal_quantile_above(1e-100), 21.273453560965319));
  CHECK(near(normal_quantile_above(0.975), -1.9599639845400545));
  CHECK(normal_quantile_above(0.5) == doctest::Approx(0).epsilon(1e-15));
  CHECK(near(*two_sided_z(0.99), 2.5758293035489004));
  CHECK_FALSE(two_sided_z(0));
  CHECK_FALSE(two_sided_z(1));
}

TEST_CASE("the tails of chi-square and F are right to twelve places for small and large degrees of freedom") {
  CHECK(near(chi_square_tail(3.841458820694124, 1), 0.05));
  CHECK(near(chi_square_tail(100000, 100000), 0.49940529189520672));
  CHECK(chi_square_tail(0, 3) == 1);
  CHECK(near(f_tail(1.1, 23.7, 80), 0.36352659428419171));
  CHECK(near(f_tail(1.1, 23.7, 3e7), 0.33373069112413489));
  CHECK(f_tail(0, 1, 1) == 1);
}

TEST_CASE("Wilson's interval stays in [0, 1] and reaches its end exactly when all or none said yes") {
  const auto some = wilson(0.15, 20, 0.95), none = wilson(0, 10, 0.95), all = wilson(1, 10, 0.95);
  CHECK(near(some->low, 0.052368745896216609));
  CHECK(near(some->high, 0.36041886474075691));
  CHECK(none->low == 0);
  CHECK(near(none->high, 0.2775327998628892));
  CHECK(all->high == 1);
  CHECK(near(all->low, 0.7224672001371107));
}

TEST_CASE("an interval of nobody, or at a level that is none, is nothing") {
  CHECK_FALSE(wilson(0.5, 0, 0.95));
  CHECK_FALSE(wilson(0.5, 10, 1));
  CHECK_FALSE(wilson(1.5, 10, 0.95));
  CHECK_FALSE(wilson_weighted(0.5, 0, 0, 0.95));
  CHECK_FALSE(wilson_finite(0.5, 11, 10, 0.95));
  CHECK_FALSE(newcombe(0.5, 10, 0.5, 0, 0.95));
}

TEST_CASE("a weighted share has the interval of its effective base") {
  CHECK(*effective_base(30, 100) == 9);
  CHECK(*design_effect(18, 30, 100) == 2);
  CHECK_FALSE(effective_base(0, 0));
  CHECK_FALSE(design_effect(0, 0, 0));
  CHECK(wilson_weighted(0.3, 30, 100, 0.95)->low == wilson(0.3, 9, 0.95)->low);
}

TEST_CASE("the more of a small population answered, the narrower its interval, down to the point") {
  const auto wide = wilson_finite(0.4, 100, 1e9, 0.95), half = wilson_finite(0.4, 100, 200, 0.95);
  const auto whole = wilson_finite(0.4, 100, 100, 0.95), one = wilson_finite(1, 1, 1, 0.95);
  CHECK(wide->low == doctest::Approx(wilson(0.4, 100, 0.95)->low).epsilon(1e-6));
  CHECK(half->low == doctest::Approx(wilson(0.4, 100 * 199.0 / 100, 0.95)->low).epsilon(1e-15));
  CHECK(whole->low == 0.4);
  CHECK(whole->high == 0.4);
  CHECK(one->low == 1);
}

TEST_CASE("the difference of two shares has Newcombe's interval") {
  const auto found = newcombe(56.0 / 70, 70, 48.0 / 80, 80, 0.95);  // example (a) of Newcombe, 1998
  CHECK(near(found->value, 0.2));
  CHECK(found->interval.low == doctest::Approx(0.0524).epsilon(1e-3));
  CHECK(found->interval.high == doctest::Approx(0.3339).epsilon(1e-3));
}
