// The tables, and how an older file becomes one of today.
#pragma once

#include <span>

#include "base/result.h"
#include "store/database.h"

namespace takestock::store {

/// "TkSt": marks a file as ours in SQLite's header, so that `file` and we know it.
inline constexpr int kApplicationId = 0x546B5374;

/// The steps in order; step i (SQL statements) makes version i + 1 from version i. Steps that were released
/// never change. Version 0 is an empty file. The version is kept in `PRAGMA user_version`.
std::span<const char* const> schema_steps();

/// Runs the steps the file has not seen yet, all in one transaction.
/// storage_damaged: the file has a newer version than there are steps, and is left as it is.
Status migrate(Database& database, std::span<const char* const> steps);

}  // namespace takestock::store
