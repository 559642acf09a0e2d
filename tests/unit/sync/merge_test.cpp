#include "sync/merge.h"

#include <doctest/doctest.h>

#include <span>

#include "base/doors.h"

using namespace takestock;
using store::Event;
using store::EventKind;
using store::EventRef;
using sync::Answered;
using sync::Difference;

namespace {

Answered of(const std::string& record) {
  auto read = sync::answered_in(record);
  REQUIRE(read.ok());
  return *read;
}

/// "q1=\"a\" taken; q2 conflict \"b\""
std::string merged(const std::string& base, const std::string& mine, const std::string& theirs) {
  std::string out;
  for (const Difference& difference : sync::merge(of(base), of(mine), of(theirs))) {
    const char* outcome = difference.outcome == Difference::Outcome::same    ? "same "
                          : difference.outcome == Difference::Outcome::taken ? "taken "
                                                                             : "conflict ";
    out += (out.empty() ? "" : "; ") + difference.name + " " + outcome + difference.theirs;
  }
  return out;
}

Event made(const std::string& device, std::int64_t seq, Millis at, const std::string& body,
           std::vector<EventRef> base = {}, EventKind kind = EventKind::submit) {
  Event event;
  event.survey = "s", event.response = "r", event.device = device, event.seq = seq, event.kind = kind;
  event.base = std::move(base), event.at = at, event.body = body;
  event.sha256 = event.digest();
  return event;
}

std::string told(const std::vector<Event>& events, const std::vector<EventRef>& seen) {
  std::string out;
  for (const sync::News& news : sync::news_for(events, seen)) {
    out += (out.empty() ? "" : ", ") + news.theirs.device + std::to_string(news.theirs.seq) + " since";
    for (const auto& [name, value] : news.base) out += " " + name + "=" + value;
  }
  return out;
}

}  // namespace

TEST_CASE("what only the others changed is taken, what only I changed stays") {
  CHECK(merged(R"({"q1":"a","q2":"b"})", R"({"q1":"a","q2":"mine"})", R"({"q1":"theirs","q2":"b"})") ==
        R"(q1 taken "theirs")");
  CHECK(merged("{}", R"({"q1":"mine"})", "{}") == "");
  CHECK(merged("{}", "{}", R"({"q1":"theirs","q2":3})") == R"(q1 taken "theirs"; q2 taken 3)");
}

TEST_CASE("the same change on both sides is no conflict, two different ones are") {
  CHECK(merged("{}", R"({"q1":"x"})", R"({"q1":"x"})") == R"(q1 same "x")");
  CHECK(merged(R"({"q1":"a"})", R"({"q1":"b"})", R"({"q1":"c"})") == R"(q1 conflict "c")");
}

TEST_CASE("a blank is a value: taking an answer away is a change like any other") {
  CHECK(merged(R"({"q1":"a"})", R"({"q1":"a"})", "{}") == "q1 taken null");
  CHECK(merged(R"({"q1":"a"})", "{}", "{}") == "q1 same null");
  CHECK(merged(R"({"q1":"a"})", R"({"q1":"b"})", "{}") == "q1 conflict null");
  CHECK(merged(R"({"q1":"a"})", R"({"q1":null})", R"({"q1":"b"})") == R"(q1 conflict "b")");
  CHECK(merged(R"({"q1":""})", "{}", R"({"q1":null,"q2":[]})") == "");
}

TEST_CASE("groups, and where a question stands in them, do not matter") {
  CHECK(merged(R"({"a":{"q1":"x"},"b":{"q2":1}})", R"({"q1":"x","q2":1})",
               R"({"other":{"q2":1,"q1":"y"}})") == R"(q1 taken "y")");
}

TEST_CASE("a question that one of the versions does not ask any more is like one that is blank there") {
  CHECK(merged(R"({"gone":"x","q1":"a"})", R"({"gone":"x","q1":"a"})", R"({"new":"n","q1":"a"})") ==
        R"(gone taken null; new taken "n")");
}

TEST_CASE("values are compared by what they are, not by how they are written") {
  CHECK(merged(R"({"q1":1.0,"q2":["a","b"]})", R"({"q1":1,"q2":["a","b"]})", R"({"q1":1,"q2":["a", "b"]})") ==
        "");
  CHECK(merged(R"({"q2":["a","b"]})", R"({"q2":["a","b"]})", R"({"q2":["a"]})") == R"(q2 taken ["a"])");
  CHECK(merged(R"({"q1":"\u00e9"})", R"({"q1":"é"})", R"({"q1":"1"})") == R"(q1 taken "1")");
  CHECK(merged(R"({"q1":1})", R"({"q1":1})", R"({"q1":"1"})") == R"(q1 taken "1")");
  CHECK(!sync::answered_in("<html>").ok());
}

TEST_CASE("merging what was taken gives nothing more to take, whatever was there") {
  SeededRandom random(41);
  const auto some = [&] {
    Answered out;
    for (const char* name : {"a", "b", "c", "d", "e"})
      if (const std::uint64_t pick = random.next() % 4; pick > 0) out[name] = std::to_string(pick);
    return out;
  };
  for (int i = 0; i < 2'000; ++i) {
    const Answered base = some(), theirs = some();
    Answered mine = some();
    const auto before = mine;
    std::size_t conflicts = 0;
    for (const Difference& difference : sync::merge(base, mine, theirs)) {
      if (difference.outcome == Difference::Outcome::conflict) ++conflicts;
      if (difference.outcome != Difference::Outcome::taken) continue;
      if (difference.theirs == "null")
        mine.erase(difference.name);
      else
        mine[difference.name] = difference.theirs;
    }
    const auto value = [](const Answered& in, const char* name) {
      const auto found = in.find(name);
      return found == in.end() ? std::string() : found->second;
    };
    std::size_t asked = 0;
    for (const char* name : {"a", "b", "c", "d", "e"}) {
      const std::string b = value(base, name), m = value(before, name), t = value(theirs, name);
      const bool conflict = m != b && t != b && m != t;
      asked += conflict;
      CHECK(value(mine, name) == (conflict || m != b ? m : t));
    }
    CHECK(asked == conflicts);
  }
}

TEST_CASE("news is a head that is not known yet, and what both knew before is what it is merged over") {
  const std::vector<Event> events{made("a", 1, 10, R"({"q1":"1"})"),
                                  made("b", 1, 20, R"({"q1":"2"})", {{"a", 1}})};
  CHECK(told(events, {{"a", 1}}) == R"(b1 since q1="1")");
  CHECK(told(events, {{"b", 1}}) == "");
  CHECK(told(events, {}) == "b1 since");
}

TEST_CASE("of two that did not know of each other what they had in common is the ground") {
  const std::vector<Event> events{made("a", 1, 10, R"({"q1":"old"})"),
                                  made("a", 2, 20, R"({"q1":"mine"})", {{"a", 1}}),
                                  made("b", 1, 30, R"({"q1":"theirs"})", {{"a", 1}})};
  CHECK(told(events, {{"a", 2}}) == R"(b1 since q1="old")");
}

TEST_CASE("a draft that was saved for the others is news behind the head") {
  const std::vector<Event> events{made("a", 1, 10, R"({"q1":"1"})"),
                                  made("b", 1, 20, R"({"q1":"2"})", {{"a", 1}}),
                                  made("c", 1, 30, R"({"q1":"3"})", {{"b", 1}}, EventKind::draft)};
  CHECK(told(events, {{"a", 1}}) == R"(b1 since q1="1", c1 since q1="2")");
  CHECK(told(events, {{"b", 1}}) == R"(c1 since q1="2")");
  CHECK(told(events, {{"c", 1}}) == "");
}

TEST_CASE("a withdrawal has the answers that it took back, and is ground like them") {
  const std::vector<Event> events{made("a", 1, 10, R"({"q1":"1"})"),
                                  made("a", 2, 20, "", {{"a", 1}}, EventKind::withdraw),
                                  made("a", 3, 30, "", {{"a", 2}}, EventKind::withdraw),
                                  made("b", 1, 40, R"({"q1":"2"})", {{"a", 1}}, EventKind::draft),
                                  made("b", 2, 50, R"({"q1":"3"})", {{"a", 3}})};
  const std::span<const Event> all(events);
  CHECK(sync::news_for(all.first(2), {}).at(0).theirs.body == R"({"q1":"1"})");
  CHECK(sync::news_for(all.first(3), {}).at(0).theirs.body == R"({"q1":"1"})");
  CHECK(told({events[0], events[1], events[3]}, {}) == R"(a2 since, b1 since q1="1")");
  CHECK(told(events, {{"a", 3}}) == R"(b2 since q1="1")");
  CHECK(sync::news_for(std::vector<Event>{made("c", 1, 10, "", {}, EventKind::withdraw)}, {})
            .at(0)
            .theirs.body == "{}");
}
