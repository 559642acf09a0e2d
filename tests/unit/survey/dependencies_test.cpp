#include "survey/dependencies.h"

#include <doctest/doctest.h>

#include <string>

#include "survey/definition.h"

namespace takestock::survey {
namespace {

Definition::Outcome read_questions(std::string questions) {
  std::string json =
      "{'takestock': 1, 'id': 'test', 'version': '1', 'title': 'T', 'survey': [" + questions + "]}";
  for (char& c : json)
    if (c == '\'') c = '"';
  return Definition::read(json);
}

std::string calculate(const std::string& name, const std::string& expression) {
  return "{'type': 'calculate', 'name': '" + name + "', 'calculation': '" + expression + "'}";
}
std::string integer(const std::string& name, const std::string& rest = "") {
  return "{'type': 'integer', 'name': '" + name + "', 'label': 'L'" + rest + "}";
}

/// "b.relevant c.calculation ..." of these cells.
std::string names(const Definition& definition, std::span<const CellId> ids) {
  static const char* const kAspects[] = {"relevant",  "calculation", "required",
                                         "read_only", "constraint",  "choice_filter"};
  std::string all;
  for (const CellId id : ids) {
    const Cell& cell = definition.dependencies().cells()[id];
    all += (all.empty() ? "" : " ") + std::string(definition.node(cell.slot).name) + "." +
           kAspects[static_cast<int>(cell.aspect)];
  }
  return all;
}

std::string order(const Definition& definition) {
  std::vector<CellId> all;
  for (CellId id = 0; id < definition.dependencies().cells().size(); ++id) all.push_back(id);
  return names(definition, all);
}

TEST_CASE("Each cell comes after what it reads, wherever that stands in the survey") {
  const auto outcome = read_questions(calculate("c", "${b} + 1") + "," + calculate("b", "${a} + 1") + "," +
                                      integer("a", ", 'relevant': '${z} = 1'") + "," + integer("z"));
  REQUIRE(outcome.definition);
  CHECK(order(*outcome.definition) == "a.relevant b.calculation c.calculation");
}

TEST_CASE("What reads a question waits for the relevance of the groups it is in") {
  const auto outcome =
      read_questions(calculate("c", "${a} + 1") +
                     ",{'type': 'group', 'name': 'g', 'label': 'G', 'relevant': '${z} = 1', 'children': [" +
                     integer("a") + "]}," + integer("z"));
  REQUIRE(outcome.definition);
  CHECK(order(*outcome.definition) == "g.relevant c.calculation");
}

TEST_CASE("The readers of a question are the cells that refer to it, and its own constraint") {
  const auto outcome =
      read_questions(integer("a", ", 'constraint': '. > ${b}'") + "," +
                     integer("b", ", 'required': '${a} = 1'") + "," + calculate("c", "${a} + ${b} + ${a}"));
  REQUIRE(outcome.definition);
  const Definition& d = *outcome.definition;
  CHECK(names(d, d.dependencies().readers(d.slot_named("a"))) == "a.constraint b.required c.calculation");
  CHECK(names(d, d.dependencies().readers(d.slot_named("b"))) == "a.constraint c.calculation");
  CHECK(d.dependencies().readers(d.slot_named("c")).empty());
  CHECK_FALSE(d.dependencies().groups_are_read());
}

TEST_CASE("A circle is found and named in order, and a constraint over its own question is none") {
  CHECK(read_questions(integer("a", ", 'constraint': '. > 1 and ${a} < 9'")).definition);
  for (const std::string& circle :
       {calculate("a", "${a} + 1"), calculate("a", "${b}") + "," + calculate("b", "${a}"),
        integer("a", ", 'relevant': '${b} = 1'") + "," + calculate("b", "${a}"),
        "{'type': 'group', 'name': 'g', 'label': 'G', 'relevant': '${a} = 1', 'children': [" + integer("a") +
            "]}"}) {
    CAPTURE(circle);
    const auto outcome = read_questions(circle);
    CHECK_FALSE(outcome.definition);
    REQUIRE(outcome.problems.size() == 1);
    CHECK(outcome.problems[0].code == "cycle");
  }
}

TEST_CASE("A chain of 20,000 calculations in the wrong order needs neither a deep stack nor long") {
  std::string chain;
  for (int i = 20'000; i > 0; --i)
    chain += calculate("c" + std::to_string(i), "${c" + std::to_string(i - 1) + "} + 1") + ",";
  const auto outcome = read_questions(chain + integer("c0"));
  REQUIRE(outcome.definition);
  const Definition& d = *outcome.definition;
  REQUIRE(d.dependencies().cells().size() == 20'000);
  CHECK(d.node(d.dependencies().cells().front().slot).name == "c1");
  CHECK(d.node(d.dependencies().cells().back().slot).name == "c20000");
}

}  // namespace
}  // namespace takestock::survey
