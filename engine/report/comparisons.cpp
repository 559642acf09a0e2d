#include <algorithm>
#include <cstddef>
#include <utility>

#include "report/outline.h"
#include "report/scale.h"
#include "report/titles.h"

namespace takestock::report {

using tabulation::MeasureType;
using tabulation::PeerMeasure;
using tabulation::PeerRelease;
using tabulation::Shown;
using tabulation::shown_count;
using tabulation::SpidergramResult;
using tabulation::SpidergramSeries;
using tabulation::Trend;
using tabulation::TrendPoint;
using tabulation::Trends;

namespace {

std::string between(MeasureType type, const Shown& low, const Shown& high) {
  return low.value && high.value ? figure(type, low) + " to " + figure(type, high) : "";
}

/// Differences of shares are in points, as those of net scores are.
MeasureType type_of_change(MeasureType type) {
  return type == MeasureType::share ? MeasureType::net_score : type;
}

/// A difference as people say it: "+3", "-0.5".
std::string signed_figure(MeasureType type, const Shown& shown) {
  std::string text = figure(type, shown);
  if (shown.value && *shown.value > 0 && text[0] != '+') text.insert(0, "+");
  return text;
}

Grid measure_grid(const Trends& trends, const Trend& trend) {
  const MeasureType change = type_of_change(trend.type);
  const bool points_of_change = change == MeasureType::net_score;
  Grid grid{"By round",
            {heads({"Round", "Figure", "Base", "Interval", points_of_change ? "Change in points" : "Change",
                    "Interval of the change"})},
            {}};
  const auto& points = trend.lines.front().points;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const TrendPoint& point = points[i];
    const bool compares = i > 0 && point.broken.empty();
    grid.rows.push_back({trends.rounds[i].label, figure(trend.type, point.value), shown_count(point.base),
                         between(trend.type, point.low, point.high),
                         compares ? signed_figure(change, point.change) : "",
                         compares ? between(change, point.change_low, point.change_high) : ""});
  }
  return grid;
}

Grid answer_grid(const Trends& trends, const Trend& trend) {
  Grid grid{"Percentages of those who answered, by round", {{{"Round", 1}}}, {}};
  for (const auto& line : trend.lines) grid.heads[0].push_back({line.answer.label, 1});
  grid.heads[0].push_back({"Answered", 1});
  for (std::size_t i = 0; i < trends.rounds.size(); ++i) {
    grid.rows.push_back({trends.rounds[i].label});
    for (const auto& line : trend.lines)
      grid.rows.back().push_back(figure(MeasureType::share, line.points[i].value));
    grid.rows.back().push_back(shown_count(trend.lines.front().points[i].base));
  }
  return grid;
}

void add_breaks(const Trends& trends, const Trend& trend, std::vector<std::string>& sentences) {
  const auto& points = trend.lines.front().points;
  for (std::size_t i = 1; i < points.size(); ++i)
    if (!points[i].broken.empty())
      sentences.push_back(trends.rounds[i].label + " does not compare with " + trends.rounds[i - 1].label +
                          ": " + points[i].broken);
}

const std::string& reason_of(const PeerMeasure& measure) {
  return measure.refused.empty() ? measure.no_quartiles : measure.refused;
}

/// Each reason once, behind all measures that it is of.
void add_refusals(const PeerRelease& peers, std::vector<std::string>& sentences) {
  std::vector<std::pair<std::string, std::string>> labels_by_reason;
  for (const PeerMeasure& measure : peers.measures) {
    const std::string& reason = reason_of(measure);
    if (reason.empty()) continue;
    const auto same = [&](const auto& one) { return one.first == reason; };
    const auto found = std::find_if(labels_by_reason.begin(), labels_by_reason.end(), same);
    if (found == labels_by_reason.end())
      labels_by_reason.emplace_back(reason, capitalised(measure.label));
    else
      found->second += "; " + measure.label;
  }
  for (const auto& [reason, labels] : labels_by_reason) sentences.push_back(labels + ": " + reason);
}

std::vector<std::string> peer_row(const PeerMeasure& measure) {
  const auto say = [&](const Shown& shown) { return figure(measure.type, shown); };
  return {capitalised(measure.label), say(measure.own.value),        shown_count(measure.own.base),
          say(measure.group.value),   shown_count(measure.councils), say(measure.lower_quartile),
          say(measure.median),        say(measure.upper_quartile)};
}

/// The council and its peers as two groups of one measure.
std::string peer_bars(const PeerMeasure& peer, const PeerRelease& peers, const Canvas& canvas) {
  tabulation::MeasureResult measure;
  measure.name = peer.name, measure.label = peer.label, measure.type = peer.type;
  measure.lines = {peer.own, peer.group};
  measure.lines[0].group = peers.own, measure.lines[1].group.label = peers.peers;
  return group_bars(measure, canvas);
}

}  // namespace

Section spidergram_section(const SpidergramResult& result) {
  Section section{capitalised(result.label), {}, {}, {}};
  section.pictures.push_back(
      {result.label, [&](const Canvas& canvas) { return spidergram(result, canvas); }});
  Grid grid{section.heading, {{{"", 1}}, {{"Measure", 1}}}, {}};
  for (const SpidergramSeries& series : result.series) {
    grid.heads[0].push_back({series.label, 2});
    grid.heads[1].insert(grid.heads[1].end(), {{"Figure", 1}, {"Base", 1}});
  }
  for (std::size_t axis = 0; axis < result.axes.size(); ++axis) {
    grid.rows.push_back({capitalised(result.axes[axis].label)});
    for (const SpidergramSeries& series : result.series) {
      grid.rows.back().push_back(figure(result.type, series.values[axis]));
      grid.rows.back().push_back(shown_count(series.bases[axis]));
    }
  }
  section.grids.push_back(std::move(grid));
  return section;
}

Section trend_section(const Trends& trends, const Trend& one) {
  Section section{title_by(capitalised(one.label), "round"), {}, {}, {}};
  if (one.lines.empty()) return section;
  add_breaks(trends, one, section.sentences);
  section.pictures.push_back(
      {section.heading, [&](const Canvas& canvas) { return trend(trends, one, canvas); }});
  const bool answers = one.type == MeasureType::distribution;
  section.grids.push_back(answers ? answer_grid(trends, one) : measure_grid(trends, one));
  return section;
}

Section peer_section(const PeerRelease& peers) {
  Section section{peers.own.label + " and its peers", {"The peers: " + peers.peers + "."}, {}, {}};
  Grid grid{"The council and its peers",
            {heads({"Measure", "Council", "Base", "Peers", "Councils", "Lower quartile", "Median",
                    "Upper quartile"})},
            {}};
  for (const PeerMeasure& measure : peers.measures) {
    grid.rows.push_back(peer_row(measure));
    if (!measure.refused.empty()) continue;
    section.pictures.push_back({capitalised(measure.label),
                                [&](const Canvas& canvas) { return peer_bars(measure, peers, canvas); }});
  }
  add_refusals(peers, section.sentences);
  section.grids.push_back(std::move(grid));
  return section;
}

}  // namespace takestock::report
