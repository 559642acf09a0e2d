// Comma-separated values (RFC 4180): UTF-8, CRLF at the end of each record, quotes where they are needed,
// line breaks inside quotes.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "results/results_file.h"

namespace takestock::results {

struct CsvOptions {
  bool exact = false;  ///< texts as they are, without the guard below
  bool bom = false;    ///< a byte order mark in front, which Excel wants to know UTF-8 by
};

/// Spreadsheets run what looks like a formula. A text that starts, after blanks, with = + - @ (or their
/// full-width forms), with TAB or CR gets one apostrophe in front. So does a text that starts with an
/// apostrophe, so that unguarded() gives back every text exactly.
std::string guarded(std::string_view text);
std::string unguarded(std::string_view text);

/// What a spreadsheet cell holds (Excel): longer texts are written whole all the same, and counted.
inline constexpr std::size_t kSpreadsheetCell = 32'767, kSpreadsheetRows = 1'048'576,
                             kSpreadsheetColumns = 16'384;

class CsvWriter {
 public:
  CsvWriter(Sink sink, CsvOptions options);
  void text(std::string_view value);  ///< guarded unless exact
  void number(double value);          ///< never guarded: -5 stays a number
  void blank();
  Status end_row();  ///< hands the bytes over from time to time
  Status finish();
  std::size_t long_cells() const { return long_cells_; }  ///< over kSpreadsheetCell UTF-16 units
  std::size_t rows() const { return rows_; }

 private:
  void separate();
  void quote(std::string_view value);
  Sink sink_;
  CsvOptions options_;
  std::string buffer_;
  bool row_open_ = false;
  std::size_t long_cells_ = 0, rows_ = 0;
};

/// Reads all of it; `row` is called with the line (from 1) on which a record starts, and its cells. A byte
/// order mark is skipped; LF alone ends a record too; a blank line is no record. Errors (bad_text, `where`
/// "line N"): bytes that are not UTF-8, a quote that is not closed, text beside quotes; and what `row`
/// returns.
using CsvRow = std::function<Status(std::size_t line, std::vector<std::string>& cells)>;
Status read_csv(std::string_view text, const CsvRow& row, char delimiter = ',');

/// A table as spreadsheets and other programs save it, made ready for read_csv().
struct CsvFile {
  std::string text;      ///< UTF-8 without byte order mark and without a first line "sep=;"
  const char* encoding;  ///< "UTF-8", or "Windows-1252" for what is not UTF-8
  char delimiter;  ///< as "sep=" says, else of comma, semicolon and TAB what the first record has most of
};
/// Errors (bad_text): a workbook, UTF-16 or other bytes that are no text, with a sentence that says what to
/// do.
Result<CsvFile> open_csv(std::string bytes);

}  // namespace takestock::results
