#include "report/report.h"
#include "results/markup.h"
#include "tabulation/words.h"

namespace takestock::report {

namespace {

using results::escaped;
using tabulation::MeasureLine;
using tabulation::MeasureResult;
using tabulation::MeasureType;
using tabulation::Report;
using tabulation::Shown;
using tabulation::shown_count;
using tabulation::shown_share;
using tabulation::TableResult;

constexpr char kHead[] =
    "<!doctype html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\">"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>";
constexpr char kStyle[] =
    "</title><style>body{font:16px/1.5 "
    "Arial,sans-serif;color:#111;background:#fff;max-width:60rem;margin:1rem "
    "auto;padding:0 1rem}.number{font-size:2rem;font-weight:bold}table{border-collapse:collapse;margin:.5rem "
    "0}th,td{border-bottom:1px solid #767676;padding:.25rem .5rem;text-align:right}th:first-child{text-align:"
    "left}caption{text-align:left;font-weight:bold}.wide{overflow-x:auto}@media print{body{max-width:none}"
    "table{break-inside:avoid}}</style></head><body><main>\n";

std::string cell(const std::string& text) { return "<td>" + escaped(text) + "</td>"; }
std::string head(const std::string& text, const char* scope) {
  return std::string("<th scope=\"") + scope + "\">" + escaped(text) + "</th>";
}

std::string measure_html(const MeasureResult& measure) {
  const MeasureLine& all = measure.lines.front();
  const std::string number = value_text(measure, all.value);
  const std::string rest = headline(measure, all).substr(number.size());
  std::string out = "<p><span class=\"number\">" + escaped(number) + "</span>" + escaped(rest);
  out += "<br>" + escaped(measure.type == MeasureType::share
                              ? shown_count(all.count) + " of " + shown_count(all.base)
                              : shown_count(all.base) + " answered");
  if (all.low.value && all.high.value)
    out += escaped("; " + value_text(measure, all.low) + " to " + value_text(measure, all.high));
  out += "</p>\n";
  if (!measure.by) return out;
  out += "<div class=\"wide\" tabindex=\"0\"><table><caption>" + escaped(measure.label) + "</caption><tr>" +
         head(measure.by->label, "col") + head("Figure", "col") + head("Base", "col") + head("From", "col") +
         head("To", "col") + "</tr>";
  for (std::size_t i = 1; i < measure.lines.size(); ++i) {
    const MeasureLine& line = measure.lines[i];
    out += "<tr>" + head(line.group.label, "row") + cell(value_text(measure, line.value)) +
           cell(shown_count(line.base)) + cell(value_text(measure, line.low)) +
           cell(value_text(measure, line.high)) + "</tr>";
  }
  return out + "</table></div>\n";
}

std::string pair_cells(const Shown& count, const Shown& share) {
  return cell(shown_count(count)) + cell(shown_share(share));
}

std::string count_row(const char* label, const std::vector<Shown>& counts, bool divided, const Shown& all) {
  std::string out = "<tr>" + head(label, "row");
  for (std::size_t column = 0; divided && column + 1 < counts.size() + (&all == &counts.back() ? 0 : 1);
       ++column)
    out += cell(shown_count(counts[column])) + "<td></td>";
  return out + cell(shown_count(all)) + "<td></td></tr>";
}

std::string table_html(const TableResult& table) {
  const bool divided = table.column_question.name != "everyone";
  const std::size_t width = table.columns.size();
  std::string caption = table.row_question.label;
  if (divided) caption += ", by " + table.column_question.label;
  std::string out =
      "<div class=\"wide\" tabindex=\"0\"><table><caption>" + escaped(caption) + "</caption><tr><td></td>";
  const auto wide = [](const std::string& label) {
    return "<th scope=\"colgroup\" colspan=\"2\">" + escaped(label) + "</th>";
  };
  for (std::size_t column = 0; divided && column < width; ++column) out += wide(table.columns[column].label);
  out += wide("All") + "</tr>";
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    out += "<tr>" + head(table.rows[row].label, "row");
    for (std::size_t column = 0; divided && column < width; ++column)
      out += pair_cells(table.counts[row * width + column], table.column_shares[row * width + column]);
    out += pair_cells(table.row_totals[row], table.row_total_shares[row]) + "</tr>";
  }
  out += count_row("Answered", table.bases, divided, table.base);
  out += count_row(tabulation::kSkippedLabel, table.skipped, divided, table.skipped.back());
  out += count_row(tabulation::kNotAskedLabel, table.not_asked, divided, table.not_asked.back());
  return out + "</table></div>\n";
}

}  // namespace

std::string html(const Report& report) {
  const tabulation::Release& release = report.release;
  std::string out = kHead + escaped(report.title) + kStyle + "<h1>" + escaped(report.title) + "</h1>\n";
  if (report.identified) out += "<p><strong>Identified results: not for publication.</strong></p>\n";
  for (const std::string& filter : release.filter) out += "<p>Only: " + escaped(filter) + "</p>\n";
  out += "<p><span class=\"number\">" + escaped(shown_count(release.responded)) + "</span> responded</p>\n";
  for (const MeasureResult& measure : release.measures) out += measure_html(measure);
  for (const TableResult& table : release.tables) out += table_html(table);
  out += "<h2>Notes</h2>\n<ul>";
  for (const std::string& note : footnotes(report)) out += "<li>" + escaped(note) + "</li>";
  return out + "</ul>\n</main></body></html>\n";
}

}  // namespace takestock::report
