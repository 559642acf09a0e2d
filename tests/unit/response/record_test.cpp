#include "filled.h"

namespace takestock::response {
namespace {

using Answers = std::vector<std::pair<std::string, std::string>>;

const char* const kLists = "{'l': [{'name': 'a', 'label': 'A'}, {'name': 'b', 'label': 'B'}]}";
const char* const kSurvey =
    "{'type': 'integer', 'name': 'i', 'label': 'I', 'default': '1'},"
    "{'type': 'group', 'name': 'g', 'label': 'G', 'children': ["
    "  {'type': 'text', 'name': 't', 'label': 'T', 'relevant': '${i} != 2'},"
    "  {'type': 'select_multiple l', 'name': 'm', 'label': 'M'}]},"
    "{'type': 'calculate', 'name': 'c', 'calculation': '${i} * 2'},"
    "{'type': 'calculate', 'name': 'o', 'calculation': 'once(random())'}";

TEST_CASE("A record nests as the groups do: numbers are numbers, several choices are a list") {
  Filled f(
      "{'type': 'integer', 'name': 'i', 'label': 'I'}, {'type': 'group', 'name': 'g', 'label': 'G', "
      "'children': ["
      "{'type': 'text', 'name': 't', 'label': 'T'}, {'type': 'select_multiple l', 'name': 'm', 'label': "
      "'M'}]},"
      "{'type': 'group', 'name': 'h', 'label': 'H', 'children': [{'type': 'text', 'name': 'u', 'label': "
      "'U'}]}",
      kLists);
  CHECK(f.response->record(true) == "{}");
  f.set("i", -3.0);
  f.set("t", "say \"hi\" \\ \n\x01 – 😀");
  f.set("m", "b a");
  CHECK(f.response->record(true) ==
        "{\"i\":-3,\"g\":{\"t\":\"say \\\"hi\\\" \\\\ \\n\\u0001 – 😀\",\"m\":[\"a\",\"b\"]}}");
  CHECK(f.response->answer_json(f.at("u")) == "null");
}

TEST_CASE("What is sent leaves out what is not relevant; a draft's record has it") {
  Filled f(kSurvey, kLists);
  f.set("t", "kept");
  f.set("i", 2.0);
  CHECK(f.response->record(false).find("kept") == std::string::npos);
  CHECK(f.response->record(true).find("\"t\":\"kept\"") != std::string::npos);
}

TEST_CASE("A restored record is the same response, invalid answers, cleared defaults and once() included") {
  Filled f(kSurvey, kLists);
  f.set("t", "x");
  f.set("m", "a");
  for (const char* typed : {"many", "", "12"}) {
    f.set("i", typed);
    Filled again(kSurvey, kLists);
    again.clock.advance(86'400'000);
    auto restored = again.response->restore(f.response->record(true));
    REQUIRE(restored.ok());
    CHECK(restored->unknown.empty());
    CHECK(again.response->record(true) == f.response->record(true));
    CHECK(again.text("o") == f.text("o"));
    CHECK(again.findings() == f.findings());
  }
}

TEST_CASE("An answer that was typed over a calculation is still there after restoring") {
  const char* survey =
      "{'type': 'integer', 'name': 'a', 'label': 'A'},"
      "{'type': 'integer', 'name': 'b', 'label': 'B', 'calculation': 'coalesce(${a}, 0) + 1'}";
  Filled f(survey), again(survey);
  f.set("a", 1.0);
  f.set("b", 70.0);
  REQUIRE(again.response->restore(f.response->record(true)).ok());
  CHECK(again.text("b") == "70");
  again.set("a", 2.0);
  CHECK(again.text("b") == "3");
}

TEST_CASE(
    "Stored answers find their question by name wherever it now stands; what has no place is given back") {
  Filled f(
      "{'type': 'group', 'name': 'moved', 'label': 'M', 'children': [{'type': 'integer', 'name': 'age', "
      "'label': 'Age'}]},"
      "{'type': 'note', 'name': 'n', 'label': 'N'}, {'type': 'select_one l', 'name': 's', 'label': 'S'}",
      kLists);
  auto restored = f.response->restore(std::string_view(
      R"({"old":{"age":41,"gone":"text","deep":{"list":["x",1]}},"n":5,"s":"removed","moved":true})"));
  REQUIRE(restored.ok());
  CHECK(f.text("age") == "41");
  CHECK(f.text("s") == "removed");
  CHECK(f.findings() == "/data/s type_choice;");
  CHECK(restored->unknown ==
        Answers{{"/old/gone", "\"text\""}, {"/old/deep/list", "[\"x\",1]"}, {"/n", "5"}, {"/moved", "true"}});
}

TEST_CASE("Single stored answers are restored by the last step of their path") {
  Filled f(kSurvey, kLists);
  const Answers answers = {{"/data/i", "null"},
                           {"/data/elsewhere/t", "\"x\""},
                           {"/data/g/m", "[\"b\",\"a\"]"},
                           {"/data/gone", "1.50"}};
  auto restored = f.response->restore(answers);
  REQUIRE(restored.ok());
  CHECK(f.text("i") == "");
  CHECK(f.text("t") == "x");
  CHECK(f.text("m") == "a b");
  CHECK(restored->unknown == Answers{{"/data/gone", "1.50"}});
}

TEST_CASE("Of two stored answers to one question the one that stands where the question stands is restored") {
  Filled f("{'type': 'group', 'name': 'b', 'children': [{'type': 'text', 'name': 'q', 'label': 'Q'}]}");
  const std::vector<std::pair<std::string, std::string>> stored = {{"/data/a/q", "\"old\""},
                                                                   {"/data/b/q", "\"new\""}};
  const auto restored = f.response->restore(stored);
  CHECK(f.text("q") == "new");
  REQUIRE(restored->unknown.size() == 1);
  CHECK(restored->unknown[0].first == "/data/a/q");
  CHECK(restored->moved.empty());
  Filled other("{'type': 'text', 'name': 'q', 'label': 'Q'}");
  const auto moved = other.response->restore({stored.data(), 1})->moved;
  REQUIRE(moved.size() == 1);
  CHECK(moved[0].second == "/data/q");
}

TEST_CASE("Of two values for one question the second is given back") {
  Filled f(kSurvey, kLists);
  auto restored = f.response->restore(std::string_view(R"({"t":"one","g":{"t":"two"}})"));
  REQUIRE(restored.ok());
  CHECK(f.text("t") == "one");
  CHECK(restored->unknown == Answers{{"/g/t", "\"two\""}});
}

TEST_CASE("What is no JSON object is refused with its place and changes nothing") {
  Filled f(kSurvey, kLists);
  CHECK(f.response->restore(std::string_view("[1]")).error().code == Code::bad_request);
  CHECK(f.response->restore(std::string_view("{\"t\":")).error().code == Code::bad_text);
  const Answers broken = {{"/data/t", "\"x\""}, {"/data/i", "{"}};
  CHECK(f.response->restore(broken).error().where.find("/data/i") == 0);
  CHECK(f.text("t") == "");
}

}  // namespace
}  // namespace takestock::response
