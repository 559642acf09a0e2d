#include "hub/postgres.h"

#include <cstdlib>

#include "hub/postgres_connection.h"

namespace takestock::hub {
namespace {

constexpr Oid kBool = 16, kInt8 = 20, kText = 25;  // PostgreSQL's pg_type.dat: fixed for ever

class PostgresStatement final : public store::Statement {
 public:
  PostgresStatement(PostgresConnection& connection, PostgresSql sql)
      : connection_(connection), prepared_(std::make_shared<PostgresPrepared>()) {
    prepared_->sql = std::move(sql);
  }
  ~PostgresStatement() override { connection_.end(rows_); }
  PostgresStatement(const PostgresStatement&) = delete;
  PostgresStatement& operator=(const PostgresStatement&) = delete;

  void bind(int parameter, std::int64_t value) override { set(parameter, kInt8, std::to_string(value)); }
  void bind(int parameter, std::string_view text) override {
    cut_off_ = cut_off_ || text.find('\0') != std::string_view::npos;
    set(parameter, kText, std::string(text));
  }
  void bind_null(int parameter) override { set(parameter, 0, std::nullopt); }

  Result<bool> step() override {
    if (cut_off_) return Error{Code::bad_text, "A text holds a null character, which cannot be kept.", ""};
    if (!asked_) {
      asked_ = true;
      const bool has_rows = prepared_->sql.kind == SqlKind::rows;
      const Status done = has_rows ? connection_.query(prepared_, parameters_, rows_)
                                   : connection_.run(prepared_, parameters_);
      if (!done.ok()) return done.error();
    }
    return connection_.next(rows_);
  }
  void reset() override {
    connection_.end(rows_);
    parameters_ = {};
    asked_ = cut_off_ = false;
  }

  std::int64_t integer(int column) const override {
    if (PQftype(rows_.current.get(), column) == kBool) return text(column) == "t" ? 1 : 0;
    return std::strtoll(std::string(text(column)).c_str(), nullptr, 10);
  }
  std::string_view text(int column) const override {
    const PGresult* row = rows_.current.get();
    return {PQgetvalue(row, 0, column), static_cast<std::size_t>(PQgetlength(row, 0, column))};
  }
  bool null(int column) const override { return PQgetisnull(rows_.current.get(), 0, column) != 0; }

 private:
  void set(int parameter, Oid type, std::optional<std::string> value) {
    const auto at = static_cast<std::size_t>(parameter);
    if (parameters_.values.size() <= at) {
      parameters_.values.resize(at + 1);
      parameters_.types.resize(at + 1);
    }
    parameters_.types[at] = type;
    parameters_.values[at] = std::move(value);
  }

  PostgresConnection& connection_;
  std::shared_ptr<PostgresPrepared> prepared_;
  PostgresParameters parameters_;
  PostgresRows rows_;
  bool asked_ = false;
  bool cut_off_ = false;  ///< libpq takes texts that end at their first null character
};

class PostgresDatabase final : public store::Database {
 public:
  explicit PostgresDatabase(const std::string& dsn) : connection_(dsn) {}
  Status open() { return connection_.open(); }

  Status execute(std::string_view script) override {
    for (const std::string_view sql : sql_statements(script)) {
      PostgresStatement statement(connection_, postgres_sql(sql));
      if (const auto done = statement.step(); !done.ok()) return done.error();
    }
    return Done{};
  }
  Result<std::unique_ptr<store::Statement>> prepare(std::string_view sql) override {
    return std::unique_ptr<store::Statement>(
        std::make_unique<PostgresStatement>(connection_, postgres_sql(sql)));
  }
  std::int64_t changes() const override { return connection_.changes(); }

 private:
  mutable PostgresConnection connection_;
};

}  // namespace

Result<std::unique_ptr<store::Database>> open_postgres(const std::string& dsn) {
  auto database = std::make_unique<PostgresDatabase>(dsn);
  if (Status opened = database->open(); !opened.ok()) return opened.error();
  return std::unique_ptr<store::Database>(std::move(database));
}

}  // namespace takestock::hub
