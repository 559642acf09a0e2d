#include <doctest/doctest.h>

#include <cmath>

#include "tabulation/print.h"
#include "unit/tabulation/survey.h"

using namespace takestock;
using namespace takestock::tabulation;

namespace {

std::string body(const char* region, const char* hungry, int guests) {
  return std::string("{\"region\":\"") + region + "\",\"food\":{\"hungry\":\"" + hungry +
         "\",\"guests\":" + std::to_string(guests) + "}}";
}

/// 40 in the north (30 yes, 10 no), 60 in the south (20 yes, 30 no, 10 don't know).
std::vector<std::string> bodies() {
  std::vector<std::string> all;
  for (int i = 0; i < 40; ++i) all.push_back(body("north", i < 30 ? "yes" : "no", i % 5));
  for (int i = 0; i < 60; ++i) all.push_back(body("south", i < 20 ? "yes" : i < 50 ? "no" : "dk", 2));
  return all;
}

struct Results {
  std::shared_ptr<const survey::Definition> definition = definition_of(lunch());
  Responses responses = responses_to(definition, bodies());
  Measures measures = *Measures::read(lunch(), *definition).measures;
  Weights weights;

  Release publish(const Request& request, disclosure::Ledger* ledger = nullptr) {
    auto release = Publisher{responses, measures, weights, ledger}.publish(request);
    REQUIRE(release.ok());
    return std::move(*release);
  }
};

}  // namespace

TEST_CASE("a share has its base, its count and Wilson's interval") {
  Results results;
  const Release release = results.publish({{"hungry", "sure"}, "", {}, {}});
  CHECK(*release.responded.value == 100);
  const MeasureLine& all = release.measures[0].lines[0];
  CHECK(*all.base.value == 100);
  CHECK(*all.count.value == 50);
  CHECK(*all.value.value == doctest::Approx(0.5));
  CHECK(*all.low.value == doctest::Approx(0.4038315).epsilon(1e-6));
  CHECK(*all.high.value == doctest::Approx(0.5961685).epsilon(1e-6));
  CHECK(*release.measures[1].lines[0].base.value == 90);
}

TEST_CASE("means, medians, sums, net scores and ratios are what a hand finds") {
  Results results;
  const Release release = results.publish({{"guests", "middle", "sum", "net", "each"}, "region", {}, {}});
  const auto value = [&](std::size_t measure, std::size_t line) {
    return *release.measures[measure].lines[line].value.value;
  };
  CHECK(value(0, 0) == 2);
  CHECK(value(1, 1) == 2);
  CHECK(value(2, 1) == 80);
  CHECK(value(3, 0) == doctest::Approx(0.1));
  CHECK(value(3, 1) == doctest::Approx(0.5));
  CHECK(value(4, 2) == 2);
}

TEST_CASE("a table keeps don't know, left blank and not asked apart and has all totals") {
  Results results;
  const Release release = results.publish({{}, "", {{"hungry", "region"}}, {}});
  const TableResult& table = release.tables.at(0);
  REQUIRE(table.rows.size() == 3);
  CHECK(table.rows[2].part == Part::dont_know);
  CHECK(*table.counts[0].value == 30);
  CHECK(*table.counts[1].value == 20);
  CHECK(*table.row_totals[2].value == 10);
  CHECK(*table.bases[1].value == 60);
  CHECK(*table.base.value == 100);
  CHECK(*table.column_shares[0].value == doctest::Approx(0.75));
  CHECK(*table.row_shares[0].value == doctest::Approx(0.6));
  CHECK(*table.skipped[2].value == 0);
}

TEST_CASE("nothing small leaves the room protected, nor what it could be worked out from") {
  Results results;
  disclosure::Ledger ledger = ledger_for(results.responses.codebook(), results.measures, 11);
  const Release release = results.publish({{"sure"}, "region", {{"hungry", "region"}}, {}}, &ledger);
  const TableResult& table = release.tables.at(0);
  CHECK(table.counts[2].hidden);       // 10 who said no in the north
  CHECK_FALSE(table.counts[2].value);  // and nothing instead of it
  for (std::size_t at = 0; at < table.counts.size(); ++at)
    if (table.counts[at].hidden) CHECK(table.column_shares[at].hidden);
  CHECK(as_text({"lunch", "Lunch", "1", 11, false, release}).find("[c]") != std::string::npos);
}

TEST_CASE("a share that a whole group agrees on is withheld for that group") {
  Results results;
  std::vector<std::string> same;
  for (int i = 0; i < 30; ++i) same.push_back(body("north", "yes", 1));
  for (int i = 0; i < 60; ++i) same.push_back(body("south", i < 30 ? "yes" : "no", 1));
  results.responses = responses_to(results.definition, same);
  disclosure::Ledger ledger = ledger_for(results.responses.codebook(), results.measures, 10);
  const Release release = results.publish({{"hungry"}, "region", {}, {}}, &ledger);
  CHECK(release.measures[0].lines[1].value.hidden);
}

TEST_CASE("answers weigh what the known population says, with Kish's base in the interval") {
  Results results;
  RoundSettings settings;
  settings.population = {{"region", {{"North", 600}, {"South", 400}}}};
  auto weights = weigh(results.responses, settings);
  REQUIRE(weights.ok());
  CHECK(weights->values[0] == 15);
  CHECK(*weights->population == 1000);
  results.weights = std::move(*weights);
  const Release release = results.publish({{"hungry"}, "", {}, {}});
  const MeasureLine& all = release.measures[0].lines[0];
  CHECK(*all.value.value == doctest::Approx(0.6 * 0.75 + 0.4 / 3));
  CHECK(*all.low.value < *all.value.value);
  settings.population = {{"region", {{"East", 1}}}};
  CHECK(weigh(results.responses, settings).error().code == takestock::Code::not_found);
}

TEST_CASE("a filter lets in those with that answer, by name or label") {
  Results results;
  const Release release = results.publish({{"hungry"}, "", {}, {{"region", "South"}}});
  CHECK(*release.responded.value == 60);
  CHECK(*release.measures[0].lines[0].base.value == 60);
  CHECK(release.filter.at(0) == "Where?: South");
  const auto unknown =
      Publisher{results.responses, results.measures, results.weights}.publish({{"thirsty"}, "", {}, {}});
  CHECK(unknown.error().message == "There is no measure \"thirsty\".");
}

TEST_CASE("every mistake in measures is found, with its place") {
  std::string text = kLunch;  // a measure there is called "all"
  const auto replace = [&](const std::string& from, const char* to) {
    text.replace(text.find(from), from.size(), to);
  };
  replace("\"numerator\": \"${hungry}", "\"numerator\": \"${hungri}");
  replace("\"plus\": [\"yes\"]", "\"plus\": [\"yess\"]");
  replace("[\"region\"]", "[\"regions\"]");
  const auto outcome = Measures::read(text, *definition_of(lunch()));
  REQUIRE(outcome.problems.size() == 4);
  CHECK(outcome.problems[0].pointer == "/measures/0/numerator");
  CHECK(outcome.problems[0].text == "Nothing here is named \"hungri\". Did you mean \"hungry\"?");
  CHECK(outcome.problems[1].code == "reserved_name");
  CHECK(outcome.problems[2].pointer == "/measures/6/plus/0");
  CHECK(outcome.problems[3].pointer == "/attributes/0");
}

TEST_CASE("a round's threshold is never under five") {
  CHECK(RoundSettings::read(R"({"disclosure_threshold": 4})").problems.at(0).pointer ==
        "/disclosure_threshold");
  CHECK(RoundSettings::read(R"({"disclosure_threshold": 5})").settings->threshold == 5);
  CHECK(RoundSettings::read("{}").settings->threshold == 10);
  CHECK(RoundSettings::read(R"({"population": {"region": {"North": -1}}})").problems.size() == 1);
}

TEST_CASE("choices of which several may be ticked are protected together, each beside its base") {
  Results results;
  std::vector<std::string> ticked;
  for (int i = 0; i < 90; ++i) {
    const char* const dishes = i % 3 == 0 ? "\"soup\",\"pie\"" : i < 88 ? "\"soup\"" : "\"none\"";
    ticked.push_back(std::string("{\"region\":\"") + (i % 2 ? "north" : "south") +
                     "\",\"food\":{\"hungry\":\"yes\",\"dishes\":[" + dishes + "]}}");
  }
  results.responses = responses_to(results.definition, ticked);
  disclosure::Ledger ledger = ledger_for(results.responses.codebook(), results.measures, 10);
  const Release release = results.publish({{"kinds", "soup"}, "region", {}, {}}, &ledger);
  const TableResult& table = release.tables.at(0);
  CHECK(table.several);
  CHECK(*table.base.value == 90);
  CHECK(*table.row_totals[1].value == 30);
  CHECK(*table.row_total_shares[1].value == doctest::Approx(1.0 / 3));
  CHECK(table.row_totals[2].hidden);  // two people ticked "none"
}
