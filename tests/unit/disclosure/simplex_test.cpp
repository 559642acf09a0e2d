#include "disclosure/simplex.h"

#include <doctest/doctest.h>

#include <cmath>

#include "base/doors.h"
#include "unit/disclosure/attacker.h"

using namespace takestock;
using namespace takestock::disclosure;

TEST_CASE("a small problem has its textbook answer") {
  // 3x + 5y with x <= 4, 2y <= 12, 3x + 2y <= 18: 36 at (2, 6).
  Simplex simplex(1);
  const Entry x{0, 3}, y{0, 2};
  simplex.add_column({&x, 1}, 0, 4, 0);
  simplex.add_column({&y, 1}, 0, 6, 0);
  simplex.bound_row(0, 0, 18);
  simplex.set_column_objective(0, 3);
  simplex.set_column_objective(1, 5);
  CHECK(simplex.maximise() == Simplex::End::optimal);
  CHECK(simplex.column_value(0) == doctest::Approx(2));
  CHECK(simplex.column_value(1) == doctest::Approx(6));
}

TEST_CASE(
    "it says when nothing limits an objective, stops where it is enough, and when no point is possible") {
  Simplex simplex(1);
  const Entry one{0, 1}, minus{0, -1};
  simplex.add_column({&one, 1}, 0, kInfinite, 0);
  simplex.add_column({&minus, 1}, 0, kInfinite, 0);
  simplex.bound_row(0, 0, 0);
  simplex.set_column_objective(0, 1);
  CHECK(simplex.maximise(7) == Simplex::End::enough);
  CHECK(simplex.column_value(0) >= 7);
  CHECK(simplex.column_value(0) == doctest::Approx(simplex.column_value(1)));
  CHECK(simplex.maximise() == Simplex::End::unbounded);

  Simplex impossible(1);
  impossible.add_column({&one, 1}, 0, 3, 0);
  impossible.bound_row(0, 4, 5);
  CHECK_FALSE(impossible.make_feasible());
}

TEST_CASE("two solvers that know nothing of each other find the same bounds") {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    SeededRandom random(seed);
    const std::size_t columns = 4 + random.next() % 12, rows = 2 + random.next() % 6;
    std::vector<double> point;
    for (std::size_t c = 0; c < columns; ++c) point.push_back(static_cast<double>(random.next() % 20));
    attack::Program program;
    program.columns = columns;
    Simplex simplex(rows + 1);
    std::vector<std::vector<Entry>> entries(columns);
    for (std::size_t r = 0; r < rows; ++r) {
      std::vector<int> in;
      double side = 0;
      for (std::size_t c = 0; c < columns; ++c) {
        if (random.next() % 2) continue;
        in.push_back(static_cast<int>(c));
        entries[c].push_back({static_cast<std::uint32_t>(r), 1});
        side += point[c];
      }
      const bool equal = random.next() % 4 != 0;
      program.rows.push_back(in);
      program.equal.push_back(equal);
      program.sides.push_back(equal ? side : 1 < side ? 1 : 0);
      simplex.bound_row(static_cast<std::uint32_t>(r), program.sides[r], equal ? side : kInfinite);
    }
    std::vector<int> all;
    for (std::size_t c = 0; c < columns; ++c) {
      all.push_back(static_cast<int>(c));
      entries[c].push_back({static_cast<std::uint32_t>(rows), 1});
    }
    program.rows.push_back(all);
    program.equal.push_back(false);
    program.sides.push_back(0);
    for (std::size_t c = 0; c < columns; ++c) simplex.add_column(entries[c], 0, kInfinite, 0);
    REQUIRE(simplex.make_feasible());
    attack::Solver solver(program);
    REQUIRE(solver.possible());
    for (std::size_t c = 0; c < columns; ++c) {
      const double most = solver.most({static_cast<int>(c)}), least = solver.least({static_cast<int>(c)});
      simplex.clear_objective();
      simplex.set_column_objective(static_cast<std::uint32_t>(c), 1);
      const Simplex::End end = simplex.maximise();
      CHECK((end == Simplex::End::unbounded) == std::isinf(most));
      if (!std::isinf(most))
        CHECK(simplex.column_value(static_cast<std::uint32_t>(c)) == doctest::Approx(most));
      simplex.clear_objective();
      simplex.set_column_objective(static_cast<std::uint32_t>(c), -1);
      CHECK(simplex.maximise() == Simplex::End::optimal);
      CHECK(simplex.column_value(static_cast<std::uint32_t>(c)) == doctest::Approx(least));
    }
  }
}
