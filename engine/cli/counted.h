// The responses of databases and results files, ready to be counted.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "tabulation/measures.h"
#include "tabulation/responses.h"

namespace takestock::cli {

struct Counted {
  std::string survey;
  tabulation::Measures measures;  ///< of the newest version
  tabulation::Responses responses;
};

/// `files`: one database, or results files (opened with the key file `key` where they are sealed), which are
/// merged as `takestock import` does. `open`: questions without choices by which something is divided.
/// Errors: not_found, bad_text, bad_definition, and the database's.
Result<Counted> count_files(const std::vector<std::string>& files, const std::string& key,
                            const std::string& survey, const std::string& language,
                            const std::vector<std::string>& open);

}  // namespace takestock::cli
