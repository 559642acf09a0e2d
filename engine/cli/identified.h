// Results and files that may identify people: given for a stated reason, which is kept.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace takestock::cli {

/// Appends the time, the reason and the command's words to the file "PATH.identified.log" beside the data,
/// and says so on the error output. Errors: storage_full (then nothing is to be shown).
Status log_identified(const std::string& command, const std::string& path, const std::string& reason,
                      const std::vector<std::string>& words);

/// There is something to read in it.
bool is_reason(const std::string& text);

}  // namespace takestock::cli
