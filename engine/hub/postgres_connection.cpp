#include "hub/postgres_connection.h"

#include <algorithm>
#include <cstdlib>

#include "hub/postgres_opening.h"

namespace takestock::hub {
namespace {

constexpr std::size_t kQueued = 1000;  // results the server may owe before they are asked for

std::string field(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text ? text : "";
}

/// SQLSTATE and, where they name no values, the words of the server.
std::string because(const PGresult* result) {
  const std::string state = field(result, PG_DIAG_SQLSTATE);
  const bool names_only = state.substr(0, 2) == "42";
  const std::string detail =
      names_only ? field(result, PG_DIAG_MESSAGE_PRIMARY) : field(result, PG_DIAG_CONSTRAINT_NAME);
  return " (PostgreSQL: " + state + (detail.empty() ? "" : " " + detail) + ").";
}

struct Meaning {
  const char* state;  ///< the first letters of a SQLSTATE
  Code code;
  const char* sentence;
};
constexpr Meaning kMeanings[] = {
    {"53100", Code::storage_full, "The database has no space left, nothing of this change was kept"},
    {"40", Code::bad_state, "The database gave this change up for another's sake, nothing of it was kept"},
    {"25006", Code::storage_lost, "This database can be read but not written"},
    {"08", Code::storage_lost, "The database cannot be reached, nothing of this change was kept"},
    {"53", Code::storage_lost, "The database has too much to do, nothing of this change was kept"},
    {"57", Code::storage_lost, "The database stopped this change, nothing of it was kept"},
    {"58", Code::storage_lost, "The database cannot reach its files, nothing of this change was kept"},
    {"XX001", Code::storage_damaged, "The database is damaged"},
    {"XX002", Code::storage_damaged, "The database is damaged"},
    {"22021", Code::bad_text, "A text holds a character that the database cannot keep"},
    {"54", Code::limit, "This text is too long to be stored"},
    {"", Code::internal, "A database statement failed"},
};

Error error_of(const PGresult* result) {
  const std::string state = field(result, PG_DIAG_SQLSTATE);
  for (const Meaning& meaning : kMeanings) {
    const std::string_view begins = meaning.state;
    if (state.substr(0, begins.size()) == begins)
      return {meaning.code, meaning.sentence + because(result), ""};
  }
  return {Code::internal, "A database statement failed" + because(result), ""};
}

Error lost() {
  return {Code::storage_lost, "The connection to the database was lost, nothing of this change was kept.",
          ""};
}

/// It would fail in any transaction. (All else may succeed in another one, with the job done again from its
/// start.)
bool of_the_statement(Code code) {
  return code == Code::internal || code == Code::bad_text || code == Code::limit;
}

Error misplaced(const std::string& what) {
  return {Code::internal, what + " does not fit the state of the transaction.", ""};
}

/// The name at the end of SAVEPOINT a, RELEASE SAVEPOINT a, ROLLBACK TO a.
std::string_view last_word(std::string_view sql) { return sql.substr(sql.find_last_of(' ') + 1); }

/// A statement prepared with the types `has` can be used with those of `wanted`; 0 is an unknown null's.
bool usable(const std::vector<Oid>& has, const std::vector<Oid>& wanted) {
  return has.size() == wanted.size() &&
         std::equal(has.begin(), has.end(), wanted.begin(), [](Oid a, Oid b) { return b == 0 || a == b; });
}

}  // namespace

// --- the connection
// ---------------------------------------------------------------------------------------------

Status PostgresConnection::open() {
  auto opened = connect_postgres(dsn_);
  if (!opened.ok()) return opened.error();
  handle_ = *opened;
  return Done{};
}

void PostgresConnection::close() {
  PQfinish(handle_);
  handle_ = nullptr;
  sent_.clear();
  coming_ = nullptr;
}

void PostgresConnection::lose() {
  if (coming_) coming_->coming = false;
  close();
  failure_ = lost();
  whole_ = true;
}

void PostgresConnection::fail(Error error, std::int64_t at_savepoint) {
  if (failure_) return;
  failure_ = std::move(error);
  whole_ = at_savepoint != savepoint() || !of_the_statement(failure_->code);
}

/// What has been said outside of a transaction is not said again.
Status PostgresConnection::taken_failure() {
  if (!failure_) return Done{};
  const Error error = *failure_;
  if (!in_transaction_ && alive()) failure_.reset();
  return error;
}

// --- the pipeline
// -----------------------------------------------------------------------------------------------

void PostgresConnection::send(std::string_view sql) {
  read_ahead();
  if (!alive()) return;
  const std::string text(sql);
  if (PQsendQueryParams(handle_, text.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) == 0) return lose();
  sent_.push_back({Awaited::run, nullptr, savepoint()});
}

void PostgresConnection::prepare(const std::shared_ptr<PostgresPrepared>& statement,
                                 const PostgresParameters& parameters) {
  if (!statement->name.empty() && usable(statement->types, parameters.types)) return;
  statement->name = "s" + std::to_string(++names_made_);
  statement->types = parameters.types;
  const int count = static_cast<int>(statement->types.size());
  if (PQsendPrepare(handle_, statement->name.c_str(), statement->sql.text.c_str(), count,
                    statement->types.data()) == 0)
    return lose();
  sent_.push_back({Awaited::prepare, statement, savepoint()});
}

void PostgresConnection::send(const std::shared_ptr<PostgresPrepared>& statement,
                              const PostgresParameters& parameters, Awaited awaited) {
  read_ahead();
  if (alive()) prepare(statement, parameters);
  if (!alive()) return;
  std::vector<const char*> values;
  for (const auto& value : parameters.values) values.push_back(value ? value->c_str() : nullptr);
  if (PQsendQueryPrepared(handle_, statement->name.c_str(), static_cast<int>(values.size()), values.data(),
                          nullptr, nullptr, 0) == 0)
    return lose();
  sent_.push_back({awaited, statement, savepoint()});
}

void PostgresConnection::sync() {
  read_ahead();
  if (!alive()) return;
  if (PQpipelineSync(handle_) == 0) return lose();
  sent_.push_back({Awaited::sync, nullptr, 0});
}

PostgresResult PostgresConnection::read() {
  PostgresResult result(PQgetResult(handle_));
  if (PQstatus(handle_) != CONNECTION_BAD) return result;
  lose();
  return nullptr;
}

void PostgresConnection::note(const Sent& sent, const PostgresResult& result) {
  const ExecStatusType status = PQresultStatus(result.get());
  const bool failed = status == PGRES_FATAL_ERROR || status == PGRES_PIPELINE_ABORTED;
  if (sent.awaited == Awaited::prepare && failed) sent.statement->name.clear();
  if (status == PGRES_FATAL_ERROR) return fail(error_of(result.get()), sent.savepoint);
  if (sent.awaited != Awaited::run || failed) return;
  tag_ = PQcmdStatus(result.get());
  if (const char* count = PQcmdTuples(result.get()); *count) changes_ = std::strtoll(count, nullptr, 10);
}

/// Reads all results of the oldest thing sent.
void PostgresConnection::await_next() {
  const Sent sent = sent_.front();
  sent_.pop_front();
  if (sent.awaited == Awaited::sync) {
    if (const auto result = read(); alive() && PQresultStatus(result.get()) != PGRES_PIPELINE_SYNC) lose();
    return;
  }
  while (alive()) {
    const auto result = read();
    if (!result) return;
    note(sent, result);
  }
}

void PostgresConnection::settle() {
  while (!sent_.empty()) await_next();
}

// --- rows
// -------------------------------------------------------------------------------------------------------

Status PostgresConnection::query(const std::shared_ptr<PostgresPrepared>& statement,
                                 const PostgresParameters& parameters, PostgresRows& rows) {
  if (failure_) return *failure_;
  send(statement, parameters, Awaited::rows);
  sync();
  while (!sent_.empty() && sent_.front().awaited != Awaited::rows) await_next();
  if (failure_) settle();
  if (failure_) return taken_failure();
  PQsetSingleRowMode(handle_);
  coming_ = &rows;
  rows.coming = true;
  return Done{};
}

/// The next row from the connection, null behind the last one.
PostgresResult PostgresConnection::fetch(PostgresRows& rows) {
  auto result = read();
  if (result && PQresultStatus(result.get()) == PGRES_SINGLE_TUPLE) return result;
  if (alive() && result) note(sent_.front(), result);
  rows.coming = false;
  coming_ = nullptr;
  settle();
  return nullptr;
}

Result<bool> PostgresConnection::next(PostgresRows& rows) {
  rows.current.reset();
  if (!rows.waiting.empty()) {
    rows.current = std::move(rows.waiting.front());
    rows.waiting.pop_front();
  } else if (rows.coming) {
    rows.current = fetch(rows);
  }
  if (rows.current) return true;
  if (Status ended = taken_failure(); !ended.ok()) return ended.error();
  return false;
}

void PostgresConnection::end(PostgresRows& rows) {
  if (rows.coming) {
    rows.coming = false;
    coming_ = nullptr;
    settle();
  }
  rows.waiting.clear();
  rows.current.reset();
}

void PostgresConnection::read_ahead() {
  if (!coming_) return;
  PostgresRows& rows = *coming_;
  while (auto row = fetch(rows)) rows.waiting.push_back(std::move(row));
}

std::int64_t PostgresConnection::changes() {
  if (!sent_.empty()) sync();
  settle();
  return changes_;
}

// --- the transaction
// --------------------------------------------------------------------------------------------

Status PostgresConnection::run(const std::shared_ptr<PostgresPrepared>& statement,
                               const PostgresParameters& parameters) {
  const PostgresSql& sql = statement->sql;
  switch (sql.kind) {
    case SqlKind::nothing:
      return Done{};
    case SqlKind::begin:
      return begin();
    case SqlKind::commit:
      return commit();
    case SqlKind::rollback:
      return rollback();
    case SqlKind::savepoint:
      return save(sql.text);
    case SqlKind::release:
      return release(sql.text);
    case SqlKind::rollback_to:
      return roll_back_to(sql.text);
    default:
      return change(statement, parameters);
  }
}

Status PostgresConnection::change(const std::shared_ptr<PostgresPrepared>& statement,
                                  const PostgresParameters& parameters) {
  if (failure_) return *failure_;
  send(statement, parameters, Awaited::run);
  if (!in_transaction_ || sent_.size() >= kQueued) {
    sync();
    settle();
  }
  return taken_failure();
}

Status PostgresConnection::begin() {
  if (in_transaction_) return misplaced("BEGIN");
  if (failure_) return *failure_;
  in_transaction_ = true;
  send("BEGIN");
  return taken_failure();
}

Status PostgresConnection::commit() {
  if (!in_transaction_) return misplaced("COMMIT");
  if (!failure_) {
    send("COMMIT");
    sync();
    settle();
    if (!failure_ && tag_ != "COMMIT") fail(misplaced("COMMIT"), 0);
  }
  const Status committed = taken_failure();
  if (!committed.ok()) return (void)rollback(), committed;
  leave();
  return committed;
}

void PostgresConnection::leave() {
  in_transaction_ = false;
  savepoints_.clear();
  if (alive()) failure_.reset();
}

/// Whatever happens to it, the server keeps nothing of the transaction.
Status PostgresConnection::rollback() {
  sync();
  settle();
  if (alive() && PQtransactionStatus(handle_) != PQTRANS_IDLE) {
    send("ROLLBACK");
    sync();
    settle();
  }
  leave();
  return Done{};
}

std::size_t PostgresConnection::depth_of(std::string_view name) const {
  std::size_t depth = savepoints_.size();
  while (depth > 0 && savepoints_[depth - 1].name != name) --depth;
  return depth;
}

Status PostgresConnection::save(std::string_view sql) {
  if (!in_transaction_) return misplaced("SAVEPOINT");
  if (failure_) return *failure_;
  send(sql);
  savepoints_.push_back({std::string(last_word(sql)), ++savepoints_made_});
  return taken_failure();
}

Status PostgresConnection::release(std::string_view sql) {
  const std::size_t depth = depth_of(last_word(sql));
  if (depth == 0) return misplaced("RELEASE");
  if (failure_) return *failure_;
  send(sql);
  savepoints_.resize(depth - 1);
  return taken_failure();
}

Status PostgresConnection::roll_back_to(std::string_view sql) {
  const std::size_t depth = depth_of(last_word(sql));
  if (depth == 0) return misplaced("ROLLBACK TO");
  sync();
  settle();
  if (failure_ && whole_) return *failure_;
  failure_.reset();
  savepoints_.resize(depth);
  send(sql);
  sync();
  settle();
  whole_ = failure_.has_value();
  return taken_failure();
}

}  // namespace takestock::hub
