// A text as what changed since the previous one, so that saving a long answer at every pause costs what was
// typed, not the whole text.
#pragma once

#include <cstddef>
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

}  // namespace takestock::store
