#include "report/outline.h"

#include <algorithm>

#include "report/titles.h"
#include "tabulation/words.h"

namespace takestock::report {

using tabulation::MeasureLine;
using tabulation::MeasureResult;
using tabulation::MeasureType;
using tabulation::shown_count;

namespace {

std::string interval(const MeasureResult& measure, const MeasureLine& line) {
  if (!line.low.value || !line.high.value) return "";
  return value_text(measure, line.low) + " to " + value_text(measure, line.high);
}

Headline headline_of(const MeasureResult& measure) {
  const MeasureLine& all = measure.lines.front();
  Headline out;
  out.figure = value_text(measure, all.value);
  out.rest = headline(measure, all).substr(out.figure.size());
  out.details = measure.type == MeasureType::share ? shown_count(all.count) + " of " + shown_count(all.base)
                                                   : shown_count(all.base) + " answered";
  if (const std::string between = interval(measure, all); !between.empty()) out.details += "; " + between;
  return out;
}

bool has_count(const MeasureResult& measure) { return measure.type == MeasureType::share; }

/// A row: its head, the figure, the count (of a share; not at all if no share is in the grid), the base, and
/// the interval.
std::vector<std::string> figures(const std::string& head, const MeasureResult& measure,
                                 const MeasureLine& line, bool counts) {
  std::vector<std::string> out{head, value_text(measure, line.value)};
  if (counts) out.push_back(has_count(measure) ? shown_count(line.count) : "");
  out.insert(out.end(), {shown_count(line.base), interval(measure, line)});
  return out;
}

std::vector<GridHead> figure_heads(const char* first, bool counts) {
  return counts ? heads({first, "Figure", "Count", "Base", "Interval"})
                : heads({first, "Figure", "Base", "Interval"});
}

Section headline_section(const std::vector<MeasureResult>& measures) {
  Section section;
  section.pictures.push_back({"Shares, with their intervals",
                              [&](const Canvas& canvas) { return headline_bars(measures, canvas); }});
  const bool counts = std::any_of(measures.begin(), measures.end(), has_count);
  Grid grid{"Headline results", {figure_heads("Measure", counts)}, {}};
  for (const MeasureResult& measure : measures)
    grid.rows.push_back(figures(capitalised(measure.label), measure, measure.lines.front(), counts));
  section.grids.push_back(std::move(grid));
  return section;
}

Section group_section(const MeasureResult& measure) {
  const std::string title = title_of(measure);
  Section section{title, {}, {}, {}};
  section.pictures.push_back(
      {"On the map", [&](const Canvas& canvas) { return region_tiles(measure, canvas); }});
  section.pictures.push_back({measure.method.empty() ? "Group by group" : "Group by group, with intervals",
                              [&](const Canvas& canvas) { return group_bars(measure, canvas); }});
  Grid grid{title, {figure_heads(measure.by->label.c_str(), has_count(measure))}, {}};
  for (const MeasureLine& line : measure.lines)
    grid.rows.push_back(figures(&line == &measure.lines.front() ? "All" : line.group.label, measure, line,
                                has_count(measure)));
  section.grids.push_back(std::move(grid));
  return section;
}

/// Pictures of nothing are left out, and what is there is numbered.
void number_captions(std::vector<Section>& sections) {
  std::size_t picture = 0, grid = 0;
  for (Section& section : sections) {
    const auto nothing = [](const Picture& one) { return one.draw(Canvas()).empty(); };
    section.pictures.erase(std::remove_if(section.pictures.begin(), section.pictures.end(), nothing),
                           section.pictures.end());
    for (Picture& one : section.pictures)
      one.caption = "Figure " + std::to_string(++picture) + ": " + one.caption;
    for (Grid& one : section.grids) one.caption = "Table " + std::to_string(++grid) + ": " + one.caption;
  }
}

void add_comparisons(const Material& material, std::vector<Section>& sections) {
  if (material.trends)
    for (const auto& trend : material.trends->trends)
      sections.push_back(trend_section(*material.trends, trend));
  if (material.peers) sections.push_back(peer_section(*material.peers));
  for (const auto& spidergram : material.spidergrams) sections.push_back(spidergram_section(spidergram));
}

std::vector<std::string> notes_of(const Material& material) {
  std::vector<std::string> notes = footnotes(material.results);
  const auto add = [&](const std::vector<std::string>& more) {
    for (const std::string& note : more)
      if (std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(note);
  };
  if (material.trends) add(material.trends->notes);
  if (material.peers) add(material.peers->notes);
  return notes;
}

}  // namespace

std::vector<GridHead> heads(std::initializer_list<const char*> texts) {
  std::vector<GridHead> out;
  for (const char* const text : texts) out.push_back({text, 1});
  return out;
}

Outline outline_of(const Material& material) {
  const tabulation::Report& results = material.results;
  const tabulation::Release& release = results.release;
  Outline out;
  out.title = results.title, out.versions = results.versions;
  if (results.identified) out.warning = "Identified results: not for publication.";
  out.filter = release.filter;
  out.responded = shown_count(release.responded);
  for (const MeasureResult& measure : release.measures) out.headlines.push_back(headline_of(measure));
  if (!release.measures.empty()) out.sections.push_back(headline_section(release.measures));
  for (const MeasureResult& measure : release.measures)
    if (measure.by) out.sections.push_back(group_section(measure));
  for (const auto& table : release.tables) out.sections.push_back(table_section(table));
  add_comparisons(material, out.sections);
  number_captions(out.sections);
  out.notes = notes_of(material);
  return out;
}

}  // namespace takestock::report
