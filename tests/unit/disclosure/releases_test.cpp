// One table after another, until many are known.
#include <doctest/doctest.h>

#include "disclosure/document.h"
#include "disclosure/groups.h"
#include "disclosure/ledger.h"
#include "unit/disclosure/attacker.h"
#include "unit/disclosure/surveys.h"

using namespace takestock;
using namespace takestock::disclosure;
using nlohmann::json;

namespace {

/// Regions, types of council and some questions.
attack::Answers council_answers(std::size_t questions, std::size_t respondents) {
  SeededRandom random(7);
  std::vector<attack::Variable> variables{{"region", {}, false}, {"type", {}, false}};
  for (int i = 0; i < 6; ++i) variables[0].labels.push_back("region " + std::to_string(i));
  for (int i = 0; i < 4; ++i) variables[1].labels.push_back("type " + std::to_string(i));
  for (std::size_t q = 0; q < questions; ++q)
    variables.push_back({"q" + std::to_string(q), {"yes", "no", "perhaps"}, false});
  return attack::Answers(random, variables, respondents);
}

Table table_of(const json& table) {
  Result<Document> document = read_document(json{{"tables", {table}}}.dump());
  REQUIRE(document.ok());
  return document->tables.tables[0];
}

Summary show(Ledger& ledger, Table& table) {
  const Result<Summary> summary = ledger.show({&table, 1});
  REQUIRE_MESSAGE(summary.ok(), (summary.ok() ? "" : summary.error().message));
  return *summary;
}

std::size_t hidden_in(const Table& table) {
  std::size_t hidden = 0;
  for (const Position& position : positions(table, 0)) hidden += figure_at(table, position).hidden;
  return hidden;
}

}  // namespace

TEST_CASE("what many earlier tables withhold does not keep what is harmless from being shown") {
  const attack::Answers answers = council_answers(5, 400);
  Ledger ledger(10, {}, {"q0", "q1", "q2", "q3", "q4"});
  std::size_t withheld = 0;
  for (const int by : {0, 1, -1})
    for (std::size_t q = 2; q < 7; ++q) {
      Table table = table_of(answers.table(q, by, {}));
      CHECK_FALSE(show(ledger, table).withheld);
      withheld += hidden_in(table);
      if (by < 0) CHECK(hidden_in(table) <= 2);  // totals that were withheld earlier
    }
  CHECK(withheld > 0);
}

TEST_CASE("after many tables no two figures that were shown differ by a small count") {
  const attack::Answers answers = council_answers(3, 150);
  Ledger ledger(10);
  json published{{"threshold", 10}, {"tables", json::array()}};
  for (const int by : {0, 1})
    for (std::size_t q = 2; q < 5; ++q) {
      Table table = table_of(answers.table(q, by, {}));
      show(ledger, table);
      Tables one;
      one.tables = {table};
      published["tables"].push_back(json::parse(write_document(one))["tables"][0]);
    }
  CHECK(attack::Attack(published, 4000).differences() == 0);
}

TEST_CASE(
    "where the work is spent before it is known what must be withheld, everything is, and that is said") {
  const attack::Answers answers = council_answers(3, 150);
  Tables tables;
  tables.tables = {table_of(answers.table(2, 0, {})), table_of(answers.table(2, 1, {}))};
  tables.tables[0].released = true;
  for (Figure& figure : tables.tables[0].cells)
    if (figure.count < 10) figure.count = Figure::kUnknown;
  Tables plenty = tables;
  const Result<Summary> spent = protect_next(tables, 500), decided = protect_next(plenty, 1'000'000'000);
  REQUIRE(decided.ok());
  CHECK_FALSE(decided->undecided);
  CHECK((!spent.ok() || spent->undecided));
  if (spent.ok()) CHECK(hidden_in(tables.tables[1]) == positions(tables.tables[1], 1).size());
}
