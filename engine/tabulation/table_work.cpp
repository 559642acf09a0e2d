#include "tabulation/table_work.h"

#include <algorithm>

#include "statistics/sample.h"
#include "tabulation/words.h"

namespace takestock::tabulation {

using disclosure::Dimension;
using disclosure::Table;
using statistics::Crosstab;

Result<TableWork> TableWork::make(const Basis& basis, std::size_t row_question, const Axis& columns,
                                  Draft& draft) {
  TableWork work(basis, columns);
  const Question& question = basis.responses.codebook().questions()[row_question];
  work.title_ = {question.name, question.label, Part::answer};
  if (basis.responses.column(row_question).kind() == Kind::text)
    return Error{Code::unsupported,
                 "\"" + question.name + "\" is answered in words: no table can be made of it.", ""};
  if (basis.responses.column(row_question).kind() == Kind::several)
    work.count_several(row_question, draft);
  else if (Status counted = work.count_one(row_question, draft); !counted)
    return counted.error();
  work.count_asked(row_question, draft);
  return work;
}

Table TableWork::empty_table(const std::string& name, Dimension rows) const {
  Table table;
  table.name = name;
  table.rows = std::move(rows);
  if (divided()) table.columns = columns_.dimension();
  table.filter = basis_.filter;
  return table;
}

/// Cells, and where wanted totals, of these groups of counts_ (or asked_, which has three).
void TableWork::fill(Table& table, const std::vector<std::size_t>& groups, bool totals) const {
  const Crosstab& from = groups.empty() ? asked_ : counts_;
  const std::size_t rows = groups.empty() ? 3 : groups.size();
  const std::size_t width = columns_.heads.size();
  std::vector<double> by_column(width);
  double all = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    double by_row = 0;
    for (std::size_t column = 0; column < width; ++column) {
      const double n = from.at(groups.empty() ? row : groups[row], columns_.group[column]).n;
      table.cells.push_back(figure_of(n));
      by_row += n, by_column[column] += n, all += n;
    }
    if (divided()) table.row_totals.push_back(figure_of(by_row));
  }
  if (!totals) return;
  if (divided())
    for (const double n : by_column) table.column_totals.push_back(figure_of(n));
  table.total = figure_of(all);
}

Status TableWork::count_one(std::size_t question, Draft& draft) {
  auto axis = axis_of(basis_.responses, question, basis_.which);
  if (!axis) return axis.error();
  rows_ = std::move(*axis);
  counts_ = count(rows_.groups, columns_.groups, basis_.which);
  while (!rows_.heads.empty() && rows_.heads.back().part >= Part::skipped)
    rows_.heads.pop_back(), rows_.group.pop_back();
  if (rows_.heads.empty()) return Done{};
  Table table = empty_table(title_.name, rows_.dimension());
  table.filter.push_back({asked_variable(title_.name), {kAnsweredLabel}});
  fill(table, rows_.group, true);
  tables_.push_back(draft.add(std::move(table)));
  return Done{};
}

void TableWork::count_several(std::size_t question, Draft& draft) {
  several_ = true;
  counts_ = count_ticks(basis_.responses, question, columns_.groups, basis_.which);
  const Question& asked = basis_.responses.codebook().questions()[question];
  for (const bool dont_know : {false, true}) {
    for (std::size_t choice = 0; choice < asked.codes.size(); ++choice) {
      const Category& category = asked.codes[choice];
      if (category.dont_know != dont_know) continue;
      rows_.heads.push_back({category.name, category.label, dont_know ? Part::dont_know : Part::answer});
      rows_.group.push_back(choice);
      Table table =
          empty_table(title_.name + "/" + category.name, {title_.name + "/" + category.name, {"yes"}});
      table.filter.push_back({asked_variable(title_.name), {kAnsweredLabel}});
      fill(table, {choice}, false);
      tables_.push_back(draft.add(std::move(table)));
    }
  }
}

/// How many answered, left it blank, and were not asked.
void TableWork::count_asked(std::size_t question, Draft& draft) {
  const Column& column = basis_.responses.column(question);
  const std::size_t rows =
      kFirstCode +
      (column.kind() == Kind::one ? basis_.responses.codebook().questions()[question].codes.size() : 1);
  const Crosstab all = count(groups_of(basis_.responses, question), columns_.groups, basis_.which);
  asked_ = Crosstab(3, columns_.groups.count);
  for (std::size_t c = 0; c < columns_.groups.count; ++c) {
    Crosstab::Cell answered;
    for (std::size_t group = kFirstCode; group < rows; ++group) answered.add(all.at(group, c));
    asked_.set(0, c, answered);
    asked_.set(1, c, all.at(kSkipped, c));
    asked_.set(2, c, all.at(kNotAsked, c));
  }
  Table table = empty_table(asked_variable(title_.name),
                            {asked_variable(title_.name), {kAnsweredLabel, "(left blank)", "(not asked)"}});
  fill(table, {}, true);
  asked_table_ = draft.add(std::move(table));
}

const Crosstab::Cell& TableWork::cell(std::size_t row, std::size_t column) const {
  return counts_.at(rows_.group[row], columns_.group[column]);
}

Place TableWork::cell_place(std::size_t row, std::size_t column) const {
  if (several_) return {Place::In::cells, tables_[row], column};
  return {Place::In::cells, tables_[0], row * columns_.heads.size() + column};
}

Place TableWork::row_total_place(std::size_t row) const {
  if (!divided()) return cell_place(row, 0);
  return {Place::In::row_totals, tables_[several_ ? row : 0], several_ ? 0 : row};
}

Place TableWork::asked_place(std::size_t status, std::optional<std::size_t> column) const {
  if (column) return {Place::In::cells, asked_table_, status * columns_.heads.size() + *column};
  if (!divided()) return {Place::In::cells, asked_table_, status};
  return {Place::In::row_totals, asked_table_, status};
}

Place TableWork::base_place(std::optional<std::size_t> column) const { return asked_place(0, column); }

bool TableWork::column_seen(const Draft& draft, std::size_t column) const {
  for (std::size_t row = 0; row < rows_.heads.size(); ++row)
    if (!draft.seen(cell_place(row, column))) return false;
  return true;
}

/// A weighted base is a sum over cells with weights of their own: beside hidden cells it would tell of them.
Shown TableWork::column_share(const Draft& draft, std::size_t row, std::size_t column) const {
  if (basis_.weighted() && basis_.protect && !column_seen(draft, column)) return {std::nullopt, true};
  const Crosstab::Cell& part = cell(row, column);
  const Crosstab::Cell& whole = asked_.at(0, columns_.group[column]);
  const auto share = basis_.published_share(statistics::share(part.weight, whole.weight));
  return draft.derived(share, {cell_place(row, column), base_place(column)});
}

/// Who gave the row's answer and one of the columns': can be worked out from what is seen.
bool TableWork::row_divisor_seen(const Draft& draft, std::size_t row) const {
  bool answers = true, rest = draft.seen(row_total_place(row));
  for (std::size_t column = 0; column < columns_.heads.size(); ++column) {
    const bool blank = columns_.heads[column].part >= Part::skipped,
               seen = draft.seen(cell_place(row, column));
    (blank ? rest : answers) &= seen;
  }
  return answers || (rest && !(basis_.weighted() && basis_.protect));
}

Shown TableWork::row_share(const Draft& draft, std::size_t row, std::size_t column) const {
  if (!row_divisor_seen(draft, row)) return {std::nullopt, true};
  double whole = 0;
  for (const std::size_t answer : columns_.answers()) whole += cell(row, answer).weight;
  const bool blank = columns_.heads[column].part >= Part::skipped;
  if (blank) return {};
  return draft.derived(basis_.published_share(statistics::share(cell(row, column).weight, whole)),
                       {cell_place(row, column)});
}

Shown TableWork::total_share(const Draft& draft, std::size_t row) const {
  Crosstab::Cell part, whole;
  bool all_seen = true;
  for (std::size_t column = 0; column < columns_.heads.size(); ++column) {
    part.add(cell(row, column)), whole.add(asked_.at(0, columns_.group[column]));
    all_seen = all_seen && column_seen(draft, column);
  }
  if (basis_.weighted() && basis_.protect && !all_seen) return {std::nullopt, true};
  return draft.derived(basis_.published_share(statistics::share(part.weight, whole.weight)),
                       {row_total_place(row), base_place(std::nullopt)});
}

TableResult TableWork::result(const Draft& draft) const {
  TableResult out;
  out.row_question = title_;
  out.column_question = columns_.title;
  out.several = several_, out.weighted = basis_.weighted();
  out.rows = rows_.heads, out.columns = columns_.heads;
  for (std::size_t row = 0; row < rows_.heads.size(); ++row) {
    for (std::size_t column = 0; column < columns_.heads.size(); ++column) {
      out.counts.push_back(draft.count(cell_place(row, column)));
      out.column_shares.push_back(column_share(draft, row, column));
      out.row_shares.push_back(row_share(draft, row, column));
    }
    out.row_totals.push_back(draft.count(row_total_place(row)));
    out.row_total_shares.push_back(total_share(draft, row));
  }
  for (std::size_t column = 0; column <= columns_.heads.size(); ++column) {
    const bool all = column == columns_.heads.size();
    const std::optional<std::size_t> at = all ? std::nullopt : std::optional(column);
    if (!all) out.bases.push_back(draft.count(base_place(at)));
    out.skipped.push_back(draft.count(asked_place(1, at)));
    out.not_asked.push_back(draft.count(asked_place(2, at)));
  }
  out.base = draft.count(base_place(std::nullopt));
  return out;
}

}  // namespace takestock::tabulation
