// The machine stops after every single write, truncate and sync, in every way a machine can stop. Whatever
// was acknowledged must be there when the store is opened again, and nothing may be there by halves.
#include <doctest/doctest.h>

#include <functional>
#include <set>
#include <utility>

#include "faults/workload.h"

namespace takestock::faults {
namespace {

struct Run {
  std::vector<Operation> log;
  std::vector<std::size_t>
      acknowledged;  ///< operations done when call i - 1 returned; 0: when the store was open
  std::vector<std::string> contents;  ///< of the store at that moment
};

using Weakness =
    std::function<void(Disk&, store::Store*)>;  ///< called before opening (no store) and after it

Run record(const Weakness& weaken) {
  Disk disk;
  disk.recording = true;
  Machine machine(disk);
  weaken(disk, nullptr);
  REQUIRE(machine.open().ok());
  weaken(disk, machine.store.get());
  Run run;
  const auto acknowledge = [&] {
    run.acknowledged.push_back(disk.log.size());
    run.contents.push_back(content_of(*machine.store));
  };
  acknowledge();
  Workload workload;
  for (int i = 0; i < Workload::kCalls; ++i) {
    machine.clock.advance(1000);
    const Status done = workload.call(i, *machine.store);
    REQUIRE_MESSAGE(done.ok(), (done.ok() ? "" : done.error().message));
    acknowledge();
  }
  run.log = disk.log;
  disk.recording = false;
  return run;
}

struct Tally {
  int stops = 0, cases = 0, lost = 0, damaged = 0;  ///< cases: stops that left something not yet looked at
  std::string first;

  void count(int& kind, const std::string& what, std::size_t stop) {
    ++kind;
    if (first.empty()) first = what + " when stopped after operation " + std::to_string(stop);
  }
};

/// How many calls had returned when so many operations were done; -1: not even the opening.
int calls_before(const Run& run, std::size_t operations) {
  int calls = -1;
  for (const std::size_t at : run.acknowledged) calls += at <= operations;
  return calls;
}

/// The content is that of the last acknowledged call, or that of the call under way, whole.
bool is_complete(const Run& run, int calls, const std::string& content) {
  if (calls < 0) return true;
  const auto i = static_cast<std::size_t>(calls);
  return content == run.contents[i] || (i + 1 < run.contents.size() && content == run.contents[i + 1]);
}

void open_again(const Run& run, std::size_t stop, Image image, Tally& tally) {
  Disk disk;
  disk.files = std::move(image);
  Machine machine(disk, 8);
  ++tally.cases;
  if (Status opened = machine.open(); !opened.ok())
    return tally.count(tally.damaged, opened.error().message, stop);
  const std::string content = content_of(*machine.store);
  if (std::string fault = fault_in(*machine.store); !fault.empty())
    return tally.count(tally.damaged, fault, stop);
  if (!is_complete(run, calls_before(run, stop), content)) return tally.count(tally.lost, "lost", stop);
  if (stop % 16 == 0 && !machine.store->create("next", "form").ok())
    tally.count(tally.damaged, "cannot go on", stop);
}

struct Way {
  Stop stop;
  std::size_t sector;
  std::uint64_t seed;
};

#ifdef __EMSCRIPTEN__  // the same code at a fifth of the speed
constexpr std::uint64_t kSeeds = 1;
#else
constexpr std::uint64_t kSeeds = 3;
#endif

std::vector<Way> every_way() {
  std::vector<Way> ways = {{Stop::process, 0, 0}, {Stop::power, 0, 0}};
  for (const std::size_t sector : {512u, 4096u}) {
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) ways.push_back({Stop::torn, sector, seed});
  }
  return ways;
}

/// Tells images apart, also by what is expected of them.
std::pair<int, std::size_t> fingerprint(const Image& image, int calls) {
  const std::hash<std::string> hash;
  return {calls, (hash(image[0]) * 31 + hash(image[1])) * 31 + hash(image[2])};
}

Tally stop_everywhere(const Run& run, const std::vector<Way>& ways) {
  Tally tally;
  Aftermath disk;
  std::set<std::pair<int, std::size_t>> seen;
  for (std::size_t stop = 0; stop <= run.log.size(); ++stop) {
    for (const Way& way : ways) {
      ++tally.stops;
      SeededRandom random(way.seed * 1'000'003 + stop);
      Image image = disk.after(way.stop, random, way.sector);
      if (!seen.insert(fingerprint(image, calls_before(run, stop))).second) continue;
      open_again(run, stop, std::move(image), tally);
    }
    if (stop < run.log.size()) disk.add(run.log[stop]);
  }
  return tally;
}

void nothing(Disk&, store::Store*) {}

Weakness pragma(const std::string& sql) {
  return [sql](Disk&, store::Store* store) {
    if (store) REQUIRE(store->database().execute(sql).ok());
  };
}

TEST_CASE("crash: stopped anywhere in any way, no acknowledged change is lost and no file is damaged") {
  const Run run = record(nothing);
  const Tally tally = stop_everywhere(run, every_way());
  MESSAGE(tally.stops, " stops in ", run.acknowledged.size() - 1, " transactions of ", run.log.size(),
          " operations left ", tally.cases, " different disks: ", tally.lost, " lost something, ",
          tally.damaged, " were damaged");
  CHECK_MESSAGE(tally.lost == 0, tally.first);
  CHECK_MESSAGE(tally.damaged == 0, tally.first);
}

/// The operations of opening the store on what a stop has left.
std::vector<Operation> recovery_of(const Image& image) {
  Disk disk;
  disk.files = image;
  disk.recording = true;
  Machine machine(disk, 8);
  CHECK(machine.open().ok());
  disk.recording = false;
  return disk.log;
}

TEST_CASE("crash: stopped again anywhere while opening after a stop, still nothing is lost") {
  const Run run = record(nothing);
  Tally tally;
  Aftermath disk;
  std::set<std::pair<int, std::size_t>> seen;
  for (std::size_t stop = 1; stop <= run.log.size(); ++stop) {
    disk.add(run.log[stop - 1]);
    if (stop % 23 != 0) continue;
    SeededRandom random(stop);
    const Image left = disk.after(Stop::torn, random, 512);
    Aftermath again(left);
    for (const Operation& operation : recovery_of(left)) {
      again.add(operation);
      for (const Stop way : {Stop::process, Stop::power, Stop::torn}) {
        Image image = again.after(way, random, 512);
        if (!seen.insert(fingerprint(image, calls_before(run, stop))).second) continue;
        open_again(run, stop, std::move(image), tally);
      }
    }
  }
  MESSAGE(tally.cases, " second stops");
  CHECK_MESSAGE(tally.lost == 0, tally.first);
  CHECK_MESSAGE(tally.damaged == 0, tally.first);
  CHECK(tally.cases > 0);
}

TEST_CASE("crash: the simulator finds a deletion that is not flushed") {
  const Run run = record([](Disk& disk, store::Store*) { disk.delete_flushes = false; });
  CHECK(stop_everywhere(run, {{Stop::power, 0, 0}}).lost > 0);
}

TEST_CASE("crash: the simulator finds a log that is not flushed") {
  const Run run = record([](Disk& disk, store::Store*) { disk.wal_syncs = false; });
  CHECK(stop_everywhere(run, {{Stop::power, 0, 0}}).lost > 0);
}

TEST_CASE("crash: the simulator finds what synchronous=NORMAL would lose") {
  const Run run = record(pragma("PRAGMA synchronous=NORMAL"));
  CHECK(stop_everywhere(run, {{Stop::power, 0, 0}}).lost > 0);
}

TEST_CASE("crash: the simulator finds what a journal in memory would damage") {
  const Run run = record(pragma("PRAGMA journal_mode=MEMORY"));
  const Tally tally = stop_everywhere(run, {{Stop::process, 0, 0}});
  CHECK(tally.damaged + tally.lost > 0);
}

}  // namespace
}  // namespace takestock::faults
