// The pair of keys of a round: who has the public one can seal files, who has the private one can open them.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace takestock::sealing {

inline constexpr std::size_t kKeyBytes = 32;  ///< X25519 (crypto_box)

struct KeyPair {
  std::string round;                    ///< what it is for; only a name
  std::string public_key, private_key;  ///< kKeyBytes each
};

/// Chance is the operating system's, through libsodium.
KeyPair make_keys(const std::string& round);

/// What a file says of the key that opens it: the first 16 hex digits of SHA-256 over "takestock key 1" and
/// the public key's bytes.
std::string key_id(std::string_view public_key);

/// As it travels in a round's definition: base64, 44 characters. Errors: bad_text.
std::string public_key_text(std::string_view public_key);
Result<std::string> read_public_key(std::string_view text);

/// The text of a key file, one line of JSON:
/// {"format":"takestock-key","version":1,"round":"..","key":"<id>","public":"<base64>","private":"<base64>"}
std::string key_file(const KeyPair&);
/// Errors (bad_text): no key file, a newer one, keys that do not belong together.
Result<KeyPair> read_key_file(std::string_view text);

}  // namespace takestock::sealing
