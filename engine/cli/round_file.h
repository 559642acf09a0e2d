// What a round says about its results, read from its file.
#pragma once

#include <string>

#include "base/result.h"
#include "tabulation/round_settings.h"

namespace takestock::cli {

/// Errors: not_found, bad_request (it has mistakes, or is of another survey).
Result<tabulation::RoundSettings> round_settings(const std::string& path, const std::string& survey);

}  // namespace takestock::cli
