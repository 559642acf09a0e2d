// Shared steps of the commands that make results files: files.cpp, carrying.cpp.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "commands/state.h"
#include "results/results_file.h"

namespace takestock::commands {

/// A reply with a file; see commands.h.
Made file(const std::string& name, const char* type, std::string bytes);
/// "<survey>-<beginning of the device's name>.takestock"
std::string results_file_name(const State&);
/// An unfinished response travels as a draft event, made now unless it has not changed since the last one.
Status carry(State&, const store::ResponseRow&);
/// The definitions of those digests that are stored here.
Result<std::vector<results::DefinitionText>> definitions_named(State&, const std::set<std::string>& digests);

}  // namespace takestock::commands
