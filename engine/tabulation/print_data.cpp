#include "base/json_writer.h"
#include "results/csv.h"
#include "tabulation/print.h"
#include "tabulation/print_compared.h"
#include "tabulation/words.h"

namespace takestock::tabulation {

namespace {

using Writer = json::Writer;

void write_shown(Writer& out, const Shown& shown) {
  shown.value ? out.value(*shown.value) : out.value(nullptr);
}

void write_figures(Writer& out, std::initializer_list<std::pair<const char*, const Shown*>> figures) {
  for (const auto& [name, shown] : figures) {
    out.key(name);
    write_shown(out, *shown);
  }
  out.key("hidden").open_array();
  for (const auto& [name, shown] : figures)
    if (shown->hidden) out.value(name);
  out.close_array();
}

void write_heading(Writer& out, const Heading& heading) {
  constexpr const char* kParts[] = {"answer", "dont_know", "skipped", "not_asked"};
  out.open_object().member("name", heading.name).member("label", heading.label);
  out.member("part", kParts[static_cast<int>(heading.part)]).close_object();
}

void write_measure(Writer& out, const MeasureResult& measure) {
  out.open_object().member("name", measure.name).member("type", measure_type_name(measure.type));
  out.member("label", measure.label).member("method", measure.method);
  if (measure.by) out.member("by", measure.by->name);
  out.key("lines").open_array();
  for (const MeasureLine& line : measure.lines) {
    out.open_object().member("group", line.group.name).member("label", line.group.label);
    write_figures(out, {{"base", &line.base},
                        {"count", &line.count},
                        {"value", &line.value},
                        {"low", &line.low},
                        {"high", &line.high},
                        {"effective_base", &line.effective_base}});
    out.close_object();
  }
  out.close_array().close_object();
}

void write_list(Writer& out, const char* name, const std::vector<Shown>& figures) {
  out.key(name).open_array();
  for (const Shown& shown : figures) {
    if (shown.hidden)
      out.value(kHiddenMark);
    else
      write_shown(out, shown);
  }
  out.close_array();
}

void write_table(Writer& out, const TableResult& table) {
  out.open_object().member("rows_of", table.row_question.name).member("label", table.row_question.label);
  out.member("columns_of", table.column_question.name).member("several", table.several);
  out.member("weighted", table.weighted);
  for (const auto& [name, headings] :
       {std::pair("rows", &table.rows), std::pair("columns", &table.columns)}) {
    out.key(name).open_array();
    for (const Heading& heading : *headings) write_heading(out, heading);
    out.close_array();
  }
  write_list(out, "counts", table.counts);
  write_list(out, "column_shares", table.column_shares);
  write_list(out, "row_shares", table.row_shares);
  write_list(out, "row_totals", table.row_totals);
  write_list(out, "row_total_shares", table.row_total_shares);
  write_list(out, "bases", table.bases);
  write_list(out, "base", {table.base});
  write_list(out, "skipped", table.skipped);
  write_list(out, "not_asked", table.not_asked);
  out.close_object();
}

/// Long form: one record per figure.
class CsvRecords {
 public:
  explicit CsvRecords(std::string& out)
      : writer_(
            [&out](std::string_view bytes) {
              out += bytes;
              return Status(Done{});
            },
            {}) {
    for (const char* name : {"of", "row", "column", "figure", "value"}) writer_.text(name);
    (void)writer_.end_row();
  }

  void add(const std::string& of, const std::string& row, const std::string& column, const char* figure,
           const Shown& shown) {
    for (const std::string* text : {&of, &row, &column}) writer_.text(*text);
    writer_.text(figure);
    if (shown.value)
      writer_.number(*shown.value);
    else
      writer_.text(shown.hidden ? kHiddenMark : "");
    (void)writer_.end_row();
  }
  void finish() { (void)writer_.finish(); }

 private:
  results::CsvWriter writer_;
};

void add_measure(CsvRecords& out, const MeasureResult& measure) {
  for (const MeasureLine& line : measure.lines) {
    const std::string column = measure.by && !line.group.name.empty() ? line.group.label : "All";
    out.add(measure.name, measure.label, column, "value", line.value);
    out.add(measure.name, measure.label, column, "base", line.base);
    if (measure.type == MeasureType::share) out.add(measure.name, measure.label, column, "count", line.count);
    if (measure.method.empty()) continue;
    out.add(measure.name, measure.label, column, "low", line.low);
    out.add(measure.name, measure.label, column, "high", line.high);
  }
}

void add_table(CsvRecords& out, const TableResult& table) {
  const std::string& of = table.row_question.name;
  const std::size_t width = table.columns.size();
  const bool divided = table.column_question.name != "everyone";
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    for (std::size_t column = 0; divided && column < width; ++column) {
      const std::size_t at = row * width + column;
      out.add(of, table.rows[row].label, table.columns[column].label, "count", table.counts[at]);
      out.add(of, table.rows[row].label, table.columns[column].label, "column share",
              table.column_shares[at]);
      out.add(of, table.rows[row].label, table.columns[column].label, "row share", table.row_shares[at]);
    }
    out.add(of, table.rows[row].label, "All", "count", table.row_totals[row]);
    out.add(of, table.rows[row].label, "All", "column share", table.row_total_shares[row]);
  }
  for (std::size_t column = divided ? 0 : width; column <= width; ++column) {
    const std::string label = column < width ? table.columns[column].label : "All";
    out.add(of, "Answered", label, "count", column < width ? table.bases[column] : table.base);
    out.add(of, kSkippedLabel, label, "count", table.skipped[column]);
    out.add(of, kNotAskedLabel, label, "count", table.not_asked[column]);
  }
}

}  // namespace

std::string as_json(const Report& report) {
  Writer out;
  const Release& release = report.release;
  out.open_object().member("survey", report.survey).member("title", report.title);
  out.member("versions", report.versions).member("identified", report.identified);
  out.member("threshold", report.threshold);
  out.key("responded");
  write_shown(out, release.responded);
  for (const auto& [name, texts] :
       {std::pair("filter", release.filter), std::pair("notes", footnotes(report))}) {
    out.key(name).open_array();
    for (const std::string& text : texts) out.value(text);
    out.close_array();
  }
  out.key("measures").open_array();
  for (const MeasureResult& measure : release.measures) write_measure(out, measure);
  out.close_array().key("tables").open_array();
  for (const TableResult& table : release.tables) write_table(out, table);
  out.close_array();
  if (!report.spidergrams.empty()) {
    out.key("spidergrams").open_array();
    for (const SpidergramResult& spidergram : report.spidergrams) write_spidergram(out, spidergram);
    out.close_array();
  }
  if (report.trends) write_trends(out.key("over_time"), *report.trends);
  if (report.peers) write_peers(out.key("peers"), *report.peers);
  out.close_object();
  return out.take() + "\n";
}

std::string as_csv(const Report& report) {
  std::string text;
  CsvRecords out(text);
  out.add("responded", "", "All", "count", report.release.responded);
  for (const MeasureResult& measure : report.release.measures) add_measure(out, measure);
  for (const TableResult& table : report.release.tables) add_table(out, table);
  const AddRecord add = [&out](const std::string& of, const std::string& row, const std::string& column,
                               const char* figure,
                               const Shown& shown) { out.add(of, row, column, figure, shown); };
  if (report.trends) add_trends(add, *report.trends);
  if (report.peers) add_peers(add, *report.peers);
  out.finish();
  return text;
}

}  // namespace takestock::tabulation
