#include "survey/round.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace takestock;
using nlohmann::json;
using survey::Round;

namespace {

json good() {
  return json::parse(
      R"({"takestock":1,"id":"r-1","survey":"s","organisation":"Canteen Association","organisation_short":"CA",
    "opens":"2026-03-01T09:00:00+00:00","closes":"2026-03-13T17:00:00+01:00","promise":"P","privacy":["One.","Two."],
    "contact_name":"Kitchen","contact_email":"kitchen@example.org","minutes":2,"_why":"a remark"})");
}

std::string problems_of(const json& round) {
  std::string text;
  for (const survey::Problem& problem : Round::read(round.dump()).problems)
    text += problem.pointer + " " + problem.code + ";";
  return text;
}

std::string with(const char* key, const json& value) {
  json round = good();
  round[key] = value;
  return problems_of(round);
}

}  // namespace

TEST_CASE("round: everything in the file is read") {
  const Round::Outcome outcome = Round::read(good().dump());
  REQUIRE(outcome.round);
  const Round& round = *outcome.round;
  CHECK(round.id == "r-1");
  CHECK(round.survey == "s");
  CHECK(round.privacy == "One.\n\nTwo.");
  CHECK(round.opens == Millis{1772355600000});
  CHECK(round.closes == Millis{1773417600000});
  CHECK(round.lost_link_email == "kitchen@example.org");
  CHECK(round.minutes == 2);
  CHECK_FALSE(round.demonstration);
  CHECK_FALSE(round.open_to_anyone);
}

TEST_CASE("round: it is open from its opening to its closing time, both included") {
  Round round;
  CHECK(round.open_at(0));
  round.opens = 10, round.closes = 20;
  CHECK_FALSE(round.open_at(9));
  CHECK(round.open_at(10));
  CHECK(round.open_at(20));
  CHECK_FALSE(round.open_at(21));
}

TEST_CASE("round: each missing key is named") {
  for (const char* key : {"takestock", "id", "survey", "organisation", "organisation_short", "promise",
                          "privacy", "contact_name", "contact_email", "minutes"}) {
    CAPTURE(key);
    json round = good();
    round.erase(key);
    CHECK(problems_of(round) == " missing_key;");
  }
}

TEST_CASE("round: each wrong value is refused with its place") {
  CHECK(with("takestock", 2) == "/takestock unsupported_format;");
  CHECK(with("id", "A b") == "/id wrong_value;");
  CHECK(with("survey", "") == "/survey wrong_value;");
  CHECK(with("survey", json::array()) == "/survey wrong_kind;");
  CHECK(with("opens", "2026-03-01") == "/opens wrong_value;");
  CHECK(with("opens", "2026-03-01T09:00:00") == "/opens wrong_value;");
  CHECK(with("opens", "2026-02-30T09:00:00Z") == "/opens wrong_value;");
  CHECK(with("closes", "2026-03-01T09:00:00Z") == "/closes wrong_value;");
  CHECK(with("promise", " ") == "/promise empty;");
  CHECK(with("promise", "a\u0001") == "/promise control_character;");
  CHECK(with("privacy", json::array()) == "/privacy empty;");
  CHECK(with("privacy", {"a", 1}) == "/privacy/1 wrong_kind;");
  for (const char* address : {"", "a", "@b", "a@", "a b@c", "a@b@c"}) {
    CHECK(with("contact_email", address) == "/contact_email wrong_value;");
  }
  for (const json& minutes : {json(0), json(1.5), json(601), json(-1)})
    CHECK(with("minutes", minutes) == "/minutes wrong_value;");
  CHECK(with("demonstration", "yes") == "/demonstration wrong_kind;");
  CHECK(with("demo", true) == "/demo unknown_key;");
}

TEST_CASE("round: what is no JSON object is refused, at any length") {
  for (const char* text : {"", "[]", "null", "{", "\"x\""}) CHECK_FALSE(Round::read(text).round);
  const std::string text = good().dump();
  for (std::size_t size = 0; size < text.size(); ++size)
    CHECK_FALSE(Round::read(std::string_view(text).substr(0, size)).round);
}
