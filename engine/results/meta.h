// What a record says about its response beside the answers: its member "meta", where the survey has no "meta"
// of its own.
//
//   {"q1":"yes","meta":{"filled_in_by":"A. Person",
//     "interview":{"number":7,"interviewer":"B. Person","outcome":"complete","started":ms,"ended":ms,
//       "position":{"latitude":51.5,"longitude":-0.1,"accuracy":12,"at":ms}},
//     "comments":{"q1":"said after a pause"}}}
//
// All of them may be absent, and so may the position. Milliseconds are since 1970 UTC by the device's clock;
// latitude and longitude are degrees (WGS 84), accuracy is the radius in metres.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/doors.h"
#include "base/json.h"

namespace takestock::results {

inline constexpr char kComplete[] = "complete";

struct Position {
  double latitude = 0, longitude = 0, accuracy = 0;
  Millis at = 0;
};

struct Interview {
  std::int64_t number = 0;  ///< on its device, from 1
  std::string interviewer;
  std::string outcome;  ///< complete, partial, refused, not_at_home, not_eligible or ended_early
  Millis started = 0, ended = 0;
  std::optional<Position> position;
};

struct Meta {
  std::string filled_in_by;  ///< "" if nobody said
  std::optional<Interview> interview;
  std::map<std::string, std::string> comments;  ///< by question
};

/// Nothing: it is not as described above, or a text is too long (names 200 characters, comments 2,000).
std::optional<Meta> read_meta(const json::Value& meta);

/// Of a whole record; nothing in it where there is none or it cannot be read.
Meta meta_of(std::string_view record);

}  // namespace takestock::results
