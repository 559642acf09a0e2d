// PostgreSQL as a store::Database, over libpq in pipeline mode.
//
// Takes the SQL that SQLite and PostgreSQL share: parameters are ?1, ?2 ..., BEGIN IMMEDIATE is BEGIN, a
// PRAGMA (SQLite's own) is passed over. Transactions see one consistent state (REPEATABLE READ).
//
// Within a transaction a statement without rows is only queued and step() says "done" at once; whether it
// succeeded is known at the next statement with rows, changes(), ROLLBACK TO or COMMIT. So many statements
// are one round trip, and COMMIT is ok only if all of them were. After an error every call but ROLLBACK gives
// that error again; ROLLBACK TO takes it back only if it happened under that very savepoint: where the error
// belongs to a savepoint already released, the whole transaction is lost and has to be replayed job by job.
//
// Errors beside store::Database's: bad_state: the server gave the transaction up for another's sake
// (serialisation failure, deadlock), it may be tried again; storage_lost: the connection is gone, nothing but
// a new database helps; bad_text: a text with a null character.
#pragma once

#include <memory>
#include <string>

#include "store/database.h"

namespace takestock::hub {

/// `dsn`: a URI or keywords as libpq reads them. Errors: bad_request: it cannot be read; storage_lost: no
/// connection; storage_damaged, with what to do: a server before 12, an encoding other than UTF8, a collation
/// that does not sort by bytes, fsync off. No error's text holds the password or a value.
Result<std::unique_ptr<store::Database>> open_postgres(const std::string& dsn);

}  // namespace takestock::hub
