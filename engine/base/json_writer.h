// Writing JSON (RFC 8259) straight into one text: no tree in between. Reading is in json.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace takestock::json {

/// Appends the text as a JSON string, quotes included. Bytes that are not UTF-8 become U+FFFD.
void append_string(std::string& out, std::string_view text);

/// The caller opens and closes in turn; commas and quotes come by themselves. Values in an object are
/// members, given by key(); in an array they stand alone.
class Writer {
 public:
  Writer& open_object() { return open('{'); }
  Writer& close_object() { return close('}'); }
  Writer& open_array() { return open('['); }
  Writer& close_array() { return close(']'); }
  Writer& key(std::string_view name);

  Writer& value(std::string_view text);
  Writer& value(const char* text) { return value(std::string_view(text)); }
  Writer& value(const std::string& text) { return value(std::string_view(text)); }
  Writer& value(bool yes) { return raw(yes ? "true" : "false"); }
  Writer& value(std::nullptr_t) { return raw("null"); }
  Writer& value(double number);  ///< not a number and the infinities become null
  template <typename Integer, typename = std::enable_if_t<std::is_integral_v<Integer>>>
  Writer& value(Integer number) {
    return whole(static_cast<std::int64_t>(number));
  }
  /// A value that is JSON already.
  Writer& raw(std::string_view json);

  template <typename Value>
  Writer& member(std::string_view name, const Value& its) {
    key(name);
    return value(its);
  }

  const std::string& text() const { return out_; }
  std::string take() { return std::move(out_); }

 private:
  Writer& open(char bracket);
  Writer& close(char bracket);
  Writer& whole(std::int64_t number);
  void separate();
  std::string out_;
  bool first_ = true;  ///< nothing stands yet where the next value or key goes
};

}  // namespace takestock::json
