#include <doctest/doctest.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "commands/commands.h"
#include "faults/disk.h"
#include "identity/link.h"
#include "unit/sync/memory_hub.h"

namespace takestock::faults {
namespace {

using nlohmann::json;

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

std::string a_link() {
  SeededRandom random(3);
  return identity::make_link("r", identity::make_invitee(random, identity::Invited::person), random)
      .fragment();
}

sync::MemoryHub a_hub() {
  sync::MemoryHub hub("s");
  hub.definition = survey::Definition::read(kSurvey).definition;
  REQUIRE(hub.definition);
  hub.form = hub.definition->digest();
  return hub;
}

TEST_CASE("a full disk: what is done with a link is refused as a whole, and done when there is room") {
  Device device;
  refused_then_done(device, [&] {
    const json linked = device.call("link", {{"text", a_link()}});
    return linked["ok"] == true ? device.answer("a", "first") : linked;
  });
  refused_then_done(device, [&] { return device.call("filled_in_by", {{"text", "A. Colleague"}}); });
  refused_then_done(device, [&] { return device.call("finish"); });
  refused_then_done(device, [&] { return device.call("withdraw"); });
}

TEST_CASE("a full disk: wherever it fills up while an account is taken in, all of it is there in the end") {
  for (int operation = 0, done = false; !done; ++operation) {
    REQUIRE(operation < 1000);
    sync::MemoryHub hub = a_hub();
    Device device;
    const auto account = [&] {
      return json{{"body", hub.answer(device.session->call("sync_batch", "{}").attachment, 2'000'000)}};
    };
    device.call("link", {{"text", a_link()}});
    device.answer("a", "first");
    device.call("finish");
    device.call("sync_account", account());
    device.answer("a", "mine");
    store::Event theirs = hub.events.at(0).event;
    theirs.base = {{theirs.device, theirs.seq}};
    theirs.device = std::string(32, 'e'), theirs.seq = 1, theirs.received = theirs.effective = 1'900'000;
    const std::size_t at = theirs.body.find("\"a\":\"first\"");
    REQUIRE(at != std::string::npos);
    theirs.body.insert(at + 11, ",\"b\":\"theirs\"");
    theirs.sha256 = theirs.digest();
    hub.events.push_back({theirs, {sync::Verdict::stored, "", 1'900'000, 1'900'000, false, {}}});
    const json answered = account();
    device.fill_at(operation);
    const json reply = device.call("sync_account", answered);
    device.disk.set({});
    done = reply["ok"] == true;
    INFO("operation ", operation);
    if (!done) {
      CHECK(reply["error"]["code"] == "storage_full");
      device.begin();
      CHECK(device.call("sync_account", answered)["ok"] == true);
    }
    const json rows = device.call("check")["sections"][0]["rows"];
    CHECK(rows[0]["answer"] == json::array({"mine"}));
    CHECK(rows[1]["answer"] == json::array({"theirs"}));
    CHECK(device.call("conflicts")["conflicts"].empty());
    CHECK(device.call("sync")["sync"]["status"] == "changed");
  }
}

}  // namespace
}  // namespace takestock::faults
