// A new, sound database of what is intact in a damaged one.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.h"
#include "salvage/archive.h"

namespace takestock::salvage {

/// What was found and what was not, as plain sentences.
struct Report {
  std::vector<std::string> found;
  std::vector<std::string> missing;  ///< none: nothing is missing
  bool readable = true;              ///< false: nothing of a Takestock database is there; nothing was written
};

/// Reads the files (judge.h says what counts as intact) and writes a database at `path`, where nothing is
/// yet. The new database is a device of its own with a new name, and owes the hub all events again, which
/// changes nothing there. Doubtful values are in its table `doubtful`(survey, response, path, n, at, json,
/// reason), which no other command reads; n is 0 for an answer, else the number of the change. Errors: those
/// of the new database; then what is at `path` is not complete.
Result<Report> rescue(const DatabaseFiles& files, const std::string& path);

}  // namespace takestock::salvage
