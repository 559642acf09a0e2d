#include "tabulation/trend.h"

#include <algorithm>

#include "statistics/intervals.h"
#include "tabulation/comparable.h"
#include "tabulation/words.h"

namespace takestock::tabulation {

namespace {

using Rounds = std::vector<RoundRelease>;

const MeasureResult* measure_in(const Release& release, const std::string& name) {
  for (const MeasureResult& measure : release.measures)
    if (measure.name == name) return &measure;
  return nullptr;
}

const TableResult* table_in(const Release& release, const std::string& question) {
  for (const TableResult& table : release.tables)
    if (table.row_question.name == question && table.columns.size() == 1) return &table;
  return nullptr;
}

/// The names in the order of the newest round, then those that only earlier ones have.
template <typename Each>
std::vector<std::string> names_of(const Rounds& rounds, Each each) {
  std::vector<std::string> names;
  for (auto round = rounds.rbegin(); round != rounds.rend(); ++round)
    each(round->release, [&](const std::string& name) {
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    });
  return names;
}

bool whole(const TrendPoint& point) { return point.value.value && point.low.value && point.high.value; }

/// What changed since the point before, if both are seen and compare.
void add_change(const TrendPoint& before, TrendPoint& point) {
  if (!point.broken.empty()) return;
  if (before.value.hidden || point.value.hidden)
    point.change = point.change_low = point.change_high = {std::nullopt, true};
  if (!before.value.value || !point.value.value) return;
  point.change.value = *point.value.value - *before.value.value;
  if (!whole(before) || !whole(point)) return;
  const auto around = [](const TrendPoint& of) {
    return statistics::Interval{*of.low.value, *of.high.value};
  };
  const statistics::Difference difference =
      statistics::difference(*point.value.value, around(point), *before.value.value, around(before));
  point.change_low.value = difference.interval.low, point.change_high.value = difference.interval.high;
}

void add_changes(TrendLine& line) {
  for (std::size_t i = 1; i < line.points.size(); ++i) add_change(line.points[i - 1], line.points[i]);
}

std::string not_there(const RoundRelease& round) {
  return "There is no such figure in " + round.round.label + ".";
}

std::string change_method(MeasureType type, double level) {
  const std::string start = percent_text(level) + " confidence interval of a change: ";
  const bool share = type == MeasureType::share || type == MeasureType::distribution;
  return start + (share ? "Newcombe's hybrid score interval of two independent shares"
                        : "from the two intervals, of independent rounds (Zou and Donner)");
}

// --- measures

TrendPoint point_of(const MeasureLine& line) {
  TrendPoint point;
  point.base = line.base, point.value = line.value, point.low = line.low, point.high = line.high;
  return point;
}

Trend trend_of_measure(const Rounds& rounds, const std::string& name) {
  Trend trend;
  trend.name = name;
  trend.lines.emplace_back();
  for (std::size_t i = 0; i < rounds.size(); ++i) {
    const MeasureResult* const measure = measure_in(rounds[i].release, name);
    TrendPoint point = measure ? point_of(measure->lines.front()) : TrendPoint();
    if (measure) trend.label = measure->label, trend.type = measure->type, trend.method = measure->method;
    if (i > 0) {
      const bool both = measure && measure_in(rounds[i - 1].release, name);
      point.broken = both ? why_not_comparable(rounds[i - 1], rounds[i], name)
                          : not_there(measure ? rounds[i - 1] : rounds[i]);
    }
    trend.lines[0].points.push_back(std::move(point));
  }
  trend.lines[0].answer.label = trend.label;
  if (!trend.method.empty()) trend.change_method = change_method(trend.type, rounds.back().level);
  add_changes(trend.lines[0]);
  return trend;
}

// --- distributions

std::optional<std::size_t> row_of(const TableResult& table, const std::string& answer) {
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    if (table.rows[row].name == answer) return row;
  return std::nullopt;
}

/// An answer that the round's question did not have is nothing, not 0.
TrendPoint point_of(const TableResult& table, const std::string& answer, double level) {
  TrendPoint point;
  point.base = table.base;
  const auto row = row_of(table, answer);
  if (!row) return point;
  point.value = table.row_total_shares[*row];
  point.low.hidden = point.high.hidden = point.value.hidden;
  if (table.weighted || !point.value.value || !table.base.value) return point;
  const auto interval = statistics::wilson(*point.value.value, *table.base.value, level);
  if (interval) point.low.value = interval->low, point.high.value = interval->high;
  return point;
}

std::vector<Heading> answers_of(const Rounds& rounds, const std::string& question) {
  std::vector<Heading> answers;
  for (auto round = rounds.rbegin(); round != rounds.rend(); ++round) {
    const TableResult* const table = table_in(round->release, question);
    for (std::size_t row = 0; table && row < table->rows.size(); ++row) {
      const auto same = [&](const Heading& known) { return known.name == table->rows[row].name; };
      if (std::none_of(answers.begin(), answers.end(), same)) answers.push_back(table->rows[row]);
    }
  }
  return answers;
}

/// Why each round does not compare with the one before; of the first nothing.
std::vector<std::string> breaks_of_question(const Rounds& rounds, const std::string& question) {
  std::vector<std::string> broken(1);
  for (std::size_t i = 1; i < rounds.size(); ++i) {
    const bool before = table_in(rounds[i - 1].release, question),
               now = table_in(rounds[i].release, question);
    broken.push_back(before && now ? why_question_not_comparable(rounds[i - 1], rounds[i], question)
                                   : not_there(now ? rounds[i - 1] : rounds[i]));
  }
  return broken;
}

Trend trend_of_question(const Rounds& rounds, const std::string& question) {
  Trend trend;
  trend.name = question, trend.type = MeasureType::distribution;
  const std::vector<std::string> broken = breaks_of_question(rounds, question);
  for (const RoundRelease& round : rounds)
    if (const TableResult* const table = table_in(round.release, question))
      trend.label = table->row_question.label;
  for (const Heading& answer : answers_of(rounds, question)) {
    TrendLine line{answer, {}};
    for (std::size_t i = 0; i < rounds.size(); ++i) {
      const TableResult* const table = table_in(rounds[i].release, question);
      line.points.push_back(table ? point_of(*table, answer.name, rounds[i].level) : TrendPoint());
      line.points.back().broken = broken[i];
    }
    add_changes(line);
    trend.lines.push_back(std::move(line));
  }
  trend.method = percent_text(rounds.back().level) + " confidence interval: Wilson score";
  trend.change_method = change_method(trend.type, rounds.back().level);
  return trend;
}

}  // namespace

Trends trends_of(const Rounds& rounds) {
  Trends out;
  for (const RoundRelease& round : rounds) {
    out.rounds.push_back(round.round);
    out.responded.push_back(round.release.responded);
    out.filter = round.release.filter;
    for (const std::string& note : round.release.notes) out.notes.push_back(round.round.label + ": " + note);
  }
  const auto measures = names_of(rounds, [](const Release& release, auto add) {
    for (const MeasureResult& measure : release.measures) add(measure.name);
  });
  for (const std::string& name : measures) out.trends.push_back(trend_of_measure(rounds, name));
  const auto questions = names_of(rounds, [](const Release& release, auto add) {
    for (const TableResult& table : release.tables)
      if (table.columns.size() == 1) add(table.row_question.name);
  });
  for (const std::string& name : questions) out.trends.push_back(trend_of_question(rounds, name));
  return out;
}

}  // namespace takestock::tabulation
