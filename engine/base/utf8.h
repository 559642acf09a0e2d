// UTF-8 text (RFC 3629). Lengths and positions that a person or an expression sees are counted in code
// points.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace takestock {

/// Offset of the first byte that is not UTF-8 (overlong, surrogate, cut off, above U+10FFFF), or npos if all
/// is well.
std::size_t utf8_error(std::string_view text);
inline bool is_utf8(std::string_view text) { return utf8_error(text) == std::string_view::npos; }

/// Number of code points. In text that is not UTF-8 each byte that starts nothing counts as one.
std::size_t utf8_length(std::string_view text);

/// Byte offset of the code point number `index` (from 0); text.size() if there are fewer.
std::size_t utf8_offset(std::string_view text, std::size_t index);

/// Reads the code point at `at` and moves `at` behind it; U+FFFD and one byte for what is not UTF-8. `at` <
/// size.
char32_t utf8_next(std::string_view text, std::size_t& at);

/// Appends the code point, U+FFFD for what cannot be written (surrogates, above U+10FFFF).
void utf8_append(std::string& out, char32_t code);

}  // namespace takestock
