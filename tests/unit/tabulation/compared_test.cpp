// Rounds compared, spidergrams, peers, and measures that are protected together with the tables of their
// questions.
#include <doctest/doctest.h>

#include "tabulation/fingerprint.h"
#include "tabulation/peers.h"
#include "tabulation/spidergram.h"
#include "tabulation/trend.h"
#include "unit/tabulation/survey.h"

using namespace takestock;
using namespace takestock::tabulation;

namespace {

struct Round {
  std::shared_ptr<const survey::Definition> definition;
  Responses responses;
  Measures measures;
  Weights weights;
  Release release;

  Round(const std::string& text, const std::vector<std::string>& bodies)
      : definition(definition_of(text)), responses(responses_to(definition, bodies)) {
    auto read = Measures::read(text, *definition);
    REQUIRE(read.measures.has_value());
    measures = std::move(*read.measures);
  }
  void publish(const Request& request, disclosure::Ledger* ledger = nullptr) {
    auto made = Publisher{responses, measures, weights, ledger, "1"}.publish(request);
    REQUIRE_MESSAGE(made.ok(), (made.ok() ? "" : made.error().message));
    release = std::move(*made);
  }
  RoundRelease as(const char* label) const {
    return {{label, label, Part::answer}, responses, measures, release};
  }
};

std::string changed(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

std::vector<std::string> times(std::size_t n, const std::string& body) {
  return std::vector<std::string>(n, body);
}

std::vector<std::string> hungry(std::size_t yes, std::size_t no) {
  auto all = times(yes, R"({"region":"north","food":{"hungry":"yes","dishes":["soup"],"guests":2}})");
  const auto others = times(no, R"({"region":"south","food":{"hungry":"no","guests":1}})");
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

std::string broken_by(const std::string& later, const char* measure) {
  Round before(lunch(), hungry(30, 20)), after(later, hungry(40, 10));
  for (Round* round : {&before, &after}) round->publish({{measure}, "", {}, {}});
  const Trends trends = trends_of({before.as("2013"), after.as("2014")});
  return trends.trends.at(0).lines.at(0).points.at(1).broken;
}

}  // namespace

TEST_CASE("a line over time goes on where nothing changed, and says by how much the figure did") {
  Round before(lunch(), hungry(30, 20)), after(lunch(), hungry(40, 10));
  for (Round* round : {&before, &after}) round->publish({{"hungry"}, "", {}, {}});
  const Trends trends = trends_of({before.as("2013"), after.as("2014")});
  const TrendPoint& point = trends.trends.at(0).lines.at(0).points.at(1);
  CHECK(point.broken.empty());
  CHECK(*point.change.value == doctest::Approx(0.2));
  CHECK(*point.change_low.value < 0.2);
  CHECK(*point.change_high.value > 0.2);
}

TEST_CASE("a line over time breaks where wording, choices, routing or the measure changed, and says why") {
  CHECK(broken_by(changed(lunch(), "Hungry?", "Are you hungry?"), "hungry") ==
        "Does not compare with 2013: hungry - its wording changed.");
  CHECK(broken_by(changed(lunch(), R"("label": "Yes")", R"("label": "Aye")"), "hungry") ==
        "Does not compare with 2013: hungry - its choices changed.");
  CHECK(broken_by(changed(lunch(), "\"${hungry} = 'yes'\"},\n      {\"type\": \"integer\"",
                          "\"${hungry} != 'no'\"},\n      {\"type\": \"integer\""),
                  "soup") == "Does not compare with 2013: dishes - it was asked of other people.");
  CHECK(broken_by(changed(lunch(), "\"of\": \"${guests}\"", "\"of\": \"${guests} + 1\""), "guests") ==
        "Does not compare with 2013: guests - this measure was worked out in another way.");
}

TEST_CASE("who was asked depends on what else was asked: a change there breaks the line too") {
  CHECK(broken_by(changed(lunch(), "Hungry?", "Are you hungry?"), "soup") ==
        "Does not compare with 2013: hungry - its wording changed.");
}

TEST_CASE("what is withheld in one round is withheld in the change") {
  Round before(lunch(), hungry(30, 20)), after(lunch(), hungry(3, 40));
  for (Round* round : {&before, &after}) {
    auto ledger = ledger_for(round->responses.codebook(), round->measures, 10);
    round->publish({{"hungry"}, "", {{"hungry", ""}}, {}}, &ledger);
  }
  const Trends trends = trends_of({before.as("2013"), after.as("2014")});
  REQUIRE(trends.trends.size() == 2);
  const TrendPoint& point = trends.trends[0].lines[0].points[1];
  CHECK(point.value.hidden);
  CHECK(point.change.hidden);
  CHECK_FALSE(point.change.value.has_value());
}

TEST_CASE("a spidergram has the values of its measures, axis by axis") {
  const std::string text = changed(
      lunch(), R"({"name": "kinds",)",
      R"({"name": "web", "type": "spidergram", "label": "Web", "series": [{"label": "Now", "axes": ["hungry", "sure", "soup"]}]},
         {"name": "kinds",)");
  Round round(text, hungry(30, 20));
  round.publish({{"hungry", "sure", "soup"}, "", {}, {}});
  const auto drawn = spidergrams_of(round.measures, round.release);
  REQUIRE(drawn.size() == 1);
  CHECK(drawn[0].axes.size() == 3);
  CHECK(*drawn[0].series[0].values[0].value == doctest::Approx(0.6));
  round.publish({{"hungry", "sure"}, "", {}, {}});
  CHECK(spidergrams_of(round.measures, round.release).empty());
}

TEST_CASE("peers are refused where there are too few of them, and shown without protection") {
  Round round(lunch(), hungry(30, 20));
  auto ledger = ledger_for(round.responses.codebook(), round.measures, 10);
  const PeerRequest request{{"hungry"}, {"region", "north"}, "region", {"north", "south"}};
  const auto refused =
      compare_with_peers({round.responses, round.measures, round.weights, &ledger, "1"}, request);
  REQUIRE(refused.ok());
  CHECK(refused->measures[0].refused == "The group has 1 other councils with an answer; 10 are needed.");
  CHECK(refused->measures[0].group.value.hidden);
  const auto open = compare_with_peers({round.responses, round.measures, round.weights}, request);
  REQUIRE(open.ok());
  CHECK(*open->measures[0].group.value.value == 0);
  CHECK(*open->measures[0].group.base.value == 20);
}
