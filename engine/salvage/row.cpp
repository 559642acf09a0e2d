#include "salvage/row.h"

#include "base/utf8.h"
#include "salvage/big_endian.h"
#include "salvage/node.h"

namespace takestock::salvage {
namespace {

constexpr std::size_t kColumns = 64;

std::uint64_t size_of(std::uint64_t type) {
  constexpr std::uint8_t kSizes[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};
  return type < 12 ? kSizes[type] : (type - 12) / 2;
}

std::int64_t integer_of(std::string_view bytes) {
  const std::uint64_t value = big_endian(bytes, 0, bytes.size());
  const unsigned unused = static_cast<unsigned>(64 - 8 * bytes.size());
  return static_cast<std::int64_t>(value << unused) >> unused;
}

std::optional<Value> value_of(std::uint64_t type, std::string_view bytes) {
  if (type == 0) return Value{};
  if (type <= 6) return Value{ValueKind::integer, integer_of(bytes), ""};
  if (type == 7) return Value{ValueKind::real, 0, std::string(bytes)};
  if (type <= 9) return Value{ValueKind::integer, type == 9, ""};
  if (type < 12) return std::nullopt;
  if (type % 2 == 0) return Value{ValueKind::blob, 0, std::string(bytes)};
  if (!is_utf8(bytes) || bytes.find('\0') != std::string_view::npos) return std::nullopt;
  return Value{ValueKind::text, 0, std::string(bytes)};
}

std::optional<std::vector<std::uint64_t>> types_of(std::string_view payload, std::size_t& body) {
  std::size_t at = 0;
  const auto head = read_varint(payload, at);
  if (!head || *head > payload.size()) return std::nullopt;
  body = static_cast<std::size_t>(*head);
  std::vector<std::uint64_t> types;
  while (at < body && types.size() <= kColumns) {
    const auto type = read_varint(payload.substr(0, body), at);
    if (!type) return std::nullopt;
    types.push_back(*type);
  }
  if (at != body || types.size() > kColumns) return std::nullopt;
  return types;
}

}  // namespace

std::optional<Row> read_row(std::string_view payload) {
  std::size_t at = 0;
  const auto types = types_of(payload, at);
  if (!types) return std::nullopt;
  Row row;
  for (const std::uint64_t type : *types) {
    const std::uint64_t size = size_of(type);
    if (size > payload.size() - at) return std::nullopt;
    auto value = value_of(type, payload.substr(at, static_cast<std::size_t>(size)));
    if (!value) return std::nullopt;
    row.push_back(std::move(*value));
    at += static_cast<std::size_t>(size);
  }
  if (at != payload.size()) return std::nullopt;
  return row;
}

}  // namespace takestock::salvage
