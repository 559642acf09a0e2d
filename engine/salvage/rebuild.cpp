#include "salvage/rebuild.h"

#include "store/database.h"
#include "store/schema.h"

namespace takestock::salvage {
namespace {

using store::Database;
using store::Statement;

/// Of a table's first `columns` columns. Bytes are bound as text.
std::string insertion(const Table& table, std::size_t columns) {
  std::string names, values;
  for (std::size_t i = 0; i < columns; ++i) {
    const Column& column = table.columns[i];
    const std::string place = "?" + std::to_string(i + 1);
    names += (i ? ", \"" : "\"") + column.name + '"';
    values += (i ? ", " : "") + (column.kind == ColumnKind::blob ? "CAST(" + place + " AS BLOB)" : place);
  }
  return "INSERT INTO \"" + table.name + "\"(" + names + ") VALUES(" + values + ")";
}

void bind(Statement& statement, const Row& row) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    const int parameter = static_cast<int>(i);
    if (row[i].kind == ValueKind::null)
      statement.bind_null(parameter);
    else if (row[i].kind == ValueKind::integer)
      statement.bind(parameter, row[i].integer);
    else
      statement.bind(parameter, std::string_view(row[i].text));
  }
}

/// Whether it is stored; an error is one of the storage, not of the row.
Result<bool> insert(Database& database, const Table& table, const Row& row) {
  auto statement = database.prepare(insertion(table, row.size()));
  if (!statement.ok()) return statement.error();
  bind(**statement, row);
  const auto done = (*statement)->step();
  if (done.ok()) return true;
  if (done.error().code == Code::internal) return false;
  return done.error();
}

Result<std::size_t> insert_all(Database& database, const Table& table, const std::vector<Row>& rows) {
  std::size_t stored = 0;
  for (const Row& row : rows) {
    const auto is_in = insert(database, table, row);
    if (!is_in.ok()) return is_in.error();
    stored += *is_in;
  }
  return stored;
}

constexpr char kDoubtful[] =
    "CREATE TABLE doubtful(survey TEXT NOT NULL, response TEXT NOT NULL, path TEXT NOT NULL, n INTEGER NOT "
    "NULL,"
    " at INTEGER NOT NULL, json TEXT NOT NULL, reason TEXT NOT NULL)";

Status insert_doubts(Database& database, const std::vector<Doubt>& doubts) {
  if (doubts.empty()) return Done{};
  if (Status made = database.execute(kDoubtful); !made.ok()) return made;
  auto statement = database.prepare("INSERT INTO doubtful VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  if (!statement.ok()) return statement.error();
  for (const Doubt& doubt : doubts) {
    int parameter = 0;
    for (const std::string* text : {&doubt.survey, &doubt.response, &doubt.path})
      (*statement)->bind(parameter++, *text);
    for (const std::int64_t number : {doubt.n, doubt.at}) (*statement)->bind(parameter++, number);
    for (const std::string* text : {&doubt.json, &doubt.reason}) (*statement)->bind(parameter++, *text);
    if (const auto done = (*statement)->step(); !done.ok()) return done.error();
    (*statement)->reset();
  }
  return Done{};
}

Result<std::vector<std::size_t>> fill(Database& database, const std::vector<Table>& tables,
                                      const Judgement& judgement) {
  std::vector<std::size_t> stored;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const auto of_table = insert_all(database, tables[i], judgement.rows[i]);
    if (!of_table.ok()) return of_table.error();
    stored.push_back(*of_table);
  }
  if (Status doubts = insert_doubts(database, judgement.doubts); !doubts.ok()) return doubts.error();
  return stored;
}

}  // namespace

Result<std::vector<std::size_t>> rebuild(const std::string& path, const std::vector<Table>& tables,
                                         const Judgement& judgement) {
  auto database = store::open_sqlite(path);
  if (!database.ok()) return database.error();
  if (Status made = store::migrate(**database, store::schema_steps()); !made.ok()) return made.error();
  if (Status begun = (*database)->execute("BEGIN IMMEDIATE"); !begun.ok()) return begun.error();
  auto stored = fill(**database, tables, judgement);
  if (!stored.ok()) return stored.error();
  if (Status kept = (*database)->execute("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)"); !kept.ok())
    return kept.error();
  return stored;
}

}  // namespace takestock::salvage
