// `takestock check`: what an author got wrong in a survey or a round.
#pragma once

#include <string>
#include <vector>

namespace takestock::cli {

/// Reads each file as what its content is, a survey (its "survey" is a list) or a round (its "survey" is the
/// id of one), and prints every mistake as FILE:LINE:COLUMN: POINTER: CODE: sentence (RFC 6901 pointer,
/// "(top)" for the whole document), then one line for each file. Exit code 0: no mistakes; 1: mistakes, or a
/// file that cannot be read; 2: no file named.
int check(std::vector<std::string> args);

}  // namespace takestock::cli
