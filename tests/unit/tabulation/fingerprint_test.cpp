#include "tabulation/fingerprint.h"

#include <doctest/doctest.h>

#include "unit/tabulation/survey.h"

using namespace takestock;
using namespace takestock::tabulation;

namespace {

std::shared_ptr<const survey::Definition> changed(const std::string& from, const std::string& to) {
  std::string text = lunch();
  text.replace(text.find(from), from.size(), to);
  auto definition = definition_of(text);
  REQUIRE(definition);
  return definition;
}

}  // namespace

TEST_CASE("a question compares with itself only where wording, choices and routing are the same") {
  const auto before = definition_of(lunch());
  const struct {
    const char *from, *to, *question;
    Break why;
  } kCases[] = {{"\"version\": \"1\"", "\"version\": \"2\"", "hungry", Break::none},
                {"\"Hungry?\"", "\"Are you hungry?\"", "hungry", Break::wording},
                {"\"label\": \"Soup\"", "\"label\": \"Hot soup\"", "dishes", Break::choices},
                {"\"relevant\": \"${hungry} = 'yes'\"", "\"relevant\": \"${hungry} != 'no'\"", "dishes",
                 Break::routing},
                {"\"type\": \"integer\"", "\"type\": \"decimal\"", "guests", Break::type},
                {"\"name\": \"why\"", "\"name\": \"why_so\"", "why", Break::not_asked}};
  for (const auto& each : kCases) {
    CAPTURE(each.to);
    const auto after = changed(each.from, each.to);
    CHECK(break_between(*before, *after, each.question) == each.why);
    CHECK((fingerprint(*before, each.question) == fingerprint(*after, each.question)) ==
          (each.why == Break::none));
    CHECK(break_between(*before, *after, "region") == Break::none);
  }
}

TEST_CASE("responses to versions that ask differently say so") {
  const auto first = definition_of(lunch());
  std::string text = lunch();
  text.replace(text.find("\"Hungry?\""), 9, "\"Are you hungry?\"");
  text.replace(text.find("\"version\": \"1\""), 14, "\"version\": \"2\"");
  const auto second = definition_of(text);
  REQUIRE(second);
  Responses responses(Codebook({first, second}, {"", {}}), {});
  REQUIRE(responses.add(first->digest(), "{}").ok());
  REQUIRE(responses.finish().ok());
  CHECK(version_notes(responses).empty());
  REQUIRE(responses.add(second->digest(), "{}").ok());
  REQUIRE(responses.finish().ok());
  const auto notes = version_notes(responses);
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].find("hungry (its wording changed)") != std::string::npos);
}
