#include "response/typed.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/civil.h"
#include "base/order.h"

namespace takestock::response {

using survey::Type;

namespace {

constexpr double kIntegerMin = -2147483648.0, kIntegerMax = 2147483647.0;
constexpr double kStepTolerance = 1e-9;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

Typed invalid(std::string_view text) { return {Answer(std::string(text)), false}; }

/// xsd:decimal; NaN for everything else.
double decimal(std::string_view text) {
  const bool negative = text.front() == '-';
  if (negative || text.front() == '+') text.remove_prefix(1);
  if (text.find_first_not_of("0123456789.") != std::string_view::npos) return NAN;
  const double n = expression::text_number(text);
  return negative ? -n : n;
}

bool whole(double n) { return n == std::trunc(n); }
bool fits_integer(double n) { return n >= kIntegerMin && n <= kIntegerMax; }

bool on_a_step(const survey::Range& range, double n) {
  if (n < std::min(range.start, range.end) || n > std::max(range.start, range.end)) return false;
  if (range.step == 0) return true;
  const double steps = (n - range.start) / range.step;
  return std::fabs(steps - std::round(steps)) <= kStepTolerance * std::max(1.0, std::fabs(steps));
}

bool fits(const survey::Definition& definition, const survey::Node& node, double n) {
  if (!std::isfinite(n)) return false;
  if (node.type == Type::integer) return whole(n) && fits_integer(n);
  return node.type != Type::range || on_a_step(definition.range(node), n);
}

Typed typed_number(const survey::Definition& definition, const survey::Node& node, std::string_view text) {
  const std::string_view digits = trimmed(text);
  if (digits.empty()) return {};
  if (node.type == Type::integer && digits.find('.') != std::string_view::npos) return invalid(text);
  const double n = decimal(digits);
  if (!fits(definition, node, n)) return invalid(text);
  return {Answer(n == 0 ? 0.0 : n)};
}

Typed typed_date(std::string_view text) {
  const std::string_view date = trimmed(text);
  if (date.empty()) return {};
  const auto read = read_date(date);
  return read ? Typed{Answer(date_text(*read))} : invalid(text);
}

Typed typed_time(std::string_view text, Clock& clock) {
  const std::string_view time = trimmed(text);
  if (time.empty()) return {};
  const auto read = read_time(time);
  if (!read) return invalid(text);
  const int offset = read->offset_minutes ? *read->offset_minutes : clock.offset_minutes(clock.now());
  return {Answer(time_text(read->time) + offset_text(offset))};
}

std::string full_text(const DateTime& moment, Clock& clock) {
  const Millis at = instant(moment, clock);
  const int offset = moment.offset_minutes ? *moment.offset_minutes : clock.offset_minutes(at);
  return date_text(moment.date) + "T" + time_text(moment.time.value_or(Time{})) + offset_text(offset);
}

Typed typed_date_time(std::string_view text, Clock& clock) {
  const std::string_view moment = trimmed(text);
  if (moment.empty()) return {};
  const auto read = read_date_time(moment);
  return read && read->time ? Typed{Answer(full_text(*read, clock))} : invalid(text);
}

Typed typed_name(const survey::ChoiceList& list, std::string_view text) {
  if (choice_named(list, text)) return {Answer(std::string(text))};
  const std::string_view name = trimmed(text);
  if (name.empty()) return {};
  return choice_named(list, name) ? Typed{Answer(std::string(name))} : invalid(text);
}

std::vector<std::string_view> sorted_names(std::string_view text) {
  std::vector<std::string_view> names;
  std::size_t next = 0;
  for (std::string_view name = next_name(text, next); !name.empty(); name = next_name(text, next))
    names.push_back(name);
  heap_sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

Typed typed_names(const survey::ChoiceList& list, std::string_view text) {
  const auto names = sorted_names(text);
  std::string chosen;
  std::size_t found = 0;
  for (const survey::Choice& choice : list.choices) {
    if (found == names.size()) break;
    if (!std::binary_search(names.begin(), names.end(), std::string_view(choice.name))) continue;
    if (found++ > 0) chosen += ' ';
    chosen += choice.name;
  }
  return found == names.size() ? Typed{Answer(std::move(chosen))} : invalid(text);
}

Typed typed_acknowledge(std::string_view text) {
  const std::string_view word = trimmed(text);
  if (word.empty()) return {};
  return word == "OK" ? Typed{Answer(std::string(word))} : invalid(text);
}

/// "latitude longitude altitude accuracy"; the last two may be absent.
Typed typed_geopoint(std::string_view text) {
  double numbers[4] = {};
  int count = 0;
  std::size_t next = 0;
  for (std::string_view word = next_name(text, next); !word.empty(); word = next_name(text, next)) {
    if (count == 4 || word.find_first_not_of("+-.0123456789") != std::string_view::npos) return invalid(text);
    numbers[count++] = expression::text_number(word);
  }
  if (count == 0) return {};
  const auto on_earth = [](double degrees, double most) { return std::fabs(degrees) <= most; };
  const bool good = count >= 2 && on_earth(numbers[0], 90) && on_earth(numbers[1], 180) &&
                    !std::isnan(numbers[2]) && numbers[3] >= 0;
  return good ? Typed{Answer(std::string(trimmed(text)))} : invalid(text);
}

/// 32 hex digits of the file's digest, a full stop and an extension.
Typed typed_file(std::string_view text) {
  constexpr std::size_t kDigits = 32;
  const std::string_view name = trimmed(text), rest = name.substr(std::min(kDigits, name.size()));
  const auto only = [](std::string_view part, const char* characters) {
    return part.find_first_not_of(characters) == std::string_view::npos;
  };
  if (name.empty()) return {};
  const bool good = only(name.substr(0, kDigits), "0123456789abcdef") && rest.size() >= 2 &&
                    rest.size() <= 6 && rest[0] == '.' &&
                    only(rest.substr(1), "0123456789abcdefghijklmnopqrstuvwxyz");
  return good ? Typed{Answer(std::string(name))} : invalid(text);
}

Typed untyped(double n) { return std::isnan(n) ? Typed{} : Typed{Answer(n)}; }

/// A calculate or hidden has no type of its own: a number stays one, also when it is another question's.
Typed untyped(const expression::Value& value, const expression::Tree& tree) {
  using Kind = expression::Value::Type;
  if (value.type() == Kind::number) return untyped(value.number(tree));
  if (value.type() == Kind::nodeset && !value.nodes().empty()) {
    const auto& response = static_cast<const Response&>(tree);
    const NodeId node = value.nodes().front();
    if (node < response.size() && response.answer(node).is_number()) return untyped(tree.number(node));
  }
  return {Answer(value.string(tree))};
}

Typed number_calculated(const survey::Definition& definition, const survey::Node& node, double n,
                        const std::string& text) {
  if (std::isnan(n)) return text.empty() || text == "NaN" ? Typed{} : invalid(text);
  if (node.type == Type::integer) n = std::trunc(n);
  if (!fits(definition, node, n)) return invalid(expression::number_text(n));
  return {Answer(n == 0 ? 0.0 : n)};
}

std::string day_text(double days) {
  return date_text(date_from_days(static_cast<std::int64_t>(std::floor(days))));
}
bool writable_day(double days) { return days >= -719'528 && days < 2'932'897; }  // years 0000 to 9999

Typed date_calculated(const expression::Value& value, const expression::Tree& tree) {
  if (value.type() == expression::Value::Type::number) {
    const double days = value.number(tree);
    if (std::isnan(days)) return {};
    return writable_day(days) ? Typed{Answer(day_text(days))} : invalid(expression::number_text(days));
  }
  const std::string text = value.string(tree);
  const auto moment = read_date_time(trimmed(text));
  return moment ? Typed{Answer(date_text(moment->date))} : typed_date(text);
}

std::string moment_text(double days, Clock& clock) {
  const auto day = static_cast<std::int64_t>(std::floor(days));
  const auto millis =
      static_cast<std::int64_t>((days - std::floor(days)) * static_cast<double>(kMillisPerDay) + 0.5);
  const Millis local = day * kMillisPerDay + std::min<std::int64_t>(millis, kMillisPerDay - 1);
  return full_text({local_date(local, 0), local_time(local, 0), std::nullopt}, clock);
}

Typed date_time_calculated(const expression::Value& value, const expression::Tree& tree, Clock& clock) {
  if (value.type() == expression::Value::Type::number) {
    const double days = value.number(tree);
    if (std::isnan(days)) return {};
    return writable_day(days) ? Typed{Answer(moment_text(days, clock))}
                              : invalid(expression::number_text(days));
  }
  const std::string text = value.string(tree);
  const auto moment = read_date_time(trimmed(text));
  return moment ? Typed{Answer(full_text(*moment, clock))} : typed_date_time(text, clock);
}

}  // namespace

bool whole_number(std::string_view text) {
  std::string_view digits = trimmed(text);
  if (!digits.empty() && (digits.front() == '-' || digits.front() == '+')) digits.remove_prefix(1);
  return !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string_view next_name(std::string_view text, std::size_t& next) {
  while (next < text.size() && is_space(text[next])) ++next;
  const std::size_t start = next;
  while (next < text.size() && !is_space(text[next])) ++next;
  return text.substr(start, next - start);
}

std::optional<std::uint32_t> choice_named(const survey::ChoiceList& list, std::string_view name) {
  for (std::size_t i = 0; i < list.choices.size(); ++i)
    if (list.choices[i].name == name) return static_cast<std::uint32_t>(i);
  return std::nullopt;
}

Typed typed(const survey::Definition& definition, const survey::Node& node, std::string_view text,
            Clock& clock) {
  switch (node.type) {
    case Type::integer:
    case Type::decimal:
    case Type::range:
      return typed_number(definition, node, text);
    case Type::date:
    case Type::today:
      return typed_date(text);
    case Type::time:
      return typed_time(text, clock);
    case Type::date_time:
    case Type::start:
    case Type::end:
      return typed_date_time(text, clock);
    case Type::select_one:
      return typed_name(definition.list(node), text);
    case Type::select_multiple:
      return typed_names(definition.list(node), text);
    case Type::acknowledge:
      return typed_acknowledge(text);
    case Type::geopoint:
      return typed_geopoint(text);
    case Type::image:
    case Type::audio:
      return typed_file(text);
    default:
      return {Answer(std::string(text))};
  }
}

Typed typed(const survey::Definition& definition, const survey::Node& node, double number, Clock& clock) {
  if (node.type == Type::calculate || node.type == Type::hidden) return untyped(number);
  if (!survey::is_number(node.type)) return typed(definition, node, expression::number_text(number), clock);
  if (!fits(definition, node, number)) return invalid(expression::number_text(number));
  return {Answer(number == 0 ? 0.0 : number)};
}

Typed calculated(const survey::Definition& definition, const survey::Node& node,
                 const expression::Value& value, const expression::Tree& tree, Clock& clock) {
  if (node.type == Type::calculate || node.type == Type::hidden) return untyped(value, tree);
  if (survey::is_number(node.type)) {
    const bool text =
        value.type() == expression::Value::Type::string || value.type() == expression::Value::Type::nodeset;
    return number_calculated(definition, node, value.number(tree), text ? value.string(tree) : std::string());
  }
  if (node.type == Type::date) return date_calculated(value, tree);
  if (node.type == Type::date_time) return date_time_calculated(value, tree, clock);
  if (value.type() == expression::Value::Type::number && std::isnan(value.number(tree))) return {};
  return typed(definition, node, value.string(tree), clock);
}

}  // namespace takestock::response
