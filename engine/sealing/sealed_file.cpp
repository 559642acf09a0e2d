#include "sealing/sealed_file.h"

#include <sodium.h>

#include <algorithm>
#include <optional>

#include "base/json.h"
#include "base/json_writer.h"
#include "sealing/bytes.h"

namespace takestock::sealing {
namespace {

constexpr std::string_view kBeginning = R"({"format":"takestock-sealed",)";
constexpr std::size_t kChunk = 65536, kLongestLine = 4096;
constexpr std::size_t kMore = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr std::size_t kStreamHeader = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr std::size_t kStreamKey = crypto_secretstream_xchacha20poly1305_KEYBYTES;
constexpr std::size_t kSealedKey = kStreamKey + crypto_box_SEALBYTES;
static_assert(kMore == 17 && kStreamHeader == 24 && kSealedKey == 80);

using StreamState = crypto_secretstream_xchacha20poly1305_state;

Error bad(const std::string& sentence) { return {Code::bad_text, sentence, ""}; }
Error altered() { return bad("This sealed file was altered or damaged on its way; nothing of it is used."); }

std::string first_line(const std::string& round, std::string_view public_key) {
  json::Writer out;
  out.open_object().member("format", "takestock-sealed").member("version", 1).member("round", round);
  out.member("key", key_id(public_key)).close_object();
  return out.take() + "\n";
}

std::string sealed_chunk(StreamState& stream, std::string_view chunk, std::string_view line, bool last) {
  std::string out(chunk.size() + kMore, '\0');
  crypto_secretstream_xchacha20poly1305_push(&stream, raw(out), nullptr, raw(chunk), chunk.size(), raw(line),
                                             line.size(),
                                             last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
  return out;
}

}  // namespace

bool is_sealed(std::string_view beginning) { return beginning.substr(0, kBeginning.size()) == kBeginning; }

Result<std::string> seal(std::string_view content, std::string_view public_key, const std::string& round) {
  require_library();
  std::string key(kStreamKey, '\0'), sealed_key(kSealedKey, '\0'), header(kStreamHeader, '\0');
  crypto_secretstream_xchacha20poly1305_keygen(raw(key));
  if (public_key.size() != kKeyBytes ||
      crypto_box_seal(raw(sealed_key), raw(key), key.size(), raw(public_key)) != 0)
    return bad("This is no public key.");
  StreamState stream;
  crypto_secretstream_xchacha20poly1305_init_push(&stream, raw(header), raw(key));
  sodium_memzero(key.data(), key.size());
  const std::string line = first_line(round, public_key);
  std::string out = line + sealed_key + header;
  bool last = false;
  for (std::size_t at = 0; !last; at += kChunk) {
    last = content.size() - at <= kChunk;
    out += sealed_chunk(stream, content.substr(at, kChunk), line, last);
  }
  return out;
}

struct Opener::State {
  KeyPair keys;
  Sink sink;
  std::string waiting = {};  ///< bytes that are not yet enough
  std::string line = {};     ///< the first one, when it has been read
  StreamState stream = {};
  bool begun = false, ended = false;
  std::optional<Error> error = std::nullopt;

  ~State() { sodium_memzero(keys.private_key.data(), keys.private_key.size()); }

  Status advance() {
    if (line.empty())
      if (Status read = read_line(); !read.ok() || line.empty()) return read;
    if (!begun)
      if (Status read = begin(); !read.ok() || !begun) return read;
    while (waiting.size() > kChunk + kMore)
      if (Status opened = open(take(kChunk + kMore), false); !opened.ok()) return opened;
    return Done{};
  }

  std::string take(std::size_t size) {
    std::string bytes = waiting.substr(0, size);
    waiting.erase(0, size);
    return bytes;
  }

  Status read_line() {
    const std::size_t end = waiting.find('\n');
    if (end == std::string::npos && waiting.size() <= kLongestLine) return Done{};
    if (end == std::string::npos || !is_sealed(waiting)) return bad("This is no sealed file of Takestock.");
    line = take(end + 1);
    return check_line();
  }

  Status check_line() const {
    const json::Document document = json::Document::read(line);
    if (!document.ok()) return altered();
    if (document.root().find("version").number_text() != "1")
      return bad("This sealed file was made by a newer version of this program: update the program.");
    const std::string_view wanted = document.root().find("key").text();
    const std::string given = key_id(keys.public_key);
    if (wanted == given) return Done{};
    return bad("This file was sealed for another key: it needs the key " + std::string(wanted) +
               " of round " + std::string(document.root().find("round").text()) + ", and the one given is " +
               given + ".");
  }

  Status begin() {
    if (waiting.size() < kSealedKey + kStreamHeader) return Done{};
    const std::string sealed_key = take(kSealedKey), header = take(kStreamHeader);
    std::string key(kStreamKey, '\0');
    if (crypto_box_seal_open(raw(key), raw(sealed_key), sealed_key.size(), raw(keys.public_key),
                             raw(keys.private_key)) != 0)
      return altered();
    begun = crypto_secretstream_xchacha20poly1305_init_pull(&stream, raw(header), raw(key)) == 0;
    sodium_memzero(key.data(), key.size());
    return begun ? Status(Done{}) : altered();
  }

  Status open(const std::string& chunk, bool last) {
    std::string content(chunk.size() - kMore, '\0');
    unsigned char tag = 0;
    if (crypto_secretstream_xchacha20poly1305_pull(&stream, raw(content), nullptr, &tag, raw(chunk),
                                                   chunk.size(), raw(line), line.size()) != 0)
      return last ? cut_or_altered() : altered();
    const bool says_last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    if (last && !says_last) return cut();
    if (!last && says_last)
      return bad("Something follows the end of this sealed file; nothing of it is used.");
    ended = says_last;
    return sink(content);
  }

  static Error cut() {
    return bad("This sealed file is cut off: its end is missing, and nothing of it is used.");
  }
  static Error cut_or_altered() {
    return bad("This sealed file is cut off or was altered on its way; nothing of it is used.");
  }

  Status end() {
    if (!begun || waiting.size() < kMore) return cut();
    return open(take(waiting.size()), true);
  }
};

Opener::Opener(KeyPair keys, Sink sink) : state_(new State{std::move(keys), std::move(sink)}) {
  require_library();
}
Opener::~Opener() = default;

Status Opener::feed(std::string_view bytes) {
  if (state_->error) return *state_->error;
  state_->waiting += bytes;
  Status advanced = state_->advance();
  if (!advanced.ok()) state_->error = advanced.error();
  return advanced;
}

Status Opener::finish() {
  if (state_->error) return *state_->error;
  return state_->end();
}

}  // namespace takestock::sealing
