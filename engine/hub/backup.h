// A hub's data in a file and back. PostgreSQL has its own tools: build-scripts/deploy/postgresql.md.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "hub/hub.h"

namespace takestock::hub {

/// Copies each SQLite store, one consistent state of each, while the hub may be running: the first store into
/// `file`, others into "<file>.<name>", then the attachments and the rounds' keys into the folder
/// "<file>.files". Store and copy are checked whole; the copy is marked, so that a hub that is started with
/// it, however it came to its place, has a new epoch and devices send again what they have sent since. The
/// names of the files, which must not exist. Errors: bad_state (a file is there), bad_request (there is no
/// SQLite store), the databases'.
Result<std::vector<std::string>> back_up(const Settings& settings, const std::string& file);

/// Puts what back_up() made where the hub has its stores. Refused, and nothing written: a store is there
/// already, a file is missing, damaged or no copy of a hub's store, a hub runs with the directory.
Result<std::vector<std::string>> restore(const Settings& settings, const std::string& file);

/// Whether the store was made from a backup and not yet served; the mark is taken away. Within the caller's
/// transaction.
bool take_backup_mark(store::Work& work);

}  // namespace takestock::hub
