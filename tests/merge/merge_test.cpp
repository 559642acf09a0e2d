// However the responses of several devices travel, what comes out is the same, byte for byte.
#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "response/response.h"
#include "results/exporter.h"
#include "results/results_file.h"
#include "store/sharing.h"
#include "store/store.h"
#include "sync/head.h"
#include "unit/results/samples.h"

using namespace takestock;
using results::ResultsReader;
using samples::id;
using store::Event;
using store::EventKind;
using store::EventRef;
using store::Store;

namespace {

/// A database that only takes in results files.
struct Collector {
  explicit Collector(std::uint64_t seed = 99) : random(seed) {
    auto database = store::open_sqlite(":memory:");
    REQUIRE(database.ok());
    auto opened = Store::open(std::move(*database), clock, random);
    REQUIRE(opened.ok());
    store = std::move(*opened);
  }

  void take(const std::string& file) {
    std::vector<Event> events;
    ResultsReader reader({{},
                          [&](const results::DefinitionText& text) {
                            return store->save_definition("parks", text.version, text.digest, text.json);
                          },
                          [&](const Event& event) {
                            events.push_back(event);
                            return Status(Done{});
                          }});
    reader.feed(file);
    REQUIRE(reader.finish().empty());
    REQUIRE(store->add_events(events).ok());
  }

  std::string csv() const {
    const results::Table table({samples::definition()}, {});
    std::string out;
    const auto exporter = results::csv_exporter(table,
                                                [&](std::string_view bytes) {
                                                  out += bytes;
                                                  return Status(Done{});
                                                },
                                                {});
    REQUIRE(exporter->begin({}).ok());
    std::vector<results::Cell> cells;
    const Status walked =
        sync::each_head(*store, "parks", [&](const sync::Head& head, std::span<const Event> events) {
          if (!head.counts()) return Status(Done{});
          const Event& event = *sync::find(events, *head.event);
          const auto filled = table.fill(event, store::ResponseStatus::finished, cells);
          return filled ? exporter->row(event, cells) : Status(filled.error());
        });
    REQUIRE(walked.ok());
    REQUIRE(exporter->finish().ok());
    return out;
  }

  FixedClock clock{1'800'000'000'000, 0};
  SeededRandom random;
  std::unique_ptr<Store> store;
};

Event said(char response, char device, std::int64_t seq, Millis at, std::vector<EventRef> base,
           EventKind kind = EventKind::submit) {
  const std::string body = kind == EventKind::withdraw
                               ? ""
                               : "{\"first\":{\"q1\":\"no\"},\"second\":{\"q5\":\"from " +
                                     std::string(1, device) + std::to_string(seq) + "\"}}";
  Event event = samples::event(response, device, seq, body, at, kind);
  event.base = std::move(base);
  event.sha256 = event.digest();
  return event;
}

/// Three devices, four responses: one alone, one changed knowingly with a clock that is wrong, one changed on
/// two devices without knowing, one taken back.
std::vector<Event> history() {
  return {said('1', 'a', 1, 1000, {}),
          said('2', 'a', 2, 9000, {}),
          said('2', 'b', 1, 10, {{id('a'), 2}}),
          said('3', 'a', 3, 2000, {}),
          said('3', 'b', 2, 3000, {}),
          said('3', 'c', 1, 2500, {{id('a'), 3}}),
          said('4', 'c', 2, 4000, {}),
          said('4', 'c', 3, 5000, {{id('c'), 2}}, EventKind::withdraw),
          said('3', 'c', 4, 9999, {}, EventKind::draft)};
}

std::string expected() {
  const auto row = [](char response, const char* at, char device, const char* text) {
    return "parks," + id(response) + ",finished,2," + at + "," + id(device) + ",no,,,," + text + ",,,\r\n";
  };
  return "survey,response,status,version,finished_at,device,q1,q2,q3,q4,q5,q6,twice,/data/status\r\n" +
         row('1', "1970-01-01T01:00:01.000+01:00", 'a', "from a1") +
         row('2', "1970-01-01T01:00:00.010+01:00", 'b', "from b1") +
         row('3', "1970-01-01T01:00:03.000+01:00", 'b', "from b2");
}

}  // namespace

TEST_CASE("one file for each device, in every order, gives one export") {
  std::vector<std::string> files;
  for (const char device : {'a', 'b', 'c'}) {
    std::vector<Event> own;
    for (const Event& event : history())
      if (event.device == id(device)) own.push_back(event);
    files.push_back(samples::file_of(own));
  }
  std::vector<std::size_t> order{0, 1, 2};
  do {
    Collector collector;
    for (const std::size_t i : order) collector.take(files[i]);
    CHECK(collector.csv() == expected());
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("the same files once more, and an older file after a newer one, change nothing") {
  const std::vector<Event> all = history();
  const std::string older = samples::file_of({all[0], all[3]}), newer = samples::file_of(all);
  Collector collector;
  collector.take(newer);
  const std::string first = collector.csv();
  CHECK(first == expected());
  for (const std::string& file : {older, newer, newer, older}) {
    collector.take(file);
    CHECK(collector.csv() == first);
  }
}

TEST_CASE("events split into random files, shuffled and repeated, give one export") {
  SeededRandom random(4711);
  const std::vector<Event> all = history();
  for (int round = 0; round < 200; ++round) {
    Collector collector(1000 + static_cast<std::uint64_t>(round));
    std::vector<std::size_t> order(all.size());
    std::iota(order.begin(), order.end(), 0u);
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.next() % i]);
    for (std::size_t at = 0; at < order.size();) {
      std::vector<Event> part;
      for (std::size_t n = 1 + random.next() % 4; n > 0 && at < order.size(); --n)
        part.push_back(all[order[at++]]);
      if (random.next() % 2) part.push_back(all[random.next() % all.size()]);
      const std::string file = samples::file_of(part);
      collector.take(file);
      if (random.next() % 4 == 0) collector.take(file);
    }
    REQUIRE(collector.csv() == expected());
  }
}

TEST_CASE(
    "an event that somebody altered under the same key is kept aside and gives one export in every order") {
  Event altered = said('1', 'a', 1, 1000, {});
  altered.body = "{\"first\":{\"q1\":\"yes\"}}";
  altered.sha256 = altered.digest();
  std::vector<Event> events{said('1', 'a', 1, 1000, {}), altered, said('2', 'b', 1, 10, {})};
  std::string first;
  std::sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.sha256 < b.sha256; });
  do {
    Collector collector;
    for (const Event& event : events) collector.take(samples::file_of({event}));
    if (first.empty()) first = collector.csv();
    CHECK(collector.csv() == first);
  } while (std::next_permutation(events.begin(), events.end(),
                                 [](const Event& a, const Event& b) { return a.sha256 < b.sha256; }));
}

// --- two devices with four events each

namespace {

std::vector<std::vector<Event>> stories() {
  const auto ref = [](char device, std::int64_t seq) { return EventRef{id(device), seq}; };
  const auto effective = [](std::vector<Event> events, const std::vector<Millis>& times) {
    for (std::size_t i = 0; i < events.size(); ++i)
      events[i].received = 90'000, events[i].effective = times[i] != 0 ? times[i] : events[i].at;
    return events;
  };
  return {
      // In turns, each knowing of the other, with clocks that disagree.
      effective({said('1', 'a', 1, 9000, {}), said('1', 'b', 1, 10, {ref('a', 1)}),
                 said('1', 'a', 2, 9100, {ref('b', 1)}), said('1', 'b', 2, 20, {ref('a', 2)}),
                 said('1', 'a', 3, 9200, {ref('b', 2)}), said('1', 'b', 3, 30, {ref('a', 3)}),
                 said('1', 'a', 4, 9300, {ref('b', 3)}), said('1', 'b', 4, 40, {ref('a', 4)})},
                {0, 9050, 0, 9150, 0, 9250, 0, 9350}),
      // Never knowing of each other; the hub's times turn the order of the clocks around; two at one time.
      effective({said('1', 'a', 1, 100, {}), said('1', 'a', 2, 200, {}), said('1', 'a', 3, 300, {}),
                 said('1', 'a', 4, 400, {}), said('1', 'b', 1, 1000, {}), said('1', 'b', 2, 2000, {}),
                 said('1', 'b', 3, 3000, {}), said('1', 'b', 4, 4000, {})},
                {50'000, 50'001, 50'002, 50'003, 100, 200, 300, 50'003}),
      // Drafts, withdrawals, a base that names what never arrives, knowing of only a part.
      effective(
          {said('1', 'a', 1, 100, {}, EventKind::draft), said('1', 'a', 2, 200, {ref('b', 9)}),
           said('1', 'a', 3, 300, {ref('b', 1)}, EventKind::withdraw), said('1', 'a', 4, 5000, {ref('b', 2)}),
           said('1', 'b', 1, 150, {}), said('1', 'b', 2, 250, {ref('a', 1)}),
           said('1', 'b', 3, 6000, {ref('a', 2)}, EventKind::draft), said('1', 'b', 4, 4000, {ref('a', 2)})},
          {0, 0, 0, 70, 0, 0, 0, 80})};
}

std::string shown(const sync::Head& head) {
  const auto text = [](const EventRef& ref) {
    return ref.device.substr(0, 1) + std::to_string(ref.seq) + " ";
  };
  std::string out = (head.event ? text(*head.event) : "- ") + std::to_string(head.at) + " ";
  out += store::event_kind_name(head.kind);
  for (const EventRef& ref : head.concurrent) out += " | " + text(ref);
  return out + (head.draft ? " draft " + text(*head.draft) : "");
}

/// A device that has a link to the response and is told of its events by a hub.
std::string told_in_batches(const std::vector<Event>& events, const std::vector<std::size_t>& order,
                            SeededRandom& random) {
  Collector collector;
  REQUIRE(collector.store
              ->save_definition("parks", samples::text_of().version, samples::text_of().digest,
                                samples::text_of().json)
              .ok());
  store::Sharing sharing(*collector.store);
  store::LinkRow link;
  link.survey = "parks", link.response = id('1'), link.round = "r", link.code = "c";
  REQUIRE(sharing.save_link(link).ok());
  for (std::size_t at = 0; at < order.size();) {
    store::Account account;
    account.state.hub = "h";
    for (std::size_t n = 1 + random.next() % 8; n > 0 && at < order.size(); --n)
      account.events.push_back(events[order[at++]]);
    if (random.next() % 2) account.events.push_back(events[order[random.next() % at]]);
    REQUIRE(sharing.take(account).ok());
    if (random.next() % 4 == 0) REQUIRE(sharing.take(account).ok());
  }
  const auto counted = sharing.counted_events("parks", id('1'));
  REQUIRE(counted.ok());
  return shown(sync::head_of(*counted)) + "\n" + collector.csv();
}

}  // namespace

TEST_CASE("what stands at the end of two devices' four events each") {
  const std::vector<std::vector<Event>> all = stories();
  CHECK(shown(sync::head_of(all[0])) == "b4 9350 submit");
  CHECK(shown(sync::head_of(all[1])) == "b4 50003 submit | a4 ");
  CHECK(shown(sync::head_of(all[2])) == "a4 70 submit");
}

TEST_CASE("all 40,320 orders of two devices' four events each, some of them twice, give one head") {
  for (const std::vector<Event>& events : stories()) {
    std::vector<std::size_t> order(events.size());
    std::iota(order.begin(), order.end(), 0u);
    const std::string first = shown(sync::head_of(events));
    std::vector<Event> arrived;
    std::size_t orders = 0, different = 0;
    do {
      arrived.clear();
      for (const std::size_t i : order) arrived.push_back(events[i]);
      arrived.insert(arrived.begin() + static_cast<std::ptrdiff_t>(orders % 8), arrived[orders / 8 % 8]);
      different += shown(sync::head_of(arrived)) != first;
      ++orders;
    } while (std::next_permutation(order.begin(), order.end()));
    CHECK(orders == 40'320);
    CHECK(different == 0);
  }
}

TEST_CASE("the same events told to a device in any batches, repeated, give one head and one export") {
  SeededRandom random(20261120);
  for (const std::vector<Event>& events : stories()) {
    std::vector<std::size_t> order(events.size());
    std::iota(order.begin(), order.end(), 0u);
    const std::string first = told_in_batches(events, order, random);
    // Every rotation of every reversal, so that each event comes first, last, and before and after each
    // other.
    for (std::size_t i = 0; i < 2 * order.size(); ++i) {
      std::rotate(order.begin(), order.begin() + 1, order.end());
      if (i == order.size()) std::reverse(order.begin(), order.end());
      CHECK(told_in_batches(events, order, random) == first);
    }
    for (int i = 0; i < 60; ++i) {
      for (std::size_t k = order.size(); k > 1; --k) std::swap(order[k - 1], order[random.next() % k]);
      REQUIRE(told_in_batches(events, order, random) == first);
    }
  }
}
