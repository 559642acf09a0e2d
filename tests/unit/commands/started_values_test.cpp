#include <doctest/doctest.h>

#include "unit/commands/device.h"

using nlohmann::json;
using takestock::commands::Device;

namespace {

/// What depends on chance or on the clock is shown on one page.
constexpr const char* kSurvey = R"json({"takestock": 1, "id": "s", "version": "1", "title": "t", "survey": [
  {"type": "calculate", "name": "chance", "calculation": "once(random())"},
  {"type": "calculate", "name": "opened", "calculation": "now()"},
  {"type": "calculate", "name": "twice", "calculation": "number(${chance}) * 2"},
  {"type": "calculate", "name": "drawn", "calculation": "if(${q1} = 'x', uuid(), '')"},
  {"type": "calculate", "name": "later", "calculation": "uuid()", "relevant": "${q1} = 'x'"},
  {"type": "hidden", "name": "id", "default": "uuid()"},
  {"type": "group", "name": "g", "appearance": "field-list", "children": [
    {"type": "text", "name": "q1", "label": "1"},
    {"type": "date", "name": "day", "label": "d", "default": "today()"},
    {"type": "text", "name": "fixed", "label": "f", "default": "as given"},
    {"type": "text", "name": "shown", "label": "s", "read_only": true,
     "calculation": "concat(${chance}, ' ', ${opened}, ' ', ${twice}, ' ', ${drawn}, ' ', ${later}, ' ', ${id})"}]}]})json";

json fields(Device& device) { return device.call("open_page", {{"page", "g"}})["page"]["fields"]; }

json answer(Device& device, const char* name, const json& value) {
  return device.call("answer", {{"path", name}, {"value", value}});
}

}  // namespace

TEST_CASE("What chance and the clock gave a response comes back when its draft is opened again") {
  Device device;
  device.begin(kSurvey);
  const json before = fields(device);
  CHECK(answer(device, "fixed", "changed")["ok"] == true);
  device.clock.set(9'000'000'000);
  device.begin(kSurvey);
  json expected = before;
  expected[2]["value"] = "changed";
  CHECK(fields(device) == expected);
}

TEST_CASE("What an answer made chance draw again comes back as it was drawn last") {
  Device device;
  device.begin(kSurvey);
  answer(device, "q1", "x");
  const json drawn = fields(device);
  CHECK(drawn[3]["value"].get<std::string>().size() > 100);
  device.clock.set(9'000'000'000);
  device.begin(kSurvey);
  CHECK(fields(device) == drawn);
  answer(device, "q1", "y");
  answer(device, "q1", "x");
  CHECK(fields(device) != drawn);
}

TEST_CASE("A default that was taken away stays away") {
  Device device;
  device.begin(kSurvey);
  answer(device, "day", nullptr);
  device.begin(kSurvey);
  CHECK(fields(device)[1]["value"].is_null());
}

TEST_CASE("An unchanged draft is carried once, whatever the clock says") {
  Device device;
  device.begin(kSurvey);
  answer(device, "q1", "x");
  const json first = device.call("results_file");
  device.clock.set(1'000'500);
  CHECK(device.call("results_file")["file"]["bytes"] == first["file"]["bytes"]);
}
