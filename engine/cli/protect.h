// takestock protect: hides what must not be seen in tables that are to be published.
#pragma once

#include <string>
#include <vector>

namespace takestock::cli {

int protect(std::vector<std::string> args);

}  // namespace takestock::cli
