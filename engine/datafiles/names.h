// Names of variables as other programs allow them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace takestock::datafiles {

/// SPSS: up to 64 bytes; a letter, then letters, digits, '_' and '.', which is not the last; no keyword of
/// its own (IBM SPSS Statistics, "Variable names"). Stata: up to 32 characters; letters, digits and '_'; no
/// keyword, nor "str" with a number (Stata manual [U] 11.3). Only ASCII is used of either, so that every
/// version reads it.
enum class NameRule { spss, stata };

/// One valid name for each, in the same order. Names that only differ in the case of their letters count as
/// the same; the later of two gets a number.
std::vector<std::string> valid_names(const std::vector<std::string>& names, NameRule rule);

/// `text`, or as much of it as fits in `bytes` with "…" behind it. Characters are not cut apart.
std::string shortened(std::string_view text, std::size_t bytes);
/// How many bytes of `text` there are in whole characters in its first `bytes`.
std::size_t whole_characters(std::string_view text, std::size_t bytes);

}  // namespace takestock::datafiles
