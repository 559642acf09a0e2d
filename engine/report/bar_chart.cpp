#include "report/bar_chart.h"

#include <algorithm>
#include <cstddef>

#include "report/drawing.h"

namespace takestock::report {

namespace {

constexpr double kBeside = 560, kGap = 10, kBarHeight = 24, kCap = 5;
constexpr Letters kValue{18, Weight::bold, Anchor::end}, kNote{14, Weight::normal, Anchor::start, kFaint};

class BarChart {
 public:
  BarChart(const Canvas& canvas, std::string title, const std::vector<Bar>& bars, const Scale& scale)
      : drawing_(canvas, std::move(title)), scale_(scale), beside_(drawing_.width() >= kBeside) {
    double value = 0;
    for (const Bar& bar : bars)
      value = std::max(value, text_width(bar.value_text, kValue.size, kValue.weight));
    label_width_ = beside_ ? drawing_.width() * 0.4 : drawing_.width();
    left_ = beside_ ? label_width_ + kGap : 1;
    right_ = drawing_.width() - value - kGap;
  }

  std::string draw(const std::vector<Bar>& bars) {
    for (const Bar& bar : bars) {
      drawing_.describe(bar.sentence);
      y_ = (beside_ ? row_beside(bar) : row_below(bar)) + kGap;
    }
    y_ += kNote.size;
    drawing_.text({left_, y_}, scale_.low_text, kNote);
    Letters end = kNote;
    end.anchor = Anchor::end;
    drawing_.text({right_, y_}, scale_.high_text, end);
    return drawing_.finish(y_ + 6);
  }

 private:
  double x(double value) const { return left_ + scale_.part(value) * (right_ - left_); }

  double row_below(const Bar& bar) {
    const double top = drawing_.label(y_, bar.label, bar.note, label_width_) + 5;
    mark(bar, top);
    return top + kBarHeight;
  }

  double row_beside(const Bar& bar) {
    const double bottom = std::max(drawing_.label(y_, bar.label, bar.note, label_width_), y_ + kBarHeight);
    mark(bar, y_ + (bottom - y_ - kBarHeight) / 2);
    return bottom;
  }

  void mark(const Bar& bar, double top) {
    const double middle = top + kBarHeight / 2;
    drawing_.text({drawing_.width() - 1, middle + 6.5}, bar.value_text, kValue);
    if (bar.value.hidden) return drawing_.withheld({left_, top, 44, kBarHeight});
    drawing_.line({left_, top + kBarHeight}, {right_, top + kBarHeight}, {kFrame, 1});
    if (!bar.value.value) return;
    const double zero = x(std::max(0.0, scale_.low)), end = x(*bar.value.value);
    drawing_.area({std::min(zero, end), top, std::max(zero, end) - std::min(zero, end), kBarHeight}, kMark,
                  {kMark, 0});
    if (scale_.low < 0) drawing_.line({zero, top - 3}, {zero, top + kBarHeight + 3}, {kInk, 1});
    if (bar.low.value && bar.high.value) whisker(x(*bar.low.value), x(*bar.high.value), middle);
  }

  /// White around it, so that it is seen on the bar too.
  void whisker(double from, double to, double y) {
    for (const Stroke& stroke : {Stroke{kPaper, 5}, Stroke{kInk, 2}}) {
      const double more = stroke.width > 2 ? 1.5 : 0;
      drawing_.line({from - more, y}, {to + more, y}, stroke);
      for (const double end : {from, to})
        drawing_.line({end, y - kCap - more}, {end, y + kCap + more}, stroke);
    }
  }

  Drawing drawing_;
  const Scale& scale_;
  bool beside_;
  double label_width_ = 0, left_ = 0, right_ = 0, y_ = 0;
};

}  // namespace

std::string bar_chart(const Canvas& canvas, std::string title, const std::vector<Bar>& bars,
                      const Scale& scale) {
  if (bars.empty() || bars.size() > kMostBars) return "";
  return BarChart(canvas, std::move(title), bars, scale).draw(bars);
}

}  // namespace takestock::report
