#include "datafiles/delimited.h"

#include "datafiles/questions.h"

namespace takestock::datafiles {

namespace {

class CsvRows {
 public:
  CsvRows(const std::vector<Variable>& variables, const DelimitedOptions& options, const results::Sink& sink)
      : variables_(variables),
        columns_(question_columns(variables)),
        labels_(options.labels),
        csv_(sink, options.csv) {}

  Status head() {
    for (const QuestionColumn& column : columns_) csv_.text(column.name);
    return csv_.end_row();
  }

  Status row(std::span<const Value> values) {
    for (const QuestionColumn& column : columns_) put(column, values);
    return csv_.end_row();
  }

  Status finish() { return csv_.finish(); }
  std::size_t long_cells() const { return csv_.long_cells(); }

 private:
  void put(const QuestionColumn& column, std::span<const Value> values) {
    const Value& value = values[column.first];
    if (value.missing != Missing::none) return csv_.blank();
    if (column.several) return put_several(column, values);
    const Variable& variable = variables_[column.first];
    if (variable.type == Type::code) return put_code(variable, variable.codes[value.code]);
    if (variable.type == Type::number && value.number == value.number) return csv_.number(value.number);
    csv_.text(value.text);
  }

  void put_code(const Variable& variable, const Choice& code) {
    if (labels_) return csv_.text(code.label);
    variable.numeric_names && !code.dont_know ? csv_.number(code.number) : csv_.text(code.name);
  }

  void put_several(const QuestionColumn& column, std::span<const Value> values) {
    join_chosen(variables_, column, values, labels_, chosen_);
    csv_.text(chosen_);
  }

  const std::vector<Variable>& variables_;
  const std::vector<QuestionColumn> columns_;
  const bool labels_;
  results::CsvWriter csv_;
  std::string chosen_;
};

}  // namespace

Result<std::size_t> write_csv(RowSource& source, const DelimitedOptions& options, const results::Sink& sink) {
  CsvRows rows(source.variables(), options, sink);
  Status done = rows.head();
  if (done) done = source.each_row([&](std::span<const Value> values) { return rows.row(values); });
  if (done) done = rows.finish();
  if (!done) return done.error();
  return rows.long_cells();
}

}  // namespace takestock::datafiles
