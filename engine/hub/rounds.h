// The rounds of a store: what is asked, from when until when.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "hub/job.h"
#include "survey/definition.h"

namespace takestock::hub {

/// A row of `round`.
struct StoredRound {
  std::string id, survey;
  std::string definition;        ///< digest
  std::string title;             ///< the survey's, in its default language
  std::string json;              ///< round.json as it was given; `opens` and `closes` are those of today
  Millis opens = 0, closes = 0;  ///< 0: from the start, until further notice
  Millis grace = 0;  ///< what was finished by `closes` may arrive so much later and counts, marked late
  bool open_to_anyone = false;

  bool open_at(Millis now) const { return now >= opens && (closes == 0 || now <= closes); }
};

/// not_found: there is no such round.
Result<StoredRound> load_round(Desk& desk, std::string_view id);

/// A new round. Either the round or all that is wrong with `round` and `definition`; nothing is written then.
/// A definition that is there already is shared. Errors: bad_state (there is a round of that id), the
/// database's.
struct AddedRound {
  std::optional<StoredRound> round;
  std::vector<survey::Problem> round_problems, definition_problems;
};
Result<AddedRound> add_round(Desk& desk, std::string_view round, std::string_view definition);

}  // namespace takestock::hub
