#include "tabulation/print_compared.h"

#include <cmath>

#include "tabulation/print.h"
#include "tabulation/words.h"

namespace takestock::tabulation {

namespace {

using json::Writer;

MeasureResult of_type(MeasureType type) {
  MeasureResult out;
  out.type = type == MeasureType::distribution ? MeasureType::share : type;
  return out;
}

std::string value_of(MeasureType type, const Shown& shown) { return value_text(of_type(type), shown); }

/// "+3 points", "-0.4"
std::string change_of(MeasureType type, const Shown& shown) {
  if (!shown.value) return value_of(type, shown);
  const std::string sign = *shown.value > 0 ? "+" : "";
  const bool part = type != MeasureType::mean && type != MeasureType::median && type != MeasureType::sum &&
                    type != MeasureType::ratio;
  return sign + (part ? number_in_words(*shown.value * 100, 0) : number_in_words(*shown.value));
}

std::string point_text(const Trend& trend, const TrendPoint& point) {
  std::string out = value_of(trend.type, point.value) + " (" + shown_count(point.base) + " answered)";
  if (point.change.value || point.change.hidden) out += "; change " + change_of(trend.type, point.change);
  if (point.change_low.value && point.change_high.value)
    out += " (" + change_of(trend.type, point.change_low) + " to " +
           change_of(trend.type, point.change_high) + ")";
  return out;
}

void write_shown(Writer& out, const char* name, const Shown& shown) {
  out.key(name);
  if (shown.hidden)
    out.value(kHiddenMark);
  else if (shown.value)
    out.value(*shown.value);
  else
    out.value(nullptr);
}

void write_line(Writer& out, const char* name, const MeasureLine& line) {
  out.key(name).open_object();
  out.member("group", line.group.name).member("label", line.group.label);
  write_shown(out, "base", line.base), write_shown(out, "count", line.count);
  write_shown(out, "value", line.value), write_shown(out, "low", line.low),
      write_shown(out, "high", line.high);
  out.close_object();
}

void write_point(Writer& out, const std::string& round, const TrendPoint& point) {
  out.open_object().member("round", round);
  write_shown(out, "base", point.base), write_shown(out, "value", point.value);
  write_shown(out, "low", point.low), write_shown(out, "high", point.high);
  out.member("broken", point.broken);
  write_shown(out, "change", point.change);
  write_shown(out, "change_low", point.change_low), write_shown(out, "change_high", point.change_high);
  out.close_object();
}

void write_trend(Writer& out, const Trend& trend, const std::vector<Heading>& rounds) {
  out.open_object().member("name", trend.name).member("label", trend.label);
  out.member("type", measure_type_name(trend.type)).member("method", trend.method);
  out.member("change_method", trend.change_method).key("lines").open_array();
  for (const TrendLine& line : trend.lines) {
    out.open_object().member("answer", line.answer.name).member("label", line.answer.label);
    out.key("points").open_array();
    for (std::size_t i = 0; i < line.points.size(); ++i) write_point(out, rounds[i].label, line.points[i]);
    out.close_array().close_object();
  }
  out.close_array().close_object();
}

}  // namespace

std::string trends_text(const Trends& trends) {
  std::string out = "\nOver time\n";
  for (const Trend& trend : trends.trends) {
    out += "\n" + trend.label + "\n";
    for (const TrendLine& line : trend.lines) {
      if (!line.answer.name.empty()) out += "  " + line.answer.label + "\n";
      for (std::size_t i = 0; i < line.points.size(); ++i) {
        if (!line.points[i].broken.empty()) out += "    -- " + line.points[i].broken + "\n";
        out += "    " + trends.rounds[i].label + ": " + point_text(trend, line.points[i]) + "\n";
      }
    }
  }
  return out;
}

std::string peers_text(const PeerRelease& peers) {
  std::string out = "\n" + peers.own.label + " beside its peers (" + peers.peers + ")\n";
  for (const PeerMeasure& measure : peers.measures) {
    out += "\n" + measure.label + "\n";
    out += "    " + peers.own.label + ": " + value_of(measure.type, measure.own.value) + " (" +
           shown_count(measure.own.base) + " answered)\n";
    if (!measure.refused.empty()) {
      out += "    Peers: nothing is shown. " + measure.refused + "\n";
      continue;
    }
    out += "    Peers: " + value_of(measure.type, measure.group.value) + " (" +
           shown_count(measure.group.base) + " answered in " + shown_count(measure.councils) + " councils)\n";
    if (!measure.no_quartiles.empty()) {
      out += "    No quartiles. " + measure.no_quartiles + "\n";
      continue;
    }
    out += "    Quartiles of the councils: " + value_of(measure.type, measure.lower_quartile) + ", " +
           value_of(measure.type, measure.median) + ", " + value_of(measure.type, measure.upper_quartile) +
           "\n";
  }
  return out;
}

void write_trends(Writer& out, const Trends& trends) {
  out.open_object().key("rounds").open_array();
  for (std::size_t i = 0; i < trends.rounds.size(); ++i) {
    out.open_object().member("name", trends.rounds[i].name).member("label", trends.rounds[i].label);
    write_shown(out, "responded", trends.responded[i]);
    out.close_object();
  }
  out.close_array().key("trends").open_array();
  for (const Trend& trend : trends.trends) write_trend(out, trend, trends.rounds);
  out.close_array().key("notes").open_array();
  for (const std::string& note : trends.notes) out.value(note);
  out.close_array().close_object();
}

void write_peers(Writer& out, const PeerRelease& peers) {
  out.open_object()
      .member("own", peers.own.name)
      .member("label", peers.own.label)
      .member("peers", peers.peers);
  out.key("measures").open_array();
  for (const PeerMeasure& measure : peers.measures) {
    out.open_object().member("name", measure.name).member("label", measure.label);
    out.member("type", measure_type_name(measure.type)).member("method", measure.method);
    write_line(out, "own", measure.own), write_line(out, "group", measure.group);
    write_shown(out, "councils", measure.councils);
    write_shown(out, "lower_quartile", measure.lower_quartile), write_shown(out, "median", measure.median);
    write_shown(out, "upper_quartile", measure.upper_quartile);
    out.member("refused", measure.refused).member("no_quartiles", measure.no_quartiles).close_object();
  }
  out.close_array().key("notes").open_array();
  for (const std::string& note : peers.notes) out.value(note);
  out.close_array().close_object();
}

void write_spidergram(Writer& out, const SpidergramResult& spidergram) {
  out.open_object().member("name", spidergram.name).member("label", spidergram.label);
  out.member("low", spidergram.low).member("high", spidergram.high).key("axes").open_array();
  for (const Heading& axis : spidergram.axes) out.value(axis.name);
  out.close_array().key("series").open_array();
  for (const SpidergramSeries& series : spidergram.series) {
    out.open_object().member("label", series.label).key("points").open_array();
    for (std::size_t i = 0; i < series.values.size(); ++i) {
      out.open_object();
      write_shown(out, "value", series.values[i]), write_shown(out, "base", series.bases[i]);
      out.close_object();
    }
    out.close_array().close_object();
  }
  out.close_array().close_object();
}

void add_trends(const AddRecord& add, const Trends& trends) {
  for (const Trend& trend : trends.trends)
    for (const TrendLine& line : trend.lines)
      for (std::size_t i = 0; i < line.points.size(); ++i) {
        const TrendPoint& point = line.points[i];
        const auto record = [&](const char* figure, const Shown& shown) {
          add(trend.name, line.answer.label, trends.rounds[i].label, figure, shown);
        };
        record("base", point.base), record("value", point.value), record("low", point.low);
        record("high", point.high), record("change", point.change);
        record("change low", point.change_low), record("change high", point.change_high);
      }
}

void add_peers(const AddRecord& add, const PeerRelease& peers) {
  for (const PeerMeasure& measure : peers.measures) {
    for (const MeasureLine* line : {&measure.own, &measure.group}) {
      add(measure.name, measure.label, line->group.label, "value", line->value);
      add(measure.name, measure.label, line->group.label, "base", line->base);
    }
    const auto record = [&](const char* figure, const Shown& shown) {
      add(measure.name, measure.label, peers.peers, figure, shown);
    };
    record("councils", measure.councils), record("lower quartile", measure.lower_quartile);
    record("median", measure.median), record("upper quartile", measure.upper_quartile);
  }
}

}  // namespace takestock::tabulation
