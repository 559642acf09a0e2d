#include "base/digest.h"

#include <doctest/doctest.h>

using namespace takestock;

namespace {
const std::string kTwoBlocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
}

TEST_CASE("SHA-256 gives the values of FIPS 180-4") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex(kTwoBlocks) == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256_hex(std::string(1000000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-384 and SHA-512 give the values of FIPS 180-4") {
  CHECK(hex(sha384("abc")) ==
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7");
  CHECK(hex(sha512("abc")) ==
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
        "454d4423643ce80e2a9ac94fa54ca49f");
  CHECK(hex(sha512("")) ==
        "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f"
        "63b931bd47417a81a538327af927da3e");
}

TEST_CASE("SHA-1 and MD5 give the values of their standards") {
  CHECK(hex(sha1("abc")) == "a9993e364706816aba3e25717850c26c9cd0d89d");
  CHECK(hex(sha1(kTwoBlocks)) == "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  CHECK(hex(md5("")) == "d41d8cd98f00b204e9800998ecf8427e");
  CHECK(hex(md5("message digest")) == "f96b697d7cb7938d525a2f31aaf161d0");
  CHECK(hex(md5("12345678901234567890123456789012345678901234567890123456789012345678901234567890")) ==
        "57edf4a22be3c955ac49da2e2107b67a");
}

TEST_CASE("a digest does not depend on how the bytes were cut into pieces, at any length around a block") {
  for (std::size_t size = 0; size < 200; ++size) {
    const std::string text(size, 'x');
    Sha256 pieces;
    for (std::size_t at = 0; at < size; at += 7) pieces.add(std::string_view(text).substr(at, 7));
    CHECK(pieces.finish() == sha256(text));
  }
}

TEST_CASE("base64 gives the values of RFC 4648 and reads them back") {
  const char* plain[] = {"", "f", "fo", "foo", "foob", "fooba", "foobar"};
  const char* coded[] = {"", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
  for (int i = 0; i < 7; ++i) {
    CHECK(base64(plain[i]) == coded[i]);
    CHECK(base64_bytes(coded[i]) == std::string(plain[i]));
  }
  CHECK(base64_bytes("Zg") == std::string("f"));
}

TEST_CASE("what is not base64 is refused, not skipped") {
  CHECK_FALSE(base64_bytes("Zg=x").has_value());
  CHECK_FALSE(base64_bytes("Z").has_value());
  CHECK_FALSE(base64_bytes("Zm 9v").has_value());
  CHECK_FALSE(base64_bytes("====").has_value());
}
