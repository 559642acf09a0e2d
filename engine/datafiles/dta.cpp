#include <algorithm>
#include <cmath>

#include "base/civil.h"
#include "base/utf8.h"
#include "datafiles/readstat_file.h"

namespace takestock::datafiles {

namespace {

constexpr std::size_t kLabelCharacters = 80, kValueLabelBytes = 32'000, kNoteBytes = 60'000,
                      kMostVariables = 32'767;
constexpr double kEpochDays = 3'653;  // 1960-01-01 to 1970-01-01
constexpr char kSkipped = 'a', kNotAsked = 'b', kDontKnow = 'c';

struct Whole {
  readstat_type_t type;
  double least, most;
};
/// The whole numbers of each of Stata's types; what is above is for missing.
constexpr Whole kWhole[] = {{READSTAT_TYPE_INT8, -127, 100},
                            {READSTAT_TYPE_INT16, -32'767, 32'740},
                            {READSTAT_TYPE_INT32, -2'147'483'647, 2'147'483'620}};

readstat_type_t smallest(double least, double most) {
  for (const Whole& whole : kWhole)
    if (least >= whole.least && most <= whole.most) return whole.type;
  return READSTAT_TYPE_DOUBLE;
}

readstat_type_t type_of(const Variable& variable, const Extent& extent) {
  if (variable.type == Type::text)
    return extent.bytes > kStataText ? READSTAT_TYPE_STRING_REF : READSTAT_TYPE_STRING;
  if (variable.type == Type::date) return READSTAT_TYPE_INT32;
  if (variable.type == Type::number && extent.whole) return smallest(extent.least, extent.most);
  if (variable.type != Type::code) return READSTAT_TYPE_DOUBLE;
  double most = 0;
  for (const Choice& code : variable.codes) most = std::max(most, code.number);
  return smallest(0, most);
}

double stata_number(Type type, double number) {
  if (type == Type::date) return number + kEpochDays;
  return type == Type::moment ? number + kEpochDays * static_cast<double>(kMillisPerDay) : number;
}

const char* format_of(Type type) {
  if (type == Type::date) return "%td";
  if (type == Type::moment) return "%tc";
  return type == Type::time ? "%tcHH:MM:SS" : nullptr;
}

/// A code's number, or its letter where it says "don't know".
struct Stored {
  double number = 0;
  char tag = 0;
};

struct Column {
  readstat_variable_t* variable = nullptr;
  FileVariable file;
  Type type = Type::text;
  readstat_type_t stored = READSTAT_TYPE_STRING;
  std::vector<Stored> codes{};
};

class DtaFile {
 public:
  DtaFile(const Contents& contents, const FileDescription& description, const results::Sink& sink)
      : contents_(contents), description_(description), file_(sink, description) {}

  Status add_variables() {
    const auto variables = file_variables(contents_.variables, NameRule::stata);
    if (variables.size() > kMostVariables)
      return Error{Code::limit, "These are more than 32,767 variables.", ""};
    for (const FileVariable& variable : variables) add(variable);
    return Done{};
  }

  bool has_long_texts() const {
    return std::any_of(columns_.begin(), columns_.end(),
                       [](const Column& column) { return column.stored == READSTAT_TYPE_STRING_REF; });
  }

  /// Stata has them behind the rows, but says before these how much room they take.
  Status add_long_texts(std::span<const Value> values) {
    for (const Column& column : columns_) {
      const Value& value = values[column.file.source];
      if (column.stored != READSTAT_TYPE_STRING_REF || value.missing != Missing::none) continue;
      readstat_add_string_ref(file_.writer(), file_.text(value.text, value.text.size()));
    }
    return Done{};
  }

  Status begin() {
    const std::string title = shortened(description_.title, kLabelCharacters);
    readstat_writer_set_file_label(file_.writer(), title.c_str());
    file_.add_notes(description_.notes, kNoteBytes);
    return file_.check(readstat_begin_writing_dta(file_.writer(), &file_, static_cast<long>(contents_.rows)));
  }

  Status row(std::span<const Value> values) {
    readstat_error_t error = readstat_begin_row(file_.writer());
    for (std::size_t i = 0; error == READSTAT_OK && i < columns_.size(); ++i)
      error = put(columns_[i], values[columns_[i].file.source]);
    if (error == READSTAT_OK) error = readstat_end_row(file_.writer());
    return file_.check(error);
  }

  Status finish() { return file_.finish(); }

 private:
  void add(const FileVariable& file) {
    const Variable& variable = contents_.variables[file.source];
    const Extent& extent = contents_.extents[file.source];
    Column column{nullptr, file, variable.type, file.asked ? READSTAT_TYPE_INT8 : type_of(variable, extent)};
    const std::size_t bytes =
        column.stored == READSTAT_TYPE_STRING ? std::max<std::size_t>(extent.bytes, 1) : 0;
    column.variable = readstat_add_variable(file_.writer(), file.name.c_str(), column.stored, bytes);
    const std::size_t room = utf8_offset(file.label, kLabelCharacters);
    readstat_variable_set_label(
        column.variable,
        file_.label(file.name, file.label, room < file.label.size() ? room : file.label.size()).c_str());
    if (!file.asked) readstat_variable_set_format(column.variable, format_of(variable.type));
    if (file.asked) add_asked(column);
    if (!file.asked && variable.type == Type::code) add_codes(column, variable);
    columns_.push_back(std::move(column));
  }

  readstat_label_set_t* labels_of(Column& column) {
    auto* labels = readstat_add_label_set(file_.writer(), READSTAT_TYPE_INT32, column.file.name.c_str());
    readstat_variable_set_label_set(column.variable, labels);
    return labels;
  }

  void add_asked(Column& column) {
    auto* labels = labels_of(column);
    readstat_label_int32_value(labels, 0, kNotAskedLabel);
    readstat_label_int32_value(labels, 1, kAskedLabel);
  }

  void add_codes(Column& column, const Variable& variable) {
    auto* labels = labels_of(column);
    char tag = kDontKnow;
    for (const Choice& code : variable.codes) {
      const std::string name = column.file.name + " = " + code.name;
      const std::string text = file_.label(name, code.label, kValueLabelBytes);
      if (code.dont_know)
        readstat_label_tagged_value(labels, tag, text.c_str());
      else
        readstat_label_int32_value(labels, static_cast<std::int32_t>(code.number), text.c_str());
      column.codes.push_back({code.number, code.dont_know ? tag++ : '\0'});
    }
    readstat_label_tagged_value(labels, kSkipped, kSkippedLabel);
    readstat_label_tagged_value(labels, kNotAsked, kNotAskedLabel);
  }

  readstat_error_t put(const Column& column, const Value& value) {
    if (column.file.asked) return number(column, value.missing == Missing::not_asked ? 0 : 1);
    if (value.missing != Missing::none) return missing(column, value.missing);
    if (column.type == Type::text) return text(column, value.text);
    if (column.type != Type::code) return number(column, stata_number(column.type, value.number));
    const Stored& code = column.codes[value.code];
    return code.tag ? tagged(column, code.tag) : number(column, code.number);
  }

  readstat_error_t missing(const Column& column, Missing why) {
    if (column.stored == READSTAT_TYPE_STRING_REF) return READSTAT_OK;  // the row starts with zeros: no text
    if (column.type == Type::text) return readstat_insert_missing_value(file_.writer(), column.variable);
    return tagged(column, why == Missing::skipped ? kSkipped : kNotAsked);
  }

  readstat_error_t tagged(const Column& column, char tag) {
    return readstat_insert_tagged_missing_value(file_.writer(), column.variable, tag);
  }

  readstat_error_t number(const Column& column, double value) {
    readstat_writer_t* const writer = file_.writer();
    switch (column.stored) {
      case READSTAT_TYPE_INT8:
        return readstat_insert_int8_value(writer, column.variable, static_cast<std::int8_t>(value));
      case READSTAT_TYPE_INT16:
        return readstat_insert_int16_value(writer, column.variable, static_cast<std::int16_t>(value));
      case READSTAT_TYPE_INT32:
        return readstat_insert_int32_value(writer, column.variable, static_cast<std::int32_t>(value));
      default:
        return readstat_insert_double_value(writer, column.variable, value);
    }
  }

  readstat_error_t text(const Column& column, std::string_view value) {
    readstat_writer_t* const writer = file_.writer();
    if (column.stored == READSTAT_TYPE_STRING)
      return readstat_insert_string_value(writer, column.variable, file_.text(value, kStataText));
    return readstat_insert_string_ref(writer, column.variable,
                                      readstat_get_string_ref(writer, next_long_text_++));
  }

  const Contents& contents_;
  const FileDescription& description_;
  ReadstatFile file_;
  std::vector<Column> columns_;
  int next_long_text_ = 0;
};

}  // namespace

Result<Written> write_dta(RowSource& source, const FileDescription& description, const results::Sink& sink) {
  const Result<Contents> contents = contents_of(source);
  if (!contents) return contents.error();
  DtaFile file(*contents, description, sink);
  Status done = file.add_variables();
  if (done && file.has_long_texts())
    done = source.each_row([&](std::span<const Value> values) { return file.add_long_texts(values); });
  if (done) done = file.begin();
  if (done) done = source.each_row([&](std::span<const Value> values) { return file.row(values); });
  if (done) done = file.finish();
  if (!done) return done.error();
  return Written{contents->rows, 0};
}

}  // namespace takestock::datafiles
