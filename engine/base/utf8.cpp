#include "base/utf8.h"

#include <cstring>

namespace takestock {
namespace {

constexpr char32_t kReplacement = 0xfffd;

struct Decoded {
  char32_t code;
  std::size_t size;  // 0: not UTF-8
};

std::uint8_t byte_at(std::string_view text, std::size_t at) { return static_cast<std::uint8_t>(text[at]); }

std::size_t sequence_size(std::uint8_t lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

bool allowed(char32_t code, std::size_t size) {
  if (size == 3) return code >= 0x800 && (code < 0xd800 || code > 0xdfff);
  return size != 4 || (code >= 0x10000 && code <= 0x10ffff);
}

Decoded decode(std::string_view text, std::size_t at) {
  const std::uint8_t lead = byte_at(text, at);
  const std::size_t size = sequence_size(lead);
  if (size <= 1) return {lead, size};
  if (text.size() - at < size) return {0, 0};
  char32_t code = lead & (0xffu >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    const std::uint8_t next = byte_at(text, at + i);
    if ((next & 0xc0) != 0x80) return {0, 0};
    code = code << 6 | (next & 0x3fu);
  }
  return {code, allowed(code, size) ? size : 0};
}

bool eight_ascii(const char* at) {
  std::uint64_t bytes;
  std::memcpy(&bytes, at, sizeof bytes);
  return (bytes & 0x8080808080808080) == 0;
}

}  // namespace

std::size_t utf8_error(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (text.size() - at >= 8 && eight_ascii(text.data() + at)) {
      at += 8;
      continue;
    }
    const Decoded next = decode(text, at);
    if (next.size == 0) return at;
    at += next.size;
  }
  return std::string_view::npos;
}

std::size_t utf8_length(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) utf8_next(text, at);
  return count;
}

std::size_t utf8_offset(std::string_view text, std::size_t index) {
  std::size_t at = 0;
  for (; index > 0 && at < text.size(); --index) utf8_next(text, at);
  return at;
}

char32_t utf8_next(std::string_view text, std::size_t& at) {
  const Decoded next = decode(text, at);
  at += next.size == 0 ? 1 : next.size;
  return next.size == 0 ? kReplacement : next.code;
}

void utf8_append(std::string& out, char32_t code) {
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) code = kReplacement;
  if (code < 0x80) {
    out += static_cast<char>(code);
    return;
  }
  const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  const unsigned lead = more == 1 ? 0xc0 : more == 2 ? 0xe0 : 0xf0;
  out += static_cast<char>(lead | code >> (6 * more));
  for (int i = more - 1; i >= 0; --i) out += static_cast<char>(0x80u | (code >> (6 * i) & 0x3fu));
}

}  // namespace takestock
