#include "base/civil.h"

namespace takestock {
namespace {

constexpr Millis kMillisPerMinute = 60'000;

std::int64_t floor_divide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

void append_padded(std::string& out, int value, int width) {
  char digits[12];
  int count = 0;
  for (; value > 0 || count < width; value /= 10) digits[count++] = static_cast<char>('0' + value % 10);
  while (count > 0) out += digits[--count];
}

// Takes pieces off the front of a text.
class Reader {
 public:
  explicit Reader(std::string_view text) : left_(text) {}
  bool done() const { return left_.empty(); }
  bool take(char c) {
    if (left_.empty() || left_.front() != c) return false;
    left_.remove_prefix(1);
    return true;
  }
  // Between `least` and `most` digits.
  bool digits(std::size_t least, std::size_t most, int& out) {
    std::size_t count = 0;
    for (out = 0; count < most && digit_at(count); ++count) out = out * 10 + (left_[count] - '0');
    if (count < least) return false;
    left_.remove_prefix(count);
    return true;
  }
  bool fraction(int& millis) {
    int digits_seen = 0, scale = 100;
    for (millis = 0; digit_at(0); left_.remove_prefix(1), ++digits_seen, scale /= 10)
      millis += (left_.front() - '0') * scale;
    return digits_seen > 0;
  }

 private:
  bool digit_at(std::size_t at) const { return at < left_.size() && left_[at] >= '0' && left_[at] <= '9'; }
  std::string_view left_;
};

bool take_date(Reader& in, Date& date) {
  return in.digits(4, 4, date.year) && in.take('-') && in.digits(1, 2, date.month) && in.take('-') &&
         in.digits(1, 2, date.day) && valid(date);
}

bool take_time(Reader& in, Time& time) {
  if (!in.digits(2, 2, time.hour) || !in.take(':') || !in.digits(2, 2, time.minute)) return false;
  if (in.take(':') && !in.digits(2, 2, time.second)) return false;
  if (in.take('.') && !in.fraction(time.millis)) return false;
  return time.hour < 24 && time.minute < 60 && time.second < 60;
}

bool take_offset(Reader& in, std::optional<int>& offset) {
  if (in.take('Z')) {
    offset = 0;
    return true;
  }
  const bool west = in.take('-');
  if (!west && !in.take('+')) return true;
  int hours = 0, minutes = 0;
  if (!in.digits(2, 2, hours)) return false;
  if ((in.take(':') || !in.done()) && !in.digits(2, 2, minutes)) return false;
  offset = (hours * 60 + minutes) * (west ? -1 : 1);
  return hours < 24 && minutes < 60;
}

int days_in_month(int year, int month) {
  if (month == 2) return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

}  // namespace

bool valid(const Date& date) {
  return date.month >= 1 && date.month <= 12 && date.day >= 1 &&
         date.day <= days_in_month(date.year, date.month);
}

// Years are counted from March in eras of 400 years, so that the leap day is the last of its year.
std::int64_t days_from_date(const Date& date) {
  const std::int64_t year = date.year - (date.month <= 2 ? 1 : 0);
  const std::int64_t era = floor_divide(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * ((date.month + 9) % 12) + 2) / 5 + date.day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

Date date_from_days(std::int64_t days) {
  days += 719468;
  const std::int64_t era = floor_divide(days, 146097);
  const std::int64_t day = days - era * 146097;
  const std::int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
  const std::int64_t day_of_year = day - (365 * year + year / 4 - year / 100);
  const std::int64_t month = (5 * day_of_year + 2) / 153;
  Date out;
  out.day = static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1);
  out.month = static_cast<int>(month < 10 ? month + 3 : month - 9);
  out.year = static_cast<int>(year + era * 400 + (out.month <= 2 ? 1 : 0));
  return out;
}

int day_of_week(const Date& date) {
  const std::int64_t days = days_from_date(date) + 4;
  return static_cast<int>(days - floor_divide(days, 7) * 7);
}

std::int64_t millis_of_day(const Time& time) {
  return ((time.hour * 60 + time.minute) * 60 + time.second) * std::int64_t{1000} + time.millis;
}

Time time_from_millis(std::int64_t millis) {
  Time out;
  out.millis = static_cast<int>(millis % 1000);
  out.second = static_cast<int>(millis / 1000 % 60);
  out.minute = static_cast<int>(millis / 60'000 % 60);
  out.hour = static_cast<int>(millis / 3'600'000);
  return out;
}

std::optional<Date> read_date(std::string_view text) {
  Reader in(text);
  Date out;
  if (!take_date(in, out) || !in.done()) return std::nullopt;
  return out;
}

std::optional<OffsetTime> read_time(std::string_view text) {
  Reader in(text);
  OffsetTime out;
  if (!take_time(in, out.time) || !take_offset(in, out.offset_minutes) || !in.done()) return std::nullopt;
  return out;
}

std::optional<DateTime> read_date_time(std::string_view text) {
  Reader in(text);
  DateTime out;
  if (!take_date(in, out.date)) return std::nullopt;
  if (in.take('T')) {
    Time time;
    if (!take_time(in, time) || !take_offset(in, out.offset_minutes)) return std::nullopt;
    out.time = time;
  }
  if (!in.done()) return std::nullopt;
  return out;
}

std::string date_text(const Date& date) {
  std::string out;
  append_padded(out, date.year, 4);
  out += '-';
  append_padded(out, date.month, 2);
  out += '-';
  append_padded(out, date.day, 2);
  return out;
}

std::string time_text(const Time& time) {
  std::string out;
  append_padded(out, time.hour, 2);
  out += ':';
  append_padded(out, time.minute, 2);
  out += ':';
  append_padded(out, time.second, 2);
  out += '.';
  append_padded(out, time.millis, 3);
  return out;
}

std::string offset_text(int offset_minutes) {
  const int distance = offset_minutes < 0 ? -offset_minutes : offset_minutes;
  std::string out(1, offset_minutes < 0 ? '-' : '+');
  append_padded(out, distance / 60, 2);
  out += ':';
  append_padded(out, distance % 60, 2);
  return out;
}

std::string date_time_text(Millis at, int offset_minutes) {
  return date_text(local_date(at, offset_minutes)) + "T" + time_text(local_time(at, offset_minutes)) +
         offset_text(offset_minutes);
}

Millis instant(const DateTime& text, Clock& clock) {
  const Millis local =
      days_from_date(text.date) * kMillisPerDay + (text.time ? millis_of_day(*text.time) : 0);
  if (text.offset_minutes) return local - *text.offset_minutes * kMillisPerMinute;
  // The offset depends on the instant that is looked for: a first guess, then the offset that holds there.
  const Millis guess = local - clock.offset_minutes(local) * kMillisPerMinute;
  return local - clock.offset_minutes(guess) * kMillisPerMinute;
}

Date local_date(Millis at, int offset_minutes) {
  return date_from_days(floor_divide(at + offset_minutes * kMillisPerMinute, kMillisPerDay));
}

Time local_time(Millis at, int offset_minutes) {
  const Millis local = at + offset_minutes * kMillisPerMinute;
  return time_from_millis(local - floor_divide(local, kMillisPerDay) * kMillisPerDay);
}

}  // namespace takestock
