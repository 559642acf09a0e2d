#include "hub/postgres_opening.h"

#include <cstdlib>
#include <memory>
#include <string_view>

namespace takestock::hub {
namespace {

constexpr int kOldestServer = 120000;

struct Closer {
  void operator()(PGconn* handle) const { PQfinish(handle); }
  void operator()(PGresult* result) const { PQclear(result); }
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Handle = std::unique_ptr<PGconn, Closer>;

Error damaged(std::string sentence) { return {Code::storage_damaged, std::move(sentence), ""}; }

/// libpq's own words could quote what stands where the password was meant to be.
Status check_dsn(const std::string& dsn) {
  const std::unique_ptr<PQconninfoOption, Closer> options(PQconninfoParse(dsn.c_str(), nullptr));
  if (options) return Done{};
  return Error{Code::bad_request,
               "The connection string of PostgreSQL cannot be read: it is written as "
               "postgresql://user@host:5432/database or as host=... port=... dbname=... user=...",
               ""};
}

std::string first_line(std::string_view text) { return std::string(text.substr(0, text.find('\n'))); }

Result<Handle> connect(const std::string& dsn) {
  // What stands before dbname yields to the connection string, what stands behind does not.
  static constexpr const char* kNames[] = {
      "connect_timeout",  "keepalives_idle",  "keepalives_interval",
      "keepalives_count", "tcp_user_timeout", "fallback_application_name",
      "dbname",           "client_encoding",  nullptr};
  const char* values[] = {"5", "10", "5", "3", "20000", "takestock", dsn.c_str(), "UTF8", nullptr};
  Handle handle(PQconnectdbParams(kNames, values, 1));
  if (PQstatus(handle.get()) == CONNECTION_OK) return handle;
  return Error{Code::storage_lost,
               "PostgreSQL cannot be reached: " + first_line(PQerrorMessage(handle.get())) + ".", ""};
}

Status run(PGconn* handle, const char* sql) {
  const std::unique_ptr<PGresult, Closer> result(PQexec(handle, sql));
  if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) return Done{};
  return Error{Code::storage_lost, "PostgreSQL refused a setting of the connection.", ""};
}

Result<std::string> value_of(PGconn* handle, const char* sql) {
  const std::unique_ptr<PGresult, Closer> result(PQexec(handle, sql));
  if (PQresultStatus(result.get()) == PGRES_TUPLES_OK && PQntuples(result.get()) == 1)
    return std::string(PQgetvalue(result.get(), 0, 0));
  return Error{Code::storage_lost, "PostgreSQL did not answer what was asked of it when it was opened.", ""};
}

Status expect(PGconn* handle, const char* sql, std::string_view expected, const char* sentence) {
  const auto found = value_of(handle, sql);
  if (!found.ok()) return found.error();
  if (*found == expected) return Done{};
  return damaged(std::string(sentence) + " (here it is: " + *found + ").");
}

constexpr const char* kEncoding = "SELECT current_setting('server_encoding')";
// Asked by sorting, because a server names what it sorts by in several ways.
constexpr const char* kSorted =
    "SELECT string_agg(word, ' ' ORDER BY word) FROM (VALUES ('a'), ('B'), ('a-b'), ('b'), ('aa'), ('Z')) AS "
    "words(word)";
constexpr const char* kByBytes = "B Z a a-b aa b";
constexpr const char* kFsync = "SELECT current_setting('fsync')";
constexpr const char* kWeakCommit = "SELECT current_setting('synchronous_commit')";

Status check_server(PGconn* handle) {
  if (PQserverVersion(handle) < kOldestServer)
    return damaged("This PostgreSQL is too old: version 12 or newer is needed.");
  Status encoded = expect(handle, kEncoding, "UTF8",
                          "The database must keep its texts in UTF-8: make it anew with CREATE DATABASE ... "
                          "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'");
  if (!encoded.ok()) return encoded;
  Status sorted = expect(handle, kSorted, kByBytes,
                         "The database must sort texts by their bytes: make it anew with CREATE DATABASE ... "
                         "TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'");
  if (!sorted.ok()) return sorted;
  return expect(handle, kFsync, "on",
                "PostgreSQL would lose answers when the power fails: set fsync = on in postgresql.conf");
}

Status set_up(PGconn* handle) {
  PQsetNoticeProcessor(
      handle, [](void*, const char*) {}, nullptr);
  if (Status checked = check_server(handle); !checked.ok()) return checked;
  const auto commits = value_of(handle, kWeakCommit);
  if (!commits.ok()) return commits.error();
  if (*commits == "off")
    if (Status set = run(handle, "SET synchronous_commit = on"); !set.ok()) return set;
  return run(handle, "SET default_transaction_isolation = 'repeatable read'");
}

}  // namespace

Result<PGconn*> connect_postgres(const std::string& dsn) {
  if (Status readable = check_dsn(dsn); !readable.ok()) return readable.error();
  auto handle = connect(dsn);
  if (!handle.ok()) return handle.error();
  if (Status ready = set_up(handle->get()); !ready.ok()) return ready.error();
  if (PQenterPipelineMode(handle->get()) == 0)
    return Error{Code::storage_lost, "PostgreSQL's connection cannot be used in pipeline mode.", ""};
  return handle->release();
}

}  // namespace takestock::hub
