// The tables of a store of the hub, in the SQL that SQLite and PostgreSQL share.
#pragma once

#include <span>

#include "store/database.h"

namespace takestock::hub {

/// Each takes the schema one version further. Only ever added to.
std::span<const char* const> schema_steps();

/// Creates the tables or brings older ones up to date, in one transaction; refuses newer ones
/// (storage_damaged).
Status prepare_schema(store::Database& database);
/// The same with other steps, for tests.
Status prepare_schema(store::Database& database, std::span<const char* const> steps);

}  // namespace takestock::hub
