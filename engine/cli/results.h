// `takestock results`: what a survey found, ready to be published.
#pragma once

#include <string>
#include <vector>

namespace takestock::cli {

/// Measures and tables of the finished responses in a database or in results files (read together; nothing
/// is changed). Without --measure and --table all measures that the survey defines. --round names the
/// round.json with threshold, population and weights. Protected unless --identified with a --reason, which is
/// written to the standard error and to FILE.identified.log beside the first file. --releases FILE holds what
/// was published before, and learns what is published now. --rounds takes a file for each round
/// ("2014/15=FILE", oldest first), --rounds-by a question whose choices are the rounds: measures and
/// undivided tables over time.
/// --own and --peers set a council's measures beside those of others. Exit codes: 0 done; 1 it failed; 2
/// misused.
int results(std::vector<std::string> args);

}  // namespace takestock::cli
