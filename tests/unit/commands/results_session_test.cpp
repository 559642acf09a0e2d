#include <doctest/doctest.h>

#include "unit/commands/results_desk.h"

namespace takestock::commands {
namespace {

const char kMeals[] = R"json({
  "takestock": 1, "id": "meals", "version": "1", "title": "Meals",
  "choices": {
    "agree": [{"name": "yes", "label": "Yes"}, {"name": "no", "label": "No"}],
    "dish": [{"name": "soup", "label": "Soup"}, {"name": "pie", "label": "Pie"}],
    "region": [{"name": "north", "label": "North"}, {"name": "south", "label": "South"}]},
  "survey": [
    {"type": "select_one region", "name": "region", "label": "Region"},
    {"type": "select_one agree", "name": "hungry", "label": "Were you hungry?"},
    {"type": "select_multiple dish", "name": "dishes", "label": "What did you eat?"},
    {"type": "integer", "name": "guests", "label": "How many guests?"},
    {"type": "text", "name": "why", "label": "Why?"}],
  "measures": [
    {"name": "hungry", "type": "share", "label": "were hungry", "numerator": "${hungry} = 'yes'"},
    {"name": "guests", "type": "mean", "label": "guests", "of": "${guests}"}],
  "attributes": ["region"]
})json";

const char kRound[] = R"json({
  "takestock": 1, "id": "meals-1", "survey": "meals", "organisation": "Kitchen", "organisation_short": "K",
  "promise": "Nobody is named.", "privacy": ["We count."], "contact_name": "Cook",
  "contact_email": "cook@example.org", "lost_link_email": "cook@example.org",
  "other_ways": "Write.", "minutes": 1, "open_to_anyone": true, "disclosure_threshold": 20
})json";

/// So many of the north and of the south; every fourth of the north was not hungry, nobody of the south.
Answered eaters(std::size_t from, std::size_t north, std::size_t south) {
  Answered out;
  for (std::size_t i = 0; i < north + south; ++i) {
    const bool in_north = i < north;
    out.emplace_back(response_id(from + i), json{{"region", in_north ? "north" : "south"},
                                                 {"hungry", in_north && i % 4 == 0 ? "no" : "yes"},
                                                 {"dishes", json::array({"soup", "pie"})},
                                                 {"guests", i % 3},
                                                 {"why", "because"}});
  }
  return out;
}

/// One of them in a list.
json pair(const char* one, const char* other) { return json::array({json::array({one, other})}); }

json headline(const json& shown) { return shown["measures"][0]; }

TEST_CASE("results files open in any order and pieces, and what was answered twice counts once") {
  const std::string first = file_of(kMeals, eaters(1, 40, 20)), second = file_of(kMeals, eaters(41, 40, 0));
  json of_order[2];
  for (const bool swapped : {false, true}) {
    ResultsDesk desk;
    CHECK(desk.take(swapped ? second : first, 7)["ok"] == true);
    CHECK(desk.take(swapped ? first : second)["ok"] == true);
    CHECK(desk.take(first)["ok"] == true);
    const json counted = desk.call("count");
    CHECK(counted["survey"] == "meals");
    CHECK(counted["responses"] == 80);
    CHECK(counted["threshold"] == 10);
    of_order[swapped] = desk.call("publish", {{"measures", {"all"}}});
  }
  CHECK(of_order[0] == of_order[1]);
  CHECK(of_order[0]["responded"] == "80");
}

TEST_CASE("a page hears what can be asked for: measures, and questions of which tables can be made") {
  ResultsDesk desk;
  desk.take(file_of(kMeals, eaters(1, 40, 20)));
  const json counted = desk.call("count");
  CHECK(counted["measures"][0] == json{{"name", "hungry"}, {"label", "were hungry"}, {"type", "share"}});
  REQUIRE(counted["questions"].size() == 3);
  CHECK(counted["questions"][0]["attribute"] == true);
  CHECK(counted["questions"][0]["choices"][1] == json{{"name", "south"}, {"label", "South"}});
  CHECK(counted["questions"][2]["several"] == true);
}

TEST_CASE("a file that was altered, or is none, is refused whole and says where") {
  std::string file = file_of(kMeals, eaters(1, 40, 20));
  file[file.find("soup")] = 'x';
  ResultsDesk desk;
  const json refused = desk.take(file);
  CHECK(refused["error"]["code"] == "bad_text");
  CHECK(refused["error"]["where"].get<std::string>().substr(0, 20) == "some.takestock, line");
  CHECK(desk.call("count")["error"]["code"] == "bad_state");
  CHECK(desk.take("no results file")["ok"] == false);
  CHECK(desk.take("")["ok"] == false);
  CHECK(desk.call("take_part")["error"]["code"] == "bad_state");
  CHECK(desk.take(file_of(kMeals, eaters(1, 40, 20)))["ok"] == true);
  CHECK(desk.call("count")["responses"] == 60);
}

TEST_CASE("a small group is withheld, beside what was shown before too") {
  ResultsDesk desk;
  desk.take(file_of(kMeals, eaters(1, 40, 4)));
  desk.call("count");
  const json table =
      desk.call("publish", {{"measures", json::array()}, {"tables", pair("region", "")}})["tables"][0];
  CHECK(table["rows"][1]["all"]["count"] == "[c]");
  CHECK(table["rows"][0]["all"]["count"] == "[c]");
  const json all = desk.call("publish", {{"measures", {"all"}}});
  const json north = desk.call("publish", {{"measures", {"all"}}, {"where", pair("region", "north")}});
  CHECK(north["filter"][0] == "Region: North");
  const bool apart = all["responded"] == "[c]" || north["responded"] == "[c]";
  CHECK(apart);
}

TEST_CASE("identified results need a reason, which is told to be kept, and are no part of what was shown") {
  ResultsDesk desk;
  desk.take(file_of(kMeals, eaters(1, 40, 4)));
  desk.call("count");
  desk.call("record");
  const std::string before = desk.attachment;
  const json request = {{"measures", {"all"}}, {"tables", pair("region", "")}, {"identified", true}};
  CHECK(desk.call("publish", request)["error"]["where"] == "reason");
  json with_reason = request;
  with_reason["reason"] = "The auditor asked";
  const json shown = desk.call("publish", with_reason);
  CHECK(shown["identified"] == true);
  CHECK(shown["tables"][0]["rows"][1]["all"]["count"] == "4");
  CHECK(shown["log"]["reason"] == "The auditor asked");
  CHECK(shown["log"]["at"] == 1'000'000);
  desk.call("record");
  CHECK(desk.attachment == before);
}

TEST_CASE(
    "a record of what was shown goes on with the same responses and with more of them, and not beside "
    "others") {
  const Answered some = eaters(1, 40, 20), more = eaters(61, 30, 30);
  Answered both = some;
  both.insert(both.end(), more.begin(), more.end());
  ResultsDesk first;
  first.take(file_of(kMeals, some));
  first.call("count");
  first.call("publish", {{"measures", {"all"}}});
  first.call("record");
  const std::string record = first.attachment;
  first.call("record", {{"ledger", true}});
  CHECK(json::parse(record)["ledger"] == first.attachment);
  const auto recalled = [&record](const Answered& answered, std::int64_t seq) {
    ResultsDesk desk;
    desk.take(file_of(kMeals, answered, seq));
    desk.call("count");
    return desk.call("recall", {{"records", {record}}})["recalled"].get<std::string>();
  };
  CHECK(recalled(some, 1) == "same");
  CHECK(recalled(both, 1) == "more");
  CHECK(recalled(more, 1) == "none");
  CHECK(recalled({some.begin(), some.begin() + 30}, 1) == "other");
  CHECK(recalled(some, 1000) == "none");  // every response has changed
}

TEST_CASE("the responses that came since are a group of their own: too few of them are not to be told") {
  const Answered some = eaters(1, 40, 20);
  Answered more = some;
  for (const auto& each : eaters(61, 3, 0)) more.push_back(each);
  ResultsDesk first, later;
  first.take(file_of(kMeals, some));
  first.call("count");
  CHECK(first.call("publish", {{"measures", {"all"}}})["responded"] == "60");
  first.call("record");
  later.take(file_of(kMeals, more));
  later.call("count");
  CHECK(later.call("recall", {{"records", {first.attachment}}})["recalled"] == "more");
  CHECK(later.call("publish", {{"measures", {"all"}}})["responded"] == "[c]");
}

TEST_CASE(
    "a round says the threshold; its mistakes are told, and a record of another threshold does not go on") {
  ResultsDesk desk;
  CHECK(desk.call("round", {{"text", "{}"}})["error"]["code"] == "bad_request");
  const json round = desk.call("round", {{"text", kRound}});
  CHECK(round["threshold"] == 20);
  desk.take(file_of(kMeals, eaters(1, 40, 15)));
  CHECK(desk.call("count")["threshold"] == 20);
  const json table =
      desk.call("publish", {{"measures", json::array()}, {"tables", pair("region", "")}})["tables"][0];
  CHECK(table["rows"][1]["all"]["count"] == "[c]");
  desk.call("record");
  ResultsDesk other;
  other.take(file_of(kMeals, eaters(1, 40, 15)));
  other.call("count");
  CHECK(other.call("recall", {{"records", {desk.attachment}}})["recalled"] == "other");
  CHECK(other.call("recall", {{"records", {"{}"}}})["error"]["code"] == "bad_text");
}

TEST_CASE("what is saved is what was shown") {
  ResultsDesk desk;
  desk.take(file_of(kMeals, eaters(1, 40, 20)));
  desk.call("count");
  CHECK(desk.call("save", {{"format", "json"}})["error"]["code"] == "bad_state");
  desk.call("publish", {{"measures", {"hungry"}}, {"by", "region"}});
  CHECK(desk.call("save", {{"format", "docx"}})["error"]["code"] == "bad_request");
  const json saved = desk.call("save", {{"format", "json"}});
  CHECK(saved["file"]["name"] == "meals-results.json");
  const json figures = json::parse(desk.attachment);
  CHECK(figures["responded"] == 60);
  CHECK(figures["measures"][0]["lines"].size() == 3);
  desk.call("save", {{"format", "csv"}});
  CHECK(desk.attachment.find("hungry,were hungry,All,base,60") != std::string::npos);
  CHECK(desk.call("save", {{"format", "html"}})["file"]["type"] == "text/html");
}

TEST_CASE("figures come as texts, with pictures for two widths beside their tables") {
  ResultsDesk desk;
  desk.take(file_of(kMeals, eaters(1, 40, 20)));
  desk.call("count");
  const json shown =
      desk.call("publish", {{"measures", {"all"}}, {"by", "region"}, {"tables", pair("hungry", "region")}});
  CHECK(headline(shown)["value"] == "83%");
  CHECK(headline(shown)["words"] == " were hungry");
  CHECK(headline(shown)["count"] == "50");
  CHECK(headline(shown)["pictures"].size() == 2);
  CHECK(shown["pictures"].size() == 2);
  CHECK(shown["tables"][0]["by"]["name"] == "region");
  CHECK(shown["tables"][0]["pictures"].size() == 2);
  CHECK(shown["tables"][0]["bases"] == json::array({"40", "20", "60"}));
}

TEST_CASE(
    "questions, choices and requests that are not there are said in a sentence, and forget leaves nothing") {
  ResultsDesk desk;
  CHECK(desk.call("count")["error"]["code"] == "bad_state");
  CHECK(desk.call("publish")["error"]["code"] == "bad_state");
  desk.take(file_of(kMeals, eaters(1, 40, 20)));
  CHECK(desk.call("count", {{"survey", "dinner"}})["error"]["code"] == "not_found");
  desk.call("count");
  CHECK(desk.call("publish", {{"measures", {"thirsty"}}})["error"]["code"] == "not_found");
  CHECK(desk.call("publish", {{"tables", pair("why", "")}})["error"]["code"] == "unsupported");
  CHECK(desk.call("publish", {{"where", pair("region", "east")}})["error"]["code"] == "not_found");
  CHECK(desk.call("publish", {{"tables", json::array({"region"})}})["error"]["code"] == "bad_request");
  CHECK(desk.call("publish", {{"reason", "none"}})["error"]["code"] == "bad_request");
  CHECK(desk.call("eat")["error"]["code"] == "bad_request");
  desk.call("forget");
  CHECK(desk.call("count")["error"]["code"] == "bad_state");
}

}  // namespace
}  // namespace takestock::commands
