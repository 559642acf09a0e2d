// The table of commands: a program that does not name the fieldwork rows has none of their code.
#pragma once

#include <span>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "commands/commands.h"

namespace takestock::commands {

struct Made;

/// A command by its name; the request is an object.
struct Row {
  std::string_view name;
  Result<Made> (*run)(Session::State&, const json::Value& request);
};

/// What an interviewer's device answers beside the commands of commands.h, and instead of those of the same
/// name (fieldwork.h). For Session's constructor.
std::span<const Row> fieldwork_rows();

}  // namespace takestock::commands
