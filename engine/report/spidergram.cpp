#include <algorithm>
#include <cmath>
#include <cstddef>

#include "report/drawing.h"
#include "report/legend.h"
#include "report/scale.h"

namespace takestock::report {

using tabulation::Shown;
using tabulation::SpidergramResult;
using tabulation::SpidergramSeries;

namespace {

constexpr std::size_t kFewestAxes = 3, kMostAxes = 16, kMostSeries = 3, kRings = 4;
constexpr double kTurn = 6.283185307179586, kLabelsBeside = 560, kLabelWidth = 160;
constexpr Stroke kSides[kMostSeries] = {{kMark, 3}, {kSecond, 3, true}, {kInk, 1.5, true}};

class Web {
 public:
  Web(const SpidergramResult& result, const Canvas& canvas)
      : result_(result),
        drawing_(canvas, result.label),
        scale_(scale_between(result.type, result.low, result.high)),
        beside_(drawing_.width() >= kLabelsBeside) {
    const double room = beside_ ? kLabelWidth + 24 : 30;
    radius_ = std::min(drawing_.width() / 2 - room, 190.0);
  }

  std::string draw() {
    describe();
    std::vector<std::string> names;
    for (const SpidergramSeries& series : result_.series) names.push_back(series.label);
    double y = legend(drawing_, 0, names, [&](std::size_t i, const Box& box) {
      const double middle = box.y + box.height / 2;
      drawing_.line({box.x, middle}, {box.x + box.width, middle}, kSides[i]);
      corner({box.x + box.width / 2, middle}, i);
    });
    const double rim = beside_ ? 64 : 30;
    middle_ = {drawing_.width() / 2, y + rim + radius_};
    frame();
    for (std::size_t i = 0; i < result_.series.size(); ++i) polygon(result_.series[i], i);
    for (std::size_t axis = 0; axis < count(); ++axis) rim_label(axis);
    y = middle_.y + radius_ + rim;
    return drawing_.finish(beside_ ? y : key(y));
  }

 private:
  std::size_t count() const { return result_.axes.size(); }

  void describe() {
    for (std::size_t axis = 0; axis < count(); ++axis)
      drawing_.describe(result_.axes[axis].label + ": " + figures_named(axis) + ".");
  }

  std::string figures_named(std::size_t axis) const {
    std::string out;
    for (const SpidergramSeries& series : result_.series)
      out += (out.empty() ? "" : ", ") + series.label + " " + figure(result_.type, series.values[axis]);
    return out;
  }

  std::string figures(std::size_t axis) const {
    std::string out;
    for (const SpidergramSeries& series : result_.series)
      out += (out.empty() ? "" : " / ") + figure(result_.type, series.values[axis]);
    return out;
  }

  /// The first axis goes up, the others follow clockwise. `part`: of the radius.
  Point at(std::size_t axis, double part, double more = 0) const {
    const double angle = kTurn * static_cast<double>(axis) / static_cast<double>(count());
    const double far = part * radius_ + more;
    return {middle_.x + far * std::sin(angle), middle_.y - far * std::cos(angle)};
  }

  void frame() {
    for (std::size_t ring = 1; ring <= kRings; ++ring) {
      std::vector<Point> points;
      for (std::size_t axis = 0; axis < count(); ++axis)
        points.push_back(at(axis, static_cast<double>(ring) / kRings));
      drawing_.path(points, true, {ring == kRings ? kFrame : "#b1b4b6", 1});
    }
    for (std::size_t axis = 0; axis < count(); ++axis) drawing_.line(middle_, at(axis, 1), {"#b1b4b6", 1});
    drawing_.chip({middle_.x, middle_.y}, scale_.low_text, {13, Weight::normal, Anchor::middle, kFaint});
    drawing_.chip({middle_.x, middle_.y - radius_ + 4}, scale_.high_text,
                  {13, Weight::normal, Anchor::middle, kFaint});
  }

  void polygon(const SpidergramSeries& series, std::size_t which) {
    std::vector<Point> corners;
    for (std::size_t axis = 0; axis < count(); ++axis) {
      const auto& value = series.values[axis].value;
      const auto& next = series.values[(axis + 1) % count()].value;
      if (value && next)
        drawing_.line(at(axis, scale_.part(*value)), at((axis + 1) % count(), scale_.part(*next)),
                      kSides[which]);
      if (value) corners.push_back(at(axis, scale_.part(*value)));
    }
    for (const Point& point : corners) corner(point, which);
  }

  void corner(Point point, std::size_t which) {
    if (which == 0) return drawing_.dot(point, 5, kMark);
    if (which == 1) return drawing_.area({point.x - 4, point.y - 4, 8, 8}, kSecond, {kPaper, 1});
    drawing_.area({point.x - 3, point.y - 3, 6, 6}, kPaper, {kInk, 1.5});
  }

  void rim_label(std::size_t axis) {
    if (!beside_) return drawing_.chip(at(axis, 1, 16), std::to_string(axis + 1), {15, Weight::bold});
    std::vector<std::string> lines = wrapped(result_.axes[axis].label, kLabelWidth, 14);
    const Point rim = at(axis, 1, 16);
    const double side = rim.x - middle_.x, high = leading(14) * static_cast<double>(lines.size() + 1);
    const Anchor anchor = std::fabs(side) < 8 ? Anchor::middle : side > 0 ? Anchor::start : Anchor::end;
    double top = rim.y - high / 2;
    if (anchor == Anchor::middle) top = rim.y < middle_.y ? rim.y - high : rim.y;
    top = drawing_.lines({rim.x, top}, lines, {14, Weight::normal, anchor});
    drawing_.lines({rim.x, top}, {figures(axis)}, {14, Weight::bold, anchor});
  }

  double key(double y) {
    for (std::size_t axis = 0; axis < count(); ++axis) {
      drawing_.lines({0, y}, {std::to_string(axis + 1)}, {15, Weight::bold});
      y = drawing_.lines({28, y}, wrapped(result_.axes[axis].label, drawing_.width() - 28, 15), {15});
      y = drawing_.lines({28, y}, wrapped(figures_named(axis), drawing_.width() - 28, 15, Weight::bold),
                         {15, Weight::bold}) +
          6;
    }
    return y;
  }

  const SpidergramResult& result_;
  Drawing drawing_;
  Scale scale_;
  bool beside_;
  double radius_ = 0;
  Point middle_;
};

}  // namespace

std::string spidergram(const SpidergramResult& result, const Canvas& canvas) {
  const std::size_t axes = result.axes.size(), series = result.series.size();
  if (axes < kFewestAxes || axes > kMostAxes || series < 1 || series > kMostSeries) return "";
  return Web(result, canvas).draw();
}

}  // namespace takestock::report
