// `takestock rescue FILE [--out OUT]`: what is intact in a damaged database, in a new one.
#pragma once

#include <string>
#include <vector>

namespace takestock::cli {

/// FILE is a database, with its -wal and -journal beside it, or the archive of them that the page hands out;
/// it is only read. OUT is FILE.rescued.db if it is not named, and must not exist. Says on stdout what was
/// found and what is missing. Exit codes: 0 nothing is missing; 1 something is; 2 nothing could be read or
/// written, or misused.
int rescue(std::vector<std::string> args);

}  // namespace takestock::cli
