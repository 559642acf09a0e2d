// Text inside HTML and XML.
#pragma once

#include <string>
#include <string_view>

namespace takestock::results {

/// Escapes & < > " and puts U+FFFD in the place of what XML 1.0 cannot hold (control characters, U+FFFE,
/// U+FFFF, bytes that are not UTF-8). Good between tags and inside double quotes.
void append_escaped(std::string& out, std::string_view text);
std::string escaped(std::string_view text);

}  // namespace takestock::results
