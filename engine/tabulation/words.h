// Numbers as people read them, and the fixed words of results. British English.
#pragma once

#include <cstddef>
#include <string>

namespace takestock::tabulation {

inline constexpr char kHiddenMark[] = "[c]";  ///< withheld so that nobody can be recognised
inline constexpr char kUndefinedMark[] = "-";
inline constexpr char kSkippedLabel[] = "Left blank", kNotAskedLabel[] = "Not asked";

/// "1,890"
std::string count_text(double count);
/// A share of 1 as "97%", with so many decimals; halves go away from zero.
std::string percent_text(double share, int decimals = 0);
/// At most so many decimals, thousands parted: "12.5", "1,234".
std::string number_in_words(double number, int decimals = 2);

}  // namespace takestock::tabulation
