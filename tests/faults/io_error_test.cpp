// Every single write, and every single read, fails once: the call says so, keeps nothing by halves, and works
// when asked again.
#include <doctest/doctest.h>

#include "faults/workload.h"

namespace takestock::faults {
namespace {

using Kind = Trouble::Kind;

Code code_for(Kind kind) { return kind == Kind::full ? Code::storage_full : Code::storage_lost; }

struct Journey {
  int failures = 0;      ///< calls that met the trouble
  bool reached = false;  ///< the trouble came up at all
};

/// The call failed: with the right error, nothing of it is there, and it works as soon as the disk does.
void try_again(int i, Workload& workload, Machine& machine, Disk& disk, const Trouble& trouble,
               const std::string& before, const Error& error) {
  INFO("call ", i, ", operation ", trouble.first, ": ", error.message);
  CHECK(error.code == code_for(trouble.kind));
  disk.set({});
  CHECK(content_of(*machine.store) == before);
  const Status again = workload.call(i, *machine.store);
  CHECK_MESSAGE(again.ok(), (again.ok() ? "" : again.error().message));
}

using Contents = std::vector<std::string>;  ///< before each call and after the last, where nothing goes wrong

/// `machine` has a store that reads from its disk again and again.
void open_with_little_memory(Machine& machine) {
  REQUIRE(machine.open().ok());
  REQUIRE(machine.store->database().execute("PRAGMA cache_size=5").ok());
}

Contents untroubled(int calls) {
  Disk disk;
  Machine machine(disk);
  open_with_little_memory(machine);
  Contents contents = {content_of(*machine.store)};
  Workload workload;
  for (int i = 0; i < calls; ++i) {
    machine.clock.advance(1000);
    REQUIRE(workload.call(i, *machine.store).ok());
    contents.push_back(content_of(*machine.store));
  }
  return contents;
}

Journey travel(const Trouble& trouble, const Contents& contents) {
  Disk disk;
  Machine machine(disk);
  open_with_little_memory(machine);
  disk.set(trouble);
  Journey journey;
  Workload workload;
  for (int i = 0; i + 1 < static_cast<int>(contents.size()); ++i) {
    machine.clock.advance(1000);
    const Status done = workload.call(i, *machine.store);
    journey.reached = journey.reached || disk.calls > trouble.first;
    if (done.ok()) continue;
    ++journey.failures;
    try_again(i, workload, machine, disk, trouble, contents[static_cast<std::size_t>(i)], done.error());
  }
  disk.set({});
  const std::string after = content_of(*machine.store);
  if (journey.failures == 0) CHECK(after == contents.back());
  machine.store.reset();
  REQUIRE(machine.open().ok());
  CHECK(fault_in(*machine.store) == "");
  CHECK(content_of(*machine.store) == after);
  return journey;
}

int fail_everywhere(Trouble trouble, int calls) {
  const Contents contents = untroubled(calls);
  int failures = 0;
  for (trouble.first = 0;; ++trouble.first) {
    const Journey journey = travel(trouble, contents);
    failures += journey.failures;
    if (!journey.reached) return failures;
  }
}

constexpr int kTwoRounds = 28;
constexpr int kForGood = 1'000'000;

TEST_CASE(
    "faults: a write that fails once keeps nothing of its call, and the next one works without reopening") {
  CHECK(fail_everywhere({Kind::io_error, 0, 1, false}, kTwoRounds) > 100);
}

TEST_CASE("faults: a disk that is full says so for every call until there is space again") {
  CHECK(fail_everywhere({Kind::full, 0, 1, false}, kTwoRounds) > 100);
  CHECK(fail_everywhere({Kind::full, 0, kForGood, false}, kTwoRounds) > 100);
}

TEST_CASE("faults: a disk that can no longer be written loses nothing of what was acknowledged") {
  CHECK(fail_everywhere({Kind::io_error, 0, kForGood, false}, kTwoRounds) > 100);
}

TEST_CASE("faults: a read that fails is reported, and reading works again afterwards") {
  CHECK(fail_everywhere({Kind::io_error, 0, 1, true}, kTwoRounds) > 20);
}

/// Opening meets the trouble at every operation it makes; afterwards it works and everything is there.
void open_with_trouble(Trouble trouble, const Image& image, const std::string& expected) {
  for (trouble.first = 0;; ++trouble.first) {
    Disk disk;
    disk.files = image;
    disk.set(trouble);
    Machine machine(disk, 8);
    const Status opened = machine.open();
    const bool reached = disk.calls > trouble.first;
    INFO("operation ", trouble.first);
    if (!opened.ok()) CHECK_MESSAGE(opened.error().code == code_for(trouble.kind), opened.error().message);
    machine.store.reset();
    disk.set({});
    const Status again = machine.open();
    REQUIRE_MESSAGE(again.ok(), (again.ok() ? "" : again.error().message));
    CHECK(fault_in(*machine.store) == "");
    if (!expected.empty()) CHECK(content_of(*machine.store) == expected);
    if (!reached) return;
  }
}

TEST_CASE("faults: an opening that fails anywhere fails plainly and can be repeated") {
  Disk disk;
  Machine machine(disk);
  REQUIRE(machine.open().ok());
  Workload workload;
  for (int i = 0; i < kTwoRounds; ++i) REQUIRE(workload.call(i, *machine.store).ok());
  const std::string content = content_of(*machine.store);
  const Image killed = disk.files;
  machine.store.reset();
  for (const Kind kind : {Kind::full, Kind::io_error}) {
    open_with_trouble({kind, 0, 1, false}, {}, "");
    open_with_trouble({kind, 0, kForGood, false}, {}, "");
    open_with_trouble({kind, 0, 1, false}, killed, content);
    open_with_trouble({kind, 0, kForGood, false}, killed, content);
  }
  open_with_trouble({Kind::io_error, 0, 1, true}, killed, content);
  open_with_trouble({Kind::io_error, 0, kForGood, true}, killed, content);
}

}  // namespace
}  // namespace takestock::faults
