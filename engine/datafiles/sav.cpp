#include <algorithm>
#include <cmath>
#include <cstdint>

#include "datafiles/readstat_file.h"

namespace takestock::datafiles {

namespace {

constexpr std::size_t kLabelBytes = 255, kValueLabelBytes = 120, kDocumentBytes = 80, kTitleBytes = 64,
                      kMostVariables = 9'999;
constexpr double kEpochSeconds = 12'219'379'200, kDaySeconds = 86'400;  // 1582-10-14 to 1970-01-01
constexpr double kSkipped = -9, kNotAsked = -1;

double spss_number(Type type, double number) {
  switch (type) {
    case Type::date:
      return number * kDaySeconds + kEpochSeconds;
    case Type::moment:
      return number / 1000 + kEpochSeconds;
    case Type::time:
      return number / 1000;
    default:
      return number;
  }
}

const char* format_of(const Variable& variable, const Extent& extent) {
  switch (variable.type) {
    case Type::date:
      return "DATE11";
    case Type::moment:
      return "DATETIME20";
    case Type::time:
      return "TIME8";
    case Type::text:
      return nullptr;
    default:
      return extent.whole ? "F8.0" : "F12.4";
  }
}

/// "V0001" for 1 and so on: five bytes, so that a segment's name, which has six, is no other's.
std::string short_name(std::size_t number) {
  constexpr char kDigits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  std::string name = "V0000";
  for (std::size_t at = 4; at > 0; --at, number /= 36) name[at] = kDigits[number % 36];
  return name;
}

std::string long_names(const std::vector<FileVariable>& variables) {
  std::string record;
  for (std::size_t i = 0; i < variables.size(); ++i)
    record += (i > 0 ? "\t" : "") + short_name(i) + "=" + variables[i].name;
  return record;
}

struct MissingNumbers {
  double skipped = kSkipped, not_asked = kNotAsked;
};

/// Below every answer.
MissingNumbers missing_below(double least) {
  MissingNumbers numbers;
  for (double unit = 10; numbers.not_asked >= least; unit *= 10) numbers = {-9.9 * unit, -9.1 * unit};
  return numbers;
}

/// How the cells of a variable are written.
struct Column {
  readstat_variable_t* variable = nullptr;
  FileVariable file;
  Type type = Type::text;
  MissingNumbers missing{};
  std::vector<double> codes{};
};

class SavFile {
 public:
  SavFile(const Contents& contents, const FileDescription& description, const results::Sink& sink)
      : contents_(contents), description_(description), file_(sink, description) {}

  Status begin() {
    const auto variables = file_variables(contents_.variables, NameRule::spss);
    if (variables.size() > kMostVariables)
      return Error{Code::limit, "These are more than 9,999 variables.", ""};
    for (const FileVariable& variable : variables) add(variable);
    file_.set_long_names(long_names(variables));
    readstat_writer_set_file_label(file_.writer(), shortened(description_.title, kTitleBytes).c_str());
    file_.add_notes(description_.notes, kDocumentBytes);
    readstat_writer_set_compression(file_.writer(), READSTAT_COMPRESS_ROWS);
    return file_.check(readstat_begin_writing_sav(file_.writer(), &file_, static_cast<long>(contents_.rows)));
  }

  Status row(std::span<const Value> values) {
    readstat_error_t error = readstat_begin_row(file_.writer());
    for (std::size_t i = 0; error == READSTAT_OK && i < columns_.size(); ++i)
      error = put(columns_[i], values[columns_[i].file.source]);
    if (error == READSTAT_OK) error = readstat_end_row(file_.writer());
    return file_.check(error);
  }

  Status finish() { return file_.finish(); }
  std::size_t cut_texts() const { return file_.cut_texts(); }

 private:
  void add(const FileVariable& file) {
    const Variable& variable = contents_.variables[file.source];
    const Extent& extent = contents_.extents[file.source];
    const bool text = variable.type == Type::text && !file.asked;
    const std::size_t bytes = std::min(std::max<std::size_t>(extent.bytes, 1), kSpssText);
    Column column{nullptr, file, variable.type};
    column.variable =
        readstat_add_variable(file_.writer(), short_name(columns_.size()).c_str(),
                              text ? READSTAT_TYPE_STRING : READSTAT_TYPE_DOUBLE, text ? bytes : 0);
    readstat_variable_set_label(column.variable, file_.label(file.name, file.label, kLabelBytes).c_str());
    if (file.asked)
      add_asked(column);
    else if (!text)
      add_numbers(column, variable, extent);
    columns_.push_back(std::move(column));
  }

  void add_asked(Column& column) {
    readstat_variable_set_format(column.variable, "F8.0");
    readstat_variable_set_measure(column.variable, READSTAT_MEASURE_NOMINAL);
    auto* labels = labels_of(column);
    label(column, labels, 0, kNotAskedLabel);
    label(column, labels, 1, kAskedLabel);
  }

  void add_numbers(Column& column, const Variable& variable, const Extent& extent) {
    const bool codes = variable.type == Type::code;
    readstat_variable_set_format(column.variable, format_of(variable, extent));
    readstat_variable_set_measure(column.variable, codes ? READSTAT_MEASURE_NOMINAL : READSTAT_MEASURE_SCALE);
    if (!codes) column.missing = missing_below(spss_number(variable.type, extent.least));
    if (codes || variable.type == Type::number) add_labels(column, variable);
    declare_missing(column, variable);
  }

  /// Not for dates and times: with labels, R takes them for codes.
  void add_labels(Column& column, const Variable& variable) {
    auto* labels = labels_of(column);
    for (const Choice& code : variable.codes) {
      column.codes.push_back(code.number);
      label(column, labels, code.number, code.label);
    }
    label(column, labels, column.missing.skipped, kSkippedLabel);
    label(column, labels, column.missing.not_asked, kNotAskedLabel);
  }

  /// SPSS knows three numbers, or a range and one number.
  void declare_missing(Column& column, const Variable& variable) {
    std::vector<double> missing{column.missing.skipped, column.missing.not_asked};
    for (const Choice& code : variable.codes)
      if (code.dont_know) missing.push_back(code.number);
    if (missing.size() > 3) {
      readstat_variable_add_missing_double_range(column.variable, missing.front(), missing.back());
      missing = {missing[1]};
    }
    for (const double number : missing) readstat_variable_add_missing_double_value(column.variable, number);
  }

  readstat_label_set_t* labels_of(Column& column) {
    auto* labels = readstat_add_label_set(file_.writer(), READSTAT_TYPE_DOUBLE, column.file.name.c_str());
    readstat_variable_set_label_set(column.variable, labels);
    return labels;
  }

  void label(Column& column, readstat_label_set_t* labels, double number, const std::string& text) {
    const std::string name = column.file.name + " = " + std::to_string(static_cast<std::int64_t>(number));
    readstat_label_double_value(labels, number, file_.label(name, text, kValueLabelBytes).c_str());
  }

  readstat_error_t put(const Column& column, const Value& value) {
    const bool none = value.missing != Missing::none;
    if (column.file.asked) return number(column, value.missing == Missing::not_asked ? 0 : 1);
    if (column.type == Type::text)
      return none ? readstat_insert_missing_value(file_.writer(), column.variable) : text(column, value.text);
    if (none)
      return number(column,
                    value.missing == Missing::skipped ? column.missing.skipped : column.missing.not_asked);
    return number(column, column.type == Type::code ? column.codes[value.code]
                                                    : spss_number(column.type, value.number));
  }

  readstat_error_t number(const Column& column, double value) {
    return readstat_insert_double_value(file_.writer(), column.variable, value);
  }

  readstat_error_t text(const Column& column, std::string_view value) {
    return readstat_insert_string_value(file_.writer(), column.variable, file_.text(value, kSpssText));
  }

  const Contents& contents_;
  const FileDescription& description_;
  ReadstatFile file_;
  std::vector<Column> columns_;
};

}  // namespace

Result<Written> write_sav(RowSource& source, const FileDescription& description, const results::Sink& sink) {
  const Result<Contents> contents = contents_of(source);
  if (!contents) return contents.error();
  SavFile file(*contents, description, sink);
  Status done = file.begin();
  if (done) done = source.each_row([&](std::span<const Value> values) { return file.row(values); });
  if (done) done = file.finish();
  if (!done) return done.error();
  return Written{contents->rows, file.cut_texts()};
}

}  // namespace takestock::datafiles
