// Tables asked for one after the other.
#include "disclosure/ledger.h"

#include <doctest/doctest.h>

#include "disclosure/document.h"
#include "unit/disclosure/attacker.h"
#include "unit/disclosure/surveys.h"

using namespace takestock;
using namespace takestock::disclosure;
using nlohmann::json;

namespace {

Table one_way(std::vector<std::int64_t> counts, std::vector<Filter> filter = {}) {
  Table table;
  table.name = "t";
  table.rows.variable = "v";
  table.filter = std::move(filter);
  table.total.emplace().count = 0;
  for (const std::int64_t count : counts) {
    table.rows.labels.push_back("label " + std::to_string(table.cells.size()));
    table.cells.push_back({count, false});
    table.total->count += count;
  }
  return table;
}

Summary show(Ledger& ledger, Table& table, std::string_view edition = {}) {
  const Result<Summary> summary = ledger.show({&table, 1}, edition);
  REQUIRE_MESSAGE(summary.ok(), (summary.ok() ? "" : summary.error().message));
  return *summary;
}

}  // namespace

TEST_CASE("the next table does not show by how few it differs from what was shown before") {
  Ledger ledger(10);
  Table all = one_way({100, 200}), part = one_way({97, 150}, {{"year", {"2015"}}});
  show(ledger, all);
  CHECK_FALSE(all.cells[0].hidden);
  show(ledger, part);
  CHECK(part.cells[0].hidden);
  Ledger fresh(10);
  Table alone = one_way({97, 150}, {{"year", {"2015"}}});
  show(fresh, alone);
  CHECK_FALSE(alone.cells[0].hidden);
}

TEST_CASE("the same table again looks the same, and is remembered once") {
  Ledger ledger(10);
  Table first = one_way({3, 200, 50}), second = one_way({3, 200, 50});
  show(ledger, first);
  const std::string before = ledger.write();
  show(ledger, second);
  for (std::size_t i = 0; i < 3; ++i) CHECK(first.cells[i].hidden == second.cells[i].hidden);
  CHECK(ledger.write() == before);
}

TEST_CASE("what is remembered holds nothing that was hidden, and goes on where it was left") {
  Ledger ledger(10);
  Table all = one_way({100, 200, 4});
  show(ledger, all);
  CHECK(ledger.write().find("4]") == std::string::npos);
  Result<Ledger> again = Ledger::read(ledger.write());
  REQUIRE(again.ok());
  CHECK(again->threshold() == 10);
  CHECK(again->write() == ledger.write());
  Table part = one_way({97, 150, 0}, {{"year", {"2015"}}});
  show(*again, part);
  CHECK((part.cells[0].hidden || all.cells[0].hidden));
}

TEST_CASE("three responses that came later are not given away by two editions of one table") {
  Ledger ledger(10);
  Table first = one_way({100, 200}), later = one_way({103, 200}), latest = one_way({150, 290});
  show(ledger, first, "May");
  show(ledger, later, "June");
  CHECK(later.cells[0].hidden);
  show(ledger, latest, "July");
  CHECK_FALSE(latest.cells[1].hidden);
  Table back = one_way({100, 200});
  CHECK(ledger.show({&back, 1}, "May").error().code == Code::bad_request);
}

TEST_CASE("no two figures that were shown differ by a small count, whatever was asked for after what") {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    const std::string source = attack::random_queries(seed).dump();
    Result<Document> document = read_document(source);
    REQUIRE(document.ok());
    Ledger ledger(document->tables.threshold, document->tables.open);
    for (Table& table : document->tables.tables) show(ledger, table);
    CHECK(attack::Attack(json::parse(redacted(source, *document)), 4000).differences() == 0);
  }
}

TEST_CASE("a memory that is not one is refused") {
  CHECK(Ledger::read("[]").error().code == Code::bad_request);
  CHECK(Ledger::read(R"({"tables": [{"rows": {"variable": "v", "labels": ["a"]}, "cells": [20]}]})")
            .error()
            .where == "/tables/0");
}
