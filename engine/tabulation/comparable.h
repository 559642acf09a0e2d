// Whether two rounds' figures of one measure or question compare. Private to the room.
#pragma once

#include <string>

#include "tabulation/trend.h"

namespace takestock::tabulation {

/// "" if the measure of that name compares, else why not, a sentence that names the earlier round. Both
/// rounds have the measure.
std::string why_not_comparable(const RoundRelease& earlier, const RoundRelease& later,
                               const std::string& measure);
/// The same for the question of a table.
std::string why_question_not_comparable(const RoundRelease& earlier, const RoundRelease& later,
                                        const std::string& question);

}  // namespace takestock::tabulation
