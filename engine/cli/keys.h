// `takestock keys make FILE [--round ID]`: a pair of keys for sealed files.
#pragma once

#include <string>
#include <vector>

namespace takestock::cli {

/// Writes FILE, which must not exist and nobody else may read, and says the public key, with which files are
/// sealed. Exit codes: 0 made; 1 not; 2 misused.
int keys(std::vector<std::string> args);

}  // namespace takestock::cli
