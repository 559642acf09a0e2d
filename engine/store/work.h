// SQL as steps: queries and transactions in which the first error stays, so that a rule reads as what it
// does.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "store/database.h"

namespace takestock::store {

/// Statements by their text, prepared once. The text must outlive the cache (a literal).
class Statements {
 public:
  explicit Statements(std::unique_ptr<Database> database) : database_(std::move(database)) {}
  Database& database() { return *database_; }
  Result<Statement*> find(std::string_view sql);

 private:
  std::unique_ptr<Database> database_;
  std::map<std::string_view, std::unique_ptr<Statement>> prepared_;
};

/// A bound statement in use. After an error there are no rows.
class Query {
 public:
  Query(Statement* statement, std::optional<Error>& error) : statement_(statement), error_(error) {}
  ~Query() {
    if (statement_) statement_->reset();
  }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  /// True: a row is there.
  bool next();
  std::int64_t integer(int column) const { return statement_->integer(column); }
  std::string text(int column) const { return std::string(statement_->text(column)); }

 private:
  Statement* statement_;
  std::optional<Error>& error_;
};

/// The work of one call. The first error stays; queries after it do nothing.
class Work {
 public:
  explicit Work(Statements& statements) : statements_(statements) {}
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;

  /// Parameters count from 0 in the order given: ?1 is the first value.
  template <typename... Value>
  Query query(std::string_view sql, const Value&... values) {
    Statement* statement = find(sql);
    int parameter = 0;
    if (statement) (statement->bind(parameter++, values), ...);
    return Query(statement, error_);
  }
  /// A query whose rows do not matter.
  template <typename... Value>
  void run(std::string_view sql, const Value&... values) {
    Query made = query(sql, values...);
    while (made.next()) {
    }
  }
  std::int64_t changes() { return statements_.database().changes(); }

  bool ok() const { return !error_; }
  void fail(Error error) {
    if (!error_) error_ = std::move(error);
  }
  const Error& error() const { return *error_; }
  Status status() const { return error_ ? Status(*error_) : Status(Done{}); }
  template <typename T>
  Result<T> result(T value) const {
    if (error_) return *error_;
    return value;
  }

 protected:
  Statement* find(std::string_view sql);
  Statements& statements_;
  std::optional<Error> error_;
};

/// Work that is kept whole or not at all: what was not committed is rolled back at the end of the scope.
class Transaction : public Work {
 public:
  explicit Transaction(Statements& statements);
  ~Transaction();
  /// Durable when it returns ok. After an error nothing is kept and that error is returned.
  Status commit();
  template <typename T>
  Result<T> commit(T value) {
    if (Status kept = commit(); !kept.ok()) return kept.error();
    return value;
  }

 private:
  bool open_ = false;
};

}  // namespace takestock::store
