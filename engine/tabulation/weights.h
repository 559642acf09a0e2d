// What each response counts, and for how many members of a known population.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "tabulation/responses.h"
#include "tabulation/round_settings.h"

namespace takestock::tabulation {

struct Weights {
  std::vector<double> values;  ///< per row; empty: 1 each
  std::vector<std::uint32_t>
      cells;  ///< per row, of post-stratification (else empty); the last one: of no part
  std::optional<double> population;  ///< N, of the parts that somebody answered from
  std::string question;              ///< post-stratification to this one's parts, whose sizes are:
  std::vector<double> parts;         ///< by code; 0 where nothing is known
  std::string note;  ///< a sentence on what was done, and on what is not covered; "" if nothing
};

/// A response of no known part of the population weighs 0. Errors: not_found (no such question or choice),
/// bad_state (margins that cannot all hold, a weight that is below 0).
Result<Weights> weigh(const Responses& responses, const RoundSettings& settings);

}  // namespace takestock::tabulation
