#include <algorithm>
#include <cmath>
#include <cstddef>

#include "report/drawing.h"
#include "report/scale.h"
#include "report/titles.h"
#include "tabulation/words.h"

namespace takestock::report {

using tabulation::MeasureType;
using tabulation::Shown;
using tabulation::Trend;
using tabulation::TrendLine;
using tabulation::TrendPoint;
using tabulation::Trends;

namespace {

constexpr std::size_t kMostLines = 8, kMostRounds = 60;
constexpr double kAxis = 66, kRight = 30, kOneHigh = 180, kPanelHigh = 110, kNumberWidth = 44, kGap = 14;
constexpr Letters kSmall{14, Weight::normal, Anchor::middle, kFaint};

/// One figure round by round.
class Panels {
 public:
  Panels(const Trends& trends, const Trend& trend, const Canvas& canvas)
      : trends_(trends),
        trend_(trend),
        drawing_(canvas, title_by(capitalised(trend.label), "round")),
        scale_(scale_for(trend)),
        high_(trend.lines.size() > 1 ? kPanelHigh : kOneHigh) {
    const double count = static_cast<double>(trends.rounds.size());
    step_ = count > 1 ? (drawing_.width() - kAxis - kRight) / (count - 1) : 0;
    double widest = 1;
    for (const tabulation::Heading& round : trends.rounds)
      widest = std::max(widest, text_width(round.label, kSmall.size) + 8);
    label_every_ = every(widest), value_every_ = every(kNumberWidth);
  }

  std::string draw() {
    for (const TrendLine& line : trend_.lines) panel(line);
    for (std::size_t i = 0; i < reasons_.size(); ++i) {
      drawing_.lines({0, y_}, {std::to_string(i + 1)}, {15, Weight::bold});
      y_ = drawing_.lines({24, y_}, wrapped(reasons_[i], drawing_.width() - 24, 15), {15}) + 4;
    }
    return drawing_.finish(y_ + 4);
  }

 private:
  static Scale scale_for(const Trend& trend) {
    std::vector<Shown> all;
    for (const TrendLine& line : trend.lines)
      for (const TrendPoint& point : line.points) all.insert(all.end(), {point.value, point.low, point.high});
    return scale_of(trend.type, all);
  }

  MeasureType type() const {
    return trend_.type == MeasureType::distribution ? MeasureType::share : trend_.type;
  }
  double x(std::size_t round) const { return kAxis + step_ * static_cast<double>(round); }
  double y(double value) const { return bottom_ - scale_.part(value) * high_; }
  /// How many rounds apart texts stand that are so wide.
  std::size_t every(double wide) const {
    return step_ > 0 ? static_cast<std::size_t>(std::ceil(wide / step_)) : 1;
  }
  bool nth_from_last(std::size_t round, std::size_t every) const {
    return (trends_.rounds.size() - 1 - round) % every == 0;
  }

  void panel(const TrendLine& line) {
    drawing_.describe(sentence(line));
    if (trend_.lines.size() > 1)
      y_ = drawing_.lines({0, y_}, wrapped(line.answer.label, drawing_.width(), 16, Weight::bold),
                          {16, Weight::bold});
    bottom_ = y_ + 26 + high_;
    axes();
    for (std::size_t i = 1; i < line.points.size(); ++i) join(line.points[i - 1], line.points[i], i);
    for (std::size_t i = 0; i < line.points.size(); ++i) point(line.points[i], i);
    y_ = bottom_ + 26 + kGap;
  }

  std::string sentence(const TrendLine& line) const {
    std::string out = line.answer.label + ":";
    for (std::size_t i = 0; i < line.points.size(); ++i) {
      if (!line.points[i].broken.empty()) out += " not comparable from here on;";
      out += " " + trends_.rounds[i].label + " " + figure(type(), line.points[i].value);
      out += i + 1 < line.points.size() ? "," : ".";
    }
    return out;
  }

  void axes() {
    const double middle = (scale_.low + scale_.high) / 2;
    for (const double value : {scale_.low, middle, scale_.high}) {
      drawing_.line({kAxis - 18, y(value)}, {drawing_.width() - 1, y(value)},
                    {value == scale_.low ? kFrame : "#b1b4b6", 1});
      drawing_.text({kAxis - 24, y(value) + 5}, figure(type(), {value, false}),
                    {14, Weight::normal, Anchor::end, kFaint});
    }
    for (std::size_t i = 0; i < trends_.rounds.size(); ++i)
      if (nth_from_last(i, label_every_)) round_label(i);
  }

  void round_label(std::size_t round) {
    const std::string& label = trends_.rounds[round].label;
    const double half = text_width(label, kSmall.size) / 2;
    const double middle = std::max(half, std::min(x(round), drawing_.width() - half));
    drawing_.text({middle, bottom_ + 22}, label, kSmall);
  }

  void join(const TrendPoint& before, const TrendPoint& point, std::size_t round) {
    if (!point.broken.empty()) return broken(point.broken, round);
    if (before.value.value && point.value.value)
      drawing_.line({x(round - 1), y(*before.value.value)}, {x(round), y(*point.value.value)}, {kMark, 3});
  }

  void broken(const std::string& reason, std::size_t round) {
    const std::string whole = trends_.rounds[round].label + ": " + reason;
    const auto found = std::find(reasons_.begin(), reasons_.end(), whole);
    const auto number = static_cast<std::size_t>(found - reasons_.begin()) + 1;
    if (found == reasons_.end()) reasons_.push_back(whole);
    const double middle = (x(round - 1) + x(round)) / 2;
    drawing_.line({middle, bottom_ - high_}, {middle, bottom_}, {kFrame, 1.5, true});
    drawing_.chip({middle, bottom_ - 14}, std::to_string(number), {14, Weight::bold});
  }

  void point(const TrendPoint& point, std::size_t round) {
    if (!point.value.value) {
      if (point.value.hidden || nth_from_last(round, value_every_))
        drawing_.chip({x(round), bottom_ - 14}, figure(type(), point.value), {14});
      return;
    }
    double top = y(*point.value.value);
    if (point.low.value && point.high.value) {
      for (const double end : {y(*point.low.value), y(*point.high.value)})
        drawing_.line({x(round) - 4, end}, {x(round) + 4, end}, {kInk, 1.5});
      drawing_.line({x(round), y(*point.low.value)}, {x(round), y(*point.high.value)}, {kInk, 1.5});
      top = y(*point.high.value);
    }
    drawing_.dot({x(round), y(*point.value.value)}, 5.5, kMark);
    if (nth_from_last(round, value_every_))
      drawing_.chip({x(round), std::min(top, y(*point.value.value) - 6) - 10}, figure(type(), point.value),
                    {15, Weight::bold});
  }

  const Trends& trends_;
  const Trend& trend_;
  Drawing drawing_;
  Scale scale_;
  double high_, step_ = 0, y_ = 0, bottom_ = 0;
  std::size_t label_every_ = 1, value_every_ = 1;
  std::vector<std::string> reasons_;
};

}  // namespace

std::string trend(const Trends& trends, const Trend& one, const Canvas& canvas) {
  const std::size_t rounds = trends.rounds.size();
  if (rounds == 0 || rounds > kMostRounds || one.lines.empty() || one.lines.size() > kMostLines) return "";
  return Panels(trends, one, canvas).draw();
}

}  // namespace takestock::report
