#include "statistics/crosstab.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace takestock::statistics;

namespace {

bool near(double a, double b) { return std::fabs(a - b) <= 1e-12 * std::fmax(1, std::fabs(b)); }

Crosstab counts(std::size_t rows, const std::vector<double>& n) {
  Crosstab table(rows, n.size() / rows);
  for (std::size_t i = 0; i < n.size(); ++i) table.set(i % rows, i / rows, {n[i], n[i], n[i]});
  return table;
}

}  // namespace

// The expected figures are those of R's chisq.test() and svychisq().

TEST_CASE("totals of a table add its answers, weights and squares") {
  Crosstab table(2, 2);
  table.add(0, 0, 2);
  table.add(0, 1, 3);
  table.add(1, 1);
  CHECK(table.row_total(0).weight == 5);
  CHECK(table.column_total(1).weight_squares == 10);
  CHECK(table.total().n == 3);
  CHECK(table.at(1, 0).n == 0);
}

TEST_CASE("chi-square and Cramer's V pass over empty rows and columns") {
  const auto plain = chi_square(counts(2, {10, 5, 3, 8, 12, 2}));
  const auto gaps = chi_square(counts(3, {10, 0, 5, 0, 0, 0, 3, 0, 8, 12, 0, 2}));
  for (const auto& found : {plain, gaps}) {
    REQUIRE(found);
    CHECK(near(found->statistic, 9.154401154401155));
    CHECK(found->df == 2);
    CHECK(near(found->p, 0.010283644307045816));
    CHECK(near(found->cramers_v, 0.47839317392708364));
  }
}

TEST_CASE("a table of one row or column has no test") {
  CHECK_FALSE(chi_square(counts(1, {4, 5, 6})));
  CHECK_FALSE(chi_square(counts(2, {4, 0, 6, 0})));
  CHECK_FALSE(chi_square(Crosstab(1, 0)));
  CHECK_FALSE(rao_scott(counts(2, {4, 0, 6, 0}), 10));
}

TEST_CASE("Rao and Scott's second-order test is R's, which counts responses outside the table too") {
  const int a[] = {0, 0, 0, 1, 1, 1, 0, 1, 0}, b[] = {0, 1, 0, 1, 1, 0, 2, 2, 0};
  const double w[] = {1, 2, 1.5, 1, 3, 0.5, 2, 1, 1};
  Crosstab table(2, 3);
  for (int row = 0; row < 9; ++row)
    table.add(static_cast<std::size_t>(a[row]), static_cast<std::size_t>(b[row]), w[row]);
  const auto found = rao_scott(table, 10);
  REQUIRE(found);
  CHECK(near(found->f, 1.1144835004447011));
  CHECK(near(found->df1, 1.7798373785674062));
  CHECK(near(found->df2, 16.018536407106655));
  CHECK(near(found->p, 0.3455564252608338));
}

TEST_CASE("a table so empty that the correction has no answer gives none") {
  CHECK_FALSE(rao_scott(counts(3, {4, 0, 0, 0, 5, 0, 0, 0, 6}), 15));
}
