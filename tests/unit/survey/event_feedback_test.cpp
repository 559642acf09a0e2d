#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>

#include "survey/definition.h"
#include "survey/round.h"

using namespace takestock;
using survey::Definition;

namespace {

std::string file(const char* name) {
  std::ifstream in(std::string(TAKESTOCK_SOURCE_DIR "/surveys/event-feedback/") + name);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("the survey for events has no mistakes and asks fifteen numbered questions") {
  const Definition::Outcome outcome = Definition::read(file("survey.json"));
  for (const survey::Problem& problem : outcome.problems) MESSAGE(problem.pointer << " " << problem.text);
  REQUIRE(outcome.definition);
  const auto nodes = outcome.definition->nodes();
  const auto numbered = std::count_if(nodes.begin(), nodes.end(), [&](const survey::Node& node) {
    return !outcome.definition->question_number(node).empty();
  });
  CHECK(numbered == 15);
  CHECK(outcome.definition->node(outcome.definition->slot_named("signature")).type == survey::Type::image);
}

TEST_CASE("its round is one of that survey, and not open to anyone") {
  const survey::Round::Outcome outcome = survey::Round::read(file("round.json"));
  REQUIRE(outcome.round);
  CHECK(outcome.round->survey == "event-feedback");
  CHECK_FALSE(outcome.round->open_to_anyone);
}
