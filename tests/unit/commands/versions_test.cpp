#include <doctest/doctest.h>

#include "unit/commands/device.h"

using nlohmann::json;
using takestock::commands::Device;

namespace {

/// One survey in two versions: in the second q1 stands in another section, `gone` is no longer asked and
/// `new` is.
constexpr const char* kFirst = R"({"takestock": 1, "id": "s", "version": "1", "title": "t", "survey": [
  {"type": "group", "name": "a", "label": "A", "children": [
    {"type": "text", "name": "q1", "label": "1"}, {"type": "text", "name": "gone", "label": "2"}]},
  {"type": "group", "name": "b", "label": "B", "children": [{"type": "text", "name": "q3", "label": "3"}]}]})";
constexpr const char* kSecond = R"({"takestock": 1, "id": "s", "version": "2", "title": "t", "survey": [
  {"type": "group", "name": "a", "label": "A", "children": [{"type": "text", "name": "new", "label": "2"}]},
  {"type": "group", "name": "b", "label": "B", "children": [
    {"type": "text", "name": "q3", "label": "3"}, {"type": "text", "name": "q1", "label": "1"}]}]})";

json answer(Device& device, const char* name, const json& value) {
  return device.call("answer", {{"path", name}, {"value", value}});
}

json value_on(Device& device, const char* page) {
  return device.call("open_page", {{"page", page}})["page"]["fields"][0]["value"];
}

std::string results_file(Device& device) { return device.session.call("results_file", "{}").attachment; }

}  // namespace

TEST_CASE("An answer changed after its question moved to another section is the one that comes back") {
  Device device;
  device.begin(kFirst);
  answer(device, "q1", "old");
  device.begin(kSecond);
  CHECK(value_on(device, "q1") == "old");
  CHECK(answer(device, "q1", "new")["ok"] == true);
  CHECK(device.begin(kSecond)["unknown"] == 0);
  CHECK(value_on(device, "q1") == "new");
  device.begin(kFirst);
  CHECK(value_on(device, "q1") == "new");
}

TEST_CASE("An answer to a question that a newer version no longer asks stays, also after finishing") {
  Device device;
  device.begin(kFirst);
  answer(device, "gone", "do not lose me");
  CHECK(device.begin(kSecond)["unknown"] == 1);
  answer(device, "new", "hello");
  CHECK(device.call("finish")["ok"] == true);
  CHECK(device.begin(kSecond)["unknown"] == 1);
  device.begin(kFirst);
  CHECK(value_on(device, "gone") == "do not lose me");
}

TEST_CASE("A draft is carried with the answers that its version has no question for") {
  Device device;
  device.begin(kFirst);
  answer(device, "gone", "do not lose me");
  device.begin(kSecond);
  answer(device, "new", "hello");
  CHECK(results_file(device).find("do not lose me") != std::string::npos);
}

TEST_CASE("Carrying a draft leaves it as it is, in the version that it answers") {
  Device device;
  device.begin(kFirst);
  answer(device, "gone", "do not lose me");
  device.begin(kSecond);
  const json before = device.call("responses")["responses"];
  const std::string file = results_file(device);
  CHECK(file.find(R"(\"gone\":\"do not lose me\")") != std::string::npos);
  CHECK(device.call("responses")["responses"] == before);
  CHECK(results_file(device) == file);
}

TEST_CASE("A finished response can be opened, copied and taken up again with a newer version") {
  Device device;
  device.begin(kFirst);
  answer(device, "q1", "old");
  const json finished = device.call("finish");
  const json again = device.begin(kSecond);
  CHECK(again["ok"] == true);
  CHECK(again["at"] == "finished");
  CHECK(again["response"]["reference"] == finished["reference"]);
  CHECK(device.call("copy", {{"format", "html"}})["ok"] == true);
  CHECK(results_file(device).find("\\\"q1\\\":\\\"old\\\"") != std::string::npos);
  CHECK(answer(device, "new", "more")["reopened"] == true);
  CHECK(device.begin(kSecond)["response"]["status"] == "draft");
  CHECK(value_on(device, "q1") == "old");
  CHECK(value_on(device, "new") == "more");
  CHECK(device.call("finish")["response"]["status"] == "finished");
}

TEST_CASE("A survey that was only rehearsed is stored when the first response is kept") {
  Device device;
  device.call("open_store", {{"path", device.database.path()}});
  device.define(kFirst);
  CHECK(device.call("resume", {{"keep", false}})["ok"] == true);
  const json kept = device.call("resume");
  CHECK(kept["error"]["code"] == "bad_state");
  device.define(kFirst);
  CHECK(device.call("resume")["ok"] == true);
  answer(device, "q1", "kept");
  CHECK(results_file(device).find("\"definition\":") != std::string::npos);
}
