// What people do with a store, as a row of calls that a fault can strike anywhere.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/doors.h"
#include "faults/disk.h"
#include "store/store.h"

namespace takestock::faults {

/// 120 calls of every kind that writes, each one transaction, on several responses. Call i may be repeated
/// after it failed.
class Workload {
 public:
  static constexpr int kCalls = 120;
  /// Calls are made on whatever store is handed in; the ids of responses are remembered between them.
  Status call(int i, store::Store& store);

 private:
  Status in_round(int round, int step, store::Store& store);
  Status fieldwork(int round, int step, store::Store& store);
  std::vector<std::string> ids_;
  std::int64_t attachment_ = 0;
};

/// A store on a disk, with a clock and random bytes of its own.
struct Machine {
  explicit Machine(Disk& disk, std::uint64_t seed = 7) : random(seed) { use_disk(disk); }
  Status open();

  FixedClock clock{1'700'000'000'000, 0};
  SeededRandom random;
  std::unique_ptr<store::Store> store;
};

/// Every row of every table as text; two stores with equal content have equal text.
std::string content_of(store::Store& store);
/// "" if SQLite finds no fault in the file, every history fits together, ends with the answers that are
/// stored and counts without gaps.
std::string fault_in(store::Store& store);

}  // namespace takestock::faults
