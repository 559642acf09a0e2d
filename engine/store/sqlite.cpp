// The Database interface on SQLite.
#include <sqlite3.h>

#include <optional>

#include "store/database.h"
#include "store/schema.h"

namespace takestock::store {
namespace {

constexpr int kOldestVersion =
    3051003;  // before it, a WAL database could be corrupted when connections reset the log
static_assert(SQLITE_VERSION_NUMBER >= kOldestVersion, "SQLite must be 3.51.3 or newer");

constexpr int kBusyMilliseconds = 500;

struct Closer {
  void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};
using Handle = std::unique_ptr<sqlite3, Closer>;

Error error_of(int code, const char* detail) {
  const std::string because = std::string(" (SQLite: ") + detail + ").";
  switch (code & 0xFF) {
    case SQLITE_FULL:
      return {Code::storage_full,
              "There is no space left on this device, nothing of this change was kept" + because, ""};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Code::storage_lost,
              "Another program or window has this database open: close it there and try again" + because, ""};
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return {Code::storage_lost, "This database can be read but not written" + because, ""};
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return {Code::storage_lost, "The database cannot be reached, nothing of this change was kept" + because,
              ""};
    case SQLITE_CORRUPT:
      return {Code::storage_damaged, "The database is damaged" + because, ""};
    case SQLITE_NOTADB:
      return {Code::storage_damaged, "This file is not a database" + because, ""};
    case SQLITE_NOMEM:
      return {Code::limit, "There is not enough memory for this" + because, ""};
    case SQLITE_TOOBIG:
      return {Code::limit, "This text is too long to be stored" + because, ""};
    default:
      return {Code::internal, std::string("A database statement failed") + because, ""};
  }
}

class SqliteStatement final : public Statement {
 public:
  explicit SqliteStatement(sqlite3_stmt* statement) : statement_(statement) {}
  ~SqliteStatement() override { sqlite3_finalize(statement_); }
  SqliteStatement(const SqliteStatement&) = delete;
  SqliteStatement& operator=(const SqliteStatement&) = delete;

  void bind(int parameter, std::int64_t value) override {
    note(sqlite3_bind_int64(statement_, parameter + 1, value));
  }
  void bind(int parameter, std::string_view text) override {
    const char* bytes = text.data() ? text.data() : "";
    note(sqlite3_bind_text64(statement_, parameter + 1, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  }
  void bind_null(int parameter) override { note(sqlite3_bind_null(statement_, parameter + 1)); }

  Result<bool> step() override {
    if (bind_error_ != SQLITE_OK) return error_of(bind_error_, sqlite3_errstr(bind_error_));
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return error_of(code, sqlite3_errmsg(sqlite3_db_handle(statement_)));
  }
  void reset() override {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
    bind_error_ = SQLITE_OK;
  }

  std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
  std::string_view text(int column) const override {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    if (!bytes) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  bool null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

 private:
  void note(int code) {
    if (bind_error_ == SQLITE_OK) bind_error_ = code;
  }
  sqlite3_stmt* statement_;
  int bind_error_ = SQLITE_OK;
};

class SqliteDatabase final : public Database {
 public:
  explicit SqliteDatabase(Handle handle) : handle_(std::move(handle)) {}

  Status execute(std::string_view sql) override {
    const int code = sqlite3_exec(handle_.get(), std::string(sql).c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return error_of(code, sqlite3_errmsg(handle_.get()));
    return Done{};
  }
  Result<std::unique_ptr<Statement>> prepare(std::string_view sql) override {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return error_of(code, sqlite3_errmsg(handle_.get()));
    return std::unique_ptr<Statement>(std::make_unique<SqliteStatement>(statement));
  }
  std::int64_t changes() const override { return sqlite3_changes64(handle_.get()); }

  /// The first column of the first row, "" if there is none.
  Result<std::string> value_of(std::string_view sql) {
    auto statement = prepare(sql);
    if (!statement.ok()) return statement.error();
    auto row = (*statement)->step();
    if (!row.ok()) return row.error();
    return *row ? std::string((*statement)->text(0)) : std::string();
  }

 private:
  Handle handle_;
};

// EXCLUSIVE before anything is read: only then does WAL work without shared memory.
constexpr const char* kSettings =
    "PRAGMA locking_mode=EXCLUSIVE; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA "
    "cell_size_check=ON;"
    "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA synchronous=FULL;";

Status expect(SqliteDatabase& database, std::string_view sql, std::string_view expected,
              const char* sentence) {
  const auto found = database.value_of(sql);
  if (!found.ok()) return found.error();
  if (*found != expected)
    return Error{Code::storage_damaged, std::string(sentence) + " (" + *found + ").", ""};
  return Done{};
}

/// quick_check tells of a page that could not be read in the same list as of damaged ones; these are its
/// words for it.
bool tells_of_reading(const std::string& report) {
  return report.find("failed to get page") != std::string::npos ||
         report.find("unable to get the page") != std::string::npos;
}

Status check_whole(SqliteDatabase& database) {
  Status whole =
      expect(database, "PRAGMA quick_check(1)", "ok", "The database is damaged; nothing in it was changed");
  if (whole.ok() || !tells_of_reading(whole.error().message)) return whole;
  return error_of(SQLITE_IOERR_READ, sqlite3_errstr(SQLITE_IOERR_READ));
}

/// Looks before anything is written: a database of another program stays as it is.
Status check_ours(SqliteDatabase& database, int application_id) {
  const auto tables = database.value_of("SELECT count(*) FROM sqlite_schema");
  if (!tables.ok()) return tables.error();
  if (*tables == "0") return Done{};
  return expect(database, "PRAGMA application_id", std::to_string(application_id),
                "This file is a database of another program; nothing in it was changed");
}

Status prepare_file(SqliteDatabase& database, bool in_memory) {
  if (Status set = database.execute(kSettings); !set.ok()) return set;
  if (Status ours = check_ours(database, kApplicationId); !ours.ok()) return ours;
  Status logged = expect(database, "PRAGMA journal_mode=WAL", in_memory ? "memory" : "wal",
                         "The database cannot keep a log");
  if (!logged.ok()) return logged;
  if (Status set = database.execute("PRAGMA wal_autocheckpoint=100"); !set.ok()) return set;
  return check_whole(database);
}

Result<Handle> open_handle(const std::string& path, const std::string& vfs) {
  sqlite3* raw = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, vfs.empty() ? nullptr : vfs.c_str());
  Handle handle(raw);
  if (code != SQLITE_OK) return error_of(code, raw ? sqlite3_errmsg(raw) : sqlite3_errstr(code));
  sqlite3_busy_timeout(raw, kBusyMilliseconds);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  // Else most queries would be compiled again whenever a value is bound to them, to the same plan.
  sqlite3_db_config(raw, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
  return handle;
}

Error at(const std::string& path, Error error) {
  error.where = path;
  return error;
}

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const std::string& path, const std::string& vfs) {
  if (sqlite3_libversion_number() < kOldestVersion) {
    return Error{Code::unsupported,
                 std::string("SQLite ") + sqlite3_libversion() + " is too old: 3.51.3 or newer is needed.",
                 ""};
  }
  if (path.empty()) return Error{Code::bad_request, "The database needs a file name.", ""};
  auto handle = open_handle(path, vfs);
  if (!handle.ok()) return at(path, handle.error());
  auto database = std::make_unique<SqliteDatabase>(std::move(*handle));
  if (Status ready = prepare_file(*database, path == ":memory:"); !ready.ok()) return at(path, ready.error());
  return std::unique_ptr<Database>(std::move(database));
}

#ifndef __EMSCRIPTEN__

namespace {

constexpr int kPatience = 5000;
constexpr const char* kSharedSettings =
    "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA secure_delete=ON;"
    "PRAGMA temp_store=MEMORY; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=1000;";

Status prepare_shared(SqliteDatabase& database, int application_id) {
  if (Status ours = check_ours(database, application_id); !ours.ok()) return ours;
  if (Status set = database.execute(kSharedSettings); !set.ok()) return set;
  Status logged = expect(database, "PRAGMA journal_mode=WAL", "wal", "The database cannot keep a log");
  if (!logged.ok()) return logged;
  const auto marked = database.value_of("PRAGMA application_id");
  if (!marked.ok()) return marked.error();
  if (*marked == std::to_string(application_id)) return Done{};
  return database.execute("PRAGMA application_id=" + std::to_string(application_id));
}

}  // namespace

Result<std::unique_ptr<Database>> open_shared_sqlite(const std::string& path, int application_id) {
  auto handle = open_handle(path, "");
  if (!handle.ok()) return at(path, handle.error());
  sqlite3_busy_timeout(handle->get(), kPatience);
  auto database = std::make_unique<SqliteDatabase>(std::move(*handle));
  if (Status ready = prepare_shared(*database, application_id); !ready.ok()) return at(path, ready.error());
  return std::unique_ptr<Database>(std::move(database));
}

Status copy_sqlite(Database& database, const std::string& path) {
  auto statement = database.prepare("VACUUM INTO ?1");
  if (!statement.ok()) return statement.error();
  (*statement)->bind(0, path);
  const auto done = (*statement)->step();
  return done.ok() ? Status(Done{}) : Status(done.error());
}

#endif

const char* sqlite_version() { return sqlite3_libversion(); }

}  // namespace takestock::store
