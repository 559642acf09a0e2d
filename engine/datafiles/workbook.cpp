#include "datafiles/workbook.h"

#include <cmath>

#include "base/civil.h"
#include "datafiles/archive.h"
#include "datafiles/questions.h"
#include "datafiles/sheet_text.h"
#include "datafiles/workbook_parts.h"
#include "expression/expression.h"
#include "results/csv.h"

namespace takestock::datafiles {

namespace {

constexpr std::size_t kBufferBytes = 64 * 1024;
constexpr std::uint64_t kResponsesOfSheet = results::kSpreadsheetRows - 1;

/// Rows of cells, one after the other, into the archive's entry at hand.
class Sheet {
 public:
  explicit Sheet(Archive& archive) : archive_(archive) {}

  void begin(const std::string& head) { buffer_ = head, row_ = 0; }
  void begin_row() {
    number_ = std::to_string(++row_);
    buffer_ += "<row r=\"", buffer_ += number_, buffer_ += "\">";
  }
  void text(std::size_t column, std::string_view text, CellStyle style = CellStyle::text) {
    open(column, style);
    const bool outer_blanks = !text.empty() && (is_blank(text.front()) || is_blank(text.back()));
    buffer_ += outer_blanks ? " t=\"inlineStr\"><is><t xml:space=\"preserve\">" : " t=\"inlineStr\"><is><t>";
    if (append_cell_text(buffer_, text)) ++cut_texts_;
    buffer_ += "</t></is></c>";
  }
  void number(std::size_t column, double number, CellStyle style = CellStyle::plain) {
    open(column, style);
    buffer_ += "><v>", buffer_ += expression::number_text(number), buffer_ += "</v></c>";
  }
  Status end_row() {
    buffer_ += "</row>";
    return buffer_.size() < kBufferBytes ? Status(Done{}) : flush();
  }
  Status end() {
    buffer_ += "</sheetData></worksheet>";
    return flush();
  }
  std::size_t cut_texts() const { return cut_texts_; }

 private:
  static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

  void open(std::size_t column, CellStyle style) {
    while (letters_.size() <= column) letters_.push_back("<c r=\"" + column_letters(letters_.size()));
    buffer_ += letters_[column], buffer_ += number_, buffer_ += '"';
    if (style == CellStyle::plain) return;
    buffer_ += " s=\"", buffer_ += static_cast<char>('0' + static_cast<int>(style)), buffer_ += '"';
  }

  Status flush() {
    Status status = archive_.write(buffer_);
    buffer_.clear();
    return status;
  }

  Archive& archive_;
  std::string buffer_, number_;
  std::vector<std::string> letters_;
  std::uint64_t row_ = 0;
  std::size_t cut_texts_ = 0;
};

class Workbook {
 public:
  Workbook(const Contents& contents, const WorkbookOptions& options, const results::Sink& sink)
      : contents_(contents),
        options_(options),
        columns_(question_columns(contents.variables)),
        archive_(sink, local_date(options.description.made_at, 0),
                 local_time(options.description.made_at, 0)),
        sheet_(archive_) {}

  Status begin() {
    if (columns_.size() > results::kSpreadsheetColumns)
      return Error{Code::limit, "These are more columns than the 16,384 of an Excel file.", ""};
    const std::uint64_t full = contents_.rows == 0 ? 0 : (contents_.rows - 1) / kResponsesOfSheet;
    for (std::uint64_t i = 0; i <= full; ++i)
      names_.push_back(i == 0 ? "Responses" : "Responses " + std::to_string(i + 1));
    names_.insert(names_.end(), {"Variables", "Notes"});
    for (const Part& part : workbook_parts(names_, options_.description)) {
      Status written = archive_.add(part.name);
      if (written) written = archive_.write(part.xml);
      if (!written) return written;
    }
    return begin_responses();
  }

  Status row(std::span<const Value> values) {
    if (rows_ == kResponsesOfSheet) {
      Status next = sheet_.end();
      if (next) next = begin_responses();
      if (!next) return next;
    }
    ++rows_;
    sheet_.begin_row();
    for (std::size_t column = 0; column < columns_.size(); ++column) put(column, values);
    return sheet_.end_row();
  }

  Status finish() {
    Status done = sheet_.end();
    if (done) done = write_variables();
    if (done) done = write_notes();
    return done ? archive_.finish() : done;
  }

  std::size_t cut_texts() const { return sheet_.cut_texts(); }

 private:
  Status begin_sheet(const std::string& head) {
    sheet_.begin(head);
    return archive_.add(sheet_entry(++sheets_));
  }

  Status begin_responses() {
    rows_ = 0;
    if (Status begun = begin_sheet(sheet_head({})); !begun) return begun;
    std::vector<std::string> names;
    for (const QuestionColumn& column : columns_) names.push_back(column.name);
    return head(names);
  }

  Status head(const std::vector<std::string>& names) {
    sheet_.begin_row();
    for (std::size_t i = 0; i < names.size(); ++i) sheet_.text(i, names[i], CellStyle::head);
    return sheet_.end_row();
  }

  void put(std::size_t at, std::span<const Value> values) {
    const QuestionColumn& column = columns_[at];
    const Value& value = values[column.first];
    if (value.missing != Missing::none) return;
    const Variable& variable = contents_.variables[column.first];
    if (column.several) {
      join_chosen(contents_.variables, column, values, options_.labels, chosen_);
      return sheet_.text(at, chosen_);
    }
    if (variable.type == Type::code) return put_code(at, variable, variable.codes[value.code]);
    if (variable.type == Type::text) return sheet_.text(at, value.text);
    put_number(at, variable.type, value);
  }

  void put_code(std::size_t at, const Variable& variable, const Choice& code) {
    if (options_.labels) return sheet_.text(at, code.label);
    variable.numeric_names && !code.dont_know ? sheet_.number(at, code.number) : sheet_.text(at, code.name);
  }

  void put_number(std::size_t at, Type type, const Value& value) {
    if (type == Type::number) return sheet_.number(at, value.number);
    const auto number = excel_number(type, value.number);
    if (!number) return sheet_.text(at, value.text);
    sheet_.number(
        at, *number,
        type == Type::date ? CellStyle::date : (type == Type::time ? CellStyle::time : CellStyle::moment));
  }

  Status write_variables() {
    Status done = begin_sheet(sheet_head({22, 60, 14, 12, 22, 60}));
    if (done) done = head({"Variable", "Question", "Type", "Code", "Choice", "Label"});
    for (const Variable& variable : contents_.variables)
      if (done) done = write_variable(variable);
    return done ? sheet_.end() : done;
  }

  Status write_variable(const Variable& variable) {
    sheet_.begin_row();
    sheet_.text(0, variable.name), sheet_.text(1, variable.label), sheet_.text(2, type_word(variable.type));
    Status done = sheet_.end_row();
    for (const Choice& code : variable.codes) {
      if (!done) return done;
      sheet_.begin_row();
      sheet_.text(0, variable.name), sheet_.number(3, code.number);
      sheet_.text(4, code.name), sheet_.text(5, code.label);
      done = sheet_.end_row();
    }
    return done;
  }

  Status write_notes() {
    Status done = begin_sheet(sheet_head({110}));
    if (done) done = head({options_.description.title});
    for (const std::string& note : options_.description.notes) {
      if (!done) return done;
      sheet_.begin_row();
      sheet_.text(0, note, CellStyle::wrapped);
      done = sheet_.end_row();
    }
    return done ? sheet_.end() : done;
  }

  const Contents& contents_;
  const WorkbookOptions& options_;
  const std::vector<QuestionColumn> columns_;
  Archive archive_;
  Sheet sheet_;
  std::vector<std::string> names_;
  std::uint64_t rows_ = 0;
  std::size_t sheets_ = 0;
  std::string chosen_;
};

}  // namespace

Result<Written> write_xlsx(RowSource& source, const WorkbookOptions& options, const results::Sink& sink) {
  const Result<Contents> contents = contents_of(source);
  if (!contents) return contents.error();
  Workbook workbook(*contents, options, sink);
  Status done = workbook.begin();
  if (done) done = source.each_row([&](std::span<const Value> values) { return workbook.row(values); });
  if (done) done = workbook.finish();
  if (!done) return done.error();
  return Written{contents->rows, workbook.cut_texts()};
}

}  // namespace takestock::datafiles
