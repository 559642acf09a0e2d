// Numbers as they stand in SQLite's files: big-endian.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace takestock::salvage {

/// `size` bytes (at most 8) at `at`; all of them must be there.
inline std::uint64_t big_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}
inline std::uint32_t u16(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint32_t>(big_endian(bytes, at, 2));
}
inline std::uint32_t u32(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint32_t>(big_endian(bytes, at, 4));
}

}  // namespace takestock::salvage
