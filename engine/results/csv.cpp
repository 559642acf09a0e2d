#include "results/csv.h"

#include "base/utf8.h"
#include "expression/expression.h"

namespace takestock::results {

namespace {

constexpr std::size_t kBufferBytes = 64 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Blanks that a spreadsheet may skip before it looks at the first character.
bool is_blank(char32_t c) {
  return c == ' ' || c == '\n' || c == 0xA0 || c == 0x3000 || c == 0xFEFF || (c >= 0x2000 && c <= 0x200F);
}

bool starts_formula(char32_t c) {
  switch (c) {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
    case 0:
      return true;
    case 0xFF1D:
    case 0xFF0B:
    case 0xFF0D:
    case 0xFF20:
      return true;  // the same, full width
    case 0x2212:
      return true;  // minus sign
    default:
      return false;
  }
}

bool needs_guard(std::string_view text) {
  if (!text.empty() && text[0] == '\'') return true;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = utf8_next(text, at);
    if (!is_blank(c)) return starts_formula(c);
  }
  return false;
}

bool longer_than_cell(std::string_view text) {
  if (text.size() <= kSpreadsheetCell) return false;
  std::size_t units = 0;
  for (std::size_t at = 0; at < text.size();) units += utf8_next(text, at) > 0xFFFF ? 2 : 1;
  return units > kSpreadsheetCell;
}

}  // namespace

std::string guarded(std::string_view text) { return (needs_guard(text) ? "'" : "") + std::string(text); }

std::string unguarded(std::string_view text) {
  return std::string(!text.empty() && text[0] == '\'' ? text.substr(1) : text);
}

CsvWriter::CsvWriter(Sink sink, CsvOptions options) : sink_(std::move(sink)), options_(options) {
  if (options_.bom) buffer_ = kByteOrderMark;
}

void CsvWriter::separate() {
  if (row_open_) buffer_ += ',';
  row_open_ = true;
}

void CsvWriter::quote(std::string_view value) {
  buffer_ += '"';
  for (std::size_t at = value.find('"'); at != std::string_view::npos; at = value.find('"')) {
    buffer_ += value.substr(0, at + 1);
    buffer_ += '"';
    value.remove_prefix(at + 1);
  }
  buffer_ += value;
  buffer_ += '"';
}

void CsvWriter::text(std::string_view value) {
  separate();
  if (longer_than_cell(value)) ++long_cells_;
  const bool guard = !options_.exact && needs_guard(value);
  const bool quotes = value.find_first_of(",\"\r\n") != std::string_view::npos;
  if (guard && quotes) return quote("'" + std::string(value));
  if (guard) buffer_ += '\'';
  if (quotes) return quote(value);
  buffer_ += value;
}

void CsvWriter::number(double value) {
  separate();
  buffer_ += expression::number_text(value);
}

void CsvWriter::blank() { separate(); }

Status CsvWriter::end_row() {
  buffer_ += "\r\n";
  row_open_ = false;
  ++rows_;
  return buffer_.size() < kBufferBytes ? Status(Done{}) : finish();
}

Status CsvWriter::finish() {
  Status status = sink_(buffer_);
  buffer_.clear();
  return status;
}

namespace {

class CsvReader {
 public:
  CsvReader(std::string_view text, const CsvRow& row, char delimiter)
      : text_(text), row_(row), delimiter_(delimiter) {}

  Status read() {
    while (at_ < text_.size()) {
      const std::size_t start = line_;
      if (skip_line_end()) continue;
      cells_.clear();
      if (Status status = read_record(); !status) return status;
      if (Status status = row_(start, cells_); !status) return status;
    }
    return Done{};
  }

 private:
  Error wrong(const char* sentence, std::size_t line) const {
    return {Code::bad_text, sentence, "line " + std::to_string(line)};
  }

  bool skip_line_end() {
    if (text_.substr(at_, 2) == "\r\n") ++at_;
    if (at_ >= text_.size() || text_[at_] != '\n') return false;
    ++at_;
    ++line_;
    return true;
  }

  Status read_record() {
    for (;;) {
      if (Status status = read_cell(); !status) return status;
      if (at_ == text_.size() || skip_line_end()) return Done{};
      if (text_[at_] != delimiter_) return wrong("There is text beside the quotes of a cell.", line_);
      ++at_;
    }
  }

  Status read_cell() {
    cells_.emplace_back();
    if (at_ < text_.size() && text_[at_] == '"') return read_quoted();
    std::size_t end = at_;
    while (end < text_.size() && text_[end] != delimiter_ && text_[end] != '\n' &&
           text_.substr(end, 2) != "\r\n") {
      if (text_[end] == '"')
        return wrong("There is a quote inside a cell that does not start with one.", line_);
      ++end;
    }
    cells_.back() = text_.substr(at_, end - at_);
    at_ = end;
    return Done{};
  }

  Status read_quoted() {
    const std::size_t start = line_;
    for (++at_;; ++at_) {
      const std::size_t end = text_.find('"', at_);
      if (end == std::string_view::npos) return wrong("A quote that opens a cell here is not closed.", start);
      const std::string_view piece = text_.substr(at_, end - at_);
      for (const char c : piece) line_ += c == '\n';
      cells_.back() += piece;
      at_ = end + 1;
      if (at_ >= text_.size() || text_[at_] != '"') return Done{};
      cells_.back() += '"';
    }
  }

  std::string_view text_;
  const CsvRow& row_;
  const char delimiter_;
  std::size_t at_ = 0, line_ = 1;
  std::vector<std::string> cells_;
};

}  // namespace

Status read_csv(std::string_view text, const CsvRow& row, char delimiter) {
  if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) text.remove_prefix(kByteOrderMark.size());
  const std::size_t error = utf8_error(text);
  if (error != std::string_view::npos) {
    std::size_t line = 1;
    for (const char c : text.substr(0, error)) line += c == '\n';
    return Error{Code::bad_text, "This file is not UTF-8 text.", "line " + std::to_string(line)};
  }
  return CsvReader(text, row, delimiter).read();
}

}  // namespace takestock::results
