// gzip (RFC 1952) as it stands in HTTP's Content-Encoding.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace takestock::hub {

/// One whole member and nothing behind it. Never holds more than `most` bytes: limit as soon as there would
/// be more; bad_text: not gzip, cut off, or a wrong check.
Result<std::string> inflated(std::string_view gzip, std::size_t most);

std::string deflated(std::string_view bytes);

}  // namespace takestock::hub
