// Dates and times of the proleptic Gregorian calendar, and their ISO 8601 text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/doors.h"

namespace takestock {

inline constexpr Millis kMillisPerDay = 86'400'000;

struct Date {
  int year = 1970;  ///< 0 to 9999 in texts
  int month = 1;    ///< 1 to 12
  int day = 1;      ///< 1 to 31
};

struct Time {
  int hour = 0;    ///< 0 to 23
  int minute = 0;  ///< 0 to 59
  int second = 0;  ///< 0 to 59: there are no leap seconds here
  int millis = 0;  ///< 0 to 999
};

/// A date, perhaps with a time, perhaps with an offset from UTC: what an ISO 8601 text says, no more.
struct DateTime {
  Date date;
  std::optional<Time> time;
  std::optional<int> offset_minutes;
};

/// A time, perhaps with an offset from UTC.
struct OffsetTime {
  Time time;
  std::optional<int> offset_minutes;
};

bool valid(const Date&);
/// Days from 1970-01-01, and back.
std::int64_t days_from_date(const Date&);
Date date_from_days(std::int64_t days);
/// 0 = Sunday.
int day_of_week(const Date&);

std::int64_t millis_of_day(const Time&);
Time time_from_millis(std::int64_t millis_of_day);

// Reading. The whole text must fit: "2026-03-15", "2026-3-5", "2026-03-15T10:20", "...T10:20:30",
// "...T10:20:30.123", and behind a time "Z", "+01", "+0100" or "+01:00". Fractions beyond milliseconds are
// cut. Offsets are within 23:59.
std::optional<Date> read_date(std::string_view text);
std::optional<OffsetTime> read_time(std::string_view text);
std::optional<DateTime> read_date_time(std::string_view text);

// Writing: "2026-03-15", "10:20:30.000", "-07:00" ("Z" never), "2026-03-15T10:20:30.000-07:00".
std::string date_text(const Date&);
std::string time_text(const Time&);
std::string offset_text(int offset_minutes);
/// The instant as the clock's place shows it.
std::string date_time_text(Millis instant, int offset_minutes);

/// The instant that a text means; where it has no offset, in the zone of `clock`. A date alone means its
/// first moment.
Millis instant(const DateTime&, Clock& clock);
/// What a clock in a place `offset_minutes` east of UTC shows at that instant.
Date local_date(Millis instant, int offset_minutes);
Time local_time(Millis instant, int offset_minutes);

}  // namespace takestock
