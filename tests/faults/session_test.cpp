#include <doctest/doctest.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "commands/commands.h"
#include "faults/disk.h"

using nlohmann::json;

namespace takestock::faults {
namespace {

constexpr const char* kSurvey = R"json({"takestock": 1, "id": "s", "version": "1", "title": "t", "survey": [
  {"type": "calculate", "name": "drawn", "calculation": "if(${a} = '', '', uuid())"},
  {"type": "group", "name": "g", "label": "G", "children": [
    {"type": "text", "name": "a", "label": "A"}, {"type": "text", "name": "b", "label": "B", "relevant": "${a} != ''"},
    {"type": "text", "name": "shown", "label": "S", "read_only": true, "calculation": "${drawn}"}]}]})json";

struct Device {
  Device() {
    use_disk(disk);
    begin();
  }
  json call(const char* command, const json& request = json::object()) {
    return json::parse(session->call(command, request.dump()).json);
  }
  json answer(const char* name, const json& value) {
    return call("answer", {{"path", name}, {"value", value}});
  }
  json begin() {
    session = std::make_unique<commands::Session>(clock, random);
    call("open_store", {{"path", "survey.db"}, {"vfs", kDiskVfs}});
    session->call("define", kSurvey);
    return call("resume");
  }
  /// Everything a person sees.
  json seen() { return {call("check"), call("contents"), call("responses")}; }
  /// From that write, truncate or sync on the disk is full.
  void fill_at(int operation) { disk.set({Trouble::Kind::full, operation, 1'000'000, false}); }

  Disk disk;
  FixedClock clock{1'000'000};
  SeededRandom random{3};
  std::unique_ptr<commands::Session> session;
};

/// Wherever the disk fills up, the call is refused and changes nothing, now or when everything is opened
/// again; with room it is done.
template <typename Call>
void refused_then_done(Device& device, Call call) {
  const json before = device.seen();
  for (int operation = 0;; ++operation) {
    REQUIRE(operation < 1000);
    device.fill_at(operation);
    const json reply = call();
    device.disk.set({});
    if (reply["ok"] == true) break;
    INFO("operation ", operation);
    CHECK(reply["error"]["code"] == "storage_full");
    CHECK(device.seen() == before);
    device.begin();
    CHECK(device.seen() == before);
  }
  const json after = device.seen();
  CHECK(after != before);
  device.begin();
  CHECK(device.seen() == after);
}

TEST_CASE("a full disk: whatever cannot be stored is refused and changes nothing that a person sees") {
  Device device;
  refused_then_done(device, [&] { return device.answer("a", "first"); });
  refused_then_done(device, [&] { return device.answer("b", "second"); });
  refused_then_done(device, [&] { return device.call("confirm_section", {{"section", "g"}}); });
  refused_then_done(device, [&] { return device.call("finish"); });
  refused_then_done(device, [&] { return device.answer("a", "taken up again"); });
  refused_then_done(device, [&] { return device.answer("a", nullptr); });
}

}  // namespace
}  // namespace takestock::faults
