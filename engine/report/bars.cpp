#include "report/bar_chart.h"
#include "report/titles.h"
#include "tabulation/print.h"

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

Scale scale_for(const MeasureResult& measure) {
  std::vector<Shown> all;
  for (const MeasureLine& line : measure.lines) all.insert(all.end(), {line.value, line.low, line.high});
  return scale_of(measure.type, all);
}

}  // namespace

std::string headline_bars(const std::vector<MeasureResult>& measures, const Canvas& canvas) {
  std::vector<Bar> bars;
  for (const MeasureResult& measure : measures)
    if (measure.type == MeasureType::share) bars.push_back(headline_bar(measure));
  return bar_chart(canvas, "Headline results", bars, scale_of(MeasureType::share, {}));
}

std::string group_bars(const MeasureResult& measure, const Canvas& canvas) {
  std::vector<Bar> bars;
  for (const MeasureLine& line : measure.lines) bars.push_back(group_bar(measure, line));
  return bar_chart(canvas, title_of(measure), bars, scale_for(measure));
}

}  // namespace takestock::report
