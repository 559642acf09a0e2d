// Comma-separated values of any source: one column per question, codes by their names, several choices as
// names with one space between them (results/csv.h says how cells are written).
#pragma once

#include "base/result.h"
#include "datafiles/row_source.h"
#include "results/csv.h"

namespace takestock::datafiles {

struct DelimitedOptions {
  results::CsvOptions csv;
  bool labels = false;  ///< labels of codes instead of their names; several parted by "; "
};

/// Reads the rows once. Returns how many cells are longer than a spreadsheet's can be.
Result<std::size_t> write_csv(RowSource& source, const DelimitedOptions& options, const results::Sink& sink);

}  // namespace takestock::datafiles
