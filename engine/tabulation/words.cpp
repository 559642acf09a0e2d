#include "tabulation/words.h"

#include <cmath>
#include <cstdio>

namespace takestock::tabulation {
namespace {

std::string fixed(double number, int decimals) {
  // A share that a person would call a half, as 0.125, is not always one in binary: a hair is added.
  const double scale = std::pow(10, decimals);
  const double rounded = std::round(number * scale * (1 + 1e-12)) / scale;
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, rounded == 0 ? 0.0 : rounded);
  return text;
}

std::string with_thousands(std::string text) {
  const std::size_t start = text[0] == '-' ? 1 : 0;
  std::size_t end = text.find('.');
  if (end == std::string::npos) end = text.size();
  while (end > start + 3) text.insert(end -= 3, ",");
  return text;
}

}  // namespace

std::string count_text(double count) { return with_thousands(fixed(count, 0)); }

std::string percent_text(double share, int decimals) { return fixed(share * 100, decimals) + "%"; }

std::string number_in_words(double number, int decimals) {
  std::string text = fixed(number, decimals);
  if (text.find('.') != std::string::npos) {
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return with_thousands(text);
}

}  // namespace takestock::tabulation
