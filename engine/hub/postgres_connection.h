// One connection to PostgreSQL and the transaction on it: what is queued in the pipeline, what failed and
// whose failure it is. The rules are told in postgres.h.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "hub/postgres_sql.h"

namespace takestock::hub {

struct ResultCloser {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresResult = std::unique_ptr<PGresult, ResultCloser>;

/// Values of a statement's parameters, as text, with the type each was bound as.
struct PostgresParameters {
  std::vector<Oid> types;
  std::vector<std::optional<std::string>> values;
};

/// A statement and as what the server knows it.
struct PostgresPrepared {
  PostgresSql sql;
  std::string name;        ///< "": it is not known there
  std::vector<Oid> types;  ///< of the parameters it was prepared with
};

/// The rows of one query: those of the connection while they come, and those read ahead because another
/// statement had to pass.
struct PostgresRows {
  std::deque<PostgresResult> waiting;
  PostgresResult current;
  bool coming = false;
};

class PostgresConnection {
 public:
  explicit PostgresConnection(std::string dsn) : dsn_(std::move(dsn)) {}
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;
  ~PostgresConnection() { close(); }

  Status open();
  /// Any statement without rows.
  Status run(const std::shared_ptr<PostgresPrepared>& statement, const PostgresParameters& parameters);
  /// Sends a query and waits for all that was queued before it.
  Status query(const std::shared_ptr<PostgresPrepared>& statement, const PostgresParameters& parameters,
               PostgresRows& rows);
  /// True: rows.current is the next row.
  Result<bool> next(PostgresRows& rows);
  /// The rows are wanted no more.
  void end(PostgresRows& rows);
  std::int64_t changes();

 private:
  enum class Awaited : std::uint8_t { prepare, run, rows, sync };
  struct Sent {
    Awaited awaited;
    std::shared_ptr<PostgresPrepared> statement;
    std::int64_t savepoint;
  };
  struct Savepoint {
    std::string name;
    std::int64_t number;
  };

  void close();
  void lose();
  void fail(Error error, std::int64_t at_savepoint);
  Status taken_failure();

  Status change(const std::shared_ptr<PostgresPrepared>& statement, const PostgresParameters& parameters);
  Status begin();
  Status commit();
  Status rollback();
  void leave();
  Status save(std::string_view sql);
  Status release(std::string_view sql);
  Status roll_back_to(std::string_view sql);
  std::size_t depth_of(std::string_view name) const;

  void send(std::string_view sql);
  void send(const std::shared_ptr<PostgresPrepared>& statement, const PostgresParameters& parameters,
            Awaited);
  void prepare(const std::shared_ptr<PostgresPrepared>& statement, const PostgresParameters& parameters);
  void sync();
  void settle();
  void await_next();
  PostgresResult read();
  void note(const Sent& sent, const PostgresResult& result);
  PostgresResult fetch(PostgresRows& rows);
  void read_ahead();
  std::int64_t savepoint() const { return savepoints_.empty() ? 0 : savepoints_.back().number; }
  bool alive() const { return handle_ != nullptr; }

  std::string dsn_;
  PGconn* handle_ = nullptr;
  std::deque<Sent> sent_;  ///< whose results have not been read, oldest first
  PostgresRows* coming_ = nullptr;
  bool in_transaction_ = false;
  std::vector<Savepoint> savepoints_;
  std::int64_t savepoints_made_ = 0, names_made_ = 0, changes_ = 0;
  std::string tag_;  ///< "COMMIT": the server's word for what it did last
  std::optional<Error> failure_;
  bool whole_ = false;  ///< the failure is the whole transaction's
};

}  // namespace takestock::hub
