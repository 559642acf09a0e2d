#include "samples.h"

#include <algorithm>

namespace takestock::report::samples {

using namespace tabulation;

namespace {

Shown of(double value) { return value < 0 ? withheld() : shown(value); }

MeasureLine line(const std::string& label, double value, double base) {
  MeasureLine out;
  out.group = {label, label};
  out.base = value < 0 ? withheld() : shown(base);
  out.count = value < 0 ? withheld() : shown(value * base);
  out.value = of(value);
  out.low = value < 0 ? withheld() : shown(std::max(0.0, value - 0.03));
  out.high = value < 0 ? withheld() : shown(std::min(1.0, value + 0.02));
  return out;
}

std::string letter(std::size_t i) { return std::string(1, static_cast<char>('A' + i)); }

}  // namespace

Shown shown(double value) { return {value, false}; }
Shown withheld() { return {std::nullopt, true}; }

MeasureResult share(const std::string& label, double value, double base) {
  MeasureResult out;
  out.name = "m", out.label = label, out.method = "Intervals: Wilson score, 95%";
  out.lines = {line("All", value, base)};
  return out;
}

MeasureResult by_region(const std::vector<std::pair<std::string, double>>& regions) {
  MeasureResult out = share("were content", 0.9, 1890);
  out.by = Heading{"region", "Region"};
  for (const auto& [label, value] : regions) out.lines.push_back(line(label, value, 150));
  return out;
}

TableResult table(const std::vector<std::vector<double>>& groups) {
  TableResult out;
  out.row_question = {"content", "How content are you?"};
  out.column_question = {"group", "Group"};
  out.base = shown(500);
  const std::size_t rows = groups.front().size();
  for (std::size_t row = 0; row < rows; ++row) {
    out.rows.push_back({letter(row), "Answer " + letter(row)});
    out.row_totals.push_back(shown(500.0 / static_cast<double>(rows)));
    out.row_total_shares.push_back(shown(1.0 / static_cast<double>(rows)));
    for (const auto& group : groups) {
      out.counts.push_back(group[row] < 0 ? withheld() : shown(group[row] * 100));
      out.column_shares.push_back(of(group[row]));
      out.row_shares.push_back(group[row] < 0 ? withheld() : shown(0.25));
    }
  }
  for (std::size_t i = 0; i < groups.size(); ++i) {
    out.columns.push_back({letter(i), "Group " + letter(i)});
    out.bases.push_back(shown(100));
    out.skipped.push_back(shown(0)), out.not_asked.push_back(shown(0));
  }
  out.skipped.push_back(shown(0)), out.not_asked.push_back(shown(0));
  return out;
}

Trends trends(const std::vector<double>& values, const std::vector<std::string>& broken) {
  Trends out;
  Trend trend;
  trend.name = "m", trend.label = "were content";
  TrendLine one;
  one.answer.label = trend.label;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string year = std::to_string(2011 + i);
    out.rounds.push_back({year, year});
    out.responded.push_back(shown(100));
    TrendPoint point;
    point.base = shown(100), point.value = of(values[i]), point.broken = broken[i];
    one.points.push_back(point);
  }
  trend.lines = {one};
  out.trends = {trend};
  return out;
}

SpidergramResult spidergram(const std::vector<std::vector<double>>& series) {
  SpidergramResult out;
  out.label = "the core areas", out.low = 0, out.high = 10;
  for (std::size_t axis = 0; axis < series.front().size(); ++axis)
    out.axes.push_back({letter(axis), "area " + letter(axis)});
  for (const auto& values : series) {
    SpidergramSeries one;
    one.label = "series " + letter(out.series.size());
    for (const double value : values) {
      one.values.push_back(of(value));
      one.bases.push_back(value < 0 ? withheld() : shown(40));
    }
    one.low = one.high = one.values;
    out.series.push_back(one);
  }
  return out;
}

Report report() {
  Report out;
  out.survey = "content", out.title = "Are you <b>content</b> & \"well\"?", out.versions = "1, 2";
  out.release.responded = shown(1890);
  out.release.filter = {"Role: <officer>"};
  out.release.measures = {share("were content", 0.97, 1890), share("came again", -1, 1890),
                          by_region({{"North East", 0.8}, {"London", 0.9}, {"Wales", -1}, {"Abroad", 0.5}})};
  out.release.tables = {table({{0.5, 0.3, 0.2}, {0.6, -1, -1}, {0.1, 0.2, 0.7}, {0.2, 0.2, 0.6}, {1, 0, 0}})};
  return out;
}

}  // namespace takestock::report::samples
