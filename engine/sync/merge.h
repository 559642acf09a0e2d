// Two people changed one response without knowing of each other: which answers come together by themselves,
// and which somebody has to choose between.
//
// Question by question, from three states: the last one that both had seen (base), this device's (mine) and
// the other's (theirs). What only one side changed is taken; the same change on both sides is none; a
// question that both changed to something else is a conflict, in which nothing is taken. A blank is a value
// like any other. Pure functions.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "store/event.h"

namespace takestock::sync {

/// Question -> JSON text, in one form for one value; what is blank is not there. Groups do not matter:
/// a question may stand elsewhere in another version of the survey.
using Answered = std::map<std::string, std::string>;

/// Of a record (response/response.h). bad_text: it is none.
Result<Answered> answered_in(std::string_view record);
/// One JSON value in that form; "" for null and what is no answer.
std::string answer_text(const json::Value& value);

/// A question that the others changed.
struct Difference {
  enum class Outcome : std::uint8_t { same, taken, conflict };
  std::string name;
  std::string theirs;  ///< "null" if blank
  Outcome outcome = Outcome::same;
};

/// By name.
std::vector<Difference> merge(const Answered& base, const Answered& mine, const Answered& theirs);

/// An event that somebody who has seen `seen` has to be told of. A withdrawal takes nothing out of the
/// answers: they go on as a draft, so it has the body of what it took back.
struct News {
  store::Event theirs;
  Answered base;  ///< of the last event that both knew of; none where its body cannot be read
};

/// The head and then the newest draft, as far as whoever has seen `seen` does not know of them.
std::vector<News> news_for(std::span<const store::Event> events, const std::vector<store::EventRef>& seen);

}  // namespace takestock::sync
