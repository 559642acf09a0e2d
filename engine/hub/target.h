// The target of a request (RFC 9112 section 3.2): "/api/v1/rounds/a%2Db?q=x" as path and query.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace takestock::hub {

struct Target {
  std::string path;                          ///< decoded; begins with "/"
  std::map<std::string, std::string> query;  ///< decoded, "+" is a space
};

/// Nothing is mended. Refused (bad_request): what does not begin with one "/"; empty, "." and ".." segments;
/// escapes that are none, that hide "/" or "\" or that are hidden in escapes; control characters, backslashes
/// and bytes that are not UTF-8; a name that is twice in the query; a fragment; more than 64 names.
Result<Target> read_target(std::string_view target);

/// "/a/b" -> {"a", "b"}; "/" and "/a/" end with an empty one.
std::vector<std::string_view> segments(std::string_view path);

}  // namespace takestock::hub
