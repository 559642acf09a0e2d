#include "store/sharing.h"

#include "store/reference.h"
#include "unit/store/scratch.h"

namespace takestock::store {
namespace {

const std::string kResponse(32, '5');

LinkRow a_link(const std::string& response = kResponse, const std::string& code = "code") {
  LinkRow link;
  link.survey = "s", link.response = response, link.round = "r", link.code = code;
  return link;
}

Account from_hub(std::int64_t epoch = 1) {
  Account account;
  account.state = {"hub", epoch, 0, 1000};
  return account;
}

Receipt receipt_for(const Event& event, const std::string& verdict = "stored") {
  Receipt receipt;
  receipt.device = event.device, receipt.seq = event.seq, receipt.reference = reference_of(event);
  receipt.verdict = verdict, receipt.received = receipt.effective = 77;
  return receipt;
}

Event finished(Device& device, const std::string& body = "{}") {
  if (!device->load("s", kResponse).ok()) got(device->create("s", "form", {}, "", "", kResponse));
  if (got(device->load("s", kResponse)).status == ResponseStatus::finished)
    got(device->reopen("s", kResponse));
  return got(device->finish("s", kResponse, body, {}));
}

TEST_CASE("sharing: a response can be made with the id of its link") {
  Device a(1);
  CHECK(got(a->create("s", "form", {}, "", "", kResponse)).id == kResponse);
  CHECK(got(a->load("s", kResponse)).status == ResponseStatus::draft);
}

TEST_CASE(
    "sharing: the link that was opened last comes first, also when the clock stands still or goes back") {
  Device a(1);
  Sharing sharing(*a.store);
  const std::string other(32, '6');
  for (const std::string& response : {kResponse, other, kResponse, other}) {
    LinkRow link = a_link(response);
    link.opened = a.clock.now();
    got(sharing.save_link(link));
    CHECK(got(sharing.links("s"))[0].response == response);
    a.clock.advance(-5000);
  }
}

TEST_CASE("sharing: an account is taken in as a whole or not at all") {
  Device a(1);
  Sharing sharing(*a.store);
  got(sharing.save_link(a_link()));
  const Event mine = finished(a);
  Account account = from_hub();
  account.receipts = {receipt_for(mine)};
  Event broken = mine;
  broken.device = std::string(32, 'd'), broken.body = "{\"altered\":1}";
  account.events = {broken};
  CHECK(sharing.take(account).error().code == Code::bad_text);
  CHECK(got(sharing.waiting()) == 1);
  CHECK(got(sharing.hub()).hub.empty());
  account.events.clear();
  CHECK(got(sharing.take(account)) == 1);
  CHECK(got(sharing.waiting()) == 0);
}

TEST_CASE("sharing: a receipt is for the very event it names") {
  Device a(1);
  Sharing sharing(*a.store);
  got(sharing.save_link(a_link()));
  const Event mine = finished(a);
  Account account = from_hub();
  Event other = mine;
  other.sha256 = std::string(64, '0');
  account.receipts = {receipt_for(other)};
  CHECK(got(sharing.take(account)) == 0);
  CHECK(got(sharing.waiting()) == 1);
}

TEST_CASE("sharing: receipts of another epoch or another hub do not pay what is owed to this one") {
  Device a(1);
  Sharing sharing(*a.store);
  got(sharing.save_link(a_link()));
  Account account = from_hub();
  account.receipts = {receipt_for(finished(a))};
  got(sharing.take(account));
  CHECK(got(sharing.waiting()) == 0);
  got(sharing.take(from_hub(2)));
  CHECK(got(sharing.waiting()) == 1);
  Account another = from_hub(1);
  another.state.hub = "another";
  got(sharing.take(another));
  CHECK(got(sharing.waiting()) == 1);
  got(sharing.take(from_hub(1)));
  CHECK(got(sharing.waiting()) == 0);
}

TEST_CASE("sharing: the first verdict's times reach the event, and its digest stays") {
  Device a(1);
  Sharing sharing(*a.store);
  got(sharing.save_link(a_link()));
  const Event mine = finished(a);
  Account account = from_hub();
  account.receipts = {receipt_for(mine)};
  got(sharing.take(account));
  const Event now = got(a->events_of("s", kResponse))[0];
  CHECK(now.received == 77);
  CHECK(now.effective == 77);
  CHECK(now.digest() == mine.sha256);
}

TEST_CASE("sharing: what does not count is left out of what heads are made of") {
  for (const char* verdict : {"held", "invalid", "refused"}) {
    Device a(1);
    Sharing sharing(*a.store);
    got(sharing.save_link(a_link()));
    Account account = from_hub();
    account.receipts = {receipt_for(finished(a), verdict)};
    got(sharing.take(account));
    CHECK(got(sharing.counted_events("s", kResponse)).empty());
    CHECK(got(a->events_of("s", kResponse)).size() == 1);
  }
}

TEST_CASE("sharing: what an event was made in the knowledge of is the event itself from then on") {
  Device a(1);
  Sharing sharing(*a.store);
  CHECK(got(sharing.seen("s", kResponse)).empty());
  const Event mine = finished(a);
  CHECK(got(sharing.seen("s", kResponse)) == std::vector<EventRef>{{mine.device, 1}});
  got(sharing.withdraw("s", kResponse, "form", {{mine.device, 1}}));
  CHECK(got(sharing.seen("s", kResponse)) == std::vector<EventRef>{{mine.device, 2}});
  CHECK(got(a->load("s", kResponse)).status == ResponseStatus::draft);
}

TEST_CASE(
    "sharing: what an event was made in the knowledge of stays known behind it, of each device the last") {
  Device a(1);
  Sharing sharing(*a.store);
  const EventRef other{std::string(32, 'b'), 4};
  finished(a);
  const Event second = got(sharing.withdraw("s", kResponse, "form", {{a->device(), 1}, other}));
  CHECK(got(sharing.seen("s", kResponse)) == std::vector<EventRef>{{a->device(), second.seq}, other});
}

TEST_CASE("sharing: what comes in is a change of the history like any other, with its conflicts") {
  Device a(1);
  Sharing sharing(*a.store);
  got(a->create("s", "form", {}, "", "", kResponse));
  got(a->save_answer("s", kResponse, "/data/q1", "\"mine\""));
  Incoming incoming;
  incoming.answers = {{"/data/q2", "\"theirs\""}};
  incoming.conflicts = {{"q1", "\"other\"", {std::string(32, 'b'), 4}}};
  incoming.seen = {{std::string(32, 'b'), 4}};
  got(sharing.take_in("s", kResponse, "form", incoming));
  CHECK(got(a->answers("s", kResponse)).size() == 2);
  CHECK(got(a->history("s", kResponse)).size() == 2);
  CHECK(got(a->load("s", kResponse)).revision == 2);
  REQUIRE(got(sharing.conflicts("s", kResponse)).size() == 1);
  CHECK(got(sharing.conflicts("s", kResponse))[0].by.seq == 4);
  CHECK(got(sharing.seen("s", kResponse)) == incoming.seen);
  got(sharing.settle("s", kResponse, "q1"));
  CHECK(got(sharing.conflicts("s", kResponse)).empty());
}

TEST_CASE("sharing: removing and forgetting leave nothing of it in the files") {
  ScratchFile file("sharing");
  {
    Device a(1, file.path());
    Sharing sharing(*a.store);
    got(sharing.save_link(a_link(kResponse, "secret-token-of-the-link")));
    Account account = from_hub();
    account.receipts = {receipt_for(finished(a))};
    account.receipts[0].findings = "[\"finding-of-a-secret\"]";
    got(sharing.take(account));
    got(a->remove("s", kResponse));
    got(sharing.forget_link("s", kResponse));
    CHECK(sharing.forget_link("s", kResponse).error().code == Code::not_found);
  }
  CHECK(file.bytes().find("secret-token-of-the-link") == std::string::npos);
  CHECK(file.bytes().find("finding-of-a-secret") == std::string::npos);
}

}  // namespace
}  // namespace takestock::store
