// A sealed file: any file, as a rule a results file, that only the holder of a round's private key can read.
// Who finds it learns the round's name and the size, nothing else. Extension ".takestock-sealed".
//
//  1. one line of JSON, ends with LF:
//     {"format":"takestock-sealed","version":1,"round":"<id>","key":"<key_id()>"}
//  2. 80 bytes: a fresh key, sealed for the round's public key (libsodium's crypto_box_seal)
//  3. 24 bytes: the header of crypto_secretstream_xchacha20poly1305 under that key
//  4. the content in chunks of 65,536 bytes, each 17 bytes longer when sealed; the last has 0 to 65,536 bytes
//     and the tag FINAL. The first line, LF included, is additional data of every chunk.
//  Nothing follows.
//
// web/field/seal.ts writes it in the browser.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "sealing/keys.h"

namespace takestock::sealing {

inline constexpr char kSealedExtension[] = ".takestock-sealed";

using Sink = std::function<Status(std::string_view)>;

/// Whether a file that begins like this is a sealed one.
bool is_sealed(std::string_view beginning);

/// Errors: bad_text, the public key is none.
Result<std::string> seal(std::string_view content, std::string_view public_key, const std::string& round);

/// Opens a file that arrives in pieces of any size, and hands on what is proven to be as it was sealed. What
/// is handed out before finish() returns ok may be the beginning of a file that was cut.
class Opener {
 public:
  Opener(KeyPair keys, Sink sink);
  ~Opener();
  /// Errors (bad_text), which stay: another key, a newer version, altered; those of the sink.
  Status feed(std::string_view bytes);
  /// bad_text: the file is cut.
  Status finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace takestock::sealing
