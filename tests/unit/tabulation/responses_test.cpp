#include <doctest/doctest.h>

#include "base/doors.h"
#include "tabulation/formula.h"
#include "unit/tabulation/survey.h"

using namespace takestock;
using namespace takestock::tabulation;

namespace {

std::size_t place(const Responses& responses, const char* name) { return *responses.codebook().find(name); }

/// What one cell holds, as text.
std::string cell(const Responses& responses, const char* name, std::size_t row) {
  const std::size_t question = place(responses, name);
  const Column& column = responses.column(question);
  if (column.code(row) == kSkipped) return "skipped";
  if (column.code(row) == kNotAsked) return "not asked";
  const auto& codes = responses.codebook().questions()[question].codes;
  if (column.kind() == Kind::one) return codes[column.code(row) - kFirstCode].name;
  if (column.kind() == Kind::number) return std::to_string(column.number(row));
  if (column.kind() == Kind::text) return std::string(column.text(row));
  std::string names;
  for (std::size_t choice = 0; choice < codes.size(); ++choice)
    if (column.ticked(choice, row)) names += codes[choice].name + " ";
  return names;
}

}  // namespace

TEST_CASE("an answer, a blank and a question that was not asked are three different things") {
  const auto definition = definition_of(lunch());
  REQUIRE(definition);
  const Responses responses = responses_to(
      definition,
      {R"({"region":"north","food":{"hungry":"yes","dishes":["soup","pie"],"guests":-3}})",
       R"({"food":{"hungry":"yes"}})", R"({"food":{"hungry":"no","guests":2.5},"why":"so"})", "{}"});
  REQUIRE(responses.rows() == 4);
  CHECK(cell(responses, "region", 0) == "north");
  CHECK(cell(responses, "region", 1) == "skipped");
  CHECK(cell(responses, "dishes", 0) == "soup pie ");
  CHECK(cell(responses, "dishes", 1) == "skipped");
  CHECK(cell(responses, "dishes", 2) == "not asked");
  CHECK(cell(responses, "dishes", 3) == "not asked");
  CHECK(cell(responses, "guests", 0) == "-3.000000");
  CHECK(cell(responses, "guests", 2) == "2.500000");
  CHECK(cell(responses, "why", 2) == "so");
  CHECK(responses.codebook().questions()[place(responses, "hungry")].codes[2].dont_know);
}

TEST_CASE("a record that is written otherwise is read the same way") {
  const auto definition = definition_of(lunch());
  const Responses quick = responses_to(
      definition,
      {R"({"region":"north","food":{"hungry":"yes","dishes":["pie"],"guests":40},"why":"a \u00e9"})"});
  const Responses other = responses_to(
      definition,
      {R"( { "why": "a é", "food": { "guests": 4e1, "dishes": [ "pie" ], "hungry": "ye\u0073" }, "region": "north" } )"});
  REQUIRE(other.rows() == 1);
  for (const char* name : {"region", "hungry", "dishes", "guests", "why"})
    CHECK(cell(quick, name, 0) == cell(other, name, 0));
  CHECK(other.unplaced() == 0);
}

TEST_CASE("what fits no question is counted, and a broken record leaves no row") {
  const auto definition = definition_of(lunch());
  Responses responses(Codebook({definition}, {"", {}}), {});
  CHECK(responses.add(definition->digest(), R"({"region":"east","guests":"many","extra":1})").ok());
  CHECK(responses.unplaced() == 3);
  CHECK(responses.add(definition->digest(), R"({"region":"north")").error().code ==
        takestock::Code::bad_text);
  CHECK(responses.add(definition->digest(), R"({"region":"north","region":"south"})").error().code ==
        takestock::Code::bad_text);
  CHECK(responses.add("0", "{}").error().code == takestock::Code::not_found);
  CHECK(responses.rows() == 1);
  REQUIRE(responses.finish().ok());
  CHECK(cell(responses, "region", 0) == "skipped");
}

TEST_CASE("a row that is taken back leaves nothing behind") {
  const auto definition = definition_of(lunch());
  Responses responses(Codebook({definition}, {"", {}}), {});
  REQUIRE(responses.add(definition->digest(), R"({"food":{"hungry":"yes","dishes":["soup"]}})").ok());
  responses.drop_last();
  REQUIRE(responses.add(definition->digest(), R"({"food":{"hungry":"yes","dishes":["pie"]}})").ok());
  REQUIRE(responses.finish().ok());
  CHECK(cell(responses, "dishes", 0) == "pie ");
}

TEST_CASE("an expression over all rows says of each what the engine says of it alone") {
  const auto definition = definition_of(lunch());
  std::vector<std::string> bodies;
  SeededRandom random(7);
  const char* const hungry[] = {"", "\"hungry\":\"yes\",", "\"hungry\":\"no\",", "\"hungry\":\"dk\","};
  const char* const dishes[] = {"", "\"dishes\":[\"soup\"],", "\"dishes\":[\"soup\",\"pie\"],"};
  for (int i = 0; i < 300; ++i) {
    std::string body = "{";
    if (random.next() % 3) body += random.next() % 2 ? "\"region\":\"north\"," : "\"region\":\"south\",";
    body += std::string("\"food\":{") + hungry[random.next() % 4] + dishes[random.next() % 3] +
            "\"guests\":" + std::to_string(random.next() % 5) + "},\"why\":\"w" +
            std::to_string(random.next() % 3) + "\"}";
    bodies.push_back(body);
  }
  const Responses responses = responses_to(definition, bodies);
  for (const char* text :
       {"${hungry} = 'yes' or ${region} = 'north'", "not(${hungry} = 'yes' and ${guests} > 2)",
        "selected(${dishes}, 'soup')",
        "count-selected(${dishes}) >= 2 and (${region} != 'south' or ${guests} = 0)", "${hungry} != ''",
        "${why} = 'w1' or ${hungry} = 'dk'", "true()", "${region} = 'north' or 'or' = ${why}",
        "if(${hungry} = 'yes', ${guests}, 0) > 1"}) {
    CAPTURE(text);
    const auto formula = Formula::compile(text, *definition);
    REQUIRE(formula.ok());
    const auto all = formula->truths(responses);
    REQUIRE(all.ok());
    for (std::size_t row = 0; row < bodies.size(); ++row) {
      const Responses one = responses_to(definition, {bodies[row]});
      // With a reference to a group every answer is loaded and the engine evaluates the whole expression.
      const auto plain =
          Formula::compile("(" + std::string(text) + ") and (string-length(/data) >= 0)", *definition);
      REQUIRE(plain.ok());
      const auto alone = plain->truths(one);
      REQUIRE(alone.ok());
      CHECK((*all)[row] == (*alone)[0]);
    }
  }
}
