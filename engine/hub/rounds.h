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

/// What was finished by a round's end may arrive so much later, and counts, marked late.
inline constexpr Millis kGraceMillis = 14 * 86'400'000LL;

/// A row of `round`.
struct StoredRound {
  std::string id, survey;
  std::string definition;        ///< digest
  std::string title;             ///< the survey's, in its default language
  std::string json;              ///< round.json; `opens` and `closes` in it are those of today
  Millis opens = 0, closes = 0;  ///< 0: from the start, until further notice
  Millis grace = 0;
  bool open_to_anyone = false;

  bool open_at(Millis now) const { return now >= opens && (closes == 0 || now <= closes); }
};

/// not_found: there is no such round.
Result<StoredRound> load_round(Desk& desk, std::string_view id);

/// By id. An error stays in desk.work.
std::vector<StoredRound> all_rounds(Desk& desk);

/// A round and its definition, read and checked: either both or all that is wrong with them.
struct CheckedRound {
  std::optional<StoredRound> round;
  std::shared_ptr<const survey::Definition> definition;
  std::vector<survey::Problem> round_problems, definition_problems;
};
CheckedRound check_round(const std::string& round, const std::string& definition);

/// The definition of that text, in the first store; one that is there already is shared.
void store_definition(Desk& desk, const survey::Definition& definition, std::string_view json);
/// bad_state: there is a round of that id.
Status store_round(Desk& desk, const StoredRound& round);

/// All of it for a round of the first store. Problems: nothing is written. Errors as of store_round(), the
/// database's.
Result<CheckedRound> add_round(Desk& desk, const std::string& round, const std::string& definition);

}  // namespace takestock::hub
