// Connecting to PostgreSQL, and whether the database is one that answers can be trusted to (postgres.h).
#pragma once

#include <libpq-fe.h>

#include <string>

#include "base/result.h"

namespace takestock::hub {

/// In pipeline mode; the caller's to close with PQfinish.
Result<PGconn*> connect_postgres(const std::string& dsn);

}  // namespace takestock::hub
