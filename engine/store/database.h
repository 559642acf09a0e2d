// A SQL database behind the smallest interface the store needs. One connection, one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace takestock::store {

/// A prepared statement. Parameters and columns count from 0. Views stay valid until the next step() or
/// reset().
class Statement {
 public:
  virtual ~Statement() = default;
  virtual void bind(int parameter, std::int64_t value) = 0;
  virtual void bind(int parameter, std::string_view text) = 0;  ///< copied
  virtual void bind_null(int parameter) = 0;
  /// True: a row is there. False: done.
  virtual Result<bool> step() = 0;
  virtual void reset() = 0;  ///< also forgets the parameters
  virtual std::int64_t integer(int column) const = 0;
  virtual std::string_view text(int column) const = 0;  ///< "" for null
  virtual bool null(int column) const = 0;
};

/// Errors of all calls: storage_full, storage_lost, storage_damaged, internal (a wrong statement).
class Database {
 public:
  virtual ~Database() = default;
  virtual Status execute(std::string_view sql) = 0;  ///< one or more statements without results
  virtual Result<std::unique_ptr<Statement>> prepare(std::string_view sql) = 0;
  virtual std::int64_t changes() const = 0;  ///< rows changed by the last statement
};

/// SQLite on a file: WAL, synchronous=FULL, locking_mode=EXCLUSIVE, foreign keys on, temp in memory,
/// trusted_schema off. `vfs` empty = SQLite's default. ":memory:" is allowed, for tests. Refuses a library
/// older than 3.51.3, a damaged file and one that another process holds.
Result<std::unique_ptr<Database>> open_sqlite(const std::string& path, const std::string& vfs = "");
#ifndef __EMSCRIPTEN__
/// The same for a file that several connections and programs use at a time: no lock is kept between
/// transactions, a writer waits up to five seconds for another one, and the file is not read through at the
/// start (a hub must serve again at once after a crash; `takestock backup` checks it).
/// `application_id` marks the file in SQLite's header: an empty file gets it, one with another is refused.
Result<std::unique_ptr<Database>> open_shared_sqlite(const std::string& path, int application_id);
/// Writes a consistent copy of an open database to `path`, which must not exist, while others go on writing.
Status copy_sqlite(Database& database, const std::string& path);
#endif
/// "3.54.1"
const char* sqlite_version();

}  // namespace takestock::store
