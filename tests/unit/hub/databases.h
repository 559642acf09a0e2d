// The databases that the hub's tests run on: SQLite always, PostgreSQL where TAKESTOCK_POSTGRES names one
// (tests/hub/postgres.test.mjs starts it).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/doors.h"
#include "hub/job.h"
#include "store/work.h"

namespace takestock::hub {

/// "sqlite", and "postgres" where there is one.
std::vector<std::string> database_kinds();

/// An empty database of that kind: SQLite in memory, or a schema of its own in PostgreSQL.
std::unique_ptr<store::Database> empty_database(const std::string& kind);

/// A store of the hub with its tables, and what its jobs need. A test of both databases begins with
///   for (const std::string& kind : database_kinds()) {
///     CAPTURE(kind);
///     Office office(kind);
class Office {
 public:
  explicit Office(const std::string& kind);

  FixedClock clock{1'447'977'600'000};
  SeededRandom random{7};

  /// In a transaction that is committed if the reply's status is below 400, as the hub does.
  Reply run(Job& job);
  /// `work` in a transaction; the error left in it, if there is one.
  Status with_desk(const std::function<void(Desk&)>& work);
  /// The rows of a query, columns joined by "|".
  std::vector<std::string> rows(std::string sql, int columns);
  store::Statements& statements() { return statements_; }

 private:
  store::Statements statements_;
};

}  // namespace takestock::hub
