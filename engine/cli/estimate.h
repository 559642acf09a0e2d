// takestock estimate: published figures worked out again from CSV files, so that anybody can check any of
// them.
//
// REQUESTS.json is a list of {"id", "measure", "args"}; the answer is one object {id: number or null}.
// docs/estimate.md has every measure with its arguments and formula.
#pragma once

#include <string>
#include <vector>

namespace takestock::cli {

/// `REQUESTS.json --data DIR [-o OUT]`. A request that cannot be read is answered with null and a sentence on
/// the standard error, the others all the same; then, and if a file is missing, 1. 2 if misused.
int estimate(std::vector<std::string> arguments);

}  // namespace takestock::cli
