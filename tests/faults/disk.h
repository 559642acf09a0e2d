// A disk for SQLite that remembers every write, truncate and sync in order, so that a test can stop the
// machine after any of them and look at what would be there afterwards. Its files follow the rules of
// engine/wasm/opfs_vfs.h: three of them, locks do nothing, no shared memory, deleting truncates and flushes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/doors.h"

namespace takestock::faults {

enum class Act : std::uint8_t { write, truncate, sync };

struct Operation {
  int file = 0;  ///< 0 database, 1 journal, 2 write-ahead log
  Act act = Act::write;
  std::size_t at = 0;  ///< of a write; the new size for a truncate
  std::string bytes;   ///< of a write
};

using Image = std::array<std::string, 3>;  ///< the bytes of the three files
void carry_out(const Operation& operation, std::string& file);

/// What a call does instead of its work, and when.
struct Trouble {
  enum class Kind : std::uint8_t { none, full, io_error } kind = Kind::none;
  int first = 0, count = 1;  ///< in calls of the kinds below since the trouble was set, from 0
  bool reads = false;        ///< true: reads fail; false: writes, truncates and syncs
};
/// Nothing reaches the disk any more, for closing what belongs to a program that was killed.
inline constexpr Trouble kDead{Trouble::Kind::io_error, 0, 1'000'000'000, false};

struct Disk {
  Image files;
  bool recording = false;
  std::vector<Operation> log;
  bool delete_flushes = true;  ///< false: the fault that the simulator must find
  bool wal_syncs = true;       ///< false: likewise
  Trouble trouble;
  int calls = 0;  ///< since the trouble was set

  void set(Trouble next) {
    trouble = next;
    calls = 0;
  }
};

inline constexpr const char* kDiskVfs = "crash-disk";
/// Puts the disk behind the VFS of that name; files that are open keep the disk they were opened on.
void use_disk(Disk& disk);

/// What a stop can leave of the writes that were not synced.
enum class Stop : std::uint8_t {
  process,  ///< all: the operating system goes on
  power,    ///< nothing
  torn,     ///< any part: each sector of each write by chance
};

/// The disk's content as operations happen, with what a stop at this moment would leave.
class Aftermath {
 public:
  explicit Aftermath(Image at_first = {}) : written_(at_first), synced_(std::move(at_first)) {}
  void add(const Operation& operation);
  Image after(Stop stop, SeededRandom& random, std::size_t sector) const;

 private:
  Image written_, synced_;
  std::array<std::vector<Operation>, 3> pending_;
};

}  // namespace takestock::faults
