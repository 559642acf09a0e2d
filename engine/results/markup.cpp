#include "results/markup.h"

#include "base/utf8.h"

namespace takestock::results {

namespace {

/// XML 1.0 (fifth edition) production 2, Char.
bool allowed(char32_t code) {
  if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
  return code != 0xFFFE && code != 0xFFFF;
}

const char* entity(char32_t code) {
  switch (code) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return nullptr;
  }
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const char32_t code = utf8_next(text, at);
    if (const char* escape = entity(code)) {
      out += escape;
    } else {
      utf8_append(out, allowed(code) ? code : 0xFFFD);
    }
  }
}

std::string escaped(std::string_view text) {
  std::string out;
  append_escaped(out, text);
  return out;
}

}  // namespace takestock::results
