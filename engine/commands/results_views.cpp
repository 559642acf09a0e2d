// A release as the page draws it: texts in the places where they stand.
#include "commands/results_state.h"
#include "report/pictures.h"
#include "tabulation/words.h"

namespace takestock::commands {
namespace {

using tabulation::Heading;
using tabulation::MeasureLine;
using tabulation::MeasureResult;
using tabulation::Shown;
using tabulation::TableResult;

void write_head(Writer& out, const Heading& heading) {
  constexpr const char* kParts[] = {"answer", "dont_know", "skipped", "not_asked"};
  out.member("label", heading.label).member("part", kParts[static_cast<int>(heading.part)]);
}

void write_by(Writer& out, const Heading* by) {
  out.key("by");
  if (!by) {
    out.value(nullptr);
    return;
  }
  out.open_object().member("name", by->name).member("label", by->label).close_object();
}

void write_figures(Writer& out, const MeasureResult& measure, const MeasureLine& line) {
  const bool interval = line.low.value && line.high.value;
  out.member("value", value_text(measure, line.value)).member("base", shown_count(line.base));
  out.member("count", measure.type == tabulation::MeasureType::share ? shown_count(line.count) : "");
  out.member("low", interval ? value_text(measure, line.low) : "");
  out.member("high", interval ? value_text(measure, line.high) : "");
}

/// A picture for a telephone and one for wider pages, of which one is shown; none where there is nothing to
/// draw.
constexpr int kWidths[] = {320, 640};
template <typename Draw>
void write_pictures(Writer& out, const std::string& id, const Draw& draw) {
  out.key("pictures").open_array();
  for (const int width : kWidths) {
    const std::string svg = draw(report::Canvas{width, id + "-" + std::to_string(width)});
    if (!svg.empty()) out.value(svg);
  }
  out.close_array();
}

void write_measure(Writer& out, const MeasureResult& measure, std::size_t number) {
  const MeasureLine& all = measure.lines.front();
  const std::string value = value_text(measure, all.value);
  out.open_object().member("name", measure.name).member("label", measure.label);
  out.member("type", tabulation::measure_type_name(measure.type));
  out.member("words", headline(measure, all).substr(value.size()));
  write_figures(out, measure, all);
  write_by(out, measure.by ? &*measure.by : nullptr);
  out.key("lines").open_array();
  for (std::size_t i = 1; i < measure.lines.size(); ++i) {
    out.open_object();
    write_head(out, measure.lines[i].group);
    write_figures(out, measure, measure.lines[i]);
    out.close_object();
  }
  out.close_array();
  const std::string id = "measure-" + std::to_string(number);
  write_pictures(out, id, [&](const report::Canvas& canvas) {
    return measure.by ? report::group_bars(measure, canvas) : std::string();
  });
  out.key("map").open_object();
  write_pictures(out, id + "-map", [&](const report::Canvas& canvas) {
    return measure.by ? report::region_tiles(measure, canvas) : std::string();
  });
  out.close_object().close_object();
}

void write_pair(Writer& out, const Shown& count, const Shown& share) {
  out.open_object().member("count", shown_count(count)).member("share", shown_share(share)).close_object();
}

void write_row(Writer& out, const TableResult& table, std::size_t row, bool divided) {
  const std::size_t width = table.columns.size();
  out.open_object();
  write_head(out, table.rows[row]);
  out.key("cells").open_array();
  for (std::size_t at = row * width; divided && at < row * width + width; ++at)
    write_pair(out, table.counts[at], table.column_shares[at]);
  out.close_array().key("all");
  write_pair(out, table.row_totals[row], table.row_total_shares[row]);
  out.close_object();
}

void write_counts(Writer& out, const char* name, const std::vector<Shown>& counts, std::size_t width,
                  const Shown& all) {
  out.key(name).open_array();
  for (std::size_t column = 0; column < width; ++column) out.value(shown_count(counts[column]));
  out.value(shown_count(all)).close_array();
}

void write_table(Writer& out, const TableResult& table, std::size_t number) {
  const bool divided = table.column_question.name != "everyone";
  const std::size_t width = divided ? table.columns.size() : 0;
  out.open_object().member("name", table.row_question.name).member("label", table.row_question.label);
  write_by(out, divided ? &table.column_question : nullptr);
  out.member("several", table.several).member("weighted", table.weighted).key("columns").open_array();
  for (std::size_t column = 0; column < width; ++column) {
    out.open_object();
    write_head(out, table.columns[column]);
    out.close_object();
  }
  out.close_array().key("rows").open_array();
  for (std::size_t row = 0; row < table.rows.size(); ++row) write_row(out, table, row, divided);
  out.close_array();
  write_counts(out, "bases", table.bases, width, table.base);
  write_counts(out, "skipped", table.skipped, width, table.skipped.back());
  write_counts(out, "not_asked", table.not_asked, width, table.not_asked.back());
  write_pictures(out, "table-" + std::to_string(number),
                 [&](const report::Canvas& canvas) { return report::distribution(table, canvas); });
  out.close_object();
}

void write_texts(Writer& out, const char* name, const std::vector<std::string>& texts) {
  out.key(name).open_array();
  for (const std::string& text : texts) out.value(text);
  out.close_array();
}

}  // namespace

void write_view(Writer& out, const tabulation::Report& shown) {
  const tabulation::Release& release = shown.release;
  std::size_t number = 0;
  out.member("responded", shown_count(release.responded)).member("identified", shown.identified);
  write_texts(out, "filter", release.filter);
  write_texts(out, "notes", footnotes(shown));
  write_pictures(out, "headlines", [&](const report::Canvas& canvas) {
    return report::headline_bars(release.measures, canvas);
  });
  out.key("measures").open_array();
  for (const MeasureResult& measure : release.measures) write_measure(out, measure, ++number);
  out.close_array().key("tables").open_array();
  for (const TableResult& table : release.tables) write_table(out, table, ++number);
  out.close_array();
}

}  // namespace takestock::commands
