// Message digests (RFC 1321, FIPS 180-4) and the two text forms of bytes: hexadecimal and base64 (RFC 4648
// section 4). MD5 and SHA-1 are here because forms ask for them; nothing of ours relies on them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace takestock {

/// SHA-256 of bytes that arrive in pieces.
class Sha256 {
 public:
  Sha256();
  void add(std::string_view bytes);
  /// The 32 raw bytes of everything added. The object is used up.
  std::string finish();

 private:
  std::array<std::uint32_t, 8> state_;
  std::array<std::uint8_t, 64> block_{};
  std::uint64_t size_ = 0;
};

// Raw digests: 16, 20, 32, 48 and 64 bytes.
std::string md5(std::string_view bytes);
std::string sha1(std::string_view bytes);
std::string sha256(std::string_view bytes);
std::string sha384(std::string_view bytes);
std::string sha512(std::string_view bytes);

/// Lower-case hexadecimal, two digits a byte.
std::string hex(std::string_view bytes);
/// hex(sha256(bytes)): 64 characters.
std::string sha256_hex(std::string_view bytes);

/// With padding, no line breaks.
std::string base64(std::string_view bytes);
/// The bytes of a base64 text, with or without padding; nothing if a character or the length is wrong.
std::optional<std::string> base64_bytes(std::string_view text);

}  // namespace takestock
