#include "report/legend.h"

#include <algorithm>

namespace takestock::report {

namespace {

constexpr double kSwatch = 24, kHigh = 16, kSpace = 8, kBetween = 20;
constexpr Letters kLetters{15};

}  // namespace

double legend(Drawing& drawing, double top, const std::vector<std::string>& labels,
              const std::function<void(std::size_t, const Box&)>& swatch) {
  double x = 1, bottom = top;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double most = drawing.width() - kSwatch - kSpace - 1;
    const double wide = std::min(text_width(labels[i], kLetters.size), most) + kSwatch + kSpace;
    if (x > 1 && x + wide > drawing.width()) x = 1, top = bottom;
    swatch(i, {x, top + 2, kSwatch, kHigh});
    const double below =
        drawing.lines({x + kSwatch + kSpace, top}, wrapped(labels[i], most, kLetters.size), kLetters);
    bottom = std::max(bottom, below + 5);
    x += wide + kBetween;
  }
  return bottom;
}

}  // namespace takestock::report
