#include "base/json_writer.h"

#include <cmath>

#include "base/number.h"
#include "base/utf8.h"

namespace takestock::json {
namespace {

bool plain(unsigned char byte) { return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\'; }

void append_escape(std::string& out, unsigned char byte) {
  static constexpr char kHex[] = "0123456789abcdef";
  if (byte == '"' || byte == '\\')
    out += '\\', out += static_cast<char>(byte);
  else if (byte == '\n')
    out += "\\n";
  else
    out += "\\u00", out += kHex[byte >> 4], out += kHex[byte & 15];
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && plain(static_cast<unsigned char>(text[end]))) ++end;
    out.append(text, at, end - at);
    at = end;
    if (at == text.size()) break;
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80)
      append_escape(out, byte), ++at;
    else
      utf8_append(out, utf8_next(text, at));
  }
  out += '"';
}

Writer& Writer::key(std::string_view name) {
  separate();
  append_string(out_, name);
  out_ += ':';
  first_ = true;
  return *this;
}

Writer& Writer::value(std::string_view text) {
  separate();
  append_string(out_, text);
  return *this;
}

Writer& Writer::value(double number) {
  if (!std::isfinite(number)) return raw("null");
  return raw(decimal_text(number));
}

Writer& Writer::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

Writer& Writer::open(char bracket) {
  separate();
  out_ += bracket;
  first_ = true;
  return *this;
}

Writer& Writer::close(char bracket) {
  out_ += bracket;
  first_ = false;
  return *this;
}

Writer& Writer::whole(std::int64_t number) { return raw(std::to_string(number)); }

void Writer::separate() {
  if (!first_) out_ += ',';
  first_ = false;
}

}  // namespace takestock::json
