// The files of SPSS (.sav) and Stata (.dta, release 118: Stata 14 and later), written by ReadStat.
//
//                     SPSS                                    Stata
//   codes             numbers with value labels               whole numbers with value labels
//   skipped           a number declared missing: -9           .a
//   not asked         the same: -1                            .b
//   don't know        the same: -8, -7, ..                    .c, .d, ..
//   date              DATE11, seconds since 1582-10-14        %td, days since 1960-01-01
//   moment            DATETIME20                              %tc, milliseconds since 1960-01-01 00:00
//   text              A, up to 32,767 bytes*                  str, up to 2,045 bytes; longer ones strL
//   variable label    up to 255 bytes                         up to 80 characters
//   value label       up to 120 bytes                         as it is
//
// * without blanks at its end, which SPSS does not tell from none.
//
// Where a variable has answers as low as the numbers for missing, those are lower: -99 and -91, -990 and -910
// and so on, below all its answers; dates and times have -9 and -1 without labels, which would make R take
// them for codes. A text that was skipped or not asked is empty; where not everybody is asked, a variable
// "..._asked" behind it tells which. Wording that does not fit is shortened at its place and stands whole in
// the file's notes (SPSS: documents).
//
// Rows are read twice, so that widths are known before the first is written; a third time where a Stata text
// is longer than 2,045 bytes. Memory holds one row, except for such texts: Stata has them behind all rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/doors.h"
#include "base/result.h"
#include "datafiles/row_source.h"
#include "results/results_file.h"

namespace takestock::datafiles {

struct FileDescription {
  std::string title;
  std::vector<std::string> notes = {};  ///< sentences on what the file is
  Millis made_at = 0;
};

struct Written {
  std::uint64_t rows = 0;
  std::size_t cut_texts = 0;  ///< texts that are longer than the format holds and were cut
};

/// Longest text, in bytes.
inline constexpr std::size_t kSpssText = 32'767, kStataText = 2'045;

/// Errors: limit (more variables than 9,999 for SPSS, 32,767 for Stata; a number that Stata cannot hold), and
/// those of the source and the sink.
Result<Written> write_sav(RowSource& source, const FileDescription& description, const results::Sink& sink);
Result<Written> write_dta(RowSource& source, const FileDescription& description, const results::Sink& sink);

}  // namespace takestock::datafiles
