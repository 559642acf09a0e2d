#include "report/lettering.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "base/utf8.h"

namespace takestock::report {

namespace {

constexpr double kSafety = 1.05, kBold = 1.08;

// Adobe's metrics of Helvetica: the characters 32 to 126, in thousandths of the size.
constexpr std::uint16_t kWidths[] = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584};
static_assert(sizeof kWidths / sizeof *kWidths == 95);

double thousandths(char32_t code) {
  if (code >= 32 && code < 127) return kWidths[code - 32];
  if (code >= 0x300 && code < 0x370) return 0;  // marks above and below other letters
  if (code >= 0x1100) return 1000;
  return 720;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = text.find_first_not_of(" \t\r\n", at);
    if (start == std::string_view::npos) break;
    at = std::min(text.find_first_of(" \t\r\n", start), text.size());
    words.push_back(text.substr(start, at - start));
  }
  return words;
}

class Lines {
 public:
  Lines(double width, double size, Weight weight) : width_(width), size_(size), weight_(weight) {}

  void add(std::string_view word) {
    const std::string longer = line_.empty() ? std::string(word) : line_ + " " + std::string(word);
    if (fits(longer)) {
      line_ = longer;
      return;
    }
    if (!line_.empty()) lines_.push_back(line_);
    line_.clear();
    if (fits(word))
      line_ = std::string(word);
    else
      break_word(word);
  }

  std::vector<std::string> finish() {
    if (!line_.empty() || lines_.empty()) lines_.push_back(line_);
    return std::move(lines_);
  }

 private:
  bool fits(std::string_view text) const { return text_width(text, size_, weight_) <= width_; }

  void break_word(std::string_view word) {
    for (std::size_t at = 0; at < word.size();) {
      const std::size_t start = at;
      (void)utf8_next(word, at);
      const std::string_view letter = word.substr(start, at - start);
      if (!line_.empty() && !fits(line_ + std::string(letter))) {
        lines_.push_back(line_);
        line_.clear();
      }
      line_ += letter;
    }
  }

  double width_, size_;
  Weight weight_;
  std::string line_;
  std::vector<std::string> lines_;
};

}  // namespace

double text_width(std::string_view text, double size, Weight weight) {
  double sum = 0;
  for (std::size_t at = 0; at < text.size();) sum += thousandths(utf8_next(text, at));
  return sum / 1000 * size * kSafety * (weight == Weight::bold ? kBold : 1);
}

std::vector<std::string> wrapped(std::string_view text, double width, double size, Weight weight) {
  Lines lines(width, size, weight);
  for (const std::string_view word : words_of(text)) lines.add(word);
  return lines.finish();
}

}  // namespace takestock::report
