#include "base/number.h"

#include <cmath>
#include <utility>

#ifdef __EMSCRIPTEN__
#include <emscripten.h>
#else
#include <charconv>
#include <cstdlib>
#endif

namespace takestock {
namespace {

constexpr std::size_t kLongest = 32;      // of a shortest double in scientific notation
constexpr std::size_t kExactDigits = 15;  // every integer of as many digits is a double

#ifdef __EMSCRIPTEN__

// clang-format off
EM_JS(double, takestock_read_number, (const char* text, int size), {
  let decimal = "";
  for (let i = 0; i < size; ++i) decimal += String.fromCharCode(HEAPU8[text + i]);
  return Number(decimal);
});
EM_JS(int, takestock_write_number, (double number, char* out), {
  const text = number.toExponential();
  for (let i = 0; i < text.length; ++i) HEAPU8[out + i] = text.charCodeAt(i);
  return text.length;
});
// clang-format on

double read(std::string_view decimal) {
  return takestock_read_number(decimal.data(), static_cast<int>(decimal.size()));
}

std::size_t write(double number, char* out) {
  return static_cast<std::size_t>(takestock_write_number(number, out));
}

#else

double read(std::string_view decimal) { return std::strtod(std::string(decimal).c_str(), nullptr); }

std::size_t write(double number, char* out) {
  return static_cast<std::size_t>(
      std::to_chars(out, out + kLongest, number, std::chars_format::scientific).ptr - out);
}

#endif

int whole(std::string_view digits) {
  int value = 0;
  for (const char c : digits)
    if (c >= '0' && c <= '9') value = value * 10 + (c - '0');
  return digits.front() == '-' ? -value : value;
}

std::string small_integer(double number) {
  char digits[24];
  int at = 24;
  auto left = static_cast<unsigned long long>(number);
  do {
    digits[--at] = static_cast<char>('0' + left % 10);
    left /= 10;
  } while (left > 0);
  return std::string(digits + at, static_cast<std::size_t>(24 - at));
}

/// `digits` are those of d.ddd x 10^exponent.
std::string placed(std::string digits, int exponent) {
  const int size = static_cast<int>(digits.size());
  if (exponent < 0) digits.insert(0, static_cast<std::size_t>(-exponent), '0');
  if (size <= exponent) digits.append(static_cast<std::size_t>(exponent + 1 - size), '0');
  const std::size_t point = exponent < 0 ? 1 : static_cast<std::size_t>(exponent) + 1;
  if (point < digits.size()) digits.insert(point, 1, '.');
  return digits;
}

std::string positive_text(double number) {
  if (number < 1e15 && number == std::trunc(number)) return small_integer(number);
  char buffer[kLongest];
  const std::string_view text(buffer, write(number, buffer));
  const std::size_t mark = text.find('e');
  std::string digits(text.substr(0, mark));
  if (digits.size() > 1) digits.erase(1, 1);
  return placed(std::move(digits), whole(text.substr(mark + 1)));
}

}  // namespace

double decimal_number(std::string_view decimal) {
  const bool negative = decimal.substr(0, 1) == "-";
  const std::string_view digits = decimal.substr(negative ? 1 : 0);
  if (digits.empty() || digits.size() > kExactDigits) return read(decimal);
  double integer = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return read(decimal);
    integer = integer * 10 + (c - '0');
  }
  return negative ? -integer : integer;
}

std::string decimal_text(double number) {
  return number < 0 ? '-' + positive_text(-number) : positive_text(number);
}

}  // namespace takestock
