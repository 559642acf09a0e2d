// What build-scripts/sqlite-reduced.cmake leaves out of the page's SQLite.
#ifdef __EMSCRIPTEN__
#include <doctest/doctest.h>

#include <string>

#include "store/database.h"

namespace takestock::store {
namespace {

TEST_CASE("what the page's SQLite is built without is refused, not passed over") {
  auto opened = open_sqlite(":memory:");
  REQUIRE(opened.ok());
  Database& database = **opened;
  REQUIRE(database.execute("CREATE TABLE t(a); INSERT INTO t VALUES(1), (2);").ok());
  for (const char* sql : {
           "WITH t AS (SELECT 3) SELECT * FROM t",
           "WITH RECURSIVE r(n) AS (VALUES(1) UNION ALL SELECT n + 1 FROM r WHERE n < 9), s AS (SELECT 1) "
           "SELECT n FROM r",
           "WITH u AS (SELECT 3) INSERT INTO t SELECT * FROM t",
           "SELECT count(*) FILTER (WHERE a > 1) FROM t",
           "SELECT count(a ORDER BY a) FILTER (WHERE a > 1) FROM t",
           "SELECT count(*) OVER () FROM t",
           "SELECT count(*) OVER w FROM t",
           "SELECT count(*) FILTER (WHERE a > 1) OVER (PARTITION BY a ORDER BY a) FROM t",
           "SELECT sum(a) OVER (ROWS BETWEEN a PRECEDING AND a + 1 FOLLOWING EXCLUDE TIES) FROM t",
           "SELECT a FROM t WINDOW w AS (ORDER BY a), x AS (w ROWS 1 PRECEDING)",
           "SELECT a FROM t UNION SELECT a FROM t",
           "SELECT a FROM t EXCEPT SELECT a FROM t",
           "SELECT a FROM t INTERSECT SELECT a FROM t",
           "SELECT a FROM t UNION ALL SELECT a FROM t ORDER BY a",
           "CREATE TABLE numbered(n INTEGER PRIMARY KEY AUTOINCREMENT)",
           "REINDEX",
           "REINDEX t",
           "PRAGMA table_info(t)",
           "PRAGMA no_such_pragma",
           "SELECT date('now')",
           "SELECT CURRENT_TIMESTAMP",
           "SELECT substr('abc', 2)",
           "SELECT group_concat(a) FROM t",
           "ALTER TABLE t ADD COLUMN b",
           "CREATE VIEW v AS SELECT a FROM t",
           "CREATE VIRTUAL TABLE v USING fts5(a)",
           "ANALYZE",
       }) {
    CAPTURE(sql);
    CHECK_FALSE(database.execute(sql).ok());
  }
  REQUIRE(database.execute("CREATE TABLE stamped(a, at DEFAULT CURRENT_TIMESTAMP)").ok());
  CHECK_FALSE(database.execute("INSERT INTO stamped(a) VALUES(1)").ok());
  auto rows = database.prepare("SELECT count(*), min(a), max(a) FROM t");
  REQUIRE(rows.ok());
  REQUIRE((*rows)->step().ok());
  CHECK((*rows)->integer(0) == 2);
}

}  // namespace
}  // namespace takestock::store
#endif
