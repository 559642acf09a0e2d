#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "response/response.h"
#include "survey/round.h"

using namespace takestock;
using namespace takestock::survey;

namespace {

std::string file(const char* name) {
  std::ifstream in(std::string(TAKESTOCK_SOURCE_DIR "/surveys/taking-stock/") + name, std::ios::binary);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::shared_ptr<const Definition> taking_stock() {
  const Definition::Outcome outcome = Definition::read(file("survey.json"));
  for (const Problem& problem : outcome.problems) MESSAGE(problem.pointer << " " << problem.text);
  REQUIRE(outcome.definition);
  return outcome.definition;
}

/// One respondent at work.
class Answering {
 public:
  Answering() : made_(response::Response::make(taking_stock(), clock_, random_)) { REQUIRE(made_); }
  void answer(const char* name, const char* text) {
    REQUIRE((*made_)->set((*made_)->node_at(name), text, changes_).ok());
  }
  bool asks(const char* name) const { return made_.value()->relevant(made_.value()->node_at(name)); }
  std::string record() const { return made_.value()->record(false); }
  bool complete() const { return made_.value()->check_all(0).empty(); }

 private:
  FixedClock clock_;
  SeededRandom random_{1};
  Result<std::unique_ptr<response::Response>> made_;
  response::Changes changes_;
};

}  // namespace

TEST_CASE("Taking Stock: 21 numbered questions stand in the paper's order and sections") {
  const auto definition = taking_stock();
  std::string order, sections;
  for (const Node& node : definition->nodes()) {
    if (node.type == Type::group && node.parent == 0)
      sections += std::string(definition->text(node.label, 0)) + "|";
    const std::string_view number = definition->question_number(node);
    if (number.empty()) continue;
    order += std::string(number) + " ";
    CHECK(node.name == "q" + std::string(number));
  }
  CHECK(order == "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 ");
  CHECK(sections ==
        "Who you are answering for|Key principles and future challenges|Improvement, assurance and "
        "intervention|Improvement support|"
        "Children's services, adult social services and health|Conclusion|Quoting your response|");
}

TEST_CASE("Taking Stock: nothing is mandatory, so that an empty response is complete") {
  const auto definition = taking_stock();
  for (const Node& node : definition->nodes()) {
    CHECK_FALSE(node.required);
    CHECK(node.required_if == kNoExpression);
    CHECK(node.constraint == kNoExpression);
  }
  CHECK(Answering().complete());
}

TEST_CASE("Taking Stock: question 2 follows no or changes at 1, and nothing else") {
  Answering respondent;
  CHECK_FALSE(respondent.asks("q2"));
  respondent.answer("q1", "changes");
  CHECK(respondent.asks("q2"));
  respondent.answer("q2", "Shorter ones.");
  respondent.answer("q1", "all");
  CHECK_FALSE(respondent.asks("q2"));
  CHECK(respondent.record().find("Shorter") == std::string::npos);
  respondent.answer("q1", "none");
  CHECK(respondent.asks("q2"));
  CHECK(respondent.record().find("Shorter") != std::string::npos);
  respondent.answer("q1", "dk");
  CHECK_FALSE(respondent.asks("q2"));
}

TEST_CASE("Taking Stock: 14 follows yes at 13, and 16 follows yes at 15") {
  Answering respondent;
  for (const auto& [first, then] : {std::pair("q13", "q14"), std::pair("q15", "q16")}) {
    CHECK_FALSE(respondent.asks(then));
    respondent.answer(first, "yes");
    CHECK(respondent.asks(then));
    respondent.answer(first, "no");
    CHECK_FALSE(respondent.asks(then));
    respondent.answer(first, "dk");
    CHECK_FALSE(respondent.asks(then));
  }
}

TEST_CASE("Taking Stock: the type of council and the region are asked of those who have one") {
  Answering respondent;
  CHECK(respondent.asks("council_type"));
  CHECK(respondent.asks("region"));
  respondent.answer("role", "partner");
  CHECK_FALSE(respondent.asks("council_type"));
  CHECK(respondent.asks("region"));
  respondent.answer("role", "inspectorate");
  CHECK_FALSE(respondent.asks("region"));
  respondent.answer("role", "leader");
  CHECK(respondent.asks("council_type"));
}

TEST_CASE("Taking Stock: naming the organisation is only asked of those who may be quoted") {
  Answering respondent;
  CHECK_FALSE(respondent.asks("quote_by_name"));
  respondent.answer("quote", "yes");
  CHECK(respondent.asks("quote_by_name"));
  respondent.answer("quote", "no");
  CHECK_FALSE(respondent.asks("quote_by_name"));
}

TEST_CASE("Taking Stock: the round for demonstration is of this survey, open, and writes to nobody real") {
  const Round::Outcome outcome = Round::read(file("round.json"));
  REQUIRE(outcome.round);
  const Round& round = *outcome.round;
  CHECK(round.survey == taking_stock()->id());
  CHECK(round.demonstration);
  CHECK(round.open_at(0));
  CHECK(round.open_at(Millis{4102444800000}));
  for (const std::string& address : {round.contact_email, round.lost_link_email}) {
    CHECK(address.find("example.org") != std::string::npos);
  }
}
