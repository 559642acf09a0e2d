#include "store/reference.h"

#include <cstdint>

namespace takestock::store {
namespace {

constexpr char kCrockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

}  // namespace

std::string reference_of(const Event& event) {
  const auto nibble = [](char c) -> std::uint64_t {
    return static_cast<std::uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
  };
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 13 && i < event.sha256.size(); ++i) bits = bits << 4 | nibble(event.sha256[i]);
  std::string code;
  for (int letter = 0; letter < 10; ++letter) {
    if (letter == 4 || letter == 8) code += '-';
    code += kCrockford[bits >> (47 - 5 * letter) & 31];
  }
  return code;
}

}  // namespace takestock::store
