#include <doctest/doctest.h>

#include "sealing/sealed_file.h"

using namespace takestock;
using namespace takestock::sealing;

namespace {

std::string sealed(std::string_view content, std::string_view public_key, const std::string& round) {
  auto file = seal(content, public_key, round);
  REQUIRE(file.ok());
  return std::move(*file);
}

struct Opened {
  std::string content, refused;  ///< refused: the sentence, "" if it was not
};

Opened open(const std::string& file, const KeyPair& keys, std::size_t piece = 1000) {
  Opened opened;
  Opener opener(keys, [&](std::string_view bytes) {
    opened.content += bytes;
    return Status(Done{});
  });
  Status status = Done{};
  for (std::size_t at = 0; at < file.size() && status.ok(); at += piece)
    status = opener.feed(std::string_view(file).substr(at, piece));
  if (status.ok()) status = opener.finish();
  if (!status.ok()) opened.refused = status.error().message;
  return opened;
}

std::string text_of(std::size_t size) {
  std::string text;
  for (std::size_t i = 0; text.size() < size; ++i) text += std::to_string(i) + ' ';
  return text.substr(0, size);
}

bool says(const Opened& opened, const char* words) { return opened.refused.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("who has the private key reads what was sealed, whatever its size and the pieces it arrives in") {
  const KeyPair keys = make_keys("spring");
  for (const std::size_t size : {0, 1, 65535, 65536, 65537, 131072, 200000}) {
    const std::string file = sealed(text_of(size), keys.public_key, "spring");
    CHECK(is_sealed(file));
    for (const std::size_t piece : {7919, 65536 + 17, 1 << 20}) {
      const Opened opened = open(file, keys, piece);
      CHECK_MESSAGE(opened.refused == "", size, " in pieces of ", piece);
      CHECK(opened.content == text_of(size));
    }
  }
}

TEST_CASE("a sealed file does not show what is in it, and no two are alike") {
  const KeyPair keys = make_keys("spring");
  const std::string file = sealed("nobody else's business", keys.public_key, "spring");
  CHECK(file.find("business") == std::string::npos);
  CHECK(file != sealed("nobody else's business", keys.public_key, "spring"));
}

TEST_CASE("another key does not open it, and is told which one does") {
  const KeyPair keys = make_keys("spring"), others = make_keys("autumn");
  const Opened opened = open(sealed("text", keys.public_key, "spring"), others);
  CHECK(opened.content == "");
  CHECK(says(opened, "sealed for another key"));
  CHECK(says(opened, key_id(keys.public_key).c_str()));
  CHECK(says(opened, "spring"));
}

TEST_CASE("a file that is cut anywhere is refused") {
  const KeyPair keys = make_keys("spring");
  const std::string file = sealed(text_of(150000), keys.public_key, "spring");
  for (std::size_t size = 0; size < file.size(); size += size < 300 ? 1 : 6151)
    CHECK_MESSAGE(says(open(file.substr(0, size), keys), "cut off"), size);
  const std::string whole_chunks = file.substr(0, file.find('\n') + 1 + 104 + 2 * (65536 + 17));
  CHECK(says(open(whole_chunks, keys), "its end is missing"));
}

TEST_CASE("a file of which any byte is altered is refused, and so is one with something behind its end") {
  const KeyPair keys = make_keys("spring");
  const std::string file = sealed(text_of(70000), keys.public_key, "spring");
  for (std::size_t at = 0; at < file.size(); at += at < 400 ? 1 : 997) {
    std::string altered = file;
    altered[at] = static_cast<char>(altered[at] ^ 1);
    CHECK_MESSAGE(open(altered, keys).refused != "", at);
  }
  CHECK(open(file + "x", keys).refused != "");
  CHECK(open(file + file, keys).refused != "");
}

TEST_CASE("chunks that changed places are refused") {
  const KeyPair keys = make_keys("spring");
  std::string file = sealed(text_of(200000), keys.public_key, "spring");
  const std::size_t start = file.find('\n') + 1 + 104, chunk = 65536 + 17;
  const std::string first = file.substr(start, chunk), second = file.substr(start + chunk, chunk);
  file.replace(start, 2 * chunk, second + first);
  CHECK(says(open(file, keys), "altered"));
}

TEST_CASE("a key file gives back its pair; another file, a newer one and keys of two pairs are refused") {
  const KeyPair keys = make_keys("spring");
  const auto read = read_key_file(key_file(keys));
  REQUIRE(read.ok());
  CHECK(read->round == "spring");
  CHECK(read->public_key == keys.public_key);
  CHECK(read->private_key == keys.private_key);
  CHECK_FALSE(read_key_file("hello").ok());
  CHECK_FALSE(read_key_file(R"({"format":"takestock-results","version":1})").ok());
  CHECK_FALSE(read_key_file(R"({"format":"takestock-key","version":2})").ok());
  CHECK_FALSE(read_key_file(key_file({"spring", make_keys("").public_key, keys.private_key})).ok());
  CHECK(*read_public_key(public_key_text(keys.public_key)) == keys.public_key);
  CHECK_FALSE(read_public_key("abc").ok());
  CHECK_FALSE(seal("text", "abc", "spring").ok());
  CHECK_FALSE(seal("text", std::string(32, '\0'), "spring").ok());
}
