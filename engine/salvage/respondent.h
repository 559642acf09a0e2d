// One response: what was found of it, and what of that is right (the rules are in judge.h).
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "salvage/chain.h"
#include "salvage/columns.h"
#include "salvage/judge.h"
#include "store/event.h"

namespace takestock::salvage {

/// A row of the table `answer`, in as many versions as were found.
struct Candidate {
  std::string json;
  bool proven = false;
};

struct FoundResponse {
  std::vector<Row> particulars;  ///< rows of the table `response`
  std::map<std::int64_t, Change> changes;
  std::set<std::int64_t> contradictory;  ///< changes that were found with two contents; not among them
  std::map<std::string, std::vector<Candidate>> answers;
  std::vector<store::Event> events;
};
using FoundResponses = std::map<std::pair<std::string, std::string>, FoundResponse>;

struct RightResponse {
  std::map<std::string, std::string> answers;                    ///< path -> JSON text
  std::map<std::int64_t, std::pair<std::string, Past>> history;  ///< by number; path
  std::vector<Doubt> doubts;
  ResponseFinding finding;
  std::int64_t last_number = 0, last_at = 0, first_at = 0;  ///< of the changes that were found
};

/// `updated`: when its particulars say that it was last changed; 0: they are lost. `log_damaged`: see
/// judge().
/// `paths`: those that at least two rows of the file have, so that none of them is damaged.
RightResponse weigh(const std::string& survey, const std::string& id, const FoundResponse& found,
                    const std::set<std::string>& paths, std::int64_t updated, bool log_damaged);

}  // namespace takestock::salvage
