// The SQL that SQLite and PostgreSQL share, as PostgreSQL takes it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace takestock::hub {

enum class SqlKind : std::uint8_t {
  rows,      ///< SELECT, WITH, VALUES, SHOW; anything with RETURNING
  change,    ///< INSERT, UPDATE, DELETE, CREATE ...
  begin,     ///< BEGIN
  commit,    ///< COMMIT
  rollback,  ///< ROLLBACK
  savepoint,
  release,
  rollback_to,
  nothing,  ///< only comments and spaces
};

struct PostgresSql {
  std::string text;  ///< with $1 for ?1
  SqlKind kind = SqlKind::nothing;
};

/// One statement, with or without a semicolon at its end.
PostgresSql postgres_sql(std::string_view statement);
/// The statements of a script, without their semicolons and without those that are empty. Knows 'texts',
/// "names" and -- comments.
std::vector<std::string_view> sql_statements(std::string_view script);

}  // namespace takestock::hub
