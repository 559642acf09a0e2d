#include <cmath>

#include "base/civil.h"
#include "survey/reading.h"

namespace takestock::survey {
namespace {

bool name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.' || c == ':';
}

bool has_choice(const ChoiceList& list, std::string_view name) {
  for (const Choice& choice : list.choices) {
    if (choice.name == name) return true;
  }
  return false;
}

std::string choice_mistake(const Parts& parts, const Node& node, std::string_view text) {
  if (node.list == kNoWord) return {};  // the unknown list is reported already
  const ChoiceList& list = parts.lists[node.list];
  if (has_choice(list, text)) return {};
  return "The list " + quoted(list.name) + " has no choice named " + quoted(text) + ".";
}

std::string choices_mistake(const Parts& parts, const Node& node, std::string_view text) {
  std::string mistake;
  for (std::size_t start = 0; start <= text.size() && mistake.empty();) {
    const std::size_t end = std::min(text.find(' ', start), text.size());
    mistake = choice_mistake(parts, node, text.substr(start, end - start));
    start = end + 1;
  }
  return mistake;
}

std::string range_mistake(const Range& range, double value) {
  const double steps = (value - range.start) / range.step;
  const bool right = value >= range.start && value <= range.end && std::abs(steps - std::round(steps)) < 1e-9;
  return right ? "" : "This default is not one of the steps of the range.";
}

/// Not a number where the text is not one that could be typed as an answer: an exponent, a point in an
/// integer.
double typed_number(Type type, std::string_view text) {
  const char* const characters = type == Type::integer ? "+-0123456789" : "+-.0123456789";
  const bool plain = text.find_first_not_of(characters) == std::string_view::npos;
  return plain ? expression::text_number(text) : NAN;
}

std::string integer_mistake(double value) {
  const bool right = std::floor(value) == value && value >= -2147483648.0 && value <= 2147483647.0;
  return right ? "" : "The default of an integer is a whole number from -2147483648 to 2147483647.";
}

}  // namespace

bool is_dynamic_default(std::string_view text) {
  if (text.find("${") != std::string_view::npos) return true;
  for (std::size_t at = text.find('('); at != std::string_view::npos; at = text.find('(', at + 1)) {
    if (at > 0 && name_character(text[at - 1])) return true;
  }
  return false;
}

std::string default_mistake(const Parts& parts, const Node& node, std::string_view text) {
  const double number = typed_number(node.type, text);
  switch (node.type) {
    case Type::select_one:
      return choice_mistake(parts, node, text);
    case Type::select_multiple:
      return choices_mistake(parts, node, text);
    case Type::integer:
      return integer_mistake(number);
    case Type::decimal:
      return std::isfinite(number) ? "" : "The default of a decimal is a number written without an exponent.";
    case Type::range:
      return range_mistake(parts.ranges[node.range], number);
    case Type::date:
      return read_date(text) ? "" : "The default of a date is written as \"2026-03-15\".";
    case Type::time:
      return read_time(text) ? "" : "The default of a time is written as \"14:30\".";
    case Type::date_time: {
      const auto read = read_date_time(text);
      return read && read->time ? "" : "The default of a dateTime is written as \"2026-03-15T14:30\".";
    }
    case Type::acknowledge:
      return text == "OK" ? "" : "The only default of an acknowledge is \"OK\".";
    default:
      return text.empty() ? "This default is empty; leave the key out instead." : "";
  }
}

}  // namespace takestock::survey
