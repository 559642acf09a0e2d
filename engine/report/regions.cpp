#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>

#include "report/drawing.h"
#include "report/legend.h"
#include "report/scale.h"
#include "report/titles.h"
#include "tabulation/words.h"

namespace takestock::report {

using tabulation::MeasureLine;
using tabulation::MeasureResult;
using tabulation::MeasureType;

namespace {

/// Nine regions of England as the Office for National Statistics names them, and Wales; column and row of the
/// tile. `other`: how else they are called, letters only.
struct Region {
  const char* short_name;
  const char* name;
  const char* other;
  int column, row;
};
constexpr Region kRegions[] = {
    {"NE", "North East", "northeastengland", 2, 0},
    {"NW", "North West", "northwestengland", 1, 1},
    {"YH", "Yorkshire and The Humber", "yorkshirehumber", 2, 1},
    {"WA", "Wales", "cymru", 0, 2},
    {"WM", "West Midlands", "westmids", 1, 2},
    {"EM", "East Midlands", "eastmids", 2, 2},
    {"EE", "East of England", "eastern", 3, 2},
    {"SW", "South West", "southwestengland", 1, 3},
    {"SE", "South East", "southeastengland", 2, 3},
    {"LN", "London", "greaterlondon", 3, 3},
};
constexpr std::size_t kRegionCount = sizeof kRegions / sizeof *kRegions, kFewest = 3;

/// "Yorkshire & The Humber": "yorkshirehumber".
std::string letters_of(const std::string& text) {
  std::string out, word;
  const auto end_word = [&] {
    if (word != "and" && word != "the") out += word;
    word.clear();
  };
  for (const char c : text) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (lower >= 'a' && lower <= 'z')
      word += lower;
    else
      end_word();
  }
  end_word();
  return out;
}

std::optional<std::size_t> region_of(const tabulation::Heading& group) {
  for (const std::string& text : {letters_of(group.label), letters_of(group.name)})
    for (std::size_t i = 0; i < kRegionCount; ++i)
      if (text == letters_of(kRegions[i].name) || text == kRegions[i].other) return i;
  return std::nullopt;
}

constexpr const char* kShades[] = {"#eef5f7", "#cfe3e8", "#a3c6d0", "#6b9dac", "#3a7488", "#1f4e5f"};
constexpr std::size_t kShadeCount = sizeof kShades / sizeof *kShades, kFirstDark = 4;

/// Equal steps over what is shown, at most as many as there are shades.
class Classes {
 public:
  Classes(MeasureType type, const std::vector<double>& values) : type_(type) {
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    const double smallest = in_points() ? 0.05 : 0;
    const double range = rounded(*most) - rounded(*least);
    step_ = std::max(smallest, in_points() && range <= 0 ? 0 : rounded_up(range / (kShadeCount - 1)));
    low_ = std::floor(rounded(*least) / step_ + kHair) * step_;
    const double steps = std::ceil((rounded(*most) - low_) / step_ - kHair);
    count_ = static_cast<std::size_t>(std::clamp(steps, 1.0, static_cast<double>(kShadeCount)));
  }

  std::size_t count() const { return count_; }
  std::size_t of(double value) const {
    const double steps = std::floor((rounded(value) - low_) / step_ + kHair);
    return std::min(static_cast<std::size_t>(std::max(0.0, steps)), count_ - 1);
  }
  std::size_t shade(std::size_t which) const {
    return count_ == 1 ? 1 : which * (kShadeCount - 1) / (count_ - 1);
  }
  /// "85% to 89%"; where values are not whole points "2 to under 4".
  std::string label(std::size_t which) const {
    const double from = low_ + step_ * static_cast<double>(which), to = from + step_;
    const bool last = which + 1 == count_;
    const char* between = last || in_points() ? " to " : " to under ";
    return text(from) + between + text(to - (in_points() && !last ? 0.01 : 0));
  }

 private:
  static constexpr double kHair = 1e-9;
  bool in_points() const { return type_ == MeasureType::share || type_ == MeasureType::net_score; }
  double rounded(double value) const { return in_points() ? std::round(value * 100) / 100 : value; }
  std::string text(double value) const { return figure(type_, {value, false}); }

  MeasureType type_;
  double step_ = 1, low_ = 0;
  std::size_t count_ = 1;
};

class TileGrid {
 public:
  TileGrid(const MeasureResult& measure, const Canvas& canvas)
      : measure_(measure), drawing_(canvas, title_of(measure)) {
    for (std::size_t i = 1; i < measure.lines.size(); ++i) {
      const MeasureLine& line = measure.lines[i];
      const auto region = region_of(line.group);
      if (region && !lines_[*region])
        lines_[*region] = &line, ++known_;
      else
        others_.push_back(&line);
    }
    side_ = std::min(kMostSide, (drawing_.width() - 2 - 3 * kBetween) / 4);
  }

  std::string draw() {
    if (known_ < kFewest) return "";
    const auto classes = classes_of();
    for (const MeasureLine& line : measure_.lines)
      drawing_.describe(line.group.label + ": " + figure(measure_.type, line.value) + ".");
    for (std::size_t i = 0; i < kRegionCount; ++i)
      if (lines_[i]) tile(kRegions[i], *lines_[i], classes);
    double y = 1 + 4 * kHigh + 3 * kBetween + 2 * kBetween;
    if (classes) y = key(*classes, y);
    if (!full_names()) y = short_names(y);
    return drawing_.finish(rest(y) + 4);
  }

 private:
  static constexpr double kBetween = 6, kHigh = 66, kMostSide = 150, kFullName = 120;
  bool full_names() const { return side_ >= kFullName; }

  /// None if nothing is shown.
  std::optional<Classes> classes_of() const {
    std::vector<double> values;
    for (const MeasureLine* line : lines_)
      if (line && line->value.value) values.push_back(*line->value.value);
    if (values.empty()) return std::nullopt;
    return Classes(measure_.type, values);
  }

  void tile(const Region& region, const MeasureLine& line, const std::optional<Classes>& classes) {
    const Box box{1 + region.column * (side_ + kBetween), 1 + region.row * (kHigh + kBetween), side_, kHigh};
    const Point top{box.x + side_ / 2, box.y + 4};
    if (line.value.hidden) {
      drawing_.hatched(box);
      drawing_.chip({top.x, box.y + kHigh - 16}, tabulation::kHiddenMark, {16, Weight::bold});
      return name_on_chips(region, top);
    }
    const std::size_t shade = line.value.value ? classes->shade(classes->of(*line.value.value)) : 0;
    const char* const colour = shade >= kFirstDark ? kPaper : kInk;
    drawing_.area(box, line.value.value ? kShades[shade] : kPaper, {kInk, 1});
    drawing_.lines(top, name_lines(region), {14, Weight::normal, Anchor::middle, colour});
    drawing_.text({top.x, box.y + kHigh - 9}, figure(measure_.type, line.value),
                  {20, Weight::bold, Anchor::middle, colour});
  }

  std::vector<std::string> name_lines(const Region& region) const {
    if (full_names()) return wrapped(region.name, side_ - 8, 14);
    return {region.short_name};
  }

  void name_on_chips(const Region& region, Point top) {
    for (const std::string& line : name_lines(region)) {
      drawing_.chip({top.x, top.y + 9}, line, {14});
      top.y += leading(14);
    }
  }

  double key(const Classes& classes, double y) {
    std::vector<std::string> labels;
    for (std::size_t i = 0; i < classes.count(); ++i) labels.push_back(classes.label(i));
    return legend(drawing_, y, labels, [&](std::size_t i, const Box& box) {
      drawing_.area(box, kShades[classes.shade(i)], {kInk, 1});
    });
  }

  double short_names(double y) {
    std::string text;
    for (std::size_t i = 0; i < kRegionCount; ++i)
      if (lines_[i])
        text += (text.empty() ? "" : ", ") + std::string(kRegions[i].short_name) + " " + kRegions[i].name;
    return drawing_.lines({0, y}, wrapped(text + ".", drawing_.width(), 14), {14});
  }

  double rest(double y) {
    std::string text = "All: " + figure(measure_.type, measure_.lines.front().value) + ".";
    for (const MeasureLine* line : others_)
      text += " " + line->group.label + ": " + figure(measure_.type, line->value) + ".";
    return drawing_.lines({0, y}, wrapped(text, drawing_.width(), 15), {15});
  }

  const MeasureResult& measure_;
  Drawing drawing_;
  const MeasureLine* lines_[kRegionCount] = {};
  std::vector<const MeasureLine*> others_;
  std::size_t known_ = 0;
  double side_ = 0;
};

}  // namespace

std::string region_tiles(const MeasureResult& measure, const Canvas& canvas) {
  return measure.by ? TileGrid(measure, canvas).draw() : "";
}

}  // namespace takestock::report
