// A small survey with every kind of column, and responses to it.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/doors.h"
#include "results/results_file.h"
#include "store/event.h"
#include "survey/definition.h"

namespace takestock::samples {

inline const char kSurvey[] = R"json({
  "takestock": 1, "id": "parks", "version": "2", "title": "Parks & <gardens>", "default_language": "en", "languages": ["en", "cy"],
  "choices": {
    "yes_no": [{"name": "yes", "label": {"en": "Yes", "cy": "Oes"}}, {"name": "no", "label": {"en": "No", "cy": "Nac oes"}}],
    "use": [{"name": "walk", "label": "Walking"}, {"name": "play", "label": "Playing; games"}, {"name": "none", "label": "None of these"}]
  },
  "survey": [
    {"type": "group", "name": "first", "label": "Your park", "children": [
      {"type": "note", "name": "background", "label": "Some background.\n\nSecond paragraph."},
      {"type": "select_one yes_no", "name": "q1", "number": "1", "label": "Do you know a park?", "hint": "Any park."},
      {"type": "select_multiple use", "name": "q2", "number": "2", "label": "What for?", "relevant": "${q1} = 'yes'"},
      {"type": "integer", "name": "q3", "number": "3", "label": "How often?", "relevant": "${q1} = 'yes'"},
      {"type": "decimal", "name": "q4", "number": "4", "label": "How far, in miles?"}
    ]},
    {"type": "group", "name": "second", "label": "What you think", "relevant": "${twice} != 2", "children": [
      {"type": "text", "name": "q5", "number": "5", "label": "What should change?", "appearance": "multiline"},
      {"type": "date", "name": "q6", "number": "6", "label": "Since when?"}
    ]},
    {"type": "calculate", "name": "twice", "calculation": "2 * ${q4}"},
    {"type": "text", "name": "status", "label": "Anything else about the status of <parks>?"}
  ]
})json";

inline std::shared_ptr<const survey::Definition> definition(const std::string& json = kSurvey) {
  survey::Definition::Outcome outcome = survey::Definition::read(json);
  for (const survey::Problem& problem : outcome.problems) FAIL_CHECK(problem.pointer, ": ", problem.text);
  REQUIRE(outcome.definition);
  return outcome.definition;
}

inline results::DefinitionText text_of(const std::string& json = kSurvey) {
  const auto read = definition(json);
  return {read->digest(), read->version(), json};
}

/// 32 hexadecimal digits out of one.
inline std::string id(char digit) { return std::string(32, digit); }

inline store::Event event(char response, char device, std::int64_t seq, const std::string& body,
                          Millis at = 1'700'000'000'000, store::EventKind kind = store::EventKind::submit) {
  store::Event made;
  made.survey = "parks", made.response = id(response), made.device = id(device), made.seq = seq;
  made.form_hash = definition()->digest();
  made.kind = kind, made.at = at, made.offset_minutes = 60, made.body = body;
  made.sha256 = made.digest();
  return made;
}

inline std::string file_of(const std::vector<store::Event>& events,
                           const std::vector<results::DefinitionText>& definitions = {text_of()}) {
  std::string bytes;
  const auto sink = [&](std::string_view more) {
    bytes += more;
    return Status(Done{});
  };
  results::ResultsWriter writer(sink,
                                {"parks", id('d'), 1'700'000'000'001, definitions.size(), events.size()});
  for (const auto& one : definitions) REQUIRE(writer.definition(one).ok());
  for (const auto& one : events) REQUIRE(writer.event(one).ok());
  REQUIRE(writer.finish().ok());
  return bytes;
}

}  // namespace takestock::samples
