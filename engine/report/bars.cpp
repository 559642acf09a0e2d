#include <algorithm>
#include <cmath>

#include "report/bar_chart.h"
#include "tabulation/print.h"
#include "tabulation/words.h"

namespace takestock::report {

using tabulation::MeasureLine;
using tabulation::MeasureResult;
using tabulation::MeasureType;
using tabulation::Shown;

namespace {

std::string base_note(const MeasureLine& line) { return "of " + tabulation::shown_count(line.base); }

/// ": 97%, from 96% to 98%, of 1,890."
std::string details(const MeasureResult& measure, const MeasureLine& line) {
  std::string out;
  if (line.low.value && line.high.value)
    out = ", from " + value_text(measure, line.low) + " to " + value_text(measure, line.high);
  return out + ", " + base_note(line) + ".";
}

Bar bar_of(const MeasureResult& measure, const MeasureLine& line) {
  Bar bar;
  bar.note = base_note(line);
  bar.value = line.value, bar.low = line.low, bar.high = line.high;
  bar.value_text = value_text(measure, line.value);
  return bar;
}

Bar headline_bar(const MeasureResult& measure) {
  const MeasureLine& all = measure.lines.front();
  Bar bar = bar_of(measure, all);
  bar.label = measure.label;
  bar.sentence = headline(measure, all) + details(measure, all);
  return bar;
}

Bar group_bar(const MeasureResult& measure, const MeasureLine& line) {
  Bar bar = bar_of(measure, line);
  bar.label = line.group.label;
  bar.sentence = bar.label + ": " + bar.value_text + details(measure, line);
  return bar;
}

/// The next of 1, 2 and 5 times a power of ten.
double rounded_up(double value) {
  if (!(value > 0)) return 1;
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double step : {1.0, 2.0, 5.0})
    if (value <= step * power) return step * power;
  return 10 * power;
}

/// Wide enough for all that is shown; shares and net scores have ends of their own.
Scale scale_of(const MeasureResult& measure) {
  if (measure.type == MeasureType::share) return {0, 1, "0%", "100%"};
  if (measure.type == MeasureType::net_score) return {-1, 1, "-100", "+100"};
  double low = 0, high = 0;
  for (const MeasureLine& line : measure.lines)
    for (const Shown& shown : {line.value, line.low, line.high}) {
      low = std::min(low, shown.value.value_or(0));
      high = std::max(high, shown.value.value_or(0));
    }
  Scale scale{low < 0 ? -rounded_up(-low) : 0, high > 0 || low == 0 ? rounded_up(high) : 0, "", ""};
  scale.low_text = tabulation::number_in_words(scale.low);
  scale.high_text = tabulation::number_in_words(scale.high);
  return scale;
}

}  // namespace

std::string headline_bars(const std::vector<MeasureResult>& measures, const Canvas& canvas) {
  std::vector<Bar> bars;
  for (const MeasureResult& measure : measures)
    if (measure.type == MeasureType::share) bars.push_back(headline_bar(measure));
  return bar_chart(canvas, "Headline results", bars, {0, 1, "0%", "100%"});
}

std::string group_bars(const MeasureResult& measure, const Canvas& canvas) {
  std::vector<Bar> bars;
  for (const MeasureLine& line : measure.lines) bars.push_back(group_bar(measure, line));
  const std::string by = measure.by ? ", by " + measure.by->label : "";
  return bar_chart(canvas, measure.label + by, bars, scale_of(measure));
}

}  // namespace takestock::report
