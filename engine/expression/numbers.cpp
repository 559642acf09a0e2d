// Numbers and their text: XPath 1.0 sections 4.2 and 4.4.
#include <cmath>
#include <limits>

#include "base/number.h"
#include "expression/expression.h"

namespace takestock::expression {
namespace {

constexpr std::size_t kLongestNumber = 400;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

struct Shape {
  bool number = false;
  bool plain_integer = false;
};

std::size_t digits_from(std::string_view text, std::size_t at) {
  const std::size_t from = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  return at - from;
}

// [+-] digits [. digits] [e [+-] digits], with a digit somewhere before the exponent.
Shape shape_of(std::string_view text) {
  std::size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  const std::size_t whole = digits_from(text, at);
  at += whole;
  if (at == text.size()) return {whole > 0, whole > 0 && whole < 16};
  std::size_t behind_point = 0;
  if (text[at] == '.') {
    behind_point = digits_from(text, at + 1);
    at += behind_point + 1;
  }
  if (whole + behind_point == 0) return {};
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    const std::size_t exponent = digits_from(text, at);
    if (exponent == 0) return {};
    at += exponent;
  }
  return {at == text.size(), false};
}

double plain_integer(std::string_view text) {
  double out = 0;
  for (char c : text)
    if (is_digit(c)) out = out * 10 + (c - '0');
  return text[0] == '-' ? -out : out;
}

}  // namespace

std::string number_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  return decimal_text(value);
}

double text_number(std::string_view text) {
  text = trimmed(text);
  const Shape shape = shape_of(text);
  if (shape.plain_integer) return plain_integer(text);
  if (shape.number && text.size() <= kLongestNumber) return decimal_number(text);
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace takestock::expression
