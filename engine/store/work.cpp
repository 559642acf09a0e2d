#include "store/work.h"

namespace takestock::store {

Result<Statement*> Statements::find(std::string_view sql) {
  if (const auto known = prepared_.find(sql); known != prepared_.end()) return known->second.get();
  auto made = database_->prepare(sql);
  if (!made.ok()) return made.error();
  return prepared_.emplace(sql, std::move(*made)).first->second.get();
}

bool Query::next() {
  if (!statement_ || error_) return false;
  const auto row = statement_->step();
  if (!row.ok()) error_ = row.error();
  return row.ok() && *row;
}

Statement* Work::find(std::string_view sql) {
  if (error_) return nullptr;
  const auto found = statements_.find(sql);
  if (found.ok()) return *found;
  error_ = found.error();
  return nullptr;
}

Transaction::Transaction(Statements& statements) : Work(statements) {
  run("BEGIN IMMEDIATE");
  open_ = ok();
}

Transaction::~Transaction() {
  if (open_)
    (void)statements_.database().execute("ROLLBACK");  // fails where the database has rolled back by itself
}

Status Transaction::commit() {
  run("COMMIT");
  if (ok()) open_ = false;
  return status();
}

}  // namespace takestock::store
