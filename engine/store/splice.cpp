#include "store/splice.h"

#include <algorithm>

#include "base/digest.h"

namespace takestock::store {
namespace {

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// True if a cut at `at` would leave the tail of a character at its right side.
bool cuts_character(std::string_view text, std::size_t at) {
  return at < text.size() && is_continuation(text[at]);
}

std::size_t common_prefix(std::string_view a, std::string_view b) {
  const std::size_t most = std::min(a.size(), b.size());
  std::size_t n = 0;
  while (n < most && a[n] == b[n]) ++n;
  while (n > 0 && (cuts_character(a, n) || cuts_character(b, n))) --n;
  return n;
}

std::size_t common_suffix(std::string_view a, std::string_view b) {
  const std::size_t most = std::min({a.size(), b.size(), static_cast<std::size_t>(kMostSuffix)});
  std::size_t n = 0;
  while (n < most && a[a.size() - 1 - n] == b[b.size() - 1 - n]) ++n;
  while (n > 0 && cuts_character(a, a.size() - n)) --n;
  return n;
}

}  // namespace

Splice splice_between(std::string_view before, std::string_view after) {
  Splice splice;
  splice.keep_prefix = common_prefix(before, after);
  splice.keep_suffix = common_suffix(before.substr(splice.keep_prefix), after.substr(splice.keep_prefix));
  splice.middle = after.substr(splice.keep_prefix, after.size() - splice.keep_prefix - splice.keep_suffix);
  return splice;
}

std::optional<std::string> apply_splice(std::string_view before, const Splice& splice) {
  if (splice.keep_prefix > before.size() || splice.keep_suffix > before.size() - splice.keep_prefix)
    return std::nullopt;
  std::string after(before.substr(0, splice.keep_prefix));
  after += splice.middle;
  after += before.substr(before.size() - splice.keep_suffix);
  return after;
}

std::int64_t change_sum(const std::string& response, std::int64_t n, std::int64_t at, const std::string& path,
                        std::string_view json) {
  std::string text = response + '\n' + std::to_string(n) + '\n' + std::to_string(at) + '\n' + path + '\n';
  const std::string digest = sha256(text.append(json));
  std::int64_t sum = 0;
  for (int i = 0; i < 5; ++i) sum = sum << 8 | static_cast<std::uint8_t>(digest[i]);
  return sum >> 2;
}

}  // namespace takestock::store
