// A results file as it comes in: plain, or sealed and opened on the way.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace takestock::cli {

/// Hands the file on in pieces. `key`: the key file that opens sealed ones; "": none was named. Errors are
/// one sentence about this file, or the taker's. What was handed on before an error is not to be kept.
Status feed_file(const std::string& path, const std::string& key,
                 const std::function<Status(std::string_view)>& take);

}  // namespace takestock::cli
