// What a row of each table of the store looks like, read off the store's own schema.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "salvage/row.h"
#include "store/database.h"

namespace takestock::salvage {

enum class ColumnKind : std::uint8_t { text, integer, blob, any };

struct Column {
  std::string name;
  ColumnKind kind = ColumnKind::any;
  bool required = false;
  bool has_default = false;  ///< older rows may end before it
  bool key = false;
  bool is_rowid = false;  ///< rows have null there and are numbered themselves
};

struct Table {
  std::string name;
  bool by_rowid = false;        ///< its rows lie in a table's pages, else in an index's
  std::vector<Column> columns;  ///< in the order in which a row has them

  std::size_t column(std::string_view of_name) const;  ///< its place; columns.size(): there is none
};

/// The tables whose rows are salvaged: all but `meta`, which is about a device and not about answers.
/// `database` has the newest schema.
Result<std::vector<Table>> tables_of(store::Database& database);

/// The row is of that table: as many values, each of its column's kind and as its column's name demands (ids
/// of 32 hex digits, digests of 64, JSON that can be read, paths, times).
bool fits(const Table& table, const Row& row);

}  // namespace takestock::salvage
