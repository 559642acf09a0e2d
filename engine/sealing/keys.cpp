#include "sealing/keys.h"

#include <sodium.h>

#include <cstdlib>

#include "base/digest.h"
#include "base/json.h"
#include "base/json_writer.h"
#include "sealing/bytes.h"

namespace takestock::sealing {
namespace {

static_assert(kKeyBytes == crypto_box_PUBLICKEYBYTES && kKeyBytes == crypto_box_SECRETKEYBYTES);

Error no_key_file(const char* why) {
  return {Code::bad_text, std::string("This is no key file of Takestock: ") + why, ""};
}

Result<std::string> key_bytes(std::string_view text) {
  auto bytes = base64_bytes(text);
  if (!bytes || bytes->size() != kKeyBytes)
    return Error{Code::bad_text, "A key is 32 bytes, written as 44 characters of base64.", ""};
  return std::move(*bytes);
}

std::string public_key_of(std::string_view private_key) {
  std::string key(kKeyBytes, '\0');
  crypto_scalarmult_base(raw(key), raw(private_key));
  return key;
}

}  // namespace

void require_library() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) std::abort();  // the system gives no random numbers
}

KeyPair make_keys(const std::string& round) {
  require_library();
  KeyPair pair{round, std::string(kKeyBytes, '\0'), std::string(kKeyBytes, '\0')};
  crypto_box_keypair(raw(pair.public_key), raw(pair.private_key));
  return pair;
}

std::string key_id(std::string_view public_key) {
  return sha256_hex("takestock key 1" + std::string(public_key)).substr(0, 16);
}

std::string public_key_text(std::string_view public_key) { return base64(public_key); }
Result<std::string> read_public_key(std::string_view text) { return key_bytes(text); }

std::string key_file(const KeyPair& pair) {
  json::Writer out;
  out.open_object().member("format", "takestock-key").member("version", 1).member("round", pair.round);
  out.member("key", key_id(pair.public_key)).member("public", base64(pair.public_key));
  out.member("private", base64(pair.private_key)).close_object();
  return out.take() + "\n";
}

Result<KeyPair> read_key_file(std::string_view text) {
  const json::Document document = json::Document::read(text);
  if (!document.ok()) return no_key_file("it is not JSON.");
  const json::Value root = document.root();
  if (root.find("format").text() != "takestock-key") return no_key_file("its format is another one.");
  if (root.find("version").number_text() != "1")
    return Error{Code::bad_text,
                 "This key file was made by a newer version of this program: update the program.", ""};
  auto public_key = key_bytes(root.find("public").text()),
       private_key = key_bytes(root.find("private").text());
  if (!public_key.ok() || !private_key.ok()) return no_key_file("its keys are not whole.");
  if (public_key_of(*private_key) != *public_key) return no_key_file("its two keys do not belong together.");
  return KeyPair{std::string(root.find("round").text()), std::move(*public_key), std::move(*private_key)};
}

}  // namespace takestock::sealing
