#include <algorithm>
#include <cmath>

#include "base/utf8.h"
#include "tabulation/print.h"
#include "tabulation/print_compared.h"
#include "tabulation/words.h"

namespace takestock::tabulation {

namespace {

std::string mark(const Shown& shown) { return shown.hidden ? kHiddenMark : kUndefinedMark; }

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::size_t length = utf8_length(text);
  const std::string blanks(length < width ? width - length : 0, ' ');
  return right ? blanks + text : text + blanks;
}

using Lines = std::vector<std::vector<std::string>>;

/// Columns as wide as they must be; the first one to the left, the others to the right.
std::string aligned(const Lines& lines) {
  std::vector<std::size_t> width;
  for (const auto& line : lines)
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (width.size() <= i) width.push_back(0);
      width[i] = std::max(width[i], utf8_length(line[i]));
    }
  std::string out;
  for (const auto& line : lines) {
    std::string row = "  ";
    for (std::size_t i = 0; i < line.size(); ++i) row += (i ? "  " : "") + padded(line[i], width[i], i > 0);
    while (row.back() == ' ') row.pop_back();
    out += row + "\n";
  }
  return out;
}

std::string interval_text(const MeasureResult& measure, const MeasureLine& line) {
  if (!line.low.value || !line.high.value) return "";
  return value_text(measure, line.low) + " to " + value_text(measure, line.high);
}

std::string measure_text(const MeasureResult& measure) {
  const MeasureLine& all = measure.lines.front();
  std::string details = measure.type == MeasureType::share
                            ? shown_count(all.count) + " of " + shown_count(all.base)
                            : shown_count(all.base) + " answered";
  const std::string interval = interval_text(measure, all);
  if (!interval.empty()) details += "; " + interval;
  std::string out = "  " + headline(measure, all) + " (" + details + ")\n";
  if (!measure.by) return out;
  Lines lines{{measure.by->label, "", "Base", "Interval"}};
  for (std::size_t i = 1; i < measure.lines.size(); ++i) {
    const MeasureLine& line = measure.lines[i];
    lines.push_back({"  " + line.group.label, value_text(measure, line.value), shown_count(line.base),
                     interval_text(measure, line)});
  }
  return out + aligned(lines) + "\n";
}

std::string table_text(const TableResult& table) {
  const bool divided = table.column_question.name != "everyone";
  const std::size_t width = table.columns.size();
  std::string out = "\n" + table.row_question.label + "\n";
  if (divided) out += "by " + table.column_question.label + "\n";
  Lines lines(1);
  lines[0].push_back("");
  for (std::size_t column = 0; divided && column < width; ++column) {
    lines[0].push_back(table.columns[column].label);
    lines[0].push_back("");
  }
  lines[0].push_back("All"), lines[0].push_back("");
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    std::vector<std::string> line{table.rows[row].label};
    for (std::size_t column = 0; divided && column < width; ++column) {
      line.push_back(shown_count(table.counts[row * width + column]));
      line.push_back(shown_share(table.column_shares[row * width + column]));
    }
    line.push_back(shown_count(table.row_totals[row]));
    line.push_back(shown_share(table.row_total_shares[row]));
    lines.push_back(std::move(line));
  }
  const auto add = [&](const char* label, const std::vector<Shown>& counts, const Shown& all) {
    std::vector<std::string> line{label};
    for (std::size_t column = 0; divided && column < width; ++column)
      line.push_back(shown_count(counts[column])), line.push_back("");
    line.push_back(shown_count(all)), line.push_back("");
    lines.push_back(std::move(line));
  };
  add("Answered", table.bases, table.base);
  add(kSkippedLabel, table.skipped, table.skipped[width]);
  add(kNotAskedLabel, table.not_asked, table.not_asked[width]);
  return out + aligned(lines);
}

}  // namespace

std::string shown_count(const Shown& shown) { return shown.value ? count_text(*shown.value) : mark(shown); }
std::string shown_share(const Shown& shown) { return shown.value ? percent_text(*shown.value) : mark(shown); }

std::string value_text(const MeasureResult& measure, const Shown& shown) {
  if (!shown.value) return mark(shown);
  if (measure.type == MeasureType::share) return percent_text(*shown.value);
  if (measure.type != MeasureType::net_score) return number_in_words(*shown.value);
  const double points = std::round(*shown.value * 100);
  return (points > 0 ? "+" : "") + count_text(points);
}

std::string headline(const MeasureResult& measure, const MeasureLine& line) {
  const std::string value = value_text(measure, line.value);
  switch (measure.type) {
    case MeasureType::mean:
      return value + " on average: " + measure.label;
    case MeasureType::median:
      return value + " in the middle (median): " + measure.label;
    default:
      return value + " " + measure.label;
  }
}

namespace {

void add_new(std::vector<std::string>& notes, const std::string& note) {
  if (std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(note);
}

void add_compared(const Report& report, std::vector<std::string>& notes) {
  if (report.trends) {
    for (const std::string& note : report.trends->notes) add_new(notes, note);
    for (const Trend& trend : report.trends->trends)
      for (const std::string* method : {&trend.method, &trend.change_method})
        if (!method->empty()) add_new(notes, *method + ".");
  }
  if (report.peers)
    for (const std::string& note : report.peers->notes) add_new(notes, note);
}

}  // namespace

std::vector<std::string> footnotes(const Report& report) {
  std::vector<std::string> notes = report.release.notes;
  for (const std::string& label : report.release.left_out)
    notes.push_back(
        "Not shown, because beside other figures it would tell something of a small group: " + label + ".");
  std::vector<std::string> methods;
  for (const MeasureResult& measure : report.release.measures)
    if (!measure.method.empty() && std::find(methods.begin(), methods.end(), measure.method) == methods.end())
      methods.push_back(measure.method);
  for (const std::string& method : methods) notes.push_back(method + ".");
  add_compared(report, notes);
  if (!report.release.tables.empty())
    notes.push_back("Percentages are of those who answered the question, don't know included.");
  if (report.identified)
    notes.push_back("Nothing is withheld: these figures may identify people and are not for publication.");
  else
    notes.push_back(std::string(kHiddenMark) + ": withheld, so that no group of fewer than " +
                    std::to_string(report.threshold) + " can be made out. " + kUndefinedMark +
                    ": no figure.");
  return notes;
}

std::string as_text(const Report& report) {
  const Release& release = report.release;
  std::string out = report.title + "\n";
  if (report.identified) out += "IDENTIFIED RESULTS - NOT FOR PUBLICATION\n";
  for (const std::string& filter : release.filter) out += "Only: " + filter + "\n";
  out += "\n" + shown_count(release.responded) + " responded.\n";
  for (const MeasureResult& measure : release.measures) out += measure_text(measure);
  for (const TableResult& table : release.tables) out += table_text(table);
  if (report.trends) out += trends_text(*report.trends);
  if (report.peers) out += peers_text(*report.peers);
  out += "\n";
  for (const std::string& note : footnotes(report)) out += note + "\n";
  return out;
}

}  // namespace takestock::tabulation
