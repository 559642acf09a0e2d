// What a round says about its results.
//
//   "disclosure_threshold": 10,            // 5 to 1000; counts below it are not published
//   "population": {"region": {"London": 33, "South East": 74}},
//   "weights": "weight"
//
// `population`: known totals by the choices (name or label) of one or more questions; one question: responses
// are weighted to it by post-stratification, several: by raking. `weights` instead names a number in each
// response. Without either nothing is weighted.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "disclosure/tables.h"
#include "survey/definition.h"

namespace takestock::tabulation {

struct KnownTotal {
  std::string category;
  double count = 0;
};
struct KnownTotals {
  std::string question;
  std::vector<KnownTotal> totals;
};

struct RoundSettings {
  int threshold = disclosure::kDefaultThreshold;
  std::vector<KnownTotals> population;
  std::string weights;

  struct Outcome;
  /// Reads these members of a round's JSON text; on any mistake all of them. Whether questions and choices
  /// are there is found when the responses are weighted.
  static Outcome read(std::string_view json);
};

struct RoundSettings::Outcome {
  std::optional<RoundSettings> settings;
  std::vector<survey::Problem> problems;
};

}  // namespace takestock::tabulation
