// Where the text of an expression can be parted. Private to the room.
#pragma once

#include <string_view>
#include <vector>

namespace takestock::tabulation {

/// The text without white space around it and without brackets that enclose all of it.
std::string_view bare(std::string_view text);

/// The parts between the operator `word` ("or", "and") where it stands outside brackets, quotes and names;
/// one part: it does not. Whoever uses them makes sure that each is an expression.
std::vector<std::string_view> parted(std::string_view text, std::string_view word);

/// The X of "not(X)" that is all of the text; "" if it is anything else.
std::string_view negated(std::string_view text);

/// The name of "${name}" that is all of the text; "" if it is anything else.
std::string_view only_reference(std::string_view text);

}  // namespace takestock::tabulation
