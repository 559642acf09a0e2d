#include <algorithm>
#include <fstream>
#include <sstream>

#include "unit/store/scratch.h"

namespace takestock::store {
namespace {

const std::string kSurvey = "taking-stock";

Event event_of(const std::string& response, const std::string& device, std::int64_t seq,
               const std::string& body) {
  Event event;
  event.survey = kSurvey;
  event.response = response;
  event.device = device;
  event.seq = seq;
  event.form_hash = "form";
  event.at = 1'700'000'000'000 + seq;
  event.offset_minutes = 60;
  event.body = body;
  event.sha256 = event.digest();
  return event;
}

std::string dump(Device& device, const std::string& survey = "") {
  std::ostringstream text;
  const Status visited = device->each_event(survey, [&](const Event& e) -> Status {
    text << e.survey << ' ' << e.response << ' ' << e.device << ' ' << e.seq << ' ' << e.form_hash << ' '
         << event_kind_name(e.kind) << ' ';
    for (const EventRef& ref : e.base) text << ref.device << ':' << ref.seq << ',';
    text << ' ' << e.at << ' ' << e.offset_minutes << ' ' << e.body << ' ' << e.sha256 << '\n';
    CHECK(e.digest() == e.sha256);
    return Done{};
  });
  CHECK(visited.ok());
  return text.str();
}

std::vector<Event> events_in(Device& device) {
  std::vector<Event> all;
  CHECK(device->each_event("", [&](const Event& e) -> Status { return all.push_back(e), Done{}; }).ok());
  return all;
}

TEST_CASE("events: finishing makes one event that carries the document and is numbered from 1 per device") {
  Device a(1);
  const std::string one = got(a->create(kSurvey, "form-1")).id, two = got(a->create("other", "form-2")).id;
  a.clock.advance(77);
  const Event first = got(a->finish(kSurvey, one, "{\"q1\":1}", {{"d", 4}, {"e", 5}}));
  const Event second = got(a->finish("other", two, "{\"q1\":2}", {}));
  CHECK(first.seq == 1);
  CHECK(second.seq == 2);
  CHECK(first.device == a->device());
  CHECK(first.kind == EventKind::submit);
  CHECK(first.form_hash == "form-1");
  CHECK(first.at == a.clock.now());
  CHECK(first.offset_minutes == 60);
  CHECK(first.sha256 == first.digest());
  const auto stored = got(a->events_of(kSurvey, one));
  REQUIRE(stored.size() == 1);
  CHECK(stored[0].digest() == first.sha256);
  CHECK(stored[0].base == std::vector<EventRef>{{"d", 4}, {"e", 5}});
  CHECK(got(a->responses_with_events("")).size() == 2);
  CHECK(got(a->responses_with_events("other")) == std::vector<std::string>{two});
}

TEST_CASE("events: a draft is carried once, and again only when its document has changed") {
  Device a(1);
  const std::string id = got(a->create(kSurvey, "form")).id;
  const Event first = got(a->carry_draft(kSurvey, id, "{\"q1\":1}", {}));
  CHECK(first.kind == EventKind::draft);
  a.clock.advance(1000);
  const Event again = got(a->carry_draft(kSurvey, id, "{\"q1\":1}", {}));
  CHECK(again.sha256 == first.sha256);
  CHECK(got(a->carry_draft(kSurvey, id, "{\"q1\":2}", {})).seq == 2);
  CHECK(got(a->carry_draft(kSurvey, id, "{\"q1\":1}", {})).seq == 3);
  CHECK(got(a->events_of(kSurvey, id)).size() == 3);
  CHECK(got(a->load(kSurvey, id)).status == ResponseStatus::draft);
}

TEST_CASE("events: numbers are never used again, not even after a removal") {
  Device a(1);
  const std::string one = got(a->create(kSurvey, "form")).id;
  CHECK(got(a->finish(kSurvey, one, "{}", {})).seq == 1);
  got(a->remove(kSurvey, one));
  const std::string two = got(a->create(kSurvey, "form")).id;
  CHECK(got(a->finish(kSurvey, two, "{}", {})).seq == 2);
}

TEST_CASE("events: another device's events are stored once, however often they come") {
  Device a(1), b(2);
  const std::string id = got(a->create(kSurvey, "form")).id;
  got(a->finish(kSurvey, id, "{\"q1\":1}", {}));
  const auto sent = events_in(a);
  const auto first = got(b->add_events(sent));
  CHECK(first.added == 1);
  const auto second = got(b->add_events(sent));
  CHECK(second.added == 0);
  CHECK(second.present == 1);
  CHECK(second.forked == 0);
  CHECK(dump(b) == dump(a));
  CHECK(got(b->list("")).empty());
}

TEST_CASE("events: every order of arrival gives the same events, forks included") {
  std::vector<Event> events = {
      event_of("r1", "d1", 1, "{\"a\":1}"),    event_of("r1", "d1", 2, "{\"a\":2}"),
      event_of("r1", "d2", 1, "{\"b\":1}"),    event_of("r2", "d1", 3, "{\"c\":1}"),
      event_of("r1", "d1", 1, "{\"fork\":1}"), event_of("r1", "d1", 1, "{\"fork\":2}")};
  std::sort(events.begin(), events.end(), [](const Event& x, const Event& y) { return x.sha256 < y.sha256; });
  std::vector<std::size_t> order = {0, 1, 2, 3, 4, 5};
  std::string expected;
  do {
    Device device(1);
    std::size_t forked = 0;
    for (const std::size_t i : order) forked += got(device->add_events({&events[i], 1})).forked;
    for (const Event& event : events) CHECK(got(device->add_events({&event, 1})).present == 1);
    CHECK(forked == 2);
    if (expected.empty()) expected = dump(device);
    REQUIRE(dump(device) == expected);
  } while (std::next_permutation(order.begin(), order.end()));
  CHECK(std::count(expected.begin(), expected.end(), '\n') == 6);
}

TEST_CASE("events: a fork never replaces what was there first, and both are kept") {
  Device a(1);
  const Event mine = event_of("r1", "d1", 1, "{\"first\":1}"),
              other = event_of("r1", "d1", 1, "{\"second\":1}");
  CHECK(got(a->add_events({&mine, 1})).added == 1);
  const auto fork = got(a->add_events({&other, 1}));
  CHECK(fork.added == 0);
  CHECK(fork.forked == 1);
  std::vector<std::string> bodies;
  for (const Event& event : got(a->events_of(kSurvey, "r1"))) bodies.push_back(event.body);
  std::sort(bodies.begin(), bodies.end());
  CHECK(bodies == std::vector<std::string>{"{\"first\":1}", "{\"second\":1}"});
}

TEST_CASE("events: a device that meets its own name on a stranger's event goes on under a new one") {
  Device a(1), copy(1);  // the same seed: the same name, as after a backup was copied to a second phone
  REQUIRE(a->device() == copy->device());
  const std::string name = a->device();
  got(copy->finish(kSurvey, got(copy->create(kSurvey, "form")).id, "{\"theirs\":1}", {}));
  got(a->add_events(events_in(copy)));
  CHECK(a->device() != name);
  const Event own = got(a->finish(kSurvey, got(a->create(kSurvey, "form")).id, "{\"mine\":1}", {}));
  CHECK(own.seq == 1);
  CHECK(own.device == a->device());
}

TEST_CASE("events: what is made after a device was put back to an older copy has no earlier event's name") {
  ScratchFile file("put-back");
  std::string copied;
  std::vector<Event> made;
  for (const std::uint64_t opening : {1, 2, 3}) {
    if (opening == 2) copied = file.database_bytes();
    if (opening == 3) file.write(copied);
    Device device(opening, file.path());
    made.push_back(
        got(device->finish(kSurvey, got(device->create(kSurvey, "form")).id, std::to_string(opening), {})));
    CHECK(made.back().device == device->device());
    for (const Event& event : made) CHECK(device->made_here(event));
    CHECK(!device->made_here(event_of("r1", std::string(32, 'd'), 1, "{}")));
  }
  CHECK(made[0].seq == 1);
  CHECK(made[1].seq == 2);
  CHECK(made[2].seq == 2);  // nobody told it that there is a second one already
  CHECK(made[1].device != made[2].device);
  Device elsewhere(9);
  CHECK(got(elsewhere->add_events(made)).added == 3);
}

TEST_CASE("events: a draft that was carried before the program was opened again is not carried twice") {
  ScratchFile file("carried");
  std::string id;
  Event before;
  {
    Device device(1, file.path());
    id = got(device->create(kSurvey, "form")).id;
    before = got(device->carry_draft(kSurvey, id, "{\"q1\":1}", {}));
  }
  Device device(2, file.path());
  CHECK(got(device->carry_draft(kSurvey, id, "{\"q1\":1}", {})).sha256 == before.sha256);
  CHECK(got(device->carry_draft(kSurvey, id, "{\"q1\":2}", {})).seq == 2);
}

TEST_CASE("events: a device that gets its own removed event back keeps its name") {
  Device a(1);
  const std::string name = a->device(), id = got(a->create(kSurvey, "form")).id;
  got(a->finish(kSurvey, id, "{}", {}));
  const auto copy = events_in(a);
  got(a->remove(kSurvey, id));
  CHECK(got(a->add_events(copy)).added == 1);
  CHECK(a->device() == name);
}

TEST_CASE("events: one changed byte in any field is noticed, and nothing of the batch is stored") {
  Device a(1);
  Event good = event_of("r1", "d1", 1, "{\"a\":1}");
  good.base = {{"d2", 7}};
  good.sha256 = good.digest();
  const auto refused = [&](const std::function<void(Event&)>& change) {
    Event bad = good;
    change(bad);
    const std::vector<Event> batch = {event_of("r9", "d9", 9, "{}"), bad};
    const auto added = a->add_events(batch);
    REQUIRE(!added.ok());
    CHECK(added.error().code == Code::bad_text);
    CHECK(events_in(a).empty());
  };
  refused([](Event& e) { e.survey += "x"; });
  refused([](Event& e) { e.response += "x"; });
  refused([](Event& e) { e.device += "x"; });
  refused([](Event& e) { e.seq += 1; });
  refused([](Event& e) { e.form_hash += "x"; });
  refused([](Event& e) { e.kind = EventKind::draft; });
  refused([](Event& e) { e.base[0].seq = 8; });
  refused([](Event& e) { e.base[0].device = "d3"; });
  refused([](Event& e) { e.base.clear(); });
  refused([](Event& e) { e.base.push_back({"d4", 1}); });
  refused([](Event& e) { e.at += 1; });
  refused([](Event& e) { e.offset_minutes = 0; });
  refused([](Event& e) { e.body += " "; });
  refused([](Event& e) { e.sha256[0] = e.sha256[0] == 'a' ? 'b' : 'a'; });
  refused([](Event& e) { e.sha256.clear(); });
  CHECK(got(a->add_events({&good, 1})).added == 1);
}

TEST_CASE("events: names and numbers that cannot be a key are refused") {
  Device a(1);
  const auto refused = [&](const Event& changed) {
    Event event = changed;
    event.sha256 = event.digest();
    const auto added = a->add_events({&event, 1});
    return !added.ok() && added.error().code == Code::bad_text;
  };
  CHECK(refused(event_of("", "d1", 1, "{}")));
  CHECK(refused(event_of("r1", "", 1, "{}")));
  CHECK(refused(event_of("r1", "d\n1", 1, "{}")));
  CHECK(refused(event_of("r1", "d1", 0, "{}")));
  Event based = event_of("r1", "d1", 1, "{}");
  based.base = {{"line\nbreak", 1}};
  CHECK(refused(based));
}

TEST_CASE("events: fields cannot flow into each other") {
  Event a = event_of("r1", "d1", 1, "{}"), b = a;
  a.survey = "ab";
  a.response = "c";
  b.survey = "a";
  b.response = "bc";
  CHECK(a.digest() != b.digest());
}

TEST_CASE("events: a visit ends with the visitor's error") {
  Device a(1);
  const std::vector<Event> events = {event_of("r1", "d1", 1, "{}"), event_of("r2", "d1", 2, "{}")};
  got(a->add_events(events));
  int visited = 0;
  const Status stopped = a->each_event("", [&](const Event&) -> Status {
    ++visited;
    return Error{Code::limit, "enough", ""};
  });
  CHECK(visited == 1);
  CHECK(stopped.error().message == "enough");
  CHECK(dump(a, "no such survey").empty());
  CHECK(dump(a, kSurvey) == dump(a));
}

/// Lines of: name, value; a case ends with its sha256.
TEST_CASE("events: the digest is the one that is written down, for ever") {
  std::ifstream in(TAKESTOCK_SOURCE_DIR "/tests/vectors/store/event-digests.txt");
  Event event;
  int cases = 0;
  for (std::string name, value; in >> name && in.get() && std::getline(in, value);) {
    if (name == "survey") event = Event(), event.survey = value;
    if (name == "response") event.response = value;
    if (name == "device") event.device = value;
    if (name == "seq") event.seq = std::stoll(value);
    if (name == "form_hash") event.form_hash = value;
    if (name == "kind") event.kind = event_kind(value).value();
    if (name == "base") event.base.push_back({value.substr(value.find(' ') + 1), std::stoll(value)});
    if (name == "at") event.at = std::stoll(value);
    if (name == "offset_minutes") event.offset_minutes = std::stoi(value);
    if (name == "body") event.body = value;
    if (name != "sha256") continue;
    ++cases;
    CHECK(event.digest() == value);
  }
  CHECK(cases == 3);
}

}  // namespace
}  // namespace takestock::store
