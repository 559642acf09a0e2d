// `takestock import --into DB [--key FILE] FILE...`: results files into one database; any number, in any
// order, any number of times. --key opens those that are sealed (sealing/sealed_file.h).
#pragma once

#include <string>
#include <vector>

namespace takestock::cli {

/// A file is imported as a whole or not at all; the others are imported all the same. Prints one line per
/// file (events added, already present, forked), the mistakes of a refused file as FILE:LINE: sentence on
/// stderr, and says when all of it is safely on the disk. Exit codes: 0 all files are in the database; 1 a
/// file was refused, an event is forked (two events with one key: both are kept) or the database failed; 2
/// misused.
int import_files(std::vector<std::string> args);

}  // namespace takestock::cli
