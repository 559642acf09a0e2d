#include "base/utf8.h"

#include <doctest/doctest.h>

using namespace takestock;

TEST_CASE("every code point is written and read back") {
  for (char32_t code = 0; code <= 0x10ffff; code += 0x101) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    std::string text;
    utf8_append(text, code);
    REQUIRE(is_utf8(text));
    std::size_t at = 0;
    REQUIRE(utf8_next(text, at) == code);
    REQUIRE(at == text.size());
  }
}

TEST_CASE("what is not UTF-8 is found at its first byte") {
  CHECK(utf8_error("abc\xff") == 3);
  CHECK(utf8_error("\xc0\x80") == 0);          // overlong
  CHECK(utf8_error("a\xe0\x80\x80") == 1);     // overlong
  CHECK(utf8_error("\xed\xa0\x80") == 0);      // a surrogate
  CHECK(utf8_error("\xf4\x90\x80\x80") == 0);  // above U+10FFFF
  CHECK(utf8_error("\xe2\x82") == 0);          // cut off
  CHECK(utf8_error("\x80") == 0);
  CHECK(is_utf8("é€𝄞"));
  for (std::size_t at = 0; at < 40; ++at) {
    CHECK(utf8_error(std::string(at, 'a') + "\x80" + std::string(20, 'a')) == at);
    CHECK(is_utf8(std::string(at, 'a') + "é" + std::string(20, 'a')));
  }
}

TEST_CASE("lengths and offsets count code points") {
  CHECK(utf8_length("é€𝄞x") == 4);
  CHECK(utf8_offset("é€𝄞x", 2) == 5);
  CHECK(utf8_offset("é", 9) == 2);
  CHECK(utf8_length("a\xff\xfe") == 3);
}

TEST_CASE("what cannot be written becomes the replacement character") {
  std::string text;
  utf8_append(text, 0xd800);
  utf8_append(text, 0x110000);
  CHECK(text == "\xef\xbf\xbd\xef\xbf\xbd");
}
