// What digests prove: definitions and events, and answers that a proven event has too.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "salvage/columns.h"
#include "store/event.h"

namespace takestock::salvage {

/// Its digest is that of its text, which says the same survey and version.
bool is_definition(const Columns& row);

/// Nothing unless its digest is right.
std::optional<store::Event> event_of(const Columns& row);

/// The answers of an event's body: "<name> <JSON text>" each, whatever groups they stand in.
std::set<std::string> said_in(const store::Event& event);
/// Whether the answer at a path is among them.
bool says(const std::set<std::string>& said, const std::string& path, const std::string& json);

}  // namespace takestock::salvage
