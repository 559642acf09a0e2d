// A row by the names of its table's columns.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "salvage/row.h"
#include "salvage/tables.h"

namespace takestock::salvage {

class Columns {
 public:
  Columns(const Table& table, const Row& row) : table_(table), row_(row) {}
  /// "" and 0 where the row has no such column or another kind of value there.
  std::string text(std::string_view name) const {
    const std::size_t i = table_.column(name);
    return i < row_.size() ? row_[i].text : std::string();
  }
  std::int64_t integer(std::string_view name) const {
    const std::size_t i = table_.column(name);
    return i < row_.size() ? row_[i].integer : 0;
  }
  bool has(std::string_view name) const { return table_.column(name) < row_.size(); }

 private:
  const Table& table_;
  const Row& row_;
};

/// The values of the key's columns.
Row key_of(const Table& table, const Row& row);
/// Rows in key order.
bool before(const Row& a, const Row& b);

}  // namespace takestock::salvage
