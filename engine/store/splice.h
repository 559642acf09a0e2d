// A text as what changed since the previous one, so that saving a long answer at every pause costs what was
// typed, not the whole text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace takestock::store {

/// The new text is: the first `keep_prefix` bytes of the old one, `middle`, the last `keep_suffix` bytes of
/// the old one. The cuts fall between characters of UTF-8 text. `middle` is a view into the new text.
struct Splice {
  std::size_t keep_prefix = 0, keep_suffix = 0;
  std::string_view middle;
};

Splice splice_between(std::string_view before, std::string_view after);
/// Nothing if the splice does not fit `before`.
std::optional<std::string> apply_splice(std::string_view before, const Splice& splice);

/// How history.keep_suffix is stored: the count in the low 24 bits, and above them what the change number `n`
/// of a response's history says of itself and of the answer that it led to, 38 bits of a SHA-256. So damage
/// shows without a column more. A sum of 0: from before there were sums.
inline constexpr int kSuffixBits = 24;
inline constexpr std::int64_t kMostSuffix = (std::int64_t{1} << kSuffixBits) - 1;
std::int64_t change_sum(const std::string& response, std::int64_t n, std::int64_t at, const std::string& path,
                        std::string_view json);
inline std::int64_t with_sum(std::size_t keep_suffix, std::int64_t sum) {
  return sum << kSuffixBits | static_cast<std::int64_t>(keep_suffix);
}
inline std::size_t suffix_in(std::int64_t stored) { return static_cast<std::size_t>(stored & kMostSuffix); }
inline std::int64_t sum_in(std::int64_t stored) { return stored >> kSuffixBits; }

}  // namespace takestock::store
