// Definitions with mistakes, from tests/vectors/broken-definitions/cases.jsonl: the first line has a good
// one, each other line either a JSON patch that breaks it or a whole text, and the mistakes to be reported as
// [pointer, code].
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "survey/definition.h"

using namespace takestock;
using nlohmann::json;

namespace {

using Expected = std::vector<std::pair<std::string, std::string>>;

std::vector<json> cases() {
  std::ifstream file(TAKESTOCK_SOURCE_DIR "/tests/vectors/broken-definitions/cases.jsonl");
  REQUIRE(file);
  std::vector<json> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(json::parse(line));
  return lines;
}

std::string broken(const json& good, const json& each) {
  return each.contains("text") ? each["text"].get<std::string>() : good.patch(each["patch"]).dump();
}

Expected expected(const json& each) {
  Expected list;
  for (const json& mistake : each["expect"]) list.emplace_back(mistake[0], mistake[1]);
  std::sort(list.begin(), list.end());
  return list;
}

Expected found(const std::vector<survey::Problem>& problems) {
  Expected list;
  for (const survey::Problem& problem : problems) list.emplace_back(problem.pointer, problem.code);
  std::sort(list.begin(), list.end());
  return list;
}

std::string shown(const Expected& list) {
  std::string text;
  for (const auto& [pointer, code] : list) text += pointer + " " + code + "; ";
  return text;
}

}  // namespace

TEST_CASE("broken definitions: each is refused, with exactly its mistakes and a place for each") {
  const std::vector<json> lines = cases();
  const json good = lines[0]["good"];
  const survey::Definition::Outcome whole = survey::Definition::read(good.dump());
  CHECK(shown(found(whole.problems)) == "");
  REQUIRE(whole.definition);
  CHECK(lines.size() > 200);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    CAPTURE(lines[i]["name"].get<std::string>());
    const survey::Definition::Outcome outcome = survey::Definition::read(broken(good, lines[i]));
    CHECK_FALSE(outcome.definition);
    CHECK(shown(found(outcome.problems)) == shown(expected(lines[i])));
    for (const survey::Problem& problem : outcome.problems) {
      CHECK(problem.line >= 1);
      CHECK(problem.column >= 1);
      CHECK(problem.text.size() > 10);
    }
  }
}

TEST_CASE("broken definitions: a definition cut off at any byte is refused without harm") {
  const std::string text = cases()[0]["good"].dump();
  for (std::size_t size = 0; size < text.size(); ++size) {
    CHECK_FALSE(survey::Definition::read(std::string_view(text).substr(0, size)).definition);
  }
}

TEST_CASE("broken definitions: any byte can be changed without harm") {
  const std::string text = cases()[0]["good"].dump();
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const char c : {'"', '{', ']', '\\', '\0', '$', '9', '\xff'}) {
      std::string changed = text;
      changed[at] = c;
      const survey::Definition::Outcome outcome = survey::Definition::read(changed);
      CHECK(outcome.problems.empty() == (outcome.definition != nullptr));
    }
  }
}
