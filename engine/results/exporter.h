// A table written somewhere: as CSV, as JSON, as a SQLite database.
//
//   CSV     one header record, then one record per response; select_multiple as names with one space between
//   (labels: "; "). JSON    an array with one object per line:
//   {"survey","response","status","version","finished_at","device","answers":{column: null,
//           number, text or array of texts}}, every column in every object.
//   SQLite  response (the table; numbers INTEGER or REAL, a select_multiple as in CSV), answer (long form:
//   one row per answer, one per name of a
//           select_multiple, always with name and label), codebook (per version and question: number, exact
//           label, hint, type, choices, relevant as the author wrote it), definition (its whole JSON), event
//           (everything that was ever received, as stored).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "results/csv.h"
#include "results/results_file.h"
#include "results/table.h"
#include "store/database.h"

namespace takestock::results {

/// begin(), then for each response its events and its row if it has one, then finish(). After an error
/// nothing more is called.
class Exporter {
 public:
  virtual ~Exporter() = default;
  virtual Status begin(const std::vector<DefinitionText>& definitions) = 0;
  virtual Status event(const store::Event&) { return Done{}; }
  /// `cells` as Table::fill gives them, `event` what they were filled from.
  virtual Status row(const store::Event& event, const std::vector<Cell>& cells) = 0;
  virtual Status finish() = 0;
  /// Cells that are longer than a spreadsheet's can be (CSV only).
  virtual std::size_t long_cells() const { return 0; }
};

// `table` (and `database`) outlive the exporter.
std::unique_ptr<Exporter> csv_exporter(const Table& table, Sink sink, CsvOptions options);
std::unique_ptr<Exporter> json_exporter(const Table& table, Sink sink);
/// Into an empty database; one transaction. The table is to hold names, not labels. Errors beside the
/// database's: limit (more columns than SQLite's 2,000).
std::unique_ptr<Exporter> sqlite_exporter(const Table& table, store::Database& database);

/// A cell of several names as one text.
std::string joined_names(const Cell& cell, bool labels);

}  // namespace takestock::results
