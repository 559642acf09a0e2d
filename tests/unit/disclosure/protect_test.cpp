// What a reader must not be able to work out of published tables.
#include <doctest/doctest.h>

#include <algorithm>

#include "disclosure/document.h"
#include "disclosure/tables.h"
#include "unit/disclosure/attacker.h"
#include "unit/disclosure/surveys.h"

using namespace takestock;
using namespace takestock::disclosure;
using nlohmann::json;

namespace {

json published(const std::string& source) {
  Result<Document> document = read_document(source);
  REQUIRE_MESSAGE(document.ok(), (document.ok() ? "" : document.error().message));
  const Result<Summary> summary = protect(document->tables);
  REQUIRE_MESSAGE(summary.ok(), (summary.ok() ? "" : summary.error().message));
  return json::parse(redacted(source, *document));
}

Error refusal(const std::string& source) {
  Result<Document> document = read_document(source);
  if (!document) return document.error();
  const Result<Summary> summary = protect(document->tables);
  REQUIRE_FALSE(summary.ok());
  return summary.error();
}

std::size_t hidden(const json& document) {
  const std::vector<long> figures = attack::figures_of(document);
  return static_cast<std::size_t>(std::count(figures.begin(), figures.end(), -1));
}

json two_way() {
  return json::parse(R"({"threshold": 10, "tables": [
      {"name": "t", "rows": {"variable": "region", "labels": ["a", "b", "c"]},
       "columns": {"variable": "type", "labels": ["x", "y", "z"]},
       "cells": [[3, 20, 30], [40, 50, 60], [70, 80, 90]],
       "row_totals": [53, 150, 240], "column_totals": [113, 150, 180], "total": 443}]})");
}

}  // namespace

TEST_CASE("a small count is hidden with three others around it, and nothing else is touched") {
  const json out = published(two_way().dump());
  CHECK(out["tables"][0]["cells"][0][0].is_null());
  CHECK(hidden(out) == 4);
  CHECK(out["tables"][0]["row_totals"] == two_way()["tables"][0]["row_totals"]);
  CHECK(out["tables"][0]["name"] == "t");
}

TEST_CASE("the document comes back byte for byte where nothing has to be hidden") {
  const std::string source =
      "{ \"tables\" : [{\"rows\":{\"variable\":\"v\",\"labels\":[\"a\",\"b\"]},\n"
      "\"cells\":[10,  0], \"total\":10, \"colour\": null}] }";
  Result<Document> document = read_document(source);
  REQUIRE(document.ok());
  REQUIRE(protect(document->tables).ok());
  CHECK(redacted(source, *document) == source);
}

TEST_CASE("zeros are shown, and what is hidden is therefore at least two away from a total of two cells") {
  // 3 and 8 make 11: each could only be 1 to 10, so that hiding both is not enough.
  const json out = published(R"({"tables": [{"rows": {"variable": "v", "labels": ["a", "b", "c", "d"]},
      "cells": [3, 8, 0, 40], "total": 51}]})");
  CHECK(out["tables"][0]["cells"][2] == 0);
  CHECK((out["tables"][0]["cells"][3].is_null() || out["tables"][0]["total"].is_null()));
}

TEST_CASE("the same group in two tables is hidden in both, whichever way they are turned") {
  json document = two_way();
  const json turned = json::parse(R"({"rows": {"variable": "type", "labels": ["z", "y", "x"]},
      "columns": {"variable": "region", "labels": ["a", "b", "c"]},
      "cells": [[30, 60, 90], [20, 50, 80], [3, 40, 70]]})");
  document["tables"].push_back(turned);
  const json out = published(document.dump());
  for (std::size_t r = 0; r < 3; ++r) {
    for (std::size_t c = 0; c < 3; ++c)
      CHECK(out["tables"][0]["cells"][r][c].is_null() == out["tables"][1]["cells"][2 - c][r].is_null());
  }
}

TEST_CASE("a filtered table does not show by how few it differs from the whole") {
  const json out = published(R"({"tables": [
      {"rows": {"variable": "v", "labels": ["a", "b"]}, "cells": [100, 200], "total": 300},
      {"rows": {"variable": "v", "labels": ["a", "b"]}, "filter": {"year": ["2015"]}, "cells": [97, 150],
       "total": 247}]})");
  const json &all = out["tables"][0]["cells"][0], &part = out["tables"][1]["cells"][0];
  CHECK((all.is_null() || part.is_null()));
  CHECK(out["tables"][0]["cells"][1] == 200);
}

TEST_CASE("nor do filters that together leave few over") {
  const json out = published(R"({"tables": [
      {"rows": {"variable": "v", "labels": ["a", "b"]}, "cells": [100, 200], "total": 300},
      {"rows": {"variable": "v", "labels": ["a", "b"]}, "filter": {"year": ["1"]}, "cells": [48, 100], "total": 148},
      {"rows": {"variable": "v", "labels": ["a", "b"]}, "filter": {"year": ["2"]}, "cells": [49, 80], "total": 129}]})");
  CHECK((out["tables"][0]["cells"][0].is_null() || out["tables"][1]["cells"][0].is_null() ||
         out["tables"][2]["cells"][0].is_null()));
}

TEST_CASE("few answers outside the labels of an open variable are not given away by its total") {
  const char* const source = R"({"open": ["v"], "tables": [
      {"rows": {"variable": "v", "labels": ["a", "b"]}, "cells": [100, 200], "total": 304}]})";
  CHECK(hidden(published(source)) >= 1);
}

TEST_CASE("what was released stays shown, and what it hid stays hidden") {
  json document = two_way();
  document["tables"] = published(document.dump())["tables"];
  document["tables"][0]["released"] = true;
  document["tables"].push_back(two_way()["tables"][0]);
  const json out = published(document.dump());
  CHECK(out["tables"][0] == document["tables"][0]);
  CHECK(out["tables"][1]["cells"] == out["tables"][0]["cells"]);
}

TEST_CASE("a group in which everybody gave one answer is withheld whole where that is asked for") {
  json document = two_way();
  document["tables"][0]["cells"] = json::parse("[[0, 60, 0], [40, 50, 60], [70, 80, 90]]");
  document["tables"][0]["row_totals"] = {60, 150, 240};
  document["tables"][0]["column_totals"] = {110, 190, 150};
  document["tables"][0]["total"] = 450;
  CHECK(hidden(published(document.dump())) == 0);
  document["dominance"] = {"type"};
  const json cells = published(document.dump())["tables"][0]["cells"];
  CHECK(cells[0] == json::parse("[null, null, null]"));
}

TEST_CASE("labels that a response can have together are guarded on both sides") {
  const json out = published(R"({"tables": [
      {"rows": {"variable": "why", "labels": ["cost", "time"], "overlapping": true}, "cells": [97, 60], "total": 100}]})");
  CHECK((out["tables"][0]["cells"][0].is_null() || out["tables"][0]["total"].is_null()));
  CHECK(out["tables"][0]["cells"][1] == 60);
}

TEST_CASE("what readers know from elsewhere is counted in") {
  json document = two_way();
  const json before = published(document.dump());
  REQUIRE(before["tables"][0]["cells"][0][0].is_null());
  document["known"] = json::array();
  for (const char* label : {"a", "b", "c"})  // of type y a reader knows each region
    document["known"].push_back({{"at", {{"region", {label}}, {"type", {"y"}}}}, {"low", 15}, {"high", 85}});
  const json out = published(document.dump());
  const std::vector<long> truth = attack::figures_of(document);
  CHECK(attack::Attack(out, 1000).leaks(&truth).empty());
}

TEST_CASE("an attacker finds nothing in random releases, and much in what hides only the small counts") {
  std::size_t found = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const json release = attack::random_release(seed);
    const std::vector<long> truth = attack::figures_of(release);
    attack::Attack attack(published(release.dump()), 4000);
    REQUIRE(attack.cells() > 0);
    const std::vector<std::string> leaks = attack.leaks(&truth);
    CHECK_MESSAGE(leaks.empty(), "seed " << seed << ": " << (leaks.empty() ? "" : leaks[0]));
    json naive = release;
    const long threshold = release["threshold"];
    for (json& table : naive["tables"]) {
      for (json& row : table["cells"]) {
        if (row.is_array())
          for (json& cell : row) cell = cell > 0 && cell < threshold ? json() : cell;
        else
          row = row > 0 && row < threshold ? json() : row;
      }
    }
    found += attack::Attack(naive, 4000).leaks(&truth).size();
  }
  CHECK(found > 100);
}

TEST_CASE("sparse tables of councils lose at most 1.6 figures for each small one") {
  std::size_t small = 0, all = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const std::string source = attack::sparse_table(seed).dump();
    Result<Document> document = read_document(source);
    REQUIRE(document.ok());
    const Result<Summary> summary = protect(document->tables);
    REQUIRE(summary.ok());
    CHECK(summary->exposed.empty());
    CHECK(summary->figures == 99);
    small += summary->small;
    all += summary->hidden;
  }
  CHECK(static_cast<double>(all) <= 1.6 * static_cast<double>(small));
}

TEST_CASE("a wrong document is refused with its place") {
  CHECK(refusal("{").where == "1:2");
  CHECK(refusal("{}").message.find("\"tables\"") != std::string::npos);
  CHECK(refusal(R"({"threshold": 4, "tables": []})").where == "/threshold");
  json document = two_way();
  document["tables"][0]["cells"][1][2] = -1;
  CHECK(refusal(document.dump()).where == "/tables/0/cells/1/2");
  document = two_way();
  document["tables"][0]["cells"][1].erase(0);
  CHECK(refusal(document.dump()).where == "/tables/0/cells/1");
  document = two_way();
  document["tables"][0]["row_totals"][1] = 151;
  CHECK(refusal(document.dump()).where == "/tables/0/row_totals/1");
  document = two_way();
  document["tables"][0]["rows"]["labels"][2] = "a";
  CHECK(refusal(document.dump()).where == "/tables/0/rows/labels/2");
  document = two_way();
  document["tables"].push_back({{"rows", {{"variable", "region"}, {"labels", {"a"}}}}, {"cells", {54}}});
  CHECK(refusal(document.dump()).where == "/tables/1/cells/0");
}

TEST_CASE("tables that can be joined to too large a one are refused, not half judged") {
  json document{{"tables", json::array()}};
  const auto side = [](int variable) {
    json labels = json::array();
    for (int i = 0; i < 20; ++i) labels.push_back(std::to_string(i));
    return json{{"variable", "v" + std::to_string(variable)}, {"labels", labels}};
  };
  for (int a = 0; a < 5; ++a) {
    for (int b = 0; b < a; ++b)
      document["tables"].push_back(
          {{"rows", side(a)}, {"columns", side(b)}, {"cells", json(20, json(20, 100))}});
  }
  CHECK(refusal(document.dump()).code == Code::limit);
}
