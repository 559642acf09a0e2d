#include <doctest/doctest.h>

#include "identity/link.h"
#include "unit/commands/device.h"
#include "unit/sync/memory_hub.h"

using nlohmann::json;
using takestock::Millis;
using takestock::SeededRandom;
using takestock::sync::MemoryHub;

namespace {

constexpr const char* kSurvey = R"({
  "takestock": 1, "id": "small", "version": "1", "title": "A small survey",
  "choices": {"yes_no": [{"name": "yes", "label": "Yes"}, {"name": "no", "label": "No"}]},
  "survey": [
    {"type": "group", "name": "first", "label": "The first section", "children": [
      {"type": "select_one yes_no", "name": "q1", "number": "1", "label": "Is there more?"},
      {"type": "text", "name": "q2", "number": "2", "label": "What more?"},
      {"type": "text", "name": "q3", "number": "3", "label": "And then?"}]},
    {"type": "integer", "name": "q4", "number": "4", "label": "How many?", "default": "2"},
    {"type": "calculate", "name": "twice", "calculation": "2 * ${q4}"}]})";

MemoryHub a_hub() {
  MemoryHub hub("small");
  hub.definition = takestock::survey::Definition::read(kSurvey).definition;
  REQUIRE(hub.definition);
  hub.form = hub.definition->digest();
  return hub;
}

std::string a_link() {
  SeededRandom random(3);
  return takestock::identity::make_link(
             "r", takestock::identity::make_invitee(random, takestock::identity::Invited::person), random)
      .fragment();
}

/// A browser with its own database, some time after the others.
struct Browser {
  explicit Browser(std::uint64_t seed) : random(seed) {
    call("open_store", {{"path", ":memory:"}});
    session.call("define", kSurvey);
  }
  json call(const char* command, const json& request = json::object()) {
    return json::parse(session.call(command, request.dump()).json);
  }
  json answer(const char* name, const json& value) {
    return call("answer", {{"path", name}, {"value", value}});
  }
  json check_row(const std::string& name) {
    const json reply = call("check");
    for (const json& section : reply["sections"])
      for (const json& row : section["rows"])
        if (row["name"] == name) return row["answer"];
    return "no such row";
  }
  json account(const std::string& body) { return call("sync_account", {{"body", body}}); }
  /// Until the hub has nothing more to say: the last reply, and all that was merged.
  json sync(MemoryHub& hub) {
    json merged = json::array();
    for (int i = 0; i < 20; ++i) {
      json reply = account(hub.answer(session.call("sync_batch", "{}").attachment, clock.now()));
      REQUIRE(reply["ok"] == true);
      for (const json& question : reply["merged"]) merged.push_back(question["name"]);
      reply["all_merged"] = merged;
      if (reply["more"] == false) return reply;
    }
    FAIL("the device and its hub never come to an end");
    return {};
  }
  takestock::FixedClock clock{1'700'000'000'000};
  SeededRandom random;
  takestock::commands::Session session{clock, random};
};

/// Two people with one link, of whom the first has sent an answer that the second has on the screen.
struct Pair {
  Pair() {
    for (Browser* browser : {&a, &b}) browser->call("link", {{"text", a_link()}});
    a.answer("q1", "yes"), a.answer("q2", "common");
    REQUIRE(a.call("finish").contains("reference"));
    a.sync(hub);
    b.clock.advance(60'000);
    b.sync(hub);
    a.clock.advance(120'000), b.clock.advance(120'000);
  }
  MemoryHub hub = a_hub();
  Browser a{1}, b{2};
};

}  // namespace

TEST_CASE(
    "A link opens the response that belongs to it, and nothing is stored but the link before an answer") {
  Browser a(1);
  const json opened = a.call("link", {{"text", "https://survey.example.org/" + a_link() + "."}});
  REQUIRE(opened["ok"] == true);
  CHECK(opened["at"] == "start");
  CHECK(opened["response"].is_null());
  CHECK(opened["link"]["fragment"] == a_link());
  CHECK(opened["link"]["self_made"] == false);
  CHECK(opened["link"]["status"] == "");
  CHECK(a.call("responses")["responses"].empty());
  a.answer("q2", "mine");
  CHECK(a.call("responses")["responses"][0]["id"] == opened["link"]["response"]);
  CHECK(a.call("resume")["response"]["id"] == opened["link"]["response"]);
  CHECK(a.call("links")["links"].size() == 1);
}

TEST_CASE("A link that cannot be read says why, and a link of another round is not opened") {
  Browser a(1);
  const json refused = a.call("link", {{"text", a_link().substr(0, 30)}});
  CHECK(refused["error"]["code"] == "bad_text");
  CHECK(refused["error"]["message"].get<std::string>().find("too short") != std::string::npos);
  CHECK(a.call("links")["links"].empty());
}

TEST_CASE("Anyone can make a link without a network; it is another one each time") {
  Browser a(1);
  const json one = a.call("make_link", {{"round", "r"}}), two = a.call("make_link", {{"round", "r"}});
  CHECK(one["link"]["self_made"] == true);
  CHECK(one["link"]["response"] != two["link"]["response"]);
  CHECK(a.call("links")["links"].size() == 2);
  CHECK(a.call("link", {{"text", one["link"]["fragment"]}})["link"]["response"] == one["link"]["response"]);
}

TEST_CASE("The state goes from nothing over draft and waiting to sent, and on to changed") {
  MemoryHub hub = a_hub();
  Browser a(1);
  a.call("link", {{"text", a_link()}});
  const auto status = [&] { return a.call("sync")["sync"]["status"]; };
  CHECK(status() == "nothing");
  a.answer("q2", "x");
  CHECK(status() == "draft");
  const json finished = a.call("finish");
  CHECK(status() == "waiting");
  CHECK(a.call("sync")["sync"]["waiting"] == 1);
  CHECK(a.call("sync")["sync"]["sent"].is_null());
  const json after = a.sync(hub)["sync"];
  CHECK(after["status"] == "sent");
  CHECK(after["waiting"] == 0);
  CHECK(after["sent"]["reference"] == finished["reference"]);
  CHECK(after["sent"]["at"] == a.clock.now());
  CHECK(after["last_contact"] == a.clock.now());
  CHECK(after["link_status"] == "open");
  a.answer("q2", "y");
  CHECK(status() == "changed");
  a.call("finish");
  CHECK(status() == "waiting");
  a.sync(hub);
  CHECK(status() == "sent");
  CHECK(hub.events.size() == 2);
  CHECK(hub.events[1].event.base.size() == 1);
}

TEST_CASE("A second device with the link shows what was sent, as finished, and changes it knowingly") {
  Pair two;
  CHECK(two.b.call("sync")["sync"]["status"] == "sent");
  CHECK(two.b.call("resume")["at"] == "finished");
  CHECK(two.b.check_row("q2") == json::array({"common"}));
  CHECK(two.b.answer("q2", "changed by b")["reopened"] == true);
  two.b.call("finish");
  two.b.sync(two.hub);
  two.a.sync(two.hub);
  CHECK(two.a.check_row("q2") == json::array({"changed by b"}));
  CHECK(two.a.call("sync")["sync"]["status"] == "sent");
  const json versions = two.a.call("versions")["versions"];
  REQUIRE(versions.size() == 2);
  CHECK(versions[0]["current"] == true);
  CHECK(versions[0]["this_device"] == false);
  CHECK(versions[1]["current"] == false);
  CHECK(versions[1]["this_device"] == true);
}

TEST_CASE("Two drafts made at once come together: what one of them changed is taken, on both sides") {
  Pair two;
  two.a.answer("q2", "by a");
  two.b.answer("q3", "by b");
  two.b.call("finish");
  two.b.sync(two.hub);
  const json came = two.a.sync(two.hub);
  CHECK(came["all_merged"] == json::array({"q3"}));
  CHECK(came["conflicts"].empty());
  CHECK(two.a.check_row("q2") == json::array({"by a"}));
  CHECK(two.a.check_row("q3") == json::array({"by b"}));
  CHECK(two.a.call("sync")["sync"]["status"] == "changed");
  CHECK(two.a.call("finish").contains("reference"));
  two.a.sync(two.hub);
  CHECK(two.hub.events.back().event.base.size() >= 1);
  two.b.sync(two.hub);
  CHECK(two.b.check_row("q2") == json::array({"by a"}));
  CHECK(two.b.call("versions")["versions"].size() == 3);
}

TEST_CASE(
    "Where both changed a question both answers are shown, and nothing is finished before one is chosen") {
  Pair two;
  two.a.answer("q2", "by a");
  two.b.answer("q2", "by b");
  two.b.call("filled_in_by", {{"text", "B. Colleague"}});
  two.b.call("finish");
  two.b.sync(two.hub);
  const json came = two.a.sync(two.hub);
  REQUIRE(came["conflicts"].size() == 1);
  const json conflict = came["conflicts"][0];
  CHECK(conflict["name"] == "q2");
  CHECK(conflict["page"] == "q2");
  CHECK(conflict["mine"] == json::array({"by a"}));
  CHECK(conflict["theirs"] == json::array({"by b"}));
  CHECK(conflict["theirs_filled_in_by"] == "B. Colleague");
  CHECK(two.a.check_row("q2") == json::array({"by a"}));
  const json stopped = two.a.call("finish");
  CHECK(stopped["conflicts"].size() == 1);
  CHECK(!stopped.contains("reference"));
  CHECK(two.a.call("resume")["response"]["status"] == "draft");
  CHECK(two.a.call("conflicts")["conflicts"].size() == 1);
  const json chosen = two.a.call("choose", {{"name", "q2"}, {"keep", "theirs"}});
  CHECK(chosen["ok"] == true);
  CHECK(chosen["conflicts"].empty());
  CHECK(two.a.check_row("q2") == json::array({"by b"}));
  CHECK(two.a.call("finish").contains("reference"));
}

TEST_CASE("Keeping mine in a conflict settles it too, and so does typing the same as they did") {
  for (const bool typed : {false, true}) {
    Pair two;
    two.a.answer("q2", "by a");
    two.b.answer("q2", "by b");
    two.b.call("finish");
    two.b.sync(two.hub);
    two.a.sync(two.hub);
    if (typed)
      two.a.answer("q2", "by b");
    else
      CHECK(two.a.call("choose", {{"name", "q2"}, {"keep", "mine"}})["saved_at"].is_number());
    CHECK(two.a.call("conflicts")["conflicts"].empty());
    CHECK(two.a.check_row("q2") == json::array({typed ? "by b" : "by a"}));
    CHECK(two.a.call("choose", {{"name", "q2"}, {"keep", "mine"}})["error"]["code"] == "not_found");
    CHECK(two.a.call("finish").contains("reference"));
  }
}

TEST_CASE(
    "Of two finished at once the hub's rule decides, and the loser is a version that can be brought back") {
  Pair two;
  two.a.answer("q2", "by a");
  two.a.call("finish");
  two.b.clock.advance(5'000);
  two.b.answer("q2", "by b");
  two.b.call("finish");
  two.b.sync(two.hub);
  two.a.clock.advance(10'000);
  two.a.sync(two.hub);
  CHECK(two.a.check_row("q2") == json::array({"by b"}));
  CHECK(two.a.call("conflicts")["conflicts"].empty());
  const json versions = two.a.call("versions")["versions"];
  REQUIRE(versions.size() == 3);
  json lost;
  for (const json& version : versions)
    if (version["this_device"] == true && version["seq"] == 2) lost = version;
  REQUIRE(lost.is_object());
  CHECK(lost["current"] == false);
  const json ref = {{"device", lost["device"]}, {"seq", lost["seq"]}};
  const json shown = two.a.call("version", ref);
  CHECK(shown["sections"][0]["rows"][1]["answer"] == json::array({"by a"}));
  CHECK(two.a.check_row("q2") == json::array({"by b"}));  // looking changes nothing
  const json back = two.a.call("bring_back", ref);
  CHECK(back["response"]["status"] == "draft");
  CHECK(two.a.check_row("q2") == json::array({"by a"}));
  two.a.call("finish");
  two.a.sync(two.hub);
  two.b.sync(two.hub);
  CHECK(two.b.check_row("q2") == json::array({"by a"}));
  CHECK(two.hub.heads.begin()->second.concurrent.empty());
}

TEST_CASE(
    "Who comes when all is taken back has nothing, and everything once somebody's answers count again") {
  MemoryHub hub = a_hub();
  Browser a(1), b(2), c(3);
  for (Browser* browser : {&a, &b, &c}) browser->call("link", {{"text", a_link()}});
  a.answer("q2", "by a");
  a.call("finish");
  a.sync(hub);
  b.clock.advance(60'000);
  b.answer("q3", "by b");
  b.call("finish");
  b.call("withdraw");
  b.clock.advance(1000);
  b.sync(hub);
  c.clock.advance(120'000);
  c.sync(hub);
  CHECK(c.call("link", {{"text", a_link()}})["response"].is_null());
  a.clock.advance(180'000);
  a.answer("q1", "yes");
  a.call("finish");
  a.sync(hub);
  c.clock.advance(120'000);
  c.sync(hub);
  CHECK(c.call("link", {{"text", a_link()}})["response"]["status"] == "finished");
  CHECK(c.check_row("q1") == json::array({"Yes"}));
  CHECK(c.check_row("q2") == json::array({"by a"}));
}

TEST_CASE(
    "What was merged is durable and kept in the history, also where the program ended before it was merged") {
  Pair two;
  two.a.answer("q2", "by a");
  two.b.answer("q3", "by b");
  two.b.call("finish");
  two.b.sync(two.hub);
  // The account is taken in while another response is open, and merged when this one is opened again.
  const std::string response = two.a.call("resume")["response"]["id"];
  const std::string mine = two.a.call("links")["links"][0]["fragment"];
  two.a.clock.advance(1000);
  two.a.call("make_link", {{"round", "r"}});
  two.a.sync(two.hub);
  const json opened = two.a.call("link", {{"text", mine}});
  CHECK(opened["response"]["id"] == response);
  CHECK(two.a.check_row("q2") == json::array({"by a"}));
  CHECK(two.a.check_row("q3") == json::array({"by b"}));
}

TEST_CASE(
    "A draft travels to the hub only when it is asked to, and then comes together on the other device") {
  Pair two;
  two.a.answer("q3", "half done");
  two.a.sync(two.hub);
  CHECK(two.hub.events.size() == 1);
  CHECK(two.a.call("save_to_hub")["waiting"] == 1);
  CHECK(two.a.call("sync")["sync"]["held_draft"] == true);
  two.a.sync(two.hub);
  CHECK(two.hub.events.size() == 2);
  CHECK(two.a.call("sync")["sync"]["status"] == "changed");
  two.b.answer("q2", "by b");
  two.b.sync(two.hub);
  CHECK(two.b.check_row("q3") == json::array({"half done"}));
  CHECK(two.b.check_row("q2") == json::array({"by b"}));
}

TEST_CASE("Withdrawing sends that nothing counts, and keeps the answers as a draft on every device") {
  Pair two;
  CHECK(two.a.call("withdraw")["waiting"] == 1);
  two.a.sync(two.hub);
  CHECK(!two.hub.heads.begin()->second.counts());
  CHECK(two.a.call("sync")["sync"]["status"] == "draft");
  CHECK(two.a.check_row("q2") == json::array({"common"}));
  two.b.sync(two.hub);
  CHECK(two.b.call("sync")["sync"]["status"] == "draft");
  CHECK(two.b.check_row("q2") == json::array({"common"}));
  CHECK(two.b.call("finish").contains("reference"));
  two.b.sync(two.hub);
  CHECK(two.hub.heads.begin()->second.counts());
}

TEST_CASE("What was taken back while a colleague went on with it reaches who comes only then") {
  Pair two;
  two.a.call("withdraw");
  two.a.sync(two.hub);
  two.b.answer("q3", "by b");
  two.b.call("save_to_hub");
  two.b.sync(two.hub);
  Browser c(3);
  c.call("link", {{"text", a_link()}});
  c.clock.advance(60'000);
  c.sync(two.hub);
  CHECK(c.check_row("q2") == json::array({"common"}));
  CHECK(c.check_row("q3") == json::array({"by b"}));
  two.b.call("finish");
  two.b.sync(two.hub);
  c.sync(two.hub);
  CHECK(c.check_row("q2") == json::array({"common"}));
}

TEST_CASE("Who answers without knowing what was sent and taken back loses none of it by finishing") {
  Pair two;
  Browser c(3);
  c.call("link", {{"text", a_link()}});
  c.answer("q3", "by c");
  two.a.call("withdraw");
  two.a.sync(two.hub);
  c.clock.advance(60'000);
  c.sync(two.hub);
  CHECK(c.check_row("q2") == json::array({"common"}));
  two.b.sync(two.hub);
  two.b.call("finish");
  two.b.sync(two.hub);
  c.sync(two.hub);
  CHECK(c.check_row("q2") == json::array({"common"}));
  CHECK(c.check_row("q3") == json::array({"by c"}));
}

TEST_CASE("An answer after the close is held and said to be, and stays as it is on this device") {
  Pair two;
  two.a.answer("q2", "too late");
  two.hub.times.closes = two.a.clock.now() - 1;
  two.a.call("finish");
  const json sync = two.a.sync(two.hub)["sync"];
  CHECK(sync["status"] == "refused");
  CHECK(sync["reason"] == "closed");
  CHECK(sync["closed"] == true);
  CHECK(sync["sent"]["reference"].is_string());  // what was sent before still counts
  CHECK(two.a.check_row("q2") == json::array({"too late"}));
  CHECK(two.a.call("versions")["versions"][0]["verdict"] == "held");
}

TEST_CASE("Who filled it in is kept, travels with the record, and can be taken away again") {
  Pair two;
  CHECK(two.b.call("filled_in_by", {{"text", "B. \"Bee\" Colleague"}})["saved_at"].is_number());
  CHECK(two.b.call("resume")["filled_in_by"] == "B. \"Bee\" Colleague");
  two.b.call("finish");
  const json after = two.b.sync(two.hub);
  CHECK(two.hub.last.invalid == 0);
  CHECK(two.hub.events.back().event.body.find("\"meta\":{\"filled_in_by\":\"B. \\\"Bee\\\" Colleague\"}}") !=
        std::string::npos);
  CHECK(two.b.call("versions")["versions"][0]["filled_in_by"] == "B. \"Bee\" Colleague");
  two.a.sync(two.hub);
  CHECK(two.a.call("resume")["filled_in_by"] == "B. \"Bee\" Colleague");
  two.b.call("filled_in_by", {{"text", ""}});
  CHECK(two.b.call("resume")["filled_in_by"] == "");
  CHECK(two.b.call("filled_in_by", {{"text", std::string(201, 'x')}})["error"]["code"] == "limit");
}

TEST_CASE("A sign-in page in the place of the hub's answer changes nothing") {
  Pair two;
  two.a.answer("q2", "x");
  two.a.call("finish");
  const json refused = two.a.account("<html>Welcome to the airport</html>");
  CHECK(refused["error"]["code"] == "bad_text");
  CHECK(two.a.call("sync")["sync"]["status"] == "waiting");
}

TEST_CASE("A link is forgotten only knowingly while something waits, and the answers stay") {
  Pair two;
  two.a.answer("q2", "x");
  two.a.call("finish");
  const json link = two.a.call("links")["links"][0];
  CHECK(link["waiting"] == 1);
  CHECK(two.a.call("forget_link", {{"response", link["response"]}})["error"]["code"] == "bad_state");
  two.a.sync(two.hub);
  CHECK(two.a.call("forget_link", {{"response", link["response"]}})["ok"] == true);
  CHECK(two.a.call("links")["links"].empty());
  CHECK(two.a.call("responses")["responses"].size() == 1);
  CHECK(two.a.session.call("sync_batch", "{}").attachment.empty());
}

TEST_CASE("The default of a question is nobody's answer, so it is in nobody's way") {
  MemoryHub hub = a_hub();
  Browser a(1), b(2);
  for (Browser* browser : {&a, &b}) browser->call("link", {{"text", a_link()}});
  a.answer("q4", 7);
  a.call("finish");
  a.sync(hub);
  b.answer("q2", "offline");  // stores q4's default, 2
  const json came = b.sync(hub);
  CHECK(came["conflicts"].empty());
  CHECK(b.check_row("q4") == json::array({"7"}));
  CHECK(b.check_row("q2") == json::array({"offline"}));
}
