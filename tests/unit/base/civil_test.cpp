#include "base/civil.h"

#include <doctest/doctest.h>

using namespace takestock;

namespace {

// One hour east of UTC from an instant on, as when a summer begins.
class SummerClock final : public Clock {
 public:
  explicit SummerClock(Millis begins) : begins_(begins) {}
  Millis now() override { return 0; }
  int offset_minutes(Millis utc) override { return utc >= begins_ ? 60 : 0; }

 private:
  Millis begins_;
};

}  // namespace

TEST_CASE("days and dates turn into each other over four hundred years and before 1970") {
  for (std::int64_t days = -146097; days < 146097; ++days) {
    const Date date = date_from_days(days);
    REQUIRE(valid(date));
    REQUIRE(days_from_date(date) == days);
  }
  CHECK(days_from_date({1970, 1, 1}) == 0);
  CHECK(days_from_date({2000, 3, 1}) == 11017);
  CHECK(days_from_date({1600, 2, 29}) == -135081);
}

TEST_CASE("the day of the week is known") {
  CHECK(day_of_week({1970, 1, 1}) == 4);
  CHECK(day_of_week({2026, 3, 15}) == 0);
  CHECK(day_of_week({1899, 12, 31}) == 0);
}

TEST_CASE("only real dates are dates") {
  CHECK(valid({2024, 2, 29}));
  CHECK(valid({2000, 2, 29}));
  CHECK_FALSE(valid({1900, 2, 29}));
  CHECK_FALSE(valid({2023, 2, 29}));
  CHECK_FALSE(valid({2023, 4, 31}));
  CHECK_FALSE(valid({2023, 13, 1}));
  CHECK_FALSE(valid({2023, 0, 1}));
}

TEST_CASE("ISO 8601 texts are read whole or not at all") {
  CHECK(date_text(*read_date("2026-3-5")) == "2026-03-05");
  for (const char* text :
       {"", "2026", "2026-03", "26-03-15", "2026-02-30", "2026-03-15x", "2026-03-15T10:00", " 2026-03-15"})
    CHECK_FALSE(read_date(text).has_value());
  for (const char* text :
       {"10:20", "10:20:30", "10:20:30.5", "10:20:30.123456Z", "10:20-07:00", "10:20+0530", "10:20+05"})
    CHECK(read_time(text).has_value());
  for (const char* text :
       {"24:00", "10:60", "10:20:60", "1:20", "10:20:30.", "10:20+24:00", "10:20+05:60", "10:20x"})
    CHECK_FALSE(read_time(text).has_value());
  CHECK_FALSE(read_date_time("2026-03-15T").has_value());
  CHECK_FALSE(read_date_time("2026-03-15 10:20").has_value());
}

TEST_CASE("what a text says is what is kept of it") {
  const DateTime read = *read_date_time("2026-03-15T10:20:30.1259-07:30");
  CHECK(read.date.day == 15);
  CHECK(time_text(*read.time) == "10:20:30.125");
  CHECK(*read.offset_minutes == -450);
  CHECK_FALSE(read_date_time("2026-03-15")->time.has_value());
  CHECK_FALSE(read_date_time("2026-03-15T10:20")->offset_minutes.has_value());
  CHECK(*read_time("10:20Z")->offset_minutes == 0);
}

TEST_CASE("instants are written as the clock's place shows them") {
  CHECK(date_time_text(1773595230000, -420) == "2026-03-15T10:20:30.000-07:00");
  CHECK(date_time_text(1773595230000, 330) == "2026-03-15T22:50:30.000+05:30");
  CHECK(date_time_text(-1, 0) == "1969-12-31T23:59:59.999+00:00");
}

TEST_CASE("a text without an offset means the zone of the clock, also around the start of summer time") {
  SummerClock clock(1774746000000);  // 2026-03-29T01:00Z
  CHECK(instant(*read_date_time("2026-03-29T00:30"), clock) == 1774744200000);
  CHECK(instant(*read_date_time("2026-03-29T02:30"), clock) == 1774747800000);
  CHECK(instant(*read_date_time("2026-03-29T02:30+00:00"), clock) == 1774751400000);
  CHECK(instant(*read_date_time("2026-06-01"), clock) == 1780268400000);
}
