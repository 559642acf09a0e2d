// takestock conformance: runs a corpus of expressions whose answers are known and says which differ.
#pragma once

#include <string>
#include <vector>

namespace takestock::cli {

/// `xpath CASES.jsonl DOCS.json [--profile P]... [--at-least PERCENT]`: prints the pass count of each tier
/// and profile, then each failing case. 1 if of the tier `agreed` in the profiles asked for (all, if none is)
/// fewer pass than PERCENT (100 unless told), 2 if misused.
int conformance(std::vector<std::string> arguments);

}  // namespace takestock::cli
