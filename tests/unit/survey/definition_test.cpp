#include "survey/definition.h"

#include <doctest/doctest.h>

#include "base/digest.h"

using namespace takestock;
using namespace takestock::survey;

namespace {

constexpr const char* kHead = R"({"takestock":1,"id":"x","version":"v","title":"T")";

std::string with_questions(const std::string& questions, const std::string& more = "") {
  return kHead + more + ",\"survey\":[" + questions + "]}";
}

std::shared_ptr<const Definition> read(const std::string& json) {
  const Definition::Outcome outcome = Definition::read(json);
  for (const Problem& problem : outcome.problems)
    MESSAGE(problem.pointer << " " << problem.code << " " << problem.text);
  REQUIRE(outcome.definition);
  return outcome.definition;
}

Problem only_problem(const std::string& json) {
  const Definition::Outcome outcome = Definition::read(json);
  REQUIRE(outcome.problems.size() == 1);
  return outcome.problems[0];
}

const Node& named(const Definition& definition, std::string_view name) {
  return definition.node(definition.slot_named(name));
}

std::string integers(std::size_t count) {
  std::string list;
  for (std::size_t i = 0; i < count; ++i) {
    list += (i ? ",{\"type\":\"integer\",\"name\":\"q" : "{\"type\":\"integer\",\"name\":\"q") +
            std::to_string(i) + "\",\"label\":\"L\"}";
  }
  return list;
}

}  // namespace

TEST_CASE("definition: nodes are in document order below the root, parents before children") {
  const auto definition = read(with_questions(
      R"({"type":"note","name":"a","label":"A"},{"type":"group","name":"g","children":[{"type":"text","name":"b","label":"B"},)"
      R"({"type":"group","name":"h","children":[{"type":"text","name":"c","label":"C"}]}]},{"type":"text","name":"d","label":"D"})"));
  REQUIRE(definition->nodes().size() == 7);
  std::string names;
  for (const Node& node : definition->nodes()) names += std::string(node.name) + " ";
  CHECK(names == "data a g b h c d ");
  CHECK(definition->node(0).parent == kNoSlot);
  CHECK(definition->node(0).first_child == 1);
  CHECK(definition->node(1).next_sibling == 2);
  CHECK(definition->node(2).next_sibling == 6);
  CHECK(definition->node(5).parent == 4);
  CHECK(definition->path(5) == "/data/g/h/c");
  CHECK(definition->slot_at("/data/g/h/c") == 5);
  CHECK(definition->slot_at("/data") == 0);
  CHECK(definition->slot_at("/data/c") == kNoSlot);
  CHECK(definition->slot_at("c") == kNoSlot);
  CHECK(definition->slot_at("") == kNoSlot);
  CHECK(definition->slot_named("C") == kNoSlot);
}

TEST_CASE("definition: a text falls back to the default language, which comes first") {
  const std::string json =
      R"({"takestock":1,"id":"x","version":"1","languages":["cy","en"],"default_language":"en","title":{"cy":"Teitl","en":"Title"},)"
      R"("survey":[{"type":"text","name":"q","label":"Only English","hint":{"en":"h"}}]})";
  const auto definition = read(json);
  CHECK(definition->languages() == std::vector<std::string>{"en", "cy"});
  CHECK(definition->text(definition->title(), 0) == "Title");
  CHECK(definition->text(definition->title(), 1) == "Teitl");
  const Node& q = named(*definition, "q");
  CHECK(definition->text(q.label, 1) == "Only English");
  CHECK(definition->text(q.hint, 1) == "h");
  CHECK(definition->text(q.guidance_hint, 0).empty());
  CHECK(definition->text(kNoText, 1).empty());
}

TEST_CASE("definition: the digest is of the bytes as read, and nothing read needs the text afterwards") {
  std::string json = with_questions(R"({"type":"text","name":"q","label":"Caf\u00e9","relevant":"1 = 1"})");
  const std::string digest = sha256_hex(json);
  const auto definition = read(json);
  json.assign(json.size(), 'x');
  CHECK(definition->digest() == digest);
  CHECK(definition->text(named(*definition, "q").label, 0) == "Caf\xc3\xa9");
  CHECK(definition->expression_text(named(*definition, "q").relevant) == "1 = 1");
}

TEST_CASE("definition: required and read_only are constants in XLSForm's words, or expressions") {
  const char* yes[] = {"true", "\"yes\"", "\"Yes\"", "\"TRUE\"", "\"true()\""};
  const char* no[] = {"false", "\"no\"", "\"False\"", "\"false()\""};
  const auto question = [](const std::string& value) {
    return with_questions(R"({"type":"text","name":"q","label":"L","required":)" + value +
                          R"(,"read_only":)" + value + "}");
  };
  for (const char* value : yes) {
    const auto definition = read(question(value));
    CHECK(named(*definition, "q").required);
    CHECK(named(*definition, "q").read_only);
    CHECK(named(*definition, "q").required_if == kNoExpression);
  }
  for (const char* value : no) {
    const auto definition = read(question(value));
    CHECK_FALSE(named(*definition, "q").required);
    CHECK(named(*definition, "q").required_if == kNoExpression);
  }
  const auto definition = read(question("\"1 = 1\""));
  CHECK(named(*definition, "q").required_if != kNoExpression);
  CHECK(named(*definition, "q").read_only_if != kNoExpression);
}

TEST_CASE("definition: a default is a constant unless it has a reference or calls a function") {
  const auto definition = read(with_questions(R"json(
      {"type":"integer","name":"a","label":"L","default":5},
      {"type":"text","name":"b","label":"L","default":"${a}"},
      {"type":"date","name":"c","label":"L","default":"today()"},
      {"type":"text","name":"d","label":"L","default":"see (a) - b"},
      {"type":"decimal","name":"e","label":"L","default":"0.50"},
      {"type":"date","name":"f","label":"L","default":"2026-03-15"})json"));
  CHECK(definition->default_text(named(*definition, "a")) == "5");
  CHECK(named(*definition, "b").default_expression != kNoExpression);
  CHECK(definition->default_text(named(*definition, "b")).empty());
  CHECK(named(*definition, "c").default_expression != kNoExpression);
  CHECK(definition->default_text(named(*definition, "d")) == "see (a) - b");
  CHECK(definition->default_text(named(*definition, "e")) == "0.50");
  CHECK(definition->default_text(named(*definition, "f")) == "2026-03-15");
}

TEST_CASE("definition: a default that could not be typed as an answer is refused") {
  for (const char* wrong : {R"("integer","default":"1e3")", R"("integer","default":"5.0")",
                            R"("decimal","default":"1e3")", R"("range","default":"1e0")"}) {
    const auto problems =
        Definition::read(with_questions(std::string(R"({"name":"q","label":"L","type":)") + wrong + "}"))
            .problems;
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].code == "wrong_default");
  }
}

TEST_CASE("definition: a range goes from 1 to 10 in steps of 1 unless it says otherwise") {
  const auto definition = read(with_questions(
      R"({"type":"range","name":"a","label":"L"},{"type":"range","name":"b","label":"L","parameters":{"start":-1,"end":1,"step":0.5},"default":-0.5})"));
  const Range& a = definition->range(named(*definition, "a"));
  CHECK(a.start == 1);
  CHECK(a.end == 10);
  CHECK(a.step == 1);
  CHECK(definition->range(named(*definition, "b")).step == 0.5);
}

TEST_CASE(
    "definition: further keys of choices are columns, and a choice_filter reads them as slots behind the "
    "nodes") {
  const auto definition = read(with_questions(
      R"({"type":"select_one town","name":"town","label":"L","choice_filter":"name != 'x' and region = ${town2}"},{"type":"text","name":"town2","label":"L"})",
      R"(,"choices":{"town":[{"name":"a","label":"A","size":2.50},{"name":"b","label":"B","region":"n","_why":"x"}]})"));
  const Node& town = named(*definition, "town");
  const ChoiceList& list = definition->list(town);
  CHECK(choice_columns(list) == std::vector<std::string>{"name", "size", "region"});
  CHECK(choice_value(list.choices[0], 0) == "a");
  CHECK(choice_value(list.choices[0], 1) == "2.50");
  CHECK(choice_value(list.choices[0], 2).empty());
  CHECK(choice_value(list.choices[1], 2) == "n");
  const auto first = static_cast<Slot>(definition->nodes().size());
  const std::vector<Slot> expected{definition->slot_named("town2"), first, first + 2};
  const auto slots = definition->expression(town.choice_filter).references();
  CHECK(std::vector<Slot>(slots.begin(), slots.end()) == expected);
}

TEST_CASE("definition: appearances, numbers and sections are kept as the author wrote them") {
  const auto definition = read(with_questions(
      R"({"type":"group","name":"g","label":"S","appearance":"field-list","children":[{"type":"text","name":"q","number":"3b","label":"L","appearance":"w1 multiline"}]})"));
  CHECK(named(*definition, "g").field_list);
  CHECK(named(*definition, "q").multiline);
  CHECK(definition->appearance(named(*definition, "q")) == "w1 multiline");
  CHECK(definition->question_number(named(*definition, "q")) == "3b");
  CHECK(definition->question_number(named(*definition, "g")).empty());
}

TEST_CASE("definition: a mistake in an expression is placed at its character") {
  const Problem unknown =
      only_problem(kHead + std::string(",\n\"survey\":[{\"type\":\"text\",\"name\":\"q\",\"label\":\"L\",\n  "
                                       "\"relevant\":\"'\u00e9' = ${nobody}\"}]}"));
  CHECK(unknown.code == "unknown_reference");
  CHECK(unknown.pointer == "/survey/0/relevant");
  CHECK(unknown.line == 3);
  CHECK(unknown.column == 21);
  CHECK(unknown.text.find("nobody") != std::string::npos);
}

TEST_CASE("definition: a slip of the pen is met with the word that was meant") {
  const auto text = [](const char* question) { return only_problem(with_questions(question)).text; };
  CHECK(text(R"({"type":"intger","name":"q","label":"L"})").find("\"integer\"") != std::string::npos);
  CHECK(text(R"({"type":"text","name":"q","label":"L","hnit":"x"})").find("\"hint\"") != std::string::npos);
  CHECK(text(R"({"type":"text","name":"abc","label":"L","relevant":"${abd} = 1"})").find("\"abc\"") !=
        std::string::npos);
}

TEST_CASE("definition: a cycle is named from question to question") {
  const Problem cycle = only_problem(with_questions(
      R"({"type":"calculate","name":"a","calculation":"${b}"},{"type":"calculate","name":"b","calculation":"${a}"})"));
  CHECK(cycle.code == "cycle");
  CHECK(cycle.text.find("a") != std::string::npos);
  CHECK(cycle.text.find("->") != std::string::npos);
}

TEST_CASE("definition: limits are refused with a place, and reading stops after a thousand mistakes") {
  std::string deep = R"({"type":"text","name":"q","label":"L"})";
  for (int i = 0; i < 40; ++i)
    deep = R"({"type":"group","name":"g)" + std::to_string(i) + R"(","children":[)" + deep + "]}";
  CHECK(only_problem(with_questions(deep)).code == "limit");

  CHECK(Definition::read(with_questions(integers(20'000))).definition);
  CHECK(only_problem(with_questions(integers(DefinitionLimits::kNodes))).code == "limit");

  std::string choices;
  for (std::size_t i = 0; i <= DefinitionLimits::kChoices; ++i) {
    choices += (i ? ",{\"name\":\"" : "{\"name\":\"") + std::to_string(i) + "\",\"label\":\"L\"}";
  }
  CHECK(only_problem(with_questions(integers(1), ",\"choices\":{\"l\":[" + choices + "]}")).code == "limit");

  std::string wrong;
  for (int i = 0; i < 3000; ++i) wrong += i ? ",1" : "1";
  CHECK(Definition::read(with_questions(wrong)).problems.size() == DefinitionLimits::kProblems);

  CHECK(only_problem(std::string(DefinitionLimits::kBytes + 1, ' ')).code == "limit");
}

TEST_CASE("definition: memory_bytes grows with what is kept") {
  const auto small = read(with_questions(integers(10)));
  const auto large = read(with_questions(integers(10'000)));
  CHECK(large->memory_bytes() > small->memory_bytes() + 10'000 * sizeof(Node));
  CHECK(large->memory_bytes() < small->memory_bytes() + 10'000 * (sizeof(Node) + 120));
}

TEST_CASE("definition: type names are XLSForm's") {
  for (int i = 0; i <= static_cast<int>(Type::hidden); ++i) {
    const auto type = static_cast<Type>(i);
    CHECK(type_named(type_name(type)) == type);
  }
  CHECK(std::string(type_name(Type::date_time)) == "dateTime");
  CHECK_FALSE(type_named("date_time"));
  CHECK_FALSE(holds_value(Type::note));
  CHECK(holds_value(Type::calculate));
  CHECK_FALSE(asked(Type::hidden));
  CHECK(asked(Type::acknowledge));
  CHECK(is_number(Type::range));
  CHECK_FALSE(is_number(Type::date));
}
