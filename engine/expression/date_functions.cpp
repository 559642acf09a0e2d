// Dates and times: ODK XForms "date". A date is an instant, counted in days since 1970-01-01T00:00Z; where a
// text names no zone it is the clock's.
#include <cmath>
#include <limits>

#include "base/civil.h"
#include "expression/functions.h"

namespace takestock::expression::date_functions {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr auto kDay = static_cast<double>(kMillisPerDay);

constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

double now(Evaluator& e, const Node&) { return static_cast<double>(e.environment.clock.now()) / kDay; }

double today(Evaluator& e, const Node&) {
  const Millis at = e.environment.clock.now();
  const Date local = local_date(at, e.environment.clock.offset_minutes(at));
  return static_cast<double>(instant({local, {}, {}}, e.environment.clock)) / kDay;
}

// The instant of a date, a number of days or a text that says one.
double days_of(Evaluator& e, const Cell& cell) {
  if (cell.type == Type::boolean) return kNan;
  if (cell.type == Type::number || cell.type == Type::date) return cell.number;
  return e.days_of_text(e.cell_text(cell));
}

// Dates may also be written as a plain number of days.
double days_of_written(Evaluator& e, const Cell& cell) {
  const double days = days_of(e, cell);
  if (!std::isnan(days) || (cell.type != Type::text && cell.type != Type::nodes)) return days;
  const std::string text = e.cell_text(cell);
  return text.find_first_not_of("-.0123456789") == std::string::npos ? text_number(text) : kNan;
}

double to_millis(double days) {
  return std::isfinite(days) ? std::trunc(std::round(days * kDay * 1000) / 1000) / kDay : kNan;
}

// date(value): blank stays blank.
Cell date(Evaluator& e, const Node& call) {
  const Cell cell = e.any(e.child(call));
  const bool textual = cell.type == Type::text || cell.type == Type::nodes;
  if (textual && e.cell_text(cell).empty()) return text_cell({});
  return date_cell(to_millis(days_of_written(e, cell)));
}

double decimal_date_time(Evaluator& e, const Node& call) { return days_of(e, e.any(e.child(call))); }

// The part of the local day that has passed.
double decimal_time(Evaluator& e, const Node& call) {
  std::string scratch;
  const std::optional<OffsetTime> read = read_time(e.text(e.child(call), scratch));
  if (!read) return kNan;
  double passed = static_cast<double>(millis_of_day(read->time));
  if (read->offset_minutes) {
    const int here = e.environment.clock.offset_minutes(e.environment.clock.now());
    passed = std::fmod(passed + (here - *read->offset_minutes) * 60000.0 + 2 * kDay, kDay);
  }
  return passed / kDay;
}

void append_padded(std::string& out, int value, std::size_t width) {
  const std::string digits = std::to_string(value);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

struct Moment {
  Date date;
  Time time;
};

// One escape of the format; false if there is no such.
bool append_escape(std::string& out, char escape, const Moment& moment) {
  switch (escape) {
    case '%':
      out += '%';
      return true;
    case 'Y':
      append_padded(out, moment.date.year, 4);
      return true;
    case 'y':
      append_padded(out, moment.date.year % 100, 2);
      return true;
    case 'm':
      append_padded(out, moment.date.month, 2);
      return true;
    case 'n':
      append_padded(out, moment.date.month, 1);
      return true;
    case 'b':
      out += kMonths[moment.date.month - 1];
      return true;
    case 'd':
      append_padded(out, moment.date.day, 2);
      return true;
    case 'e':
      append_padded(out, moment.date.day, 1);
      return true;
    case 'a':
      out += kDays[day_of_week(moment.date)];
      return true;
    case 'H':
      append_padded(out, moment.time.hour, 2);
      return true;
    case 'h':
      append_padded(out, moment.time.hour, 1);
      return true;
    case 'M':
      append_padded(out, moment.time.minute, 2);
      return true;
    case 'S':
      append_padded(out, moment.time.second, 2);
      return true;
    case '3':
      append_padded(out, moment.time.millis, 3);
      return true;
    default:
      return false;
  }
}

std::string formatted(std::string_view format, const Moment& moment) {
  std::string out;
  for (std::size_t at = 0; at < format.size(); ++at) {
    if (format[at] != '%') {
      out += format[at];
      continue;
    }
    if (++at == format.size()) fail("A date format cannot end with '%'.");
    if (!append_escape(out, format[at], moment))
      fail("A date format cannot contain '%", format.substr(at, 1), "'.");
  }
  return out;
}

// format-date(date, format); what is no date gives "".
void format_date(Evaluator& e, const Node& call, std::string& out) {
  const double days = days_of_written(e, e.any(e.child(call)));
  const std::string format = e.text(*e.argument(call, 1));
  if (!(days > -719529 && days < 2932898)) return;
  const Millis at = std::llround(days * kDay);
  const int offset = e.offset_at(days);
  out = formatted(format, {local_date(at, offset), local_time(at, offset)});
}

constexpr Function number_row(std::string_view name, int least, int most, Type type,
                              double (*run)(Evaluator&, const Node&), Reads reads = Reads::arguments) {
  Function row{name, least, most, type, reads};
  row.number = run;
  return row;
}

constexpr Function text_row(std::string_view name, void (*run)(Evaluator&, const Node&, std::string&)) {
  Function row{name, 2, 2, Type::text};
  row.text = run;
  return row;
}

constexpr Function date_row(std::string_view name) {
  Function row{name, 1, 1, Type::any};
  row.any = date;
  return row;
}

}  // namespace

const Function kRows[] = {
    date_row("date"),
    date_row("date-time"),
    number_row("decimal-date-time", 1, 1, Type::number, decimal_date_time),
    number_row("decimal-time", 1, 1, Type::number, decimal_time),
    text_row("format-date", format_date),
    text_row("format-date-time", format_date),
    number_row("now", 0, 0, Type::date, now, Reads::outside),
    number_row("today", 0, 0, Type::date, today, Reads::outside),
};
const std::size_t kCount = sizeof kRows / sizeof *kRows;

}  // namespace takestock::expression::date_functions
