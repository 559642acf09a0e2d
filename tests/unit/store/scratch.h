// A store of its own for one test: in memory, or in a file that is deleted at the end.
#pragma once

#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "base/doors.h"
#include "store/store.h"

namespace takestock::store {

/// A file in the system's folder for temporary files, deleted with its journals.
class ScratchFile {
 public:
  explicit ScratchFile(const std::string& name)
      : path_((std::filesystem::temp_directory_path() / ("takestock-test-" + name + ".db")).string()) {
    clear();
  }
  ~ScratchFile() { clear(); }
  const std::string& path() const { return path_; }

  void write(const std::string& bytes) const { std::ofstream(path_, std::ios::binary) << bytes; }
  /// Of the database and its log.
  std::string bytes() const { return content(path_) + content(path_ + "-wal") + content(path_ + "-journal"); }

 private:
  static std::string content(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void clear() const {
    for (const char* end : {"", "-wal", "-journal", "-shm"}) std::remove((path_ + end).c_str());
  }
  std::string path_;
};

/// A device: its clock, its chance and its store.
struct Device {
  explicit Device(std::uint64_t seed, const std::string& path = ":memory:") : random(seed) {
    auto database = open_sqlite(path);
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
