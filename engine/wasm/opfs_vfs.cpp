#include "wasm/opfs_vfs.h"

#include <emscripten.h>
#include <sqlite3.h>

#include <cstring>

#include "base/doors.h"

// clang-format off
// Each returns what was asked for, or -1 (no space) or -2 (anything else went wrong).
EM_JS(double, takestock_file_read, (int file, void* out, int size, double at), {
  try { return Module.takestockFiles[file].read(HEAPU8.subarray(out, out + size), { at: at }); } catch (e) { return -2; }
});
EM_JS(double, takestock_file_write, (int file, const void* bytes, int size, double at), {
  try { return Module.takestockFiles[file].write(HEAPU8.subarray(bytes, bytes + size), { at: at }); }
  catch (e) { return e.name === 'QuotaExceededError' ? -1 : -2; }
});
EM_JS(double, takestock_file_truncate, (int file, double size), {
  try { Module.takestockFiles[file].truncate(size); return 0; } catch (e) { return e.name === 'QuotaExceededError' ? -1 : -2; }
});
EM_JS(double, takestock_file_flush, (int file), {
  try { Module.takestockFiles[file].flush(); return 0; } catch (e) { return e.name === 'QuotaExceededError' ? -1 : -2; }
});
EM_JS(double, takestock_file_size, (int file), {
  try { return Module.takestockFiles[file].getSize(); } catch (e) { return -2; }
});
// clang-format on

namespace takestock::wasm {
namespace {

constexpr double kNoSpace = -1;
constexpr int kSectorBytes = 4096;

struct OpfsFile {
  sqlite3_file base;
  int file;
};

int file_of(sqlite3_file* f) { return reinterpret_cast<OpfsFile*>(f)->file; }

int code_of(double result, int otherwise) {
  if (result >= 0) return SQLITE_OK;
  return result == kNoSpace ? SQLITE_FULL : otherwise;
}

bool ends_with(const char* name, const char* end) {
  const std::size_t length = std::strlen(name), tail = std::strlen(end);
  return length >= tail && std::strcmp(name + length - tail, end) == 0;
}

int file_named(const char* name) { return ends_with(name, "-journal") ? 1 : ends_with(name, "-wal") ? 2 : 0; }

int opfs_close(sqlite3_file*) { return SQLITE_OK; }

int opfs_read(sqlite3_file* f, void* out, int size, sqlite3_int64 at) {
  const double got = takestock_file_read(file_of(f), out, size, static_cast<double>(at));
  if (got < 0) return SQLITE_IOERR_READ;
  if (got >= size) return SQLITE_OK;
  const int bytes = static_cast<int>(got);
  std::memset(static_cast<char*>(out) + bytes, 0, static_cast<std::size_t>(size - bytes));
  return SQLITE_IOERR_SHORT_READ;
}

int opfs_write(sqlite3_file* f, const void* bytes, int size, sqlite3_int64 at) {
  const double written = takestock_file_write(file_of(f), bytes, size, static_cast<double>(at));
  if (written >= 0 && written < size) return SQLITE_FULL;
  return code_of(written, SQLITE_IOERR_WRITE);
}

int opfs_truncate(sqlite3_file* f, sqlite3_int64 size) {
  return code_of(takestock_file_truncate(file_of(f), static_cast<double>(size)), SQLITE_IOERR_TRUNCATE);
}

int opfs_sync(sqlite3_file* f, int) { return code_of(takestock_file_flush(file_of(f)), SQLITE_IOERR_FSYNC); }

int opfs_size(sqlite3_file* f, sqlite3_int64* size) {
  const double found = takestock_file_size(file_of(f));
  *size = static_cast<sqlite3_int64>(found);
  return code_of(found, SQLITE_IOERR_FSTAT);
}

int opfs_lock(sqlite3_file*, int) { return SQLITE_OK; }

int opfs_reserved(sqlite3_file*, int* reserved) {
  *reserved = 0;
  return SQLITE_OK;
}

int opfs_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int opfs_sector(sqlite3_file*) { return kSectorBytes; }
int opfs_characteristics(sqlite3_file*) { return 0; }

constexpr sqlite3_io_methods kMethods = {1,
                                         opfs_close,
                                         opfs_read,
                                         opfs_write,
                                         opfs_truncate,
                                         opfs_sync,
                                         opfs_size,
                                         opfs_lock,
                                         opfs_lock,
                                         opfs_reserved,
                                         opfs_control,
                                         opfs_sector,
                                         opfs_characteristics,
                                         nullptr,
                                         nullptr,
                                         nullptr,
                                         nullptr,
                                         nullptr,
                                         nullptr};

int vfs_open(sqlite3_vfs*, const char* name, sqlite3_file* f, int flags, int* out_flags) {
  constexpr int kKnown = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL;
  f->pMethods = nullptr;
  if (!name || !(flags & kKnown)) return SQLITE_CANTOPEN;
  const int file = file_named(name);
  if (takestock_file_size(file) < 0) return SQLITE_CANTOPEN;
  reinterpret_cast<OpfsFile*>(f)->file = file;
  f->pMethods = &kMethods;
  if (out_flags) *out_flags = flags;
  return SQLITE_OK;
}

int vfs_delete(sqlite3_vfs*, const char* name, int) {
  const int file = file_named(name);
  const int truncated = code_of(takestock_file_truncate(file, 0), SQLITE_IOERR_DELETE);
  return truncated != SQLITE_OK ? truncated : code_of(takestock_file_flush(file), SQLITE_IOERR_DELETE);
}

int vfs_access(sqlite3_vfs*, const char* name, int, int* exists) {
  const double size = takestock_file_size(file_named(name));
  *exists = size > 0;
  return code_of(size, SQLITE_IOERR_ACCESS);
}

int vfs_full_path(sqlite3_vfs*, const char* name, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

int vfs_randomness(sqlite3_vfs*, int size, char* out) {
  system_random().fill(reinterpret_cast<std::uint8_t*>(out), static_cast<std::size_t>(size));
  return size;
}

int vfs_sleep(sqlite3_vfs*, int) { return 0; }

int vfs_time(sqlite3_vfs*, double* julian_day) {
  *julian_day = 2440587.5 + static_cast<double>(system_clock().now()) / 86'400'000.0;
  return SQLITE_OK;
}

int vfs_error(sqlite3_vfs*, int, char*) { return 0; }

sqlite3_vfs opfs_vfs = {
    1,          sizeof(OpfsFile), 64,      nullptr, kOpfsVfs, nullptr, vfs_open,       vfs_delete,
    vfs_access, vfs_full_path,    nullptr, nullptr, nullptr,  nullptr, vfs_randomness, vfs_sleep,
    vfs_time,   vfs_error,        nullptr, nullptr, nullptr,  nullptr};

}  // namespace

}  // namespace takestock::wasm

extern "C" int sqlite3_os_init() { return sqlite3_vfs_register(&takestock::wasm::opfs_vfs, 1); }
extern "C" int sqlite3_os_end() { return SQLITE_OK; }
