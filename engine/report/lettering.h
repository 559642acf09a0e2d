// How much room letters take, without a font at hand: the widths of Helvetica, which Arial, Liberation Sans
// and Nimbus Sans share. Private to the room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace takestock::report {

enum class Weight : bool { normal, bold };

/// In pixels, for letters of `size` pixels; a little more than it takes.
double text_width(std::string_view text, double size, Weight weight = Weight::normal);

/// The text in lines of at most `width`, broken between words, within a word only where it is longer than a
/// line. At least one line.
std::vector<std::string> wrapped(std::string_view text, double width, double size,
                                 Weight weight = Weight::normal);

}  // namespace takestock::report
