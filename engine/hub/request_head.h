// Whether the bytes of a request's head can be read in one way only (RFC 9112, sections 2.2, 5 and 6).
#pragma once

#include <string_view>

namespace takestock::hub {

/// Length of the head, blank line included; npos while it is not complete.
std::size_t head_size(std::string_view bytes);

/// What is wrong with a head or the beginning of one: a line end that is not CR LF, a folded line, NUL, a
/// blank line before it. "" if nothing is.
const char* malformed(std::string_view head);

}  // namespace takestock::hub
