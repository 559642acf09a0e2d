#include <fstream>
#include <iterator>

#include "store/schema.h"
#include "store/sharing.h"
#include "unit/store/scratch.h"

namespace takestock::store {
namespace {

Result<std::unique_ptr<Store>> open_store(const std::string& path, Clock& clock, Random& random) {
  auto database = open_sqlite(path);
  if (!database.ok()) return database.error();
  return Store::open(std::move(*database), clock, random);
}

Error refusal(const std::string& path) {
  FixedClock clock;
  SeededRandom random(3);
  const auto opened = open_store(path, clock, random);
  REQUIRE(!opened.ok());
  return opened.error();
}

std::string value_of(Database& database, const std::string& sql) {
  auto statement = got(database.prepare(sql));
  return got(statement->step()) ? std::string(statement->text(0)) : "";
}

/// A file with two responses, closed.
void fill(const ScratchFile& file) {
  Device a(1, file.path());
  for (int i = 0; i < 2; ++i) {
    const std::string id = got(a->create("taking-stock", "form")).id;
    for (int k = 0; k < 20; ++k)
      got(a->save_answer("taking-stock", id, "/data/q" + std::to_string(k), std::string(600, 'x')));
    got(a->finish("taking-stock", id, "{\"body\":\"" + std::string(5000, 'y') + "\"}", {}));
  }
}

TEST_CASE("opening: the file is durable before a call returns, and strict about what it holds") {
  ScratchFile file("settings");
  auto database = got(open_sqlite(file.path()));
  CHECK(value_of(*database, "PRAGMA journal_mode") == "wal");
  CHECK(value_of(*database, "PRAGMA synchronous") == "2");
  CHECK(value_of(*database, "PRAGMA locking_mode") == "exclusive");
  CHECK(value_of(*database, "PRAGMA foreign_keys") == "1");
  CHECK(value_of(*database, "PRAGMA secure_delete") == "1");
  CHECK(value_of(*database, "PRAGMA temp_store") == "2");
  CHECK(value_of(*database, "PRAGMA trusted_schema") == "0");
  CHECK(value_of(*database, "PRAGMA cell_size_check") == "1");
  CHECK(value_of(*database, "PRAGMA wal_autocheckpoint") == "100");
}

TEST_CASE("opening: the log does not grow without end") {
  ScratchFile file("log");
  Device a(1, file.path());
  const std::string id = got(a->create("taking-stock", "form")).id;
  for (int i = 0; i < 200; ++i) got(a->save_answer("taking-stock", id, "/data/q1", std::to_string(i)));
  CHECK(file.bytes().size() - file.database_bytes().size() < 700'000);
}

TEST_CASE("opening: SQLite is new enough for a log with several connections") {
  CHECK(std::string(sqlite_version()) >= "3.51.3");
}

TEST_CASE("opening: every device has a name of its own, which stays") {
  Device a(1), b(2);
  CHECK(a->device().size() == 32);
  CHECK(a->device() != b->device());
}

TEST_CASE("opening: the closed file is one ordinary SQLite file that tells whose it is") {
  ScratchFile file("header");
  fill(file);
  const std::string bytes = file.database_bytes();
  REQUIRE(bytes.size() > 100);
  CHECK(bytes.compare(0, 15, "SQLite format 3") == 0);
  CHECK(bytes.compare(68, 4, "TkSt") == 0);
}

TEST_CASE("opening: text that is no database is refused and left as it is") {
  ScratchFile file("text");
  const std::string text = "name,answer\n" + std::string(5000, 'x');
  file.write(text);
  const Error error = refusal(file.path());
  CHECK(error.code == Code::storage_damaged);
  CHECK(error.where == file.path());
  CHECK(file.database_bytes() == text);
}

TEST_CASE("opening: a database of another program is refused and left as it is") {
  ScratchFile file("foreign");
  {
    auto other = got(open_sqlite(file.path()));
    REQUIRE(other->execute("CREATE TABLE theirs(a); INSERT INTO theirs VALUES(1);").ok());
  }
  const std::string before = file.database_bytes();
  const Error error = refusal(file.path());
  CHECK(error.code == Code::storage_damaged);
  CHECK(error.message.find("another program") != std::string::npos);
  CHECK(file.database_bytes() == before);
}

TEST_CASE("opening: a file of a newer version is refused with advice and left as it is") {
  ScratchFile file("newer");
  fill(file);
  {
    auto database = got(open_sqlite(file.path()));
    REQUIRE(database->execute("PRAGMA user_version=99").ok());
  }
  const std::string before = file.database_bytes();
  const Error error = refusal(file.path());
  CHECK(error.code == Code::storage_damaged);
  CHECK(error.message.find("update the program") != std::string::npos);
  CHECK(file.database_bytes() == before);
}

TEST_CASE("opening: a file of version 1 has everything it had") {
  ScratchFile file("version-1");
  {
    std::ifstream in(TAKESTOCK_SOURCE_DIR "/tests/vectors/store/version-1.sql");
    const std::string script{std::istreambuf_iterator<char>(in), {}};
    REQUIRE(!script.empty());
    REQUIRE(got(open_sqlite(file.path()))->execute(script).ok());
  }
  const std::string id = "0123456789abcdef0123456789abcdef";
  Device a(5, file.path());
  CHECK(a->device().substr(0, 16) == "fedcba9876543210");
  CHECK(got(a->load("taking-stock", id)).status == ResponseStatus::finished);
  CHECK(got(a->answers("taking-stock", id)).size() == 2);
  const auto history = got(a->history("taking-stock", id));
  REQUIRE(history.size() == 4);
  CHECK(history[2].value == "\"caf\"");
  CHECK(history[3].value == "\"café crème\"");
  const auto events = got(a->events_of("taking-stock", id));
  REQUIRE(events.size() == 1);
  CHECK(events[0].digest() == events[0].sha256);
  CHECK(a->made_here(events[0]));
  CHECK(got(a->definition("form")) == "{\"name\":\"taking-stock\"}");
  got(a->reopen("taking-stock", id));
  CHECK(got(a->save_answer("taking-stock", id, "/data/q1", "\"b\"")).revision == 7);
  CHECK(got(a->finish("taking-stock", id, "{}", {})).seq == 2);
}

TEST_CASE("opening: what a file of version 1 holds can be linked and sent") {
  ScratchFile file("version-1-linked");
  {
    std::ifstream in(TAKESTOCK_SOURCE_DIR "/tests/vectors/store/version-1.sql");
    const std::string script{std::istreambuf_iterator<char>(in), {}};
    REQUIRE(got(open_sqlite(file.path()))->execute(script).ok());
  }
  Device a(5, file.path());
  Sharing sharing(*a.store);
  LinkRow link;
  link.survey = "taking-stock", link.response = "0123456789abcdef0123456789abcdef", link.round = "r";
  got(sharing.save_link(link));
  CHECK(got(sharing.waiting()) == 1);
  const auto have = got(sharing.have(link));
  CHECK(have.latest == std::vector<EventRef>{{"fedcba9876543210fedcba9876543210", 1}});
  CHECK(have.answered == 2);
  CHECK(got(sharing.seen(link.survey, link.response)) ==
        std::vector<EventRef>{{"fedcba9876543210fedcba9876543210", 1}});
  CHECK(value_of(a->database(), "PRAGMA user_version") == "4");
}

TEST_CASE("opening: a program that does not know of the sums in the history is refused the file") {
  auto database = got(open_sqlite(":memory:"));
  REQUIRE(migrate(*database, schema_steps()).ok());
  CHECK(migrate(*database, schema_steps().first(3)).error().code == Code::storage_damaged);
}

TEST_CASE("migrating: only the steps that a file has not seen are run, in order") {
  auto database = got(open_sqlite(":memory:"));
  const std::vector<const char*> one = {"CREATE TABLE t(a); INSERT INTO t VALUES(1);"};
  const std::vector<const char*> three = {one[0], "INSERT INTO t VALUES(2);", "UPDATE t SET a = a * 10;"};
  REQUIRE(migrate(*database, one).ok());
  REQUIRE(migrate(*database, three).ok());
  REQUIRE(migrate(*database, three).ok());
  CHECK(value_of(*database, "SELECT count(*) || ':' || min(a) || ',' || max(a) FROM t") == "2:10,20");
  CHECK(value_of(*database, "PRAGMA user_version") == "3");
  CHECK(migrate(*database, one).error().code == Code::storage_damaged);
}

TEST_CASE("migrating: a step that fails leaves the file in the version it had") {
  auto database = got(open_sqlite(":memory:"));
  const std::vector<const char*> one = {"CREATE TABLE t(a);"};
  const std::vector<const char*> three = {one[0], "INSERT INTO t VALUES(2);",
                                          "INSERT INTO no_such_table VALUES(1);"};
  REQUIRE(migrate(*database, one).ok());
  CHECK(!migrate(*database, three).ok());
  CHECK(value_of(*database, "SELECT count(*) FROM t") == "0");
  CHECK(value_of(*database, "PRAGMA user_version") == "1");
  CHECK(migrate(*database, one).ok());
}

TEST_CASE("opening: a damaged file is refused or read, and never brings the program down") {
  ScratchFile file("damaged");
  fill(file);
  const std::string whole = file.database_bytes();
  SeededRandom chance(11);
  int refused = 0;
  for (int i = 0; i < 240; ++i) {
    ScratchFile damaged("damaged-copy");
    std::string bytes = whole;
    if (i % 8 == 0) bytes.resize(chance.next() % bytes.size());
    for (int k = 0; k <= i % 30; ++k) {
      if (!bytes.empty())
        bytes[chance.next() % (i % 3 ? bytes.size() : std::min<std::size_t>(bytes.size(), 4096))] ^=
            1 << (k % 8);
    }
    damaged.write(bytes);
    FixedClock clock;
    SeededRandom random(3);
    auto opened = open_store(damaged.path(), clock, random);
    if (!opened.ok()) {
      ++refused;
      CHECK(opened.error().code != Code::storage_full);
      CHECK(!opened.error().message.empty());
      continue;
    }
    const auto responses = (*opened)->list("");
    if (!responses.ok()) continue;
    for (const ResponseRow& row : *responses) {
      (void)(*opened)->answers(row.survey, row.id);
      (void)(*opened)->history(row.survey, row.id);
      (void)(*opened)->save_answer(row.survey, row.id, "/data/q1", "1");
    }
    (void)(*opened)->each_event("", [](const Event&) -> Status { return Done{}; });
    (void)(*opened)->create("taking-stock", "form");
  }
  CHECK(refused > 60);
}

#ifndef __EMSCRIPTEN__  // the browser's files are exclusive already, and have no folders

TEST_CASE("opening: a database that another program has open is refused, and works when that is closed") {
  ScratchFile file("locked");
  {
    Device a(1, file.path());
    const Error error = refusal(file.path());
    CHECK(error.code == Code::storage_lost);
    CHECK(error.message.find("close it there") != std::string::npos);
    CHECK(a->create("taking-stock", "form").ok());
  }
  Device b(2, file.path());
  CHECK(got(b->list("")).size() == 1);
}

TEST_CASE("opening: a place that is not there is refused") {
  CHECK(refusal("/no/such/folder/survey.db").code == Code::storage_lost);
  CHECK(refusal("").code == Code::bad_request);
}

#endif

}  // namespace
}  // namespace takestock::store
