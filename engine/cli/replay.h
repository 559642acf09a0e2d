// `takestock replay`: the page's own commands, from a text file, with what they must answer.
//
// A scenario is UTF-8 text, one step a line; blank lines and lines that start with # are skipped:
//   call NAME [JSON | @FILE]   calls a command; @FILE is read relative to the scenario
//   expect JSON                the last reply must contain it: every member of an object, every element of an
//   array in order expect-file TEXT           the last file made must contain this text (a JSON string) store
//   opens an empty database that lives as long as the scenario clock MILLISECONDS         sets the clock (it
//   stands still otherwise); at first 2026-03-15T17:20:30Z, zone UTC restart                    ends the
//   session and starts a new one on the same database, with the same definition and round
// Chance comes from a fixed seed, so that two runs answer the same.
#pragma once

#include <string>
#include <vector>

namespace takestock::cli {

/// Prints "N passed, M failed" and each failure as FILE:LINE with what was expected and what came. Exit 1 if
/// any failed.
int replay(std::vector<std::string> args);

}  // namespace takestock::cli
