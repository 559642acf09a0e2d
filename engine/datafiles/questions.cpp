#include "datafiles/questions.h"

namespace takestock::datafiles {

std::vector<QuestionColumn> question_columns(const std::vector<Variable>& variables) {
  std::vector<QuestionColumn> columns;
  for (std::size_t i = 0; i < variables.size(); ++i) {
    const Variable& variable = variables[i];
    const bool choice = !variable.choice.empty();
    if (choice && !columns.empty() && columns.back().several && columns.back().name == variable.question) {
      ++columns.back().count;
      continue;
    }
    columns.push_back({choice ? variable.question : variable.name, variable.label, i, 1, choice});
  }
  return columns;
}

void join_chosen(const std::vector<Variable>& variables, const QuestionColumn& column,
                 std::span<const Value> values, bool labels, std::string& out) {
  out.clear();
  for (std::size_t i = column.first; i < column.first + column.count; ++i) {
    if (values[i].missing != Missing::none || values[i].code != 1) continue;
    if (!out.empty()) out += labels ? "; " : " ";
    out += labels ? variables[i].choice_label : variables[i].choice;
  }
}

}  // namespace takestock::datafiles
