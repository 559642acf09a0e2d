#include <doctest/doctest.h>

#include "base/digest.h"
#include "unit/commands/device.h"

using nlohmann::json;
using takestock::sha256_hex;
using takestock::commands::Device;
using takestock::commands::Reply;

namespace {

constexpr const char* kSurvey = R"({
  "takestock": 1, "id": "small", "version": "1", "title": "A small survey",
  "choices": {"yes_no": [{"name": "yes", "label": "Yes"}, {"name": "no", "label": "No"}]},
  "survey": [
    {"type": "group", "name": "first", "label": "The first section", "children": [
      {"type": "select_one yes_no", "name": "q1", "number": "1", "label": "Is there more?"},
      {"type": "text", "name": "q2", "number": "2", "label": "What more?", "relevant": "${q1} = 'yes'"}]},
    {"type": "group", "name": "second", "label": "The second section", "children": [
      {"type": "integer", "name": "q3", "number": "3", "label": "How many?", "required": true,
       "constraint": ". <= 10", "constraint_message": "There are at most 10."}]}]})";

}  // namespace

TEST_CASE("A command that does not exist, or a request that is not JSON, is refused in words") {
  Device device;
  CHECK(device.call("dance")["error"]["code"] == "bad_request");
  CHECK(json::parse(device.session.call("resume", "{").json)["error"]["code"] == "bad_request");
  CHECK(device.call("answer")["error"]["code"] == "bad_state");
}

TEST_CASE("A definition with mistakes is refused with every one of them and its place") {
  Device device;
  const json reply = device.define(
      R"({"takestock":1,"id":"x","version":"1","title":"t","survey":[{"type":"tekst","name":"a"},{"type":"text","name":"a b","label":"l"}]})");
  CHECK(reply["ok"] == false);
  CHECK(reply["problems"].size() >= 2);
  CHECK(reply["problems"][0]["line"] == 1);
}

TEST_CASE("A digest that the platform states is the definition's, for that definition alone") {
  Device device;
  const std::string sha256 = sha256_hex(kSurvey);
  CHECK(device.call("digest", {{"sha256", "A1"}})["error"]["code"] == "bad_request");
  CHECK(device.call("digest", {{"sha256", sha256}})["ok"] == true);
  CHECK(device.begin(kSurvey)["ok"] == true);
  CHECK(device.call("answer", {{"path", "q1"}, {"value", "yes"}})["ok"] == true);
  CHECK(device.define(kSurvey)["survey"]["digest"] == sha256);
}

TEST_CASE("A wrong digest is found before anything is stored under it") {
  Device device;
  device.call("digest", {{"sha256", std::string(64, '0')}});
  device.begin(kSurvey);
  CHECK(device.call("answer", {{"path", "q1"}, {"value", "yes"}})["error"]["code"] == "bad_state");
  CHECK(device.begin(kSurvey)["at"] == "start");
  CHECK(device.call("answer", {{"path", "q1"}, {"value", "yes"}})["ok"] == true);
}

TEST_CASE("A fresh device starts at the start page and stores nothing before the first answer") {
  Device device;
  const json reply = device.begin(kSurvey);
  CHECK(reply["ok"] == true);
  CHECK(reply["at"] == "start");
  CHECK(reply["response"].is_null());
  CHECK(reply["asked"] == 3);
  CHECK(device.call("responses")["responses"].empty());
}

TEST_CASE("An answer says when it was saved, and a new session lands on the question where the person was") {
  Device device;
  device.begin(kSurvey);
  device.call("open_page", {{"page", "q1"}});
  device.clock.set(2'000'000);
  const json saved = device.call("answer", {{"path", "q1"}, {"value", "yes"}});
  CHECK(saved["saved_at"] == 2'000'000);
  CHECK(device.call("continue", {{"page", "q1"}})["page"]["page"] == "q2");
  device.call("answer", {{"path", "q2"}, {"value", "A longer table\nand chairs"}});
  const json again = device.begin(kSurvey);
  CHECK(again["at"] == "page");
  CHECK(again["page"]["page"] == "q2");
  CHECK(again["page"]["fields"][0]["value"] == "A longer table\nand chairs");
  CHECK(again["answered"] == 2);
}

TEST_CASE("A question that is not relevant is passed over, kept, and left out of what is sent") {
  Device device;
  device.begin(kSurvey);
  device.call("open_page", {{"page", "q1"}});
  device.call("answer", {{"path", "q1"}, {"value", "yes"}});
  device.call("answer", {{"path", "q2"}, {"value", "Chairs"}});
  device.call("open_page", {{"page", "q1"}});
  device.call("answer", {{"path", "q1"}, {"value", "no"}});
  const json next = device.call("continue", {{"page", "q1"}})["page"];
  CHECK(next["page"] == "q3");
  CHECK(next["notices"][0]["code"] == "no_longer_asked");
  CHECK(next["notices"][0]["because"]["number"] == "1");
  CHECK(next["notices"][0]["questions"][0]["number"] == "2");
  CHECK(device.call("check")["hidden"][0]["number"] == "2");
  device.call("open_page", {{"page", "q1"}});
  device.call("answer", {{"path", "q1"}, {"value", "yes"}});
  const json restored = device.call("continue", {{"page", "q1"}})["page"];
  CHECK(restored["fields"][0]["value"] == "Chairs");
}

TEST_CASE("Continue stays on the page with the author's sentence while an answer breaks its constraint") {
  Device device;
  device.begin(kSurvey);
  device.call("open_page", {{"page", "q3"}});
  CHECK(device.call("continue", {{"page", "q3"}})["findings"][0]["code"] == "required");
  device.call("answer", {{"path", "q3"}, {"value", 11}});
  CHECK(device.call("continue", {{"page", "q3"}})["findings"][0]["text"] == "There are at most 10.");
  device.call("answer", {{"path", "q3"}, {"value", "ten"}});
  CHECK(device.call("continue", {{"page", "q3"}})["findings"][0]["code"] == "type_integer");
  device.call("answer", {{"path", "q3"}, {"value", "10"}});
  CHECK(device.call("continue", {{"page", "q3"}})["at"] == "check");
}

TEST_CASE(
    "Finishing needs every finding settled, gives a reference, and an answer afterwards takes the response "
    "up again") {
  Device device;
  device.begin(kSurvey);
  device.call("open_page", {{"page", "q3"}});
  device.call("answer", {{"path", "q1"}, {"value", "no"}});
  const json refused = device.call("finish");
  CHECK(refused["findings"][0]["page"] == "q3");
  device.call("answer", {{"path", "q3"}, {"value", 4}});
  const json finished = device.call("finish");
  CHECK(finished["response"]["status"] == "finished");
  CHECK(finished["reference"].get<std::string>().size() == 12);
  CHECK(device.begin(kSurvey)["at"] == "finished");
  const json changed = device.call("answer", {{"path", "q3"}, {"value", 5}});
  CHECK(changed["reopened"] == true);
  CHECK(device.call("responses")["responses"][0]["status"] == "draft");
  CHECK(device.call("finish")["reference"] != finished["reference"]);
}

TEST_CASE("The contents say of each section what is done, and what the person said is done") {
  Device device;
  device.begin(kSurvey);
  device.call("open_page", {{"page", "q1"}});
  device.call("answer", {{"path", "q1"}, {"value", "yes"}});
  device.call("answer", {{"path", "q3"}, {"value", "many"}});
  json sections = device.call("contents")["sections"];
  CHECK(sections[0]["status"] == "in_progress");
  CHECK(sections[0]["pages"].size() == 2);
  CHECK(sections[1]["status"] == "problem");
  sections = device.call("confirm_section", {{"section", "first"}, {"complete", true}})["sections"];
  CHECK(sections[0]["status"] == "completed");
  CHECK(device.begin(kSurvey)["ok"] == true);
  CHECK(device.call("contents")["sections"][0]["confirmed"] == true);
}

TEST_CASE("A response that is not kept answers the same and stores nothing") {
  Device device;
  device.begin(kSurvey);
  CHECK(device.call("resume", {{"keep", false}})["ok"] == true);
  const json saved = device.call("answer", {{"path", "q1"}, {"value", "yes"}});
  CHECK(saved["ok"] == true);
  CHECK(saved["saved_at"].is_null());
  CHECK(device.call("responses")["responses"].empty());
  CHECK(device.call("finish")["error"]["code"] == "bad_state");
}

TEST_CASE("A removed response is gone, and the next one starts afresh") {
  Device device;
  device.begin(kSurvey);
  device.call("answer", {{"path", "q1"}, {"value", "yes"}});
  const json row = device.call("responses")["responses"][0];
  CHECK(device.call("remove", {{"response", row["id"]}})["ok"] == true);
  CHECK(device.call("remove", {{"response", row["id"]}})["error"]["code"] == "not_found");
  CHECK(device.begin(kSurvey)["at"] == "start");
}
