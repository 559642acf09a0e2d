#include "hub/postgres.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include "hub/postgres_sql.h"
#include "hub/schema.h"
#include "unit/hub/databases.h"

namespace takestock::hub {
namespace {

using store::Statements;
using store::Transaction;
using store::Work;

constexpr const char* kTable = "CREATE TABLE t(id BIGINT PRIMARY KEY, word TEXT NOT NULL)";
constexpr const char* kInsert = "INSERT INTO t(id, word) VALUES(?1, ?2)";

struct Two {
  explicit Two(const std::string& kind) : statements(empty_database(kind)) {
    REQUIRE(statements.database().execute(kTable).ok());
  }
  std::string words() {
    Work work(statements);
    std::string found;
    auto row = work.query("SELECT word FROM t ORDER BY id");
    while (row.next()) found += row.text(0) + " ";
    return found;
  }
  Statements statements;
};

TEST_CASE("SQL of both databases becomes PostgreSQL's") {
  CHECK(postgres_sql("SELECT a FROM t WHERE b = ?1 AND c = '?2' -- ?3\n AND \"d?\" = ?12;").text ==
        "SELECT a FROM t WHERE b = $1 AND c = '?2' -- ?3\n AND \"d?\" = $12");
  CHECK(postgres_sql("BEGIN IMMEDIATE").text == "BEGIN");
  const std::pair<const char*, SqlKind> kinds[] = {
      {"select 1", SqlKind::rows},
      {"  -- why\n WITH a AS (SELECT 1) SELECT * FROM a", SqlKind::rows},
      {"INSERT INTO t(a) VALUES(1)", SqlKind::change},
      {"INSERT INTO t(a) VALUES(' RETURNING ')", SqlKind::change},
      {"INSERT INTO t(a) VALUES(1) RETURNING a", SqlKind::rows},
      {"BEGIN", SqlKind::begin},
      {"COMMIT", SqlKind::commit},
      {"ROLLBACK", SqlKind::rollback},
      {"ROLLBACK TO job", SqlKind::rollback_to},
      {"SAVEPOINT job", SqlKind::savepoint},
      {"RELEASE job", SqlKind::release},
      {" -- nothing", SqlKind::nothing},
      {"", SqlKind::nothing},
  };
  for (const auto& row : kinds) {
    CAPTURE(row.first);
    CHECK(postgres_sql(row.first).kind == row.second);
  }
}

TEST_CASE("a script is its statements") {
  const auto found =
      sql_statements("CREATE TABLE a(b TEXT DEFAULT ';'); -- one; two\n;INSERT INTO a VALUES('it''s;');\n");
  REQUIRE(found.size() == 2);
  CHECK(found[0] == "CREATE TABLE a(b TEXT DEFAULT ';')");
  CHECK(found[1] == "INSERT INTO a VALUES('it''s;')");
  CHECK(sql_statements("SELECT 1").size() == 1);
  CHECK(sql_statements("SELECT 'unfinished").size() == 1);
}

TEST_CASE("values come back as they were stored") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Two two(kind);
    Work work(two.statements);
    const std::string text = "Gr\xC3\xBC\xC3\x9F Gott \xF0\x9F\x99\x82 'quoted' \"names\" $1 ?1 \\n\n\t";
    work.run(kInsert, std::int64_t{9'007'199'254'740'993}, text);
    work.run(kInsert, std::int64_t{-1}, std::string());
    auto row = work.query("SELECT id, word FROM t WHERE id = ?1 OR word = ?2 ORDER BY id DESC",
                          std::int64_t{9'007'199'254'740'993}, std::string());
    REQUIRE(row.next());
    CHECK(row.integer(0) == 9'007'199'254'740'993);
    CHECK(row.text(1) == text);
    REQUIRE(row.next());
    CHECK(row.integer(0) == -1);
    CHECK(row.text(1).empty());
    CHECK_FALSE(row.next());
    CHECK(work.ok());
  }
}

TEST_CASE("nulls, truths and sums are read as numbers and texts") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Two two(kind);
    auto statement = two.statements.database().prepare(
        "SELECT SUM(id), COUNT(*), MAX(word), 2 > 1, ?1, ?2 = 0, CASE WHEN ?3 = '' THEN 7 END FROM t");
    REQUIRE(statement.ok());
    (*statement)->bind_null(0);
    (*statement)->bind(1, std::int64_t{1'447'977'600'000});
    (*statement)->bind(2, std::string_view());
    const auto row = (*statement)->step();
    if (!row.ok()) FAIL(row.error().message);
    CHECK((*statement)->null(0));
    CHECK((*statement)->integer(0) == 0);
    CHECK((*statement)->text(0) == "");
    CHECK((*statement)->integer(1) == 0);
    CHECK((*statement)->null(2));
    CHECK((*statement)->integer(3) == 1);
    CHECK((*statement)->null(4));
    CHECK((*statement)->integer(5) == 0);
    CHECK((*statement)->integer(6) == 7);
  }
}

TEST_CASE("texts are sorted by their bytes") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Two two(kind);
    Work work(two.statements);
    std::int64_t id = 0;
    for (const char* word : {"b", "a-b", "B", "\xC3\xA9", "aa", "Z", "a"}) work.run(kInsert, ++id, word);
    std::string sorted;
    auto row = work.query("SELECT word FROM t ORDER BY word");
    while (row.next()) sorted += row.text(0) + " ";
    CHECK(sorted == "B Z a a-b aa b \xC3\xA9 ");
  }
}

TEST_CASE("a query may be read while others are made") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Two two(kind);
    Transaction work(two.statements);
    for (std::int64_t id = 1; id <= 50; ++id) work.run(kInsert, id, "x" + std::to_string(id));
    std::int64_t sum = 0, inner = 0;
    auto outer = work.query("SELECT id FROM t ORDER BY id");
    while (outer.next()) {
      sum += outer.integer(0);
      auto row = work.query("SELECT word FROM t WHERE id = ?1", outer.integer(0));
      if (row.next()) inner += row.text(0) == "x" + std::to_string(outer.integer(0));
      work.run("UPDATE t SET word = 'seen' WHERE id = ?1", outer.integer(0));
    }
    CHECK(sum == 1275);
    CHECK(inner == 50);
    CHECK(work.commit().ok());
  }
}

TEST_CASE("a query that is left after its first row leaves nothing behind") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Two two(kind);
    Transaction work(two.statements);
    for (std::int64_t id = 1; id <= 2500; ++id) work.run(kInsert, id, "x");
    for (int i = 0; i < 3; ++i) {
      auto row = work.query("SELECT id FROM t ORDER BY id");
      REQUIRE(row.next());
      CHECK(row.integer(0) == 1);
    }
    CHECK(work.commit().ok());
  }
}

TEST_CASE("changes() counts the rows of the last statement") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Two two(kind);
    Transaction work(two.statements);
    work.run(kInsert, std::int64_t{1}, "a");
    work.run(kInsert, std::int64_t{2}, "b");
    CHECK(work.changes() == 1);
    work.run("UPDATE t SET word = 'c'");
    CHECK(work.changes() == 2);
    work.run("INSERT INTO t(id, word) VALUES(1, 'd') ON CONFLICT(id) DO NOTHING");
    CHECK(work.changes() == 0);
    CHECK(work.commit().ok());
  }
}

TEST_CASE("what was queued and failed is said by the commit, and nothing is kept") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Two two(kind);
    {
      Transaction work(two.statements);
      work.run(kInsert, std::int64_t{1}, "a");
      work.run(kInsert, std::int64_t{1}, "b");
      const Status kept = work.commit();
      REQUIRE_FALSE(kept.ok());
      CHECK(kept.error().code == Code::internal);
    }
    CHECK(two.words() == "");
    Transaction work(two.statements);
    work.run(kInsert, std::int64_t{2}, "c");
    CHECK(work.commit().ok());
    CHECK(two.words() == "c ");
  }
}

TEST_CASE("a failure under a savepoint takes back that alone") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Two two(kind);
    {
      Transaction work(two.statements);
      work.run(kInsert, std::int64_t{1}, "a");
      work.run("SAVEPOINT job");
      {
        Work inside(two.statements);
        inside.run(kInsert, std::int64_t{2}, "b");
        inside.run(kInsert, std::int64_t{1}, "again");
        auto row = inside.query("SELECT COUNT(*) FROM t");
        CHECK_FALSE(row.next());
        CHECK_FALSE(inside.ok());
      }
      work.run("ROLLBACK TO job");
      work.run("RELEASE job");
      work.run(kInsert, std::int64_t{3}, "c");
      CHECK(work.commit().ok());
    }
    CHECK(two.words() == "a c ");
  }
}

TEST_CASE("a failure that shows only in the next job is never taken for that job's") {
  // In the pipeline the first job's insertion is found to fail when the second one asks for rows. Rolling
  // back the second must not make the first, which was said to be done, disappear.
  for (const std::string& kind : database_kinds()) {
    if (kind == "sqlite") continue;
    CAPTURE(kind);
    Two two(kind);
    {
      Transaction work(two.statements);
      work.run(kInsert, std::int64_t{1}, "a");
      work.run("SAVEPOINT job");
      work.run(kInsert, std::int64_t{1}, "first job");
      work.run("RELEASE job");
      work.run("SAVEPOINT job");
      {
        Work second(two.statements);
        auto row = second.query("SELECT COUNT(*) FROM t");
        CHECK_FALSE(row.next());
        CHECK_FALSE(second.ok());
      }
      work.run("ROLLBACK TO job");
      CHECK_FALSE(work.ok());
    }
    CHECK(two.words() == "");
  }
}

TEST_CASE("a text with a null character is refused before it reaches PostgreSQL") {
  for (const std::string& kind : database_kinds()) {
    if (kind == "sqlite") continue;
    Two two(kind);
    Work work(two.statements);
    work.run(kInsert, std::int64_t{1}, std::string_view("a\0b", 3));
    REQUIRE_FALSE(work.ok());
    CHECK(work.error().code == Code::bad_text);
  }
}

TEST_CASE("a wrong statement is a defect and says what is wrong with it") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Two two(kind);
    Work work(two.statements);
    auto row = work.query("SELECT nothing_like_it FROM t");
    CHECK_FALSE(row.next());
    REQUIRE_FALSE(work.ok());
    CHECK(work.error().code == Code::internal);
    CHECK(work.error().message.find("nothing_like_it") != std::string::npos);
    Work after(two.statements);
    after.run(kInsert, std::int64_t{1}, "a");
    CHECK(after.ok());
  }
}

TEST_CASE("a lost connection is said, and said again") {
  const char* dsn = std::getenv("TAKESTOCK_POSTGRES");
  if (!dsn) return;
  auto killer = open_postgres(dsn);
  REQUIRE(killer.ok());
  Two two("postgres");
  const std::string pid = [&two] {
    Work work(two.statements);
    auto row = work.query("SELECT pg_backend_pid()");
    return row.next() ? row.text(0) : std::string();
  }();
  Transaction work(two.statements);
  work.run(kInsert, std::int64_t{1}, "a");
  Statements others(std::move(*killer));
  Work other(others);
  auto ended = other.query("SELECT pg_terminate_backend(" + pid + ", 5000)");
  CHECK(ended.next());
  const Status kept = work.commit();
  REQUIRE_FALSE(kept.ok());
  CHECK(kept.error().code == Code::storage_lost);
  Work later(two.statements);
  later.run(kInsert, std::int64_t{2}, "b");
  REQUIRE_FALSE(later.ok());
  CHECK(later.error().code == Code::storage_lost);
}

TEST_CASE("of two transactions that change the same row one is given up and may be tried again") {
  const char* dsn = std::getenv("TAKESTOCK_POSTGRES");
  if (!dsn) return;
  Two two("postgres");
  {
    Work work(two.statements);
    work.run(kInsert, std::int64_t{1}, "a");
    REQUIRE(work.ok());
  }
  auto opened = open_postgres(dsn);
  REQUIRE(opened.ok());
  REQUIRE((*opened)->execute("SET search_path TO unit_test").ok());
  Statements others(std::move(*opened));
  Transaction slow(two.statements);
  auto seen = slow.query("SELECT word FROM t");
  REQUIRE(seen.next());
  {
    Transaction fast(others);
    fast.run("UPDATE t SET word = 'fast'");
    REQUIRE(fast.commit().ok());
  }
  slow.run("SAVEPOINT job");
  slow.run("UPDATE t SET word = 'slow'");
  {
    Work inside(two.statements);
    auto row = inside.query("SELECT word FROM t");
    CHECK_FALSE(row.next());
  }
  slow.run("ROLLBACK TO job");
  REQUIRE_FALSE(slow.ok());
  CHECK(slow.error().code == Code::bad_state);
}

TEST_CASE("a connection string that cannot be used says so without what stands in it") {
  const auto unreadable = open_postgres("hunter2 host=nowhere");
  REQUIRE_FALSE(unreadable.ok());
  CHECK(unreadable.error().code == Code::bad_request);
  CHECK(unreadable.error().message.find("hunter2") == std::string::npos);
  const auto nobody = open_postgres("postgresql://user:hunter2@127.0.0.1:1/takestock");
  REQUIRE_FALSE(nobody.ok());
  CHECK(nobody.error().code == Code::storage_lost);
  CHECK(nobody.error().message.find("PostgreSQL cannot be reached") == 0);
  CHECK(nobody.error().message.find("hunter2") == std::string::npos);
}

TEST_CASE("the tables are made once, and stay") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    Office office(kind);
    REQUIRE(
        office.with_desk([](Desk& desk) { desk.work.run("INSERT INTO meta(key, value) VALUES('hub', 'x')"); })
            .ok());
    CHECK(prepare_schema(office.statements().database()).ok());
    CHECK(office.rows("SELECT key, value FROM meta ORDER BY key", 2) ==
          std::vector<std::string>{"hub|x", "schema|" + std::to_string(schema_steps().size())});
  }
}

TEST_CASE("an older store is brought up to date, and a newer one is left alone") {
  for (const std::string& kind : database_kinds()) {
    CAPTURE(kind);
    const auto database = empty_database(kind);
    const char* const steps[] = {"CREATE TABLE one(a TEXT NOT NULL); INSERT INTO one VALUES('kept')",
                                 "CREATE TABLE two(b TEXT NOT NULL); INSERT INTO two SELECT a FROM one",
                                 "CREATE TABLE three(c TEXT); INSERT INTO nowhere VALUES(1)"};
    const std::span<const char* const> all(steps);
    REQUIRE(prepare_schema(*database, all.first(1)).ok());
    CHECK_FALSE(prepare_schema(*database, all).ok());
    REQUIRE(prepare_schema(*database, all.first(2)).ok());
    const Status newer = prepare_schema(*database, all.first(1));
    REQUIRE_FALSE(newer.ok());
    CHECK(newer.error().code == Code::storage_damaged);
    CHECK(newer.error().message.find("newer version") != std::string::npos);
    auto kept = database->prepare("SELECT b FROM two");
    REQUIRE(kept.ok());
    const auto row = (*kept)->step();
    REQUIRE(row.ok());
    CHECK((*kept)->text(0) == "kept");
  }
}

}  // namespace
}  // namespace takestock::hub
