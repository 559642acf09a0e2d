// The file of Excel (.xlsx, ECMA-376 5th edition): a sheet of responses, one with all variables and their
// codes, one with notes.
//
// Cells have types: numbers are numbers; dates, times and moments are Excel's; everything else is text and
// nothing but text, whatever it looks like: never a formula, a link or a number, also after it was edited.
// Dates before 1 March 1900, which Excel and other programs count differently, are texts ("1899-12-31").
// Codes are named as in the survey, as numbers if all of a question's are. Line ends are LF.
//
// A sheet holds 1,048,575 responses; more go on in "Responses 2" and so on. Rows are read twice, so that a
// column has one type. Memory holds one row, and nothing is written but to the sink.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "datafiles/row_source.h"
#include "datafiles/statistics_files.h"
#include "results/results_file.h"

namespace takestock::datafiles {

struct WorkbookOptions {
  FileDescription description;
  bool labels = false;  ///< labels of codes in the cells instead of their names
};

/// Texts over 32,767 UTF-16 units are cut and counted. Errors: limit (more columns than 16,384, or 4 GiB),
/// and those of the source and the sink.
Result<Written> write_xlsx(RowSource& source, const WorkbookOptions& options, const results::Sink& sink);

}  // namespace takestock::datafiles
