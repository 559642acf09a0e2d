// Checks the members of a JSON object against the keys that may stand there.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "survey/report.h"

namespace takestock::survey {

/// Kinds of JSON value, as bits.
enum Kinds : std::uint8_t { kText = 1, kNumber = 2, kBoolean = 4, kList = 8, kObject = 16 };
bool is_one_of(json::Value value, unsigned kinds);
/// "a text or an object"
std::string kinds_text(unsigned kinds);

struct KeyRule {
  std::string_view key;
  unsigned kinds;
};

/// Finds the member of each rule: found[i] is the one with rules[i].key, or none. Unknown keys
/// ("unknown_key") and values of another kind ("wrong_kind") are reported and left out. Keys that start with
/// "_" are the author's own remarks. `what` is "a question".
void find_members(json::Value object, std::span<const KeyRule> rules, std::string_view what, Report& report,
                  json::Value* found);

/// Reports "wrong_kind" and says false if the value is not of these kinds. `what` starts the sentence: "A
/// choice".
bool expect_kind(json::Value value, unsigned kinds, std::string_view what, Report& report);

}  // namespace takestock::survey
