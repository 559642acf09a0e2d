// Responses as files of other programs (SPSS, Stata, Excel), and their codebook.
#pragma once

#include <cstddef>
#include <string>

#include "base/result.h"
#include "stored.h"

namespace takestock::cli {

struct DataFileWanted {
  std::string format;    ///< sav, dta, xlsx, codebook, codebook-csv or codebook-json
  std::string language;  ///< of labels
  std::string round;     ///< of the weights; "" for none
  std::string out;
  bool labels = false, drafts = false;
};

bool is_data_file(const std::string& format);
bool is_codebook(const std::string& format);

/// Writes the file and, on the error output, what did not fit into it. Errors: those of the database, of the
/// round and of the file.
Status write_data_file(const DataFileWanted& wanted, store::Store& store, const std::string& survey,
                       const Definitions& definitions);

}  // namespace takestock::cli
