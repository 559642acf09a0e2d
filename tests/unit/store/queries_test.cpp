#include <doctest/doctest.h>
#include <sqlite3.h>

#include "store/database.h"

using namespace takestock;

namespace {

sqlite3* last_opened = nullptr;

int note_opened(sqlite3* database, char**, const void*) {
  last_opened = database;
  return SQLITE_OK;
}

std::unique_ptr<store::Database> opened() {
  const auto entry = reinterpret_cast<void (*)()>(note_opened);
  sqlite3_auto_extension(entry);
  auto database = store::open_sqlite(":memory:");
  sqlite3_cancel_auto_extension(entry);
  REQUIRE(database.ok());
  return std::move(*database);
}

}  // namespace

TEST_CASE("a query is compiled once, whatever is bound to it") {
  const auto database = opened();
  REQUIRE(
      database->execute("CREATE TABLE t(a TEXT, b TEXT, c TEXT, PRIMARY KEY(a, b, c)) WITHOUT ROWID").ok());
  REQUIRE(database->execute("INSERT INTO t VALUES('x', 'y', 'z'), ('x', '2', 'z')").ok());
  auto query = database->prepare("SELECT c FROM t WHERE a = ?1 AND b = ?2 ORDER BY c");
  REQUIRE(query.ok());
  for (const char* bound : {"y", "2"}) {
    (*query)->bind(0, "x");
    (*query)->bind(1, bound);
    CHECK(*(*query)->step());
    (*query)->reset();
  }
  sqlite3_stmt* compiled = sqlite3_next_stmt(last_opened, nullptr);
  REQUIRE(compiled != nullptr);
  CHECK(sqlite3_stmt_status(compiled, SQLITE_STMTSTATUS_REPREPARE, 0) == 0);
}
