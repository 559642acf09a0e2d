// The CSV files that estimates are made from, as columns of text.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace takestock::cli {

/// One CSV file; its first record names the columns. Blanks around a cell are not part of it, and an empty
/// cell is "not answered".
class Table {
 public:
  using Column = std::vector<std::string>;
  /// Errors: not_found, limit, internal (see read_file()), bad_text: no CSV, no names, a name twice, a record
  /// that is longer or shorter than the first.
  static Result<Table> read(const std::string& path);

  std::size_t rows() const { return columns_.empty() ? 0 : columns_.front().size(); }
  const std::vector<std::string>& names() const { return names_; }
  const Column* find(const std::string& name) const;  ///< nullptr if there is no such column

 private:
  Status take(std::size_t line, const std::vector<std::string>& cells);
  std::vector<std::string> names_;
  std::vector<Column> columns_;
};

/// The files of one folder, each read once. A name may leave out ".csv".
class Folder {
 public:
  explicit Folder(std::string path) : path_(std::move(path)) {}
  /// The file, which lives as long as the folder. Errors: those of Table::read(); bad_request: a name with a
  /// path.
  Result<const Table*> table(const std::string& name);

 private:
  std::string path_;
  std::map<std::string, Result<Table>> read_;
};

/// The number that a cell writes in decimal; nothing if it is empty or something else.
std::optional<double> cell_number(const std::string& cell);
/// The same text, or the same number.
bool same_code(const std::string& cell, const std::string& code);
/// select_multiple: the codes of a cell, separated by blanks.
std::vector<std::string> ticks(const std::string& cell);
/// Whether the column holds several codes in a cell: its name starts with "m_".
bool is_multiple(const std::string& column);

/// Whether a cell, with `multiple` one of its codes, is one of these; "" is no answer.
bool has_code(const std::string& cell, const std::vector<std::string>& codes, bool multiple);

}  // namespace takestock::cli
