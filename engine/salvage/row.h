// A row as SQLite writes it (https://sqlite.org/fileformat2.html section 2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace takestock::salvage {

enum class ValueKind : std::uint8_t { null, integer, real, text, blob };

struct Value {
  ValueKind kind = ValueKind::null;
  std::int64_t integer = 0;
  std::string text;  ///< of a text, UTF-8; of a blob, its bytes
  friend bool operator==(const Value& a, const Value& b) {
    return a.kind == b.kind && a.integer == b.integer && a.text == b.text;
  }
};
using Row = std::vector<Value>;

/// Nothing unless the payload is one row from its first byte to its last.
std::optional<Row> read_row(std::string_view payload);

}  // namespace takestock::salvage
