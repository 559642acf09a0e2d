// SQLite's door to files in the browser: three files that the page has opened beforehand.
//
// JavaScript sets `Module.takestockFiles` to [survey.db, survey.db-journal, survey.db-wal] before the
// database is opened. Each is an object with the methods of FileSystemSyncAccessHandle: read(bytes, {at}),
// write(bytes, {at}), getSize(), truncate(size), flush(), close(); the origin private file system's own
// handles, or blocks in memory that are written to IndexedDB, or a test's.
//
// The handles are exclusive, so locking does nothing; there is no shared memory, so WAL needs
// locking_mode=EXCLUSIVE. Deleting a file truncates it and ALWAYS flushes: a rollback journal that came back
// after a power cut would undo what was acknowledged. A QuotaExceededError, or fewer bytes written than
// asked, is SQLITE_FULL; every other exception is SQLITE_IOERR.
#pragma once

namespace takestock::wasm {

/// Name to open the database with: open_sqlite(kOpfsDatabase, kOpfsVfs). It is SQLite's only VFS in wasm, and
/// known to it from the start.
inline constexpr const char* kOpfsVfs = "opfs";
inline constexpr const char* kOpfsDatabase = "survey.db";

}  // namespace takestock::wasm
