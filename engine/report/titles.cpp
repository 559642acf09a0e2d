#include "report/titles.h"

namespace takestock::report {

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string title_by(const std::string& label, const std::string& by) {
  if (by.empty()) return label;
  const bool question = by.back() == '?';
  const bool sentence = !label.empty() && std::string("?.!").find(label.back()) != std::string::npos;
  return label + (sentence ? " By " : ", by ") + (question ? "\u201c" + by + "\u201d" : by);
}

std::string title_of(const tabulation::MeasureResult& measure) {
  return title_by(capitalised(measure.label), measure.by ? measure.by->label : "");
}

std::string title_of(const tabulation::TableResult& table) {
  return title_by(capitalised(table.row_question.label), divided(table) ? table.column_question.label : "");
}

bool divided(const tabulation::TableResult& table) { return table.column_question.name != "everyone"; }

}  // namespace takestock::report
