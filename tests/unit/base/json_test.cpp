#include "base/json.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace takestock;
using json::Document;
using json::Kind;

namespace {

struct Refused {
  const char* name;
  std::string text;
  std::size_t offset;
};

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

}  // namespace

TEST_CASE("json: every kind of value is read, in order, with its place") {
  const std::string text = "{\"a\": [1, -2.5e1, true],\n \"b\": {\"c\": null, \"d\": \"x\"}}";
  const Document document = Document::read(text);
  REQUIRE(document.ok());
  const json::Value root = document.root(), a = root.find("a"), b = root.find("b");
  CHECK(root.size() == 2);
  CHECK(a.size() == 3);
  CHECK(a.first().number() == 1);
  CHECK(a.first().next().number() == -25);
  CHECK(a.first().next().number_text() == "-2.5e1");
  CHECK(a.first().next().next().boolean());
  CHECK_FALSE(a.first().next().next().next());
  CHECK(b.find("c").kind() == Kind::null);
  CHECK(b.find("d").text() == "x");
  CHECK_FALSE(b.find("e"));
  CHECK(document.pointer(b.find("d")) == "/b/d");
  CHECK(document.pointer(a.first().next()) == "/a/1");
  CHECK(document.pointer(root).empty());
  const json::Place place = json::place_of(text, b.find("d").offset());
  CHECK(place.line == 2);
  CHECK(place.column == 24);
  CHECK(text.substr(b.find("d").key_offset(), 3) == "\"d\"");
}

TEST_CASE("json: pointers escape tilde and slash") {
  const Document document = Document::read(R"({"a/b": {"c~d": [0, {"": 1}]}})");
  const json::Value inner = document.root().first().first().first().next().first();
  CHECK(document.pointer(inner) == "/a~1b/c~0d/1/");
}

TEST_CASE("json: escapes become their characters, in texts and in keys") {
  const Document document =
      Document::read("{\"k\\u0065y\": \"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\\u20AC end\"}");
  REQUIRE(document.ok());
  const json::Value value = document.root().find("key");
  REQUIRE(value);
  CHECK(value.escaped());
  CHECK(value.text() == "\"\\/\b\f\n\r\t\xc3\xa9\xf0\x9f\x98\x80\xe2\x82\xac end");
}

TEST_CASE("json: text without escapes is a view into the source") {
  const std::string source = "[\"caf\xc3\xa9\"]";
  const Document document = Document::read(source);
  CHECK(document.root().first().text().data() == source.data() + 2);
}

TEST_CASE("json: a byte order mark and white space around the document are skipped") {
  CHECK(Document::read("\xef\xbb\xbf \t\r\n[] \n").ok());
}

TEST_CASE("json: numbers are the nearest doubles of what is written") {
  const Document document = Document::read(
      "[0, -0, 0.1, 1e400, 123456789012345678901234567890, 5e-324, 1E+2, "
      "-999999999999999, 9007199254740993]");
  REQUIRE(document.ok());
  json::Value at = document.root().first();
  const double expected[] = {0,
                             0,
                             0.1,
                             HUGE_VAL,
                             123456789012345678901234567890.0,
                             5e-324,
                             100,
                             -999999999999999.0,
                             9007199254740992.0};
  for (const double number : expected) {
    CHECK(at.number() == number);
    at = at.next();
  }
}

TEST_CASE("json: what is not JSON is refused at the byte where it goes wrong") {
  const Refused cases[] = {
      {"nothing", "", 0},
      {"white space only", "  ", 2},
      {"trailing comma in a list", "[1,]", 3},
      {"trailing comma in an object", "{\"a\":1,}", 7},
      {"missing comma", "[1 2]", 3},
      {"missing colon", "{\"a\" 1}", 5},
      {"key without quotes", "{a:1}", 1},
      {"single quotes", "['a']", 1},
      {"comment", "[1] // x", 4},
      {"two documents", "{} {}", 3},
      {"unclosed list", "[1", 2},
      {"unclosed object", "{\"a\":1", 6},
      {"unclosed text", "[\"abc", 5},
      {"text that ends in a backslash", "[\"abc\\", 5},
      {"leading zero", "[012]", 1},
      {"negative leading zero", "[-012]", 1},
      {"plus sign", "[+1]", 1},
      {"bare point", "[.5]", 1},
      {"no digit after the point", "[1.]", 3},
      {"no digit in the exponent", "[1e]", 3},
      {"lone minus", "[-]", 2},
      {"hexadecimal", "[0x10]", 2},
      {"NaN", "[NaN]", 1},
      {"capital True", "[True]", 1},
      {"cut off literal", "[tru]", 1},
      {"unknown escape", "[\"a\\x\"]", 3},
      {"escape of NUL byte", std::string("[\"a\\\0\"]", 7), 3},
      {"short unicode escape", "[\"\\u12\"]", 2},
      {"lone high surrogate", "[\"\\ud800\"]", 2},
      {"lone low surrogate", "[\"\\udc00\"]", 2},
      {"high surrogate before a plain character", "[\"\\ud800x\"]", 2},
      {"two high surrogates", "[\"\\ud800\\ud800\"]", 2},
      {"raw line feed in a text", "[\"a\nb\"]", 3},
      {"raw tab in a text", "[\"a\tb\"]", 3},
      {"raw NUL in a text", std::string("[\"a\0b\"]", 7), 3},
      {"NUL byte", std::string("\0", 1), 0},
      {"byte that starts nothing", "[\"\xff\"]", 2},
      {"cut off sequence", "[\"\xc3\"]", 2},
      {"overlong sequence", "[\"\xc0\xaf\"]", 2},
      {"surrogate in UTF-8", "[\"\xed\xa0\x80\"]", 2},
      {"beyond U+10FFFF", "[\"\xf4\x90\x80\x80\"]", 2},
      {"not UTF-8 outside a text", "[\xff]", 1},
  };
  for (const Refused& each : cases) {
    CAPTURE(each.name);
    const Document document = Document::read(each.text);
    REQUIRE_FALSE(document.ok());
    CHECK(document.mistake().offset == each.offset);
    CHECK(document.mistake().code == Code::bad_text);
    CHECK_FALSE(document.mistake().message.empty());
  }
}

TEST_CASE("json: what ends or breaks a text is seen wherever it stands in it") {
  for (std::size_t length = 1; length < 40; ++length) {
    for (std::size_t at = 0; at < length; ++at) {
      std::string text = '"' + std::string(length, 'z') + '"';
      for (const char broken : {'\n', '\0', '\x1f', '\x80', '\xff'}) {
        text[at + 1] = broken;
        const Document document = Document::read(text);
        REQUIRE_FALSE(document.ok());
        REQUIRE(document.mistake().offset == at + 1);
      }
      text.replace(at + 1, 1, "\\\"");
      REQUIRE(Document::read(text).root().text()[at] == '"');
      text.replace(at + 1, 2, "\xc3\xa9");
      REQUIRE(Document::read(text).root().text().size() == length + 1);
      text.replace(at + 1, 2, "\x7f");
      REQUIRE(Document::read(text).root().text().size() == length);
    }
  }
}

TEST_CASE("json: characters beyond ASCII are taken when they are valid, U+FFFD too") {
  CHECK(Document::read("[\"\xef\xbf\xbd \xc2\x80 \xdf\xbf \xe0\xa0\x80 \xf0\x90\x80\x80 \xf4\x8f\xbf\xbf\"]")
            .ok());
}

TEST_CASE("json: every prefix of a document is refused without harm") {
  const std::string text = R"({"a":["\u00e9\ud83d\ude00",-1.5e+3,true,null],"b":{"c":"é"}})";
  REQUIRE(Document::read(text).ok());
  for (std::size_t size = 0; size < text.size(); ++size) {
    const std::string prefix = text.substr(0, size);
    CHECK_FALSE(Document::read(prefix).ok());
  }
}

TEST_CASE("json: depth, number of values, length and length of keys have limits") {
  CHECK(Document::read(nested(64)).ok());
  const std::string too_deep = nested(65);
  CHECK(Document::read(too_deep).mistake().code == Code::limit);
  CHECK(Document::read(too_deep).mistake().offset == 64);
  const std::string deep = std::string(1'000'000, '[');
  CHECK(Document::read(deep).mistake().code == Code::limit);

  json::Limits few;
  few.values = 3;
  CHECK(Document::read("[1,2]", few).ok());
  CHECK(Document::read("[1,2,3]", few).mistake().code == Code::limit);
  few.bytes = 4;
  CHECK(Document::read("[1,2]", few).mistake().code == Code::limit);
  const std::string long_key = "{\"" + std::string(1025, 'k') + "\":1}";
  CHECK(Document::read(long_key).mistake().code == Code::limit);
}

TEST_CASE(
    "json: each later member with a key that is there already is named, in small and in large objects") {
  const std::string small = R"({"a":1,"b":{"x":1,"\u0078":2},"a":3})";
  const Document document = Document::read(small);
  const std::vector<json::Value> found = document.duplicates();
  REQUIRE(found.size() == 2);
  CHECK(found[0].number() == 2);
  CHECK(found[1].number() == 3);

  std::string large = "{";
  for (int i = 0; i < 1000; ++i) large += "\"k" + std::to_string(i) + "\":" + std::to_string(i) + ",";
  large += "\"k7\":-7,\"k7\":-8}";
  const Document many = Document::read(large);
  const std::vector<json::Value> repeated = many.duplicates();
  REQUIRE(repeated.size() == 2);
  CHECK(repeated[0].number() == -7);
  CHECK(repeated[1].number() == -8);
  CHECK(many.root().find("k7").number() == -8);
}

TEST_CASE("json: lines end with LF, CR or CR LF, and columns count code points") {
  const std::string text = "a\r\nb\rc\nd\xc3\xa9\xf0\x9f\x98\x80z";
  const auto place = [&](char c) { return json::place_of(text, text.find(c)); };
  CHECK(place('b').line == 2);
  CHECK(place('c').line == 3);
  CHECK(place('d').line == 4);
  CHECK(place('z').line == 4);
  CHECK(place('z').column == 4);
  json::PlaceWalk walk(text);
  CHECK(walk.to(0).line == 1);
  CHECK(walk.to(text.find('c')).line == 3);
  CHECK(walk.to(text.find('z')).column == 4);
}

TEST_CASE("json: a document can be moved; its values are asked for again") {
  const std::string text = R"(["a\n", {"k": 1, "k": 2}])";
  Document first = Document::read(text);
  const Document second = std::move(first);
  CHECK(second.root().first().text() == "a\n");
  CHECK(second.pointer(second.duplicates()[0]) == "/1/k");
  CHECK(second.memory_bytes() > 0);
}
