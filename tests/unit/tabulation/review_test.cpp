#include "tabulation/review.h"

#include <doctest/doctest.h>

#include "unit/tabulation/survey.h"

using namespace takestock;
using namespace takestock::tabulation;

namespace {

const std::string kRegions =
    R"({"name":"region","rows":{"variable":"region","labels":["a","b"]},"cells":[100,74],"total":174,"released":true})";

/// Of those in region b who answered.
std::string views(int x, int y) {
  return R"-({"name":"view","rows":{"variable":"view","labels":["x","y"]},"filter":{"region":["b"],"view/asked":["(answered)"]},"cells":[)-" +
         std::to_string(x) + "," + std::to_string(y) + R"(],"total":)" + std::to_string(x + y) +
         R"(,"released":true})";
}

disclosure::Ledger ledger(const std::string& tables) {
  auto read = disclosure::Ledger::read(R"({"threshold":10,"tables":[)" + tables + "]}");
  REQUIRE(read.ok());
  return std::move(*read);
}

std::vector<std::string> telling(const std::string& before, const std::string& after) {
  return giving_away(ledger(before), ledger(before.empty() ? after : before + "," + after));
}

std::string body(const char* region, const char* hungry) {
  return std::string("{\"region\":\"") + region + "\",\"food\":{\"hungry\":\"" + hungry + "\"}}";
}

/// 74 in the north, of whom 5 did not answer, and 60 in the south.
std::vector<std::string> bodies() {
  std::vector<std::string> all;
  for (int i = 0; i < 74; ++i) all.push_back(body("north", i < 5 ? "" : i < 40 ? "yes" : "no"));
  for (int i = 0; i < 60; ++i) all.push_back(body("south", i < 30 ? "yes" : "no"));
  return all;
}

}  // namespace

TEST_CASE("a group that is part of another one and smaller by less than the threshold gives the rest away") {
  CHECK(telling(kRegions, views(40, 29)) == std::vector<std::string>{"view"});
  CHECK(telling("", kRegions + "," + views(40, 29)) == std::vector<std::string>{"view"});
  CHECK(telling(kRegions, views(40, 34)).empty());  // the same people
  CHECK(telling(kRegions, views(40, 24)).empty());  // ten are missing
}

TEST_CASE("what was shown before is not held against a later table") {
  CHECK(telling(kRegions + "," + views(40, 29), kRegions).empty());
}

TEST_CASE(
    "what is left out of a request are the measures and tables that were named, with all their choices") {
  const auto definition = definition_of(lunch());
  const Measures measures = *Measures::read(lunch(), *definition).measures;
  Request request{{"hungry", "sure", "kinds"}, "", {{"hungry", "region"}, {"region", ""}}, {}};
  CHECK(take_out(request, {"dishes/soup", "hungry"}, measures) ==
        std::vector<std::string>{"hungry", "kinds", "hungry"});
  CHECK(request.measures == std::vector<std::string>{"sure"});
  CHECK(request.tables == std::vector<std::pair<std::string, std::string>>{{"region", ""}});
}

TEST_CASE("how many of a group did not answer is not told by two releases when they are few") {
  const auto definition = definition_of(lunch());
  const Responses responses = responses_to(definition, bodies());
  const Measures measures = *Measures::read(lunch(), *definition).measures;
  const Weights weights;
  disclosure::Ledger shown = ledger_for(responses.codebook(), measures, 10);
  const Publisher publisher{responses, measures, weights, &shown};
  const auto regions = publisher.publish({{}, "", {{"region", ""}}, {}});
  REQUIRE(regions.ok());
  REQUIRE(regions->tables.at(0).counts.at(0).value == 74);
  const auto hungry = publisher.publish({{"hungry"}, "", {}, {{"region", "north"}}});
  REQUIRE(hungry.ok());
  const bool left_out = hungry->left_out == std::vector<std::string>{"were hungry"};
  CHECK((left_out || hungry->measures.at(0).lines.at(0).base.hidden));
  CHECK((!left_out || hungry->measures.empty()));
}
