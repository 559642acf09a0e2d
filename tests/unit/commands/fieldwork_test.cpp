#include "commands/fieldwork.h"

#include <doctest/doctest.h>

#include <set>

#include "identity/link.h"
#include "unit/commands/tablet.h"
#include "unit/store/scratch.h"

using nlohmann::json;
using takestock::SeededRandom;
using takestock::sync::MemoryHub;
namespace commands = takestock::commands;
using commands::a_field_hub;
using commands::an_interviewers_link;
using commands::Tablet;
namespace identity = takestock::identity;

namespace {

json body_of(const MemoryHub& hub, const json& interview) {
  for (const MemoryHub::Stored& one : hub.events)
    if (json(one.event.response) == interview["response"]) return json::parse(one.event.body);
  return nullptr;
}

}  // namespace

TEST_CASE(
    "interviews are numbered from 1 in the order in which they are begun, across openings of the device") {
  takestock::store::ScratchFile file("fieldwork");
  {
    Tablet tablet(file.path());
    tablet.take_up();
    CHECK(tablet.begin()["number"] == 1);
    CHECK(tablet.begin()["number"] == 2);
  }
  Tablet tablet(file.path(), 12);
  CHECK(tablet.must("interviewer")["interviewer"]["round"] == "r");
  CHECK(tablet.begin()["number"] == 3);
  CHECK(tablet.counts()["draft"] == 3);
}

TEST_CASE("interviews of two devices have ids of the same interviewer and nothing else in common") {
  Tablet one, other(":memory:", 99);
  one.take_up(), other.take_up();
  const std::string a = one.begin()["response"], b = other.begin()["response"];
  CHECK(a != b);
  CHECK(identity::is_interview_of("r", an_interviewers_link().invitee, a));
  CHECK(identity::is_interview_of("r", an_interviewers_link().invitee, b));
}

TEST_CASE("an interview needs a fieldworker's link, and one person's own is refused") {
  Tablet tablet;
  CHECK(tablet.must("interviewer")["interviewer"] == nullptr);
  CHECK(tablet.call("begin_interview")["error"]["code"] == "bad_state");
  SeededRandom random(4);
  const auto own =
      identity::make_link("r", identity::make_invitee(random, identity::Invited::person), random);
  CHECK(tablet.call("interviewer", {{"text", own.fragment()}})["error"]["code"] == "bad_text");
  CHECK(tablet.call("interviewer", {{"text", "nothing"}})["error"]["code"] == "bad_text");
  CHECK(tablet.must("interviewer")["interviewer"] == nullptr);
}

TEST_CASE("the list says of each interview how far it is, and its counts match a tally sheet") {
  Tablet tablet;
  tablet.take_up();
  tablet.interview("12 High Street");
  tablet.interview("14 High Street", "not_at_home");
  tablet.interview("", "refused");
  tablet.begin("16 High Street");
  tablet.must("open_page", {{"page", "q2"}});
  tablet.must("keep_place");
  const json list = tablet.must("interviews");
  CHECK(list["counts"]["total"] == 4);
  CHECK(list["counts"]["draft"] == 1);
  CHECK(list["counts"]["finished"] == 3);
  CHECK(list["counts"]["unsent"] == 3);
  CHECK(list["counts"]["oldest_unsent"] == tablet.row(1)["ended"]);
  CHECK(list["counts"]["outcomes"] == json({{"complete", 1}, {"not_at_home", 1}, {"refused", 1}}));
  CHECK(list["found"] == 4);
  CHECK(list["rows"][0]["number"] == 4);
  CHECK(list["rows"][0]["status"] == "draft");
  CHECK(list["rows"][0]["page"] == "q2");
  CHECK(list["rows"][0]["question"] == 2);
  CHECK(list["rows"][0]["of"] == 3);
  CHECK(list["rows"][3]["label"] == "12 High Street");
  CHECK(list["rows"][3]["outcome"] == "complete");
}

TEST_CASE("a search finds an interview by its number and by words of its label, in pages") {
  Tablet tablet;
  tablet.take_up();
  for (int i = 1; i <= 12; ++i) tablet.begin("House " + std::to_string(100 + i));
  CHECK(tablet.must("interviews", {{"search", "house"}})["found"] == 12);
  CHECK(tablet.must("interviews", {{"search", "3"}})["found"] == 1);
  CHECK(tablet.must("interviews", {{"search", "10"}})["found"] == 10);  // that number, and houses 101 to 109
  CHECK(tablet.must("interviews", {{"search", "HOUSE 111"}})["rows"][0]["number"] == 11);
  const json page = tablet.must("interviews", {{"offset", 5}, {"limit", 3}});
  CHECK(page["rows"].size() == 3);
  CHECK(page["rows"][0]["number"] == 7);
  CHECK(page["found"] == 12);
  CHECK(tablet.must("interviews", {{"status", "finished"}})["found"] == 0);
}

TEST_CASE(
    "an interview that is not complete may be finished with required questions blank, a complete one not") {
  Tablet tablet;
  tablet.take_up();
  tablet.begin();
  const json refused = tablet.must("finish");
  CHECK(refused["findings"][0]["name"] == "q1");
  CHECK(refused["interview"]["status"] == "draft");
  CHECK(refused["interview"]["outcome"] == "");
  CHECK(refused["interview"]["ended"] == 0);
  tablet.must("set_outcome", {{"outcome", "partial"}});
  CHECK(tablet.must("finish")["interview"]["status"] == "finished");
  tablet.begin();
  tablet.must("set_outcome", {{"outcome", "partial"}});
  tablet.answer("q3", -1);
  CHECK(tablet.must("finish")["findings"][0]["name"] == "q3");
  CHECK(tablet.call("set_outcome", {{"outcome", "eaten"}})["error"]["code"] == "bad_request");
}

TEST_CASE(
    "an interview travels with its number, its interviewer, its outcome, its times, its position and its "
    "comments") {
  Tablet tablet;
  MemoryHub hub = a_field_hub();
  tablet.take_up();
  tablet.must("interviewer", {{"name", "B. Interviewer"}});
  tablet.begin("not for the hub");
  tablet.must("set_position",
              {{"latitude", 51.5}, {"longitude", -0.25}, {"accuracy", 12}, {"at", 1'699'999'999'000}});
  tablet.answer("q1", "no");
  CHECK(tablet.must("comment", {{"path", "q2"}, {"text", "Laughed."}})["comments"] ==
        json({{"q2", "Laughed."}}));
  const json done = tablet.must("finish")["interview"];
  tablet.sync(hub);
  const json meta = body_of(hub, done)["meta"];
  CHECK(meta["interview"]["number"] == 1);
  CHECK(meta["interview"]["interviewer"] == "B. Interviewer");
  CHECK(meta["interview"]["outcome"] == "complete");
  CHECK(meta["interview"]["started"] == done["started"]);
  CHECK(meta["interview"]["ended"] == done["ended"]);
  CHECK(meta["interview"]["position"] ==
        json({{"latitude", 51.5}, {"longitude", -0.25}, {"accuracy", 12}, {"at", 1'699'999'999'000}}));
  CHECK(meta["comments"] == json({{"q2", "Laughed."}}));
  CHECK(tablet.must("open_interview", {{"number", 1}})["comments"] == json({{"q2", "Laughed."}}));
  CHECK(hub.events.size() == 1);
  CHECK(hub.events[0].event.body.find("not for the hub") == std::string::npos);
  CHECK(tablet.row(1)["status"] == "sent");
}

TEST_CASE("a comment is no answer: neither to its question nor in a version that is brought back") {
  Tablet tablet;
  tablet.take_up();
  tablet.begin();
  tablet.answer("q1", "yes");
  tablet.must("comment", {{"path", "q2"}, {"text", "Said nothing."}});
  tablet.must("finish");
  const json version = tablet.must("versions")["versions"][0];
  tablet.answer("q1", "no");
  tablet.must("bring_back", {{"device", version["device"]}, {"seq", version["seq"]}});
  const json check = tablet.must("check");
  CHECK(check["sections"][0]["rows"][1]["name"] == "q2");
  CHECK(check["sections"][0]["rows"][1]["answer"] == nullptr);
  CHECK(check["sections"][0]["rows"][0]["answer"] == json::array({"Yes"}));
  CHECK(tablet.must("comment", {{"path", "q2"}, {"text", ""}})["comments"] == json::object());
}

TEST_CASE(
    "a finished interview is edited as a draft, also after it was sent, and sent again as a new version") {
  Tablet tablet;
  MemoryHub hub = a_field_hub();
  tablet.take_up();
  tablet.interview();
  tablet.sync(hub);
  CHECK(tablet.row(1)["status"] == "sent");
  const json sent = tablet.row(1)["sent"];
  tablet.interview();
  tablet.must("open_interview", {{"number", 1}});
  tablet.answer("q2", "Walks");
  CHECK(tablet.row(1)["status"] == "draft");
  CHECK(tablet.row(1)["sent"] == sent);
  tablet.must("finish");
  CHECK(tablet.row(1)["status"] == "finished");
  tablet.sync(hub);
  CHECK(tablet.row(1)["status"] == "sent");
  CHECK(hub.events.size() == 3);
  CHECK(tablet.counts()["unsent"] == 0);
  CHECK(tablet.counts()["oldest_unsent"] == nullptr);
}

TEST_CASE("opening an interview that was sent changes nothing of it") {
  Tablet tablet;
  MemoryHub hub = a_field_hub();
  tablet.take_up();
  tablet.begin();
  tablet.answer("q1", "yes");
  tablet.must("comment", {{"path", "q1"}, {"text", "Sure."}});
  tablet.must("finish");
  tablet.sync(hub);
  const json before = tablet.row(1);
  CHECK(tablet.must("open_interview", {{"number", 1}})["at"] == "finished");
  CHECK(tablet.row(1) == before);
  CHECK(tablet.must("sync")["sync"]["waiting"] == 0);
}

TEST_CASE("what nobody else has is deleted only by its number, alone, and the log keeps it") {
  Tablet tablet;
  MemoryHub hub = a_field_hub();
  tablet.take_up();
  const json one = tablet.interview(), two = tablet.interview();
  tablet.sync(hub);
  const json three = tablet.interview("", "refused");
  CHECK(tablet.call("delete_interview", {{"response", three["response"]}})["error"]["code"] == "bad_state");
  CHECK(tablet.call("delete_interview", {{"response", three["response"]}, {"number", 2}})["error"]["code"] ==
        "bad_state");
  CHECK(tablet.counts()["total"] == 3);
  const json gone =
      tablet.must("delete_interview", {{"response", three["response"]}, {"number", 3}})["deletion"];
  CHECK(gone["number"] == 3);
  CHECK(gone["status"] == "finished");
  CHECK(gone["outcome"] == "refused");
  tablet.must("delete_interview", {{"response", one["response"]}});
  CHECK(tablet.counts()["total"] == 1);
  CHECK(tablet.must("deletions")["deletions"].size() == 2);
  CHECK(tablet.must("deletions")["deletions"][0]["status"] == "sent");
  CHECK(tablet.begin()["number"] == 4);
  CHECK(tablet.must("sync_batch")["waiting"] == 0);
}

TEST_CASE("what was sent is cleared at once, what was not stays") {
  Tablet tablet;
  MemoryHub hub = a_field_hub();
  tablet.take_up();
  tablet.interview(), tablet.interview();
  tablet.sync(hub);
  tablet.interview();
  tablet.begin();
  CHECK(tablet.must("clear_sent")["cleared"] == 2);
  CHECK(tablet.counts()["total"] == 2);
  CHECK(tablet.must("clear_sent")["cleared"] == 0);
}

TEST_CASE("no trace of a deleted interview is left in the device's files") {
  takestock::store::ScratchFile file("fieldwork-traces");
  Tablet tablet(file.path());
  tablet.take_up();
  const json one = tablet.begin("Nobody's business lane");
  tablet.answer("q1", "yes");
  tablet.answer("q2", "It is a secret that must go");
  tablet.must("comment", {{"path", "q2"}, {"text", "whispered in confidence"}});
  tablet.must("finish");
  CHECK(file.bytes().find("secret that must go") != std::string::npos);
  tablet.must("delete_interview", {{"response", one["response"]}, {"number", 1}});
  const std::string left = file.bytes();
  CHECK(left.find("secret that must go") == std::string::npos);
  CHECK(left.find("whispered in confidence") == std::string::npos);
  CHECK(left.find("Nobody's business") == std::string::npos);
}

TEST_CASE("two hundred interviews go over in several batches, each once, whatever is cut or repeated") {
  Tablet tablet;
  MemoryHub hub = a_field_hub();
  tablet.take_up();
  std::set<std::string> ids;
  for (int i = 0; i < 200; ++i) ids.insert(tablet.interview("", i % 3 ? nullptr : "not_at_home")["response"]);
  CHECK(ids.size() == 200);
  int batches = 0;
  for (bool more = true; more; ++batches) {
    REQUIRE(batches < 50);
    const std::string batch = tablet.batch();
    const std::string account = hub.answer(batch, tablet.clock.now());
    CHECK(hub.answer(batch, tablet.clock.now()).size() > 0);  // the first answer was lost on its way
    CHECK(tablet.call("sync_account", {{"body", account.substr(0, account.size() / 2)}})["ok"] == false);
    CHECK(tablet.batch() == tablet.batch());
    const std::string again = hub.answer(tablet.batch(), tablet.clock.now());
    more = tablet.must("sync_account", {{"body", again}})["more"];
  }
  CHECK(batches >= 4);
  CHECK(hub.events.size() == 200);
  std::set<std::string> there;
  for (const MemoryHub::Stored& one : hub.events) there.insert(one.event.response);
  CHECK(there == ids);
  CHECK(tablet.counts()["sent"] == 200);
  CHECK(tablet.counts()["unsent"] == 0);
}

TEST_CASE("a batch is of as few interviews as is asked for, so that it can be told how far sending is") {
  Tablet tablet;
  tablet.take_up();
  for (int i = 0; i < 5; ++i) tablet.interview();
  CHECK(tablet.must("sync_batch", {{"links", 2}})["events"] == 2);
  CHECK(tablet.must("sync_batch", {{"links", 2}})["waiting"] == 5);
  CHECK(tablet.must("sync_batch", {{"links", 0}})["events"] == 5);
  CHECK(tablet.must("sync_batch")["events"] == 5);
}

TEST_CASE("when nothing is owed a device asks about the interviewer's link alone") {
  Tablet tablet;
  MemoryHub hub = a_field_hub();
  tablet.take_up();
  for (int i = 0; i < 70; ++i) tablet.interview();
  tablet.sync(hub);
  const std::string batch = tablet.batch();
  std::size_t links = 0;
  for (std::size_t at = 0; (at = batch.find("\"link\":", at)) != std::string::npos; ++at) ++links;
  CHECK(links == 1);
  CHECK(batch.find("\"response\":") == std::string::npos);
  CHECK(tablet.must("interviewer")["interviewer"]["status"] == "open");
  CHECK(tablet.must("interviewer")["interviewer"]["name"] == "A. Person");
  CHECK(tablet.interview()["interviewer"] == "A. Person");
}

TEST_CASE("a link that replaces a fieldworker's sends the interviews of the one before") {
  Tablet tablet;
  MemoryHub hub = a_field_hub();
  const identity::Link first = an_interviewers_link();
  tablet.take_up(first);
  tablet.interview();
  hub.revoked.insert(first.token_hash());
  tablet.sync(hub);
  CHECK(tablet.row(1)["status"] == "refused");
  SeededRandom random(77);
  tablet.take_up(identity::make_link("r", first.invitee, random));
  CHECK(tablet.row(1)["status"] == "finished");
  tablet.sync(hub);
  CHECK(tablet.row(1)["status"] == "sent");
  CHECK(hub.events.size() == 1);
}

TEST_CASE("the next page of an interview comes without a write; keep_place makes where it stands durable") {
  takestock::store::ScratchFile file("places");
  {
    Tablet tablet(file.path());
    tablet.take_up();
    CHECK(tablet.call("keep_place")["error"]["code"] == "bad_state");
    tablet.begin();
    tablet.answer("q1", "yes");
    CHECK(tablet.must("continue", {{"page", "q1"}})["page"]["page"] == "thanks");
    CHECK(tablet.row(1)["page"] == "");
    tablet.must("keep_place");
    CHECK(tablet.row(1)["page"] == "thanks");
    CHECK(tablet.must("back", {{"page", "thanks"}})["page"]["page"] == "q1");
    CHECK(tablet.row(1)["page"] == "thanks");
  }
  Tablet tablet(file.path(), 12);
  CHECK(tablet.must("open_interview", {{"number", 1}})["page"]["page"] == "thanks");
}

TEST_CASE("a session without the fieldwork rows knows none of these commands") {
  takestock::FixedClock clock{1'700'000'000'000};
  SeededRandom random(1);
  commands::Session session{clock, random};
  for (const commands::Row& row : commands::fieldwork_rows()) {
    const std::string name(row.name);
    const std::set<std::string> instead = {"finish",    "open_store", "results_file",
                                           "open_page", "continue",   "back"};
    if (instead.count(name)) continue;
    CHECK(json::parse(session.call(name, "{}").json)["error"]["message"] == "There is no such command.");
  }
}

TEST_CASE(
    "start, day, interviewer, device and end are filled in by themselves, once, and travel with the "
    "answers") {
  constexpr const char* kSurvey =
      R"json({"takestock": 1, "id": "door", "version": "2", "title": "At the door", "survey": [
    {"type": "start", "name": "began"}, {"type": "today", "name": "day"}, {"type": "username", "name": "who"},
    {"type": "deviceid", "name": "device"}, {"type": "text", "name": "q1", "label": "What?"},
    {"type": "calculate", "name": "year", "calculation": "substr(${day}, 0, 4)"},
    {"type": "end", "name": "done"}]})json";
  Tablet tablet(":memory:", 11, kSurvey);
  MemoryHub hub("door");
  hub.definition = takestock::survey::Definition::read(kSurvey).definition;
  hub.form = hub.definition->digest();
  tablet.take_up();
  tablet.must("interviewer", {{"name", "B. Interviewer"}});
  tablet.begin();
  tablet.answer("q1", "This");
  tablet.must("open_interview", {{"number", 1}});
  const json done = tablet.must("finish")["interview"];
  CHECK(done["question"] == 0);
  tablet.sync(hub);
  const json body = body_of(hub, done);
  CHECK(body["began"] == "2023-11-14T22:13:24.000+00:00");
  CHECK(body["day"] == "2023-11-14");
  CHECK(body["year"] == "2023");
  CHECK(body["who"] == "B. Interviewer");
  CHECK(body["device"].get<std::string>().size() == 16);
  CHECK(body["done"] == "2023-11-14T22:13:27.000+00:00");
  CHECK(tablet.row(1)["status"] == "sent");
}
