// The variables of a source as the questions they are of: the choices of one question, which are variables of
// their own, as one column. Private to the room.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "datafiles/row_source.h"

namespace takestock::datafiles {

/// Variables `first` and the `count` - 1 behind it. `several`: they are the choices of one question.
struct QuestionColumn {
  std::string name, label;
  std::size_t first = 0, count = 1;
  bool several = false;
};
std::vector<QuestionColumn> question_columns(const std::vector<Variable>& variables);

/// What was chosen, into `out`: names with one space between them, or labels with "; ".
void join_chosen(const std::vector<Variable>& variables, const QuestionColumn& column,
                 std::span<const Value> values, bool labels, std::string& out);

}  // namespace takestock::datafiles
