#include "sync/device.h"

#include <algorithm>

#include "base/digest.h"
#include "identity/link.h"
#include "store/reference.h"
#include "unit/store/scratch.h"
#include "unit/sync/memory_hub.h"

using namespace takestock;
using store::Device;
using store::Event;
using store::EventKind;
using store::got;
using store::Sharing;
using sync::MemoryHub;
using sync::Verdict;

namespace {

constexpr const char* kSurvey = R"({"takestock": 1, "id": "s", "version": "1", "title": "t", "survey": [
  {"type": "text", "name": "q1", "label": "1"}, {"type": "text", "name": "q2", "label": "2", "required": true}]})";

MemoryHub a_hub() {
  MemoryHub hub("s");
  hub.definition = survey::Definition::read(kSurvey).definition;
  REQUIRE(hub.definition);
  hub.form = hub.definition->digest();
  return hub;
}

identity::Link a_link(std::uint64_t seed = 1) {
  SeededRandom random(seed);
  return identity::make_link("r", identity::make_invitee(random, identity::Invited::person), random);
}

std::string response_of(const identity::Link& link) {
  return identity::response_of(link.round, link.invitee);
}

void open_link(Device& device, const identity::Link& link) {
  store::LinkRow row;
  row.survey = "s", row.response = response_of(link), row.round = link.round, row.code = link.code();
  row.opened = device.clock.now();
  got(Sharing(*device.store).save_link(row));
}

std::string body_of(const std::string& q1) { return R"({"q1":")" + q1 + R"(","q2":"x"})"; }

Event finish(Device& device, const MemoryHub& hub, const identity::Link& link, const std::string& body,
             std::vector<store::EventRef> base = {}) {
  const std::string id = response_of(link);
  if (!device->load("s", id).ok())
    got(device->create("s", hub.form, {}, "", "", id));
  else if (got(device->load("s", id)).status == store::ResponseStatus::finished)
    got(device->reopen("s", id));
  return got(device->finish("s", id, body, std::move(base)));
}

std::string batch_of(Device& device, std::size_t* events = nullptr) {
  auto made = got(sync::make_batch(*device.store, device.clock.now()));
  if (events) *events = made.events;
  return made.body;
}

/// Rounds trips until the hub and the device say that there is no more; how many.
int sync_all(Device& device, MemoryHub& hub, Millis ahead = 0) {
  for (int trips = 1; trips < 50; ++trips) {
    const std::string account = hub.answer(batch_of(device), device.clock.now() + ahead);
    if (!got(sync::take_account(*device.store, account, device.clock.now()))) return trips;
  }
  return 50;
}

std::int64_t waiting(Device& device) { return got(Sharing(*device.store).waiting()); }

std::string dump(Device& device) {
  std::string out;
  for (const char* table : {"event", "receipt", "link", "seen", "meta", "conflict", "response"}) {
    auto statement = got(device->database().prepare("SELECT * FROM " + std::string(table)));
    while (got(statement->step()))
      for (int column = 0; column < 6; ++column) out += std::string(statement->text(column)) + "|";
    out += "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("without a link there is no batch, with one there is at least the question") {
  Device device(1);
  CHECK(batch_of(device).empty());
  open_link(device, a_link());
  const std::string body = batch_of(device);
  CHECK(body.find("\"link\":\"" + a_link().code() + "\"") != std::string::npos);
  CHECK(body.find("\"have\":[]") != std::string::npos);
}

TEST_CASE("a finished response is owed until the hub's receipt is stored, and is then sent") {
  MemoryHub hub = a_hub();
  Device device(1);
  open_link(device, a_link());
  const Event event = finish(device, hub, a_link(), body_of("a"));
  CHECK(waiting(device) == 1);
  const std::string account = hub.answer(batch_of(device), 1'700'000'500'000);
  CHECK(waiting(device) == 1);  // the answer has not arrived
  CHECK(!got(sync::take_account(*device.store, account, device.clock.now())));
  CHECK(waiting(device) == 0);
  const auto receipts = got(Sharing(*device.store).versions("s", event.response));
  REQUIRE(receipts.size() == 1);
  CHECK(receipts[0].verdict == "stored");
  CHECK(store::reference_of(receipts[0].event) == store::reference_of(event));
  CHECK(receipts[0].event.received == 1'700'000'500'000);
  const auto events = got(device->events_of("s", event.response));
  CHECK(events[0].received == 1'700'000'500'000);
  CHECK(events[0].effective == 1'700'000'500'000);
  CHECK(events[0].digest() == event.sha256);
  CHECK(got(Sharing(*device.store).hub()).clock_off == 500'000);
  const auto link = got(Sharing(*device.store).links("s"))[0];
  CHECK(link.status == "open");
  CHECK(link.name == "A. Person");
  std::size_t events_again = 9;
  CHECK(batch_of(device, &events_again).find("\"clock_off\":500000,") != std::string::npos);
  CHECK(events_again == 0);
}

TEST_CASE("sending twice because the answer was lost leaves one event and the first receipt") {
  MemoryHub hub = a_hub();
  Device device(1);
  open_link(device, a_link());
  const Event event = finish(device, hub, a_link(), body_of("a"));
  hub.answer(batch_of(device), 1'700'000'100'000);
  sync_all(device, hub, 900'000);
  CHECK(hub.events.size() == 1);
  CHECK(got(Sharing(*device.store).versions("s", event.response))[0].event.received == 1'700'000'100'000);
}

TEST_CASE("what is no account, or was cut or altered anywhere, changes nothing and is refused in words") {
  MemoryHub hub = a_hub();
  Device device(1), other(2);
  open_link(device, a_link());
  open_link(other, a_link());
  finish(other, hub, a_link(), body_of("other"));
  sync_all(other, hub);
  finish(device, hub, a_link(), body_of("mine"));
  const std::string before = dump(device);
  const std::string account = hub.answer(batch_of(device), device.clock.now());
  const auto refused = [&](const std::string& body) {
    const auto taken = sync::take_account(*device.store, body, device.clock.now());
    CHECK_MESSAGE(!taken.ok(), body);
    if (!taken.ok()) CHECK(taken.error().code == Code::bad_text);
    CHECK(dump(device) == before);
  };
  refused("");
  refused("<!DOCTYPE html><html><body>Please sign in to the network.</body></html>\n");
  refused("{}\n");
  refused("{\"ok\":true}");
  refused(account + "{}\n");
  refused(account + account);
  for (std::size_t at = 0; at < account.size(); at += 7) refused(account.substr(0, at));
  for (std::size_t at = 0; at < account.size(); at += 13) {
    std::string altered = account;
    altered[at] = static_cast<char>(altered[at] ^ 1);
    refused(altered);
  }
  REQUIRE(sync::take_account(*device.store, account, device.clock.now()).ok());
  CHECK(dump(device) != before);
  CHECK(got(device->events_of("s", response_of(a_link()))).size() == 2);
}

TEST_CASE("two devices with one link have the same events and the same head after both have spoken") {
  MemoryHub hub = a_hub();
  Device a(1), b(2);
  open_link(a, a_link());
  open_link(b, a_link());
  a.clock.set(1'000'000), b.clock.set(9'000'000);
  finish(a, hub, a_link(), body_of("a"));
  finish(b, hub, a_link(), body_of("b"));
  hub.answer(batch_of(a), 10'000'000);
  sync_all(a, hub), sync_all(b, hub), sync_all(a, hub);
  const std::string id = response_of(a_link());
  const auto of_a = got(Sharing(*a.store).counted_events("s", id));
  const auto of_b = got(Sharing(*b.store).counted_events("s", id));
  REQUIRE(of_a.size() == 2);
  REQUIRE(of_b.size() == 2);
  CHECK(sync::head_of(of_a).event == sync::head_of(of_b).event);
  CHECK(sync::head_of(of_a).event == hub.heads[id].event);
  CHECK(sync::head_of(of_a).at == hub.heads[id].at);
}

TEST_CASE("a hub that was brought back from a backup is sent everything again, the others' events too") {
  MemoryHub hub = a_hub();
  Device a(1), b(2);
  open_link(a, a_link());
  open_link(b, a_link());
  finish(a, hub, a_link(), body_of("a"));
  sync_all(a, hub);
  sync_all(b, hub);
  CHECK(got(b->events_of("s", response_of(a_link()))).size() == 1);
  hub.events.clear();
  hub.name.epoch = 2;
  CHECK(waiting(b) == 0);
  sync_all(b, hub);
  CHECK(hub.events.size() == 1);
  CHECK(hub.events[0].event.device == a->device());
  CHECK(waiting(b) == 0);
  sync_all(a, hub);
  CHECK(hub.events.size() == 1);
}

TEST_CASE("drafts stay on the device unless they were offered") {
  MemoryHub hub = a_hub();
  Device device(1);
  open_link(device, a_link());
  const std::string id = response_of(a_link());
  got(device->create("s", hub.form, {}, "", "", id));
  const Event draft = got(device->carry_draft("s", id, body_of("draft"), {}));
  sync_all(device, hub);
  CHECK(hub.events.empty());
  CHECK(waiting(device) == 0);
  got(Sharing(*device.store).offer(draft));
  CHECK(waiting(device) == 1);
  sync_all(device, hub);
  REQUIRE(hub.events.size() == 1);
  CHECK(hub.events[0].event.kind == EventKind::draft);
  CHECK(waiting(device) == 0);
}

TEST_CASE("responses without a link are nobody's to send") {
  MemoryHub hub = a_hub();
  Device device(1);
  open_link(device, a_link());
  const std::string id = got(device->create("s", hub.form)).id;
  got(device->finish("s", id, body_of("a"), {}));
  CHECK(waiting(device) == 0);
  sync_all(device, hub);
  CHECK(hub.events.empty());
}

TEST_CASE("a copied device finds out, takes a new name, and nothing of either is lost") {
  MemoryHub hub = a_hub();
  Device one(1), two(1);  // the same chance: the same name
  REQUIRE(one->device() == two->device());
  const auto first = a_link(1), second = a_link(2);
  open_link(one, first);
  open_link(two, second);
  finish(one, hub, first, body_of("one"));
  const Event theirs = finish(two, hub, second, body_of("two"));
  finish(two, hub, second, body_of("two again"), {{theirs.device, theirs.seq}});
  sync_all(one, hub);
  sync_all(two, hub);
  CHECK(one->device() != two->device());
  CHECK(waiting(two) == 0);
  const auto of_two = got(two->events_of("s", response_of(second)));
  REQUIRE(of_two.size() == 2);
  CHECK(of_two[0].device == two->device());
  CHECK(of_two[0].body == body_of("two"));
  CHECK(of_two[1].body == body_of("two again"));
  CHECK(of_two[0].at == theirs.at);
  const auto head = sync::head_of(got(Sharing(*two.store).counted_events("s", response_of(second))));
  CHECK(head.event == hub.heads[response_of(second)].event);
  CHECK(head.concurrent.empty());
  CHECK(sync::find(of_two, *head.event)->body == body_of("two again"));
  CHECK(got(Sharing(*two.store).seen("s", response_of(second))) ==
        std::vector<store::EventRef>{{two->device(), 2}});
}

TEST_CASE("a copied device on the same link does not claim to have seen what the other sent") {
  MemoryHub hub = a_hub();
  Device one(1), two(1);
  open_link(one, a_link());
  open_link(two, a_link());
  finish(one, hub, a_link(), body_of("one"));
  two.clock.set(two.clock.now() + 5000);
  finish(two, hub, a_link(), body_of("two"));
  sync_all(one, hub, 60'000);
  sync_all(two, hub, 60'000);
  sync_all(one, hub, 60'000);
  const std::string id = response_of(a_link());
  for (Device* device : {&one, &two}) {
    const auto events = got(Sharing(*device->store).counted_events("s", id));
    REQUIRE(events.size() == 2);
    const auto head = sync::head_of(events);
    CHECK(head.event == hub.heads[id].event);
    CHECK(head.concurrent.size() == 1);
    CHECK(sync::find(events, *head.event)->body == body_of("two"));
  }
}

TEST_CASE(
    "a profile that was set back to an older state takes a new name when it sees its own later events") {
  MemoryHub hub = a_hub();
  Device old(1), now(1);
  for (Device* device : {&old, &now}) {
    open_link(*device, a_link());
    finish(*device, hub, a_link(), body_of("first"));
  }
  const std::string name = old->device();
  sync_all(now, hub);
  now.clock.set(now.clock.now() + 1000);
  finish(now, hub, a_link(), body_of("second"), {{name, 1}});
  sync_all(now, hub);
  sync_all(old, hub);
  CHECK(old->device() != name);
  CHECK(got(old->events_of("s", response_of(a_link()))).size() == 2);
  CHECK(waiting(old) == 0);
}

TEST_CASE(
    "what a device sent before it was put back to an older copy counts beside what it makes from there") {
  MemoryHub hub = a_hub();
  store::ScratchFile file("put-back");
  {
    Device device(1, file.path());
    open_link(device, a_link());
  }
  const std::string copied = file.database_bytes();
  {
    Device device(2, file.path());
    finish(device, hub, a_link(), body_of("sent"));
    hub.answer(batch_of(device), device.clock.now());  // the answer never arrives
  }
  file.write(copied);
  Device device(3, file.path());
  finish(device, hub, a_link(), body_of("from the copy"));
  sync_all(device, hub);
  CHECK(hub.last.forks == 0);
  const std::string id = response_of(a_link());
  CHECK(hub.counted(id).size() == 2);
  CHECK(hub.heads[id].concurrent.size() == 1);  // neither was made in the knowledge of the other
  CHECK(got(device->events_of("s", id)).size() == 2);
}

TEST_CASE("who knew an event that a restored hub has lost does not pass over what its device made instead") {
  MemoryHub hub = a_hub();
  Device reader(9);
  open_link(reader, a_link());
  store::ScratchFile file("put-back");
  {
    Device device(1, file.path());
    open_link(device, a_link());
  }
  const std::string copied = file.database_bytes();
  Event known;
  {
    Device device(2, file.path());
    known = finish(device, hub, a_link(), body_of("known"));
    sync_all(device, hub);
  }
  sync_all(reader, hub);
  finish(reader, hub, a_link(), body_of("in its knowledge"), {{known.device, known.seq}});
  hub.events.clear();
  hub.name.epoch = 2;
  file.write(copied);
  Device device(3, file.path());
  const Event instead = finish(device, hub, a_link(), body_of("instead"));
  sync_all(device, hub);
  sync_all(reader, hub);
  const sync::Head head = hub.heads[response_of(a_link())];
  CHECK(hub.events.size() == 3);
  REQUIRE(head.concurrent.size() == 1);
  const std::vector<store::EventRef> standing{*head.event, head.concurrent[0]};
  CHECK(std::count(standing.begin(), standing.end(), store::EventRef{instead.device, instead.seq}) == 1);
  CHECK(std::count(standing.begin(), standing.end(), store::EventRef{known.device, known.seq}) == 0);
}

TEST_CASE("an event that does not count does not make its maker forget what that one knew") {
  MemoryHub hub = a_hub();
  Device other(2);
  store::ScratchFile file("between");
  open_link(other, a_link());
  const Event theirs = finish(other, hub, a_link(), body_of("theirs"));
  sync_all(other, hub);
  const std::string id = response_of(a_link());
  {
    Device device(3, file.path());
    open_link(device, a_link());
    sync_all(device, hub);
    finish(device, hub, a_link(), R"({"q1":"a"})", {{theirs.device, theirs.seq}});  // q2 is required
    sync_all(device, hub);
  }
  Device device(4, file.path());
  device.clock.advance(60'000);
  const Event corrected =
      finish(device, hub, a_link(), body_of("b"), got(Sharing(*device.store).seen("s", id)));
  sync_all(device, hub, 60'000);
  CHECK(hub.counted(id).size() == 2);
  CHECK(hub.heads[id].event == store::EventRef{corrected.device, corrected.seq});
  CHECK(hub.heads[id].concurrent.empty());
}

TEST_CASE("what the hub holds or finds invalid is safe there, does not count and is not sent again") {
  MemoryHub hub = a_hub();
  Device device(1);
  open_link(device, a_link());
  finish(device, hub, a_link(), R"({"q1":"a"})");  // q2 is required
  sync_all(device, hub);
  const std::string id = response_of(a_link());
  auto receipts = got(Sharing(*device.store).versions("s", id));
  REQUIRE(receipts.size() == 1);
  CHECK(receipts[0].verdict == "invalid");
  CHECK(receipts[0].findings == R"([{"name":"q2","code":"required"}])");
  CHECK(waiting(device) == 0);
  CHECK(got(Sharing(*device.store).counted_events("s", id)).empty());
  hub.times.closes = device.clock.now() - 1;
  finish(device, hub, a_link(), body_of("late"), {{device->device(), 1}});
  sync_all(device, hub);
  receipts = got(Sharing(*device.store).versions("s", id));
  REQUIRE(receipts.size() == 2);
  CHECK(receipts[0].verdict == "held");
  CHECK(receipts[0].reason == "closed");
  CHECK(got(Sharing(*device.store).links("s"))[0].status == "closed");
}

TEST_CASE("a link that was taken back keeps what is waiting; a new one for the same person sends it") {
  MemoryHub hub = a_hub();
  Device device(1);
  const identity::Link old = a_link();
  open_link(device, old);
  finish(device, hub, old, body_of("a"));
  hub.revoked.insert(old.token_hash());
  sync_all(device, hub);
  CHECK(hub.events.empty());
  CHECK(got(Sharing(*device.store).links("s"))[0].status == "unknown");
  CHECK(waiting(device) == 0);  // it would only be refused again
  SeededRandom random(5);
  open_link(device, identity::make_link(old.round, old.invitee, random));
  CHECK(got(Sharing(*device.store).links("s")).size() == 1);
  CHECK(waiting(device) == 1);
  sync_all(device, hub);
  CHECK(hub.events.size() == 1);
  CHECK(waiting(device) == 0);
}

TEST_CASE("a link that is known again has what was refused to it sent again") {
  MemoryHub hub = a_hub();
  Device device(1);
  open_link(device, a_link());
  finish(device, hub, a_link(), body_of("a"));
  hub.revoked.insert(a_link().token_hash());
  sync_all(device, hub);
  hub.revoked.clear();
  sync_all(device, hub);
  CHECK(hub.events.size() == 1);
  CHECK(waiting(device) == 0);
}

TEST_CASE("a long queue goes in batches of which each keeps the limits, and all of it arrives") {
  MemoryHub hub = a_hub();
  Device device(1);
  std::vector<identity::Link> links;
  for (std::uint64_t i = 0; i < 90; ++i) {
    links.push_back(a_link(i + 1));
    open_link(device, links.back());
    for (int k = 0; k < 4; ++k) finish(device, hub, links.back(), body_of("v" + std::to_string(k)));
  }
  CHECK(waiting(device) == 360);
  std::size_t events = 0;
  CHECK(batch_of(device, &events).size() <= 512 * 1024);
  CHECK(events == 256);
  CHECK(sync_all(device, hub) <= 4);
  CHECK(waiting(device) == 0);
  CHECK(hub.events.size() == 360);
}

TEST_CASE("one large event travels alone, and one that is too large does not hold up the others") {
  MemoryHub hub = a_hub();
  Device device(1);
  const auto big = a_link(1), huge = a_link(2), small = a_link(3);
  for (const auto& link : {big, huge, small}) open_link(device, link);
  finish(device, hub, big, body_of(std::string(3'000'000, 'b')));
  finish(device, hub, huge, body_of(std::string(5'000'000, 'h')));
  finish(device, hub, small, body_of("s"));
  sync_all(device, hub);
  CHECK(hub.events.size() == 2);
  CHECK(waiting(device) == 1);
}

TEST_CASE("removing a response removes what the hub said of it, and not its link") {
  MemoryHub hub = a_hub();
  Device device(1);
  open_link(device, a_link());
  finish(device, hub, a_link(), body_of("secret words"));
  sync_all(device, hub);
  got(device->remove("s", response_of(a_link())));
  CHECK(got(Sharing(*device.store).versions("s", response_of(a_link()))).empty());
  CHECK(got(Sharing(*device.store).links("s")).size() == 1);
  sync_all(device, hub);  // the hub has it, and the link's holder may see it
  CHECK(got(device->events_of("s", response_of(a_link()))).size() == 1);
  CHECK(waiting(device) == 0);
  got(Sharing(*device.store).forget_link("s", response_of(a_link())));
  CHECK(batch_of(device).empty());
}
