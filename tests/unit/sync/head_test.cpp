#include "sync/head.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/doors.h"

using namespace takestock;
using store::Event;
using store::EventKind;
using store::EventRef;

namespace {

Event made(const std::string& device, std::int64_t seq, Millis at, std::vector<EventRef> base = {},
           EventKind kind = EventKind::submit) {
  Event event;
  event.survey = "s", event.response = "r", event.device = device, event.seq = seq, event.kind = kind;
  event.base = std::move(base), event.at = at;
  event.body = kind == EventKind::withdraw ? "" : "{}";
  event.sha256 = event.digest();
  return event;
}

std::string shown(const std::vector<EventRef>& refs) {
  std::string out;
  for (const EventRef& ref : refs) out += (out.empty() ? "" : " ") + ref.device + std::to_string(ref.seq);
  return out;
}

std::string shown(const std::optional<EventRef>& ref) {
  return ref ? shown(std::vector<EventRef>{*ref}) : "-";
}

std::string shown(const sync::Head& head) {
  return shown(head.event) + (head.counts() ? " counts" : " does not count") + " at " +
         std::to_string(head.at) + ", concurrent: " + shown(head.concurrent) +
         ", draft: " + shown(head.draft);
}

}  // namespace

TEST_CASE("without events there is no head") {
  CHECK(shown(sync::head_of({})) == "- does not count at 0, concurrent: , draft: -");
}

TEST_CASE("a later event that knew of the earlier one wins, whatever the clocks say") {
  const std::vector<Event> events{made("a", 1, 5000), made("b", 1, 1000, {{"a", 1}})};
  CHECK(shown(sync::head_of(events)) == "b1 counts at 1000, concurrent: , draft: -");
}

TEST_CASE("a device knows its own earlier events although its clock was turned back") {
  const std::vector<Event> events{made("a", 1, 5000), made("a", 2, 1000)};
  CHECK(shown(sync::head_of(events)) == "a2 counts at 1000, concurrent: , draft: -");
}

TEST_CASE("a base covers what its device had made before it, and what that knew of") {
  // c knew of b2, which knew of a1; a1 and b1 are passed over although nobody names them at the end.
  const std::vector<Event> events{made("a", 1, 900), made("b", 1, 800), made("b", 2, 10, {{"a", 1}}),
                                  made("c", 1, 5, {{"b", 2}})};
  CHECK(shown(sync::head_of(events)) == "c1 counts at 5, concurrent: , draft: -");
}

TEST_CASE("of two that did not know of each other the later one wins and the other stays visible") {
  const std::vector<Event> events{made("a", 1, 2000), made("b", 1, 1000)};
  CHECK(shown(sync::head_of(events)) == "a1 counts at 2000, concurrent: b1, draft: -");
}

TEST_CASE("the time that the hub says counts, whatever the devices' clocks say") {
  std::vector<Event> events{made("a", 1, 9000), made("b", 1, 1000)};
  CHECK(shown(sync::head_of(events)) == "a1 counts at 9000, concurrent: b1, draft: -");
  events[0].effective = 500, events[1].effective = 600;
  CHECK(shown(sync::head_of(events)) == "b1 counts at 600, concurrent: a1, draft: -");
  CHECK(events[0].digest() == events[0].sha256);
}

TEST_CASE(
    "whoever has seen an event knows of all that its device and its maker had seen, and of nothing else") {
  const std::vector<Event> events{made("a", 1, 1), made("a", 2, 2, {{"b", 1}}), made("b", 1, 3),
                                  made("b", 2, 4), made("c", 1, 5)};
  const auto known = [&](const std::vector<EventRef>& seen) {
    std::vector<EventRef> refs;
    for (const Event& event : sync::known_by(events, seen)) refs.push_back({event.device, event.seq});
    return shown(refs);
  };
  CHECK(known({}) == "");
  CHECK(known({{"a", 2}}) == "a1 a2 b1");
  CHECK(known({{"c", 7}, {"b", 2}}) == "b1 b2 c1");
}

TEST_CASE("at the same time the greater device and number wins") {
  const std::vector<Event> events{made("b", 3, 7), made("a", 9, 7)};
  CHECK(shown(sync::head_of(events)) == "b3 counts at 7, concurrent: a9, draft: -");
}

TEST_CASE("a base that names an event which has not arrived still covers the earlier ones of that device") {
  const std::vector<Event> events{made("a", 1, 900), made("b", 1, 5, {{"a", 4}})};
  CHECK(shown(sync::head_of(events)) == "b1 counts at 5, concurrent: , draft: -");
}

TEST_CASE("a withdrawal that is the latest ends the response") {
  const std::vector<Event> events{made("a", 1, 100), made("a", 2, 200, {}, EventKind::withdraw)};
  CHECK(shown(sync::head_of(events)) == "a2 does not count at 200, concurrent: , draft: -");
}

TEST_CASE("drafts never count, and are told only as long as the head did not know of them") {
  const Event draft = made("a", 1, 9000, {}, EventKind::draft);
  CHECK(shown(sync::head_of(std::vector<Event>{draft})) == "- does not count at 0, concurrent: , draft: a1");
  CHECK(shown(sync::head_of(std::vector<Event>{draft, made("b", 1, 10)})) ==
        "b1 counts at 10, concurrent: , draft: a1");
  CHECK(shown(sync::head_of(std::vector<Event>{draft, made("a", 2, 10)})) ==
        "a2 counts at 10, concurrent: , draft: -");
}

TEST_CASE("events that claim to know of each other count as concurrent, and do not hide a third") {
  const std::vector<Event> events{made("a", 1, 10, {{"b", 1}}), made("b", 1, 20, {{"a", 1}}),
                                  made("c", 1, 15)};
  CHECK(shown(sync::head_of(events)) == "b1 counts at 20, concurrent: a1 c1, draft: -");
}

TEST_CASE("of two events with one key the same one is meant in every order") {
  const Event one = made("a", 1, 10), other = made("a", 1, 20);
  const sync::Head there = sync::head_of(std::vector<Event>{one, other});
  CHECK(shown(there) == shown(sync::head_of(std::vector<Event>{other, one})));
  CHECK(sync::find(std::vector<Event>{one, other}, {"a", 1})->at == there.at);
  CHECK(sync::find(std::vector<Event>{other, one}, {"a", 1})->at == there.at);
}

TEST_CASE("what is made next has the head and everything concurrent as its base") {
  const std::vector<Event> events{made("b", 1, 1000), made("a", 1, 2000),
                                  made("c", 7, 1, {}, EventKind::draft)};
  CHECK(shown(sync::frontier(events)) == "a1 b1");
  CHECK(sync::frontier({}).empty());
}

TEST_CASE("every order and repetition of two devices' events gives the same head") {
  SeededRandom random(20261120);
  for (int round = 0; round < 12; ++round) {
    std::vector<Event> events;
    for (int i = 0; i < 8; ++i) {
      const std::string device = i % 2 ? "b" : "a", other = i % 2 ? "a" : "b";
      std::vector<EventRef> base;
      if (random.next() % 2) base.push_back({other, static_cast<std::int64_t>(1 + random.next() % 4)});
      const auto kind = static_cast<EventKind>(random.next() % 3);
      events.push_back(made(device, i / 2 + 1, static_cast<Millis>(random.next() % 4), base, kind));
    }
    const std::string expected = shown(sync::head_of(events));
    std::vector<std::size_t> order{0, 1, 2, 3, 4, 5, 6, 7};
    std::size_t wrong = 0, orders = 0;
    do {
      std::vector<Event> arrived;
      for (const std::size_t i : order) arrived.push_back(events[i]);
      for (std::size_t i = 0; orders % 3 == 0 && i < 4; ++i) arrived.push_back(events[order[i]]);
      wrong += shown(sync::head_of(arrived)) != expected;
      ++orders;
    } while (std::next_permutation(order.begin(), order.end()));
    CHECK(orders == 40320);
    CHECK(wrong == 0);
  }
}

TEST_CASE("ten thousand events of one response are decided without recursion or delay") {
  std::vector<Event> events;
  for (int i = 1; i <= 10000; ++i) events.push_back(made("a", i, 10000 - i, {{"b", i}}));
  events.push_back(made("b", 20000, 1, {{"a", 10000}}));
  CHECK(shown(sync::head_of(events)) == "b20000 counts at 1, concurrent: , draft: -");
}
