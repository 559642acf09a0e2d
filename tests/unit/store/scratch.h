// A store of its own for one test: in memory, or in a file that is gone at the end.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "base/doors.h"
#include "store/store.h"

namespace takestock::store {

/// A database file with its journals, deleted before and after. Natively in the folder for temporary files;
/// in wasm the three files of opfs_vfs.h in JavaScript's memory (so there is one at a time).
class ScratchFile {
 public:
  explicit ScratchFile(const std::string& name);
  ~ScratchFile();
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;

  const std::string& path() const { return path_; }
  void write(const std::string& bytes) const;
  /// Of the database alone, and of all three files.
  std::string database_bytes() const;
  std::string bytes() const;

 private:
  void clear() const;
  std::string path_;
};

/// A device: its clock, its chance and its store.
struct Device {
  explicit Device(std::uint64_t seed, const std::string& path = ":memory:", const std::string& vfs = "")
      : random(seed) {
    auto database = open_sqlite(path, vfs);
    REQUIRE_MESSAGE(database.ok(), (database.ok() ? "" : database.error().message));
    auto opened = Store::open(std::move(*database), clock, random);
    REQUIRE_MESSAGE(opened.ok(), (opened.ok() ? "" : opened.error().message));
    store = std::move(*opened);
  }
  Store* operator->() { return store.get(); }

  FixedClock clock{1'700'000'000'000, 60};
  SeededRandom random;
  std::unique_ptr<Store> store;
};

template <typename T>
T got(Result<T> result) {
  REQUIRE_MESSAGE(result.ok(), (result.ok() ? "" : result.error().message));
  return std::move(*result);
}

}  // namespace takestock::store
