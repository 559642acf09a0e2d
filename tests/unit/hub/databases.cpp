#include "unit/hub/databases.h"

#include <doctest/doctest.h>

#include <cstdlib>

#include "hub/postgres.h"
#include "hub/schema.h"

namespace takestock::hub {
namespace {

std::string postgres_dsn() {
  const char* dsn = std::getenv("TAKESTOCK_POSTGRES");
  return dsn ? dsn : "";
}

std::unique_ptr<store::Database> opened(Result<std::unique_ptr<store::Database>> database) {
  if (!database.ok()) FAIL(database.error().message);
  return std::move(*database);
}

void must(const Status& status) {
  if (!status.ok()) FAIL(status.error().message);
}

std::unique_ptr<store::Database> with_tables(std::unique_ptr<store::Database> database) {
  must(prepare_schema(*database));
  return database;
}

}  // namespace

std::vector<std::string> database_kinds() {
  if (postgres_dsn().empty()) return {"sqlite"};
  return {"sqlite", "postgres"};
}

std::unique_ptr<store::Database> empty_database(const std::string& kind) {
  if (kind == "sqlite") return opened(store::open_sqlite(":memory:"));
  auto database = opened(open_postgres(postgres_dsn()));
  must(database->execute(
      "DROP SCHEMA IF EXISTS unit_test CASCADE; CREATE SCHEMA unit_test; SET search_path TO unit_test"));
  return database;
}

Office::Office(const std::string& kind) : statements_(with_tables(empty_database(kind))) {}

Reply Office::run(Job& job) {
  store::Transaction transaction(statements_);
  Desk desk{transaction, clock, random};
  Reply reply = job.run(desk);
  if (!transaction.ok()) return failed(transaction.error());
  if (reply.status >= 400) return reply;
  const Status kept = transaction.commit();
  return kept.ok() ? reply : failed(kept.error());
}

Status Office::with_desk(const std::function<void(Desk&)>& work) {
  store::Transaction transaction(statements_);
  Desk desk{transaction, clock, random};
  work(desk);
  return transaction.ok() ? transaction.commit() : transaction.status();
}

std::vector<std::string> Office::rows(std::string sql, int columns) {
  std::vector<std::string> rows;
  auto statement = statements_.database().prepare(sql);
  if (!statement.ok()) FAIL(statement.error().message);
  for (;;) {
    const auto row = (*statement)->step();
    if (!row.ok()) FAIL(row.error().message);
    if (!*row) return rows;
    std::string& line = rows.emplace_back();
    for (int column = 0; column < columns; ++column)
      line += (column > 0 ? "|" : "") + std::string((*statement)->text(column));
  }
}

}  // namespace takestock::hub
