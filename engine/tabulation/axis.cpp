#include "tabulation/axis.h"

#include <algorithm>
#include <map>

#include "expression/expression.h"
#include "tabulation/words.h"

namespace takestock::tabulation {

using statistics::Crosstab;

namespace {

constexpr std::size_t kDifferentNumbers = 200;

void add_head(Axis& axis, std::string name, std::string label, Part part, std::size_t group) {
  axis.heads.push_back({std::move(name), std::move(label), part});
  axis.group.push_back(group);
}

void add_blanks(Axis& axis, const Crosstab& present) {
  if (present.at(kSkipped, 0).n > 0) add_head(axis, "(left blank)", kSkippedLabel, Part::skipped, kSkipped);
  if (present.at(kNotAsked, 0).n > 0)
    add_head(axis, "(not asked)", kNotAskedLabel, Part::not_asked, kNotAsked);
}

void add_codes(Axis& axis, const Question& question, const Crosstab& present) {
  for (const bool dont_know : {false, true}) {
    for (std::size_t code = 0; code < question.codes.size(); ++code) {
      const Category& category = question.codes[code];
      if (category.dont_know != dont_know) continue;
      if (question.open && present.at(kFirstCode + code, 0).n == 0) continue;
      add_head(axis, category.name, category.label, dont_know ? Part::dont_know : Part::answer,
               kFirstCode + code);
    }
  }
}

/// Gives each different number a group, in ascending order.
Result<Done> group_numbers(Axis& axis, const Column& column, const Question& question, const Rows& which) {
  std::map<double, std::size_t> numbers;
  for (std::size_t row = 0; row < which.size; ++row) {
    if (column.answered(row) && (which.mask.empty() || which.mask[row])) numbers[column.number(row)] = 0;
    if (numbers.size() > kDifferentNumbers)
      return Error{
          Code::unsupported,
          "\"" + question.name + "\" has too many different numbers for a table; ask for its mean or median.",
          ""};
  }
  std::size_t next = kFirstCode;
  for (auto& [number, group] : numbers) {
    group = next++;
    const std::string text = expression::number_text(number);
    add_head(axis, text, text, Part::answer, group);
  }
  axis.own = std::make_shared<std::vector<std::uint8_t>>(column.narrow());
  for (std::size_t row = 0; row < which.size; ++row)
    if (column.answered(row)) {
      const auto found = numbers.find(column.number(row));
      (*axis.own)[row] = static_cast<std::uint8_t>(found == numbers.end() ? kFirstCode : found->second);
    }
  axis.groups = {*axis.own, {}, next};
  return Done{};
}

}  // namespace

disclosure::Dimension Axis::dimension() const {
  disclosure::Dimension dimension;
  dimension.variable = variable;
  for (const Heading& head : heads) dimension.labels.push_back(head.name);
  return dimension;
}

std::vector<std::size_t> Axis::answers() const {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < heads.size(); ++i)
    if (heads[i].part == Part::answer || heads[i].part == Part::dont_know) out.push_back(i);
  return out;
}

Axis everyone_axis() {
  Axis axis;
  axis.variable = "everyone";
  axis.title = {"everyone", "Everyone", Part::answer};
  add_head(axis, "everyone", "All", Part::answer, 0);
  return axis;
}

Result<Axis> axis_of(const Responses& responses, std::size_t index, const Rows& which) {
  const Question& question = responses.codebook().questions()[index];
  const Column& column = responses.column(index);
  Axis axis;
  axis.variable = question.name;
  axis.title = {question.name, question.label, Part::answer};
  if (column.kind() == Kind::several || column.kind() == Kind::text)
    return Error{Code::unsupported,
                 "\"" + question.name + "\" cannot divide a table: it has no one choice for each response.",
                 ""};
  axis.groups = groups_of(responses, index);
  const Crosstab present = count(axis.groups, everyone(), which);
  if (column.kind() == Kind::one)
    add_codes(axis, question, present);
  else if (auto grouped = group_numbers(axis, column, question, which); !grouped)
    return grouped.error();
  add_blanks(axis, present);
  return axis;
}

}  // namespace takestock::tabulation
