// PostgreSQL as a store::Database, over libpq in pipeline mode.
//
// Takes the SQL that SQLite and PostgreSQL share: parameters are ?1, ?2 ..., BEGIN IMMEDIATE is BEGIN. Within
// a transaction a statement without rows (INSERT, UPDATE, DELETE) is only queued: step() says "done" at once,
// and what went wrong with it is said by the next statement with rows, by changes()' next step, or by COMMIT
// at the latest. So a batch of statements is one round trip, and nothing is acknowledged that the server has
// not.
//
// Errors beside store::Database's: bad_state: the transaction was given up by the server for another's sake
// (serialisation failure, deadlock) and may be tried again; storage_lost: the connection is gone: every
// further call fails until a new database is opened.
#pragma once

#include <memory>
#include <string>

#include "store/database.h"

namespace takestock::hub {

/// `dsn`: a URI or keywords as libpq reads them. Refused with a sentence: no connection (storage_lost), a
/// server older than 12, an encoding that is not UTF8, a collation that is not C (both storage_damaged).
/// No error's text holds the password.
Result<std::unique_ptr<store::Database>> open_postgres(const std::string& dsn);

}  // namespace takestock::hub
