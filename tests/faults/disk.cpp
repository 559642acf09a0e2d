#include "faults/disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <string_view>

namespace takestock::faults {
namespace {

Disk* current = nullptr;

struct DiskFile {
  sqlite3_file base;
  Disk* disk;
  int file;
};

DiskFile& opened(sqlite3_file* f) { return *reinterpret_cast<DiskFile*>(f); }
std::string& content(sqlite3_file* f) {
  return opened(f).disk->files[static_cast<std::size_t>(opened(f).file)];
}

/// SQLITE_OK, or the error that this call meets.
int meet_trouble(Disk& disk, bool reading, int io_error) {
  const Trouble& t = disk.trouble;
  if (t.kind == Trouble::Kind::none || t.reads != reading) return SQLITE_OK;
  const int call = disk.calls++;
  if (call < t.first || call >= t.first + t.count) return SQLITE_OK;
  return t.kind == Trouble::Kind::full && !reading ? SQLITE_FULL : io_error;
}

void write_at(std::string& file, std::size_t at, std::string_view bytes) {
  if (file.size() < at + bytes.size()) file.resize(at + bytes.size());
  std::memcpy(file.data() + at, bytes.data(), bytes.size());
}

void perform(Disk& disk, Operation operation) {
  carry_out(operation, disk.files[static_cast<std::size_t>(operation.file)]);
  if (disk.recording) disk.log.push_back(std::move(operation));
}

bool ends_with(const char* name, const char* end) {
  const std::size_t length = std::strlen(name), tail = std::strlen(end);
  return length >= tail && std::strcmp(name + length - tail, end) == 0;
}

int file_named(const char* name) { return ends_with(name, "-journal") ? 1 : ends_with(name, "-wal") ? 2 : 0; }

int disk_close(sqlite3_file*) { return SQLITE_OK; }

int disk_read(sqlite3_file* f, void* out, int size, sqlite3_int64 at) {
  if (const int code = meet_trouble(*opened(f).disk, true, SQLITE_IOERR_READ); code != SQLITE_OK) return code;
  const std::string& bytes = content(f);
  const auto wanted = static_cast<std::size_t>(size),
             from = std::min(static_cast<std::size_t>(at), bytes.size());
  const std::size_t there = std::min(wanted, bytes.size() - from);
  std::memcpy(out, bytes.data() + from, there);
  std::memset(static_cast<char*>(out) + there, 0, wanted - there);
  return there == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int disk_write(sqlite3_file* f, const void* bytes, int size, sqlite3_int64 at) {
  if (const int code = meet_trouble(*opened(f).disk, false, SQLITE_IOERR_WRITE); code != SQLITE_OK)
    return code;
  const std::string_view written(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
  write_at(content(f), static_cast<std::size_t>(at), written);
  Disk& disk = *opened(f).disk;
  if (disk.recording)
    disk.log.push_back({opened(f).file, Act::write, static_cast<std::size_t>(at), std::string(written)});
  return SQLITE_OK;
}

int disk_truncate(sqlite3_file* f, sqlite3_int64 size) {
  if (const int code = meet_trouble(*opened(f).disk, false, SQLITE_IOERR_TRUNCATE); code != SQLITE_OK)
    return code;
  perform(*opened(f).disk, {opened(f).file, Act::truncate, static_cast<std::size_t>(size), ""});
  return SQLITE_OK;
}

int disk_sync(sqlite3_file* f, int) {
  Disk& disk = *opened(f).disk;
  if (const int code = meet_trouble(disk, false, SQLITE_IOERR_FSYNC); code != SQLITE_OK) return code;
  if (opened(f).file == 2 && !disk.wal_syncs) return SQLITE_OK;
  perform(disk, {opened(f).file, Act::sync, 0, ""});
  return SQLITE_OK;
}

int disk_size(sqlite3_file* f, sqlite3_int64* size) {
  *size = static_cast<sqlite3_int64>(content(f).size());
  return SQLITE_OK;
}

int disk_lock(sqlite3_file*, int) { return SQLITE_OK; }
int disk_reserved(sqlite3_file*, int* reserved) { return *reserved = 0, SQLITE_OK; }
int disk_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int disk_sector(sqlite3_file*) { return 4096; }
int disk_characteristics(sqlite3_file*) { return 0; }

sqlite3_io_methods methods() {
  sqlite3_io_methods m{};
  m.iVersion = 1;
  m.xClose = disk_close;
  m.xRead = disk_read;
  m.xWrite = disk_write;
  m.xTruncate = disk_truncate;
  m.xSync = disk_sync;
  m.xFileSize = disk_size;
  m.xLock = m.xUnlock = disk_lock;
  m.xCheckReservedLock = disk_reserved;
  m.xFileControl = disk_control;
  m.xSectorSize = disk_sector;
  m.xDeviceCharacteristics = disk_characteristics;
  return m;
}

int vfs_open(sqlite3_vfs*, const char* name, sqlite3_file* f, int flags, int* out_flags) {
  static const sqlite3_io_methods kMethods = methods();
  f->pMethods = nullptr;
  if (!name || !(flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)))
    return SQLITE_CANTOPEN;
  opened(f).disk = current;
  opened(f).file = file_named(name);
  f->pMethods = &kMethods;
  if (out_flags) *out_flags = flags;
  return SQLITE_OK;
}

int vfs_delete(sqlite3_vfs*, const char* name, int) {
  const int file = file_named(name);
  if (const int code = meet_trouble(*current, false, SQLITE_IOERR_DELETE); code != SQLITE_OK) return code;
  perform(*current, {file, Act::truncate, 0, ""});
  if (current->delete_flushes) perform(*current, {file, Act::sync, 0, ""});
  return SQLITE_OK;
}

int vfs_access(sqlite3_vfs*, const char* name, int, int* exists) {
  *exists = !current->files[static_cast<std::size_t>(file_named(name))].empty();
  return SQLITE_OK;
}

int vfs_full_path(sqlite3_vfs*, const char* name, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

int vfs_randomness(sqlite3_vfs*, int size, char* out) {
  static SeededRandom random(4711);
  random.fill(reinterpret_cast<std::uint8_t*>(out), static_cast<std::size_t>(size));
  return size;
}

int vfs_sleep(sqlite3_vfs*, int) { return 0; }
int vfs_time(sqlite3_vfs*, double* julian_day) { return *julian_day = 2460000.5, SQLITE_OK; }
int vfs_error(sqlite3_vfs*, int, char*) { return 0; }

sqlite3_vfs make_vfs() {
  sqlite3_vfs vfs{};
  vfs.iVersion = 1;
  vfs.szOsFile = sizeof(DiskFile);
  vfs.mxPathname = 64;
  vfs.zName = kDiskVfs;
  vfs.xOpen = vfs_open;
  vfs.xDelete = vfs_delete;
  vfs.xAccess = vfs_access;
  vfs.xFullPathname = vfs_full_path;
  vfs.xRandomness = vfs_randomness;
  vfs.xSleep = vfs_sleep;
  vfs.xCurrentTime = vfs_time;
  vfs.xGetLastError = vfs_error;
  return vfs;
}

/// The write in pieces that end where sectors end; each reaches the disk or does not.
void carry_out_torn(const Operation& write, std::string& file, SeededRandom& random, std::size_t sector) {
  for (std::size_t done = 0; done < write.bytes.size();) {
    const std::size_t room = sector - (write.at + done) % sector;
    const std::size_t size = std::min(room, write.bytes.size() - done);
    if (random.next() & 1)
      carry_out({write.file, Act::write, write.at + done, write.bytes.substr(done, size)}, file);
    done += size;
  }
}

}  // namespace

void carry_out(const Operation& operation, std::string& file) {
  if (operation.act == Act::truncate) file.resize(operation.at);
  if (operation.act != Act::write) return;
  write_at(file, operation.at, operation.bytes);
}

void use_disk(Disk& disk) {
  static sqlite3_vfs vfs = make_vfs();
  current = &disk;
  sqlite3_vfs_register(&vfs, 0);
}

void Aftermath::add(const Operation& operation) {
  const auto file = static_cast<std::size_t>(operation.file);
  carry_out(operation, written_[file]);
  if (operation.act == Act::sync) {
    for (const Operation& before : pending_[file]) carry_out(before, synced_[file]);
    pending_[file].clear();
  } else {
    pending_[file].push_back(operation);
  }
}

Image Aftermath::after(Stop stop, SeededRandom& random, std::size_t sector) const {
  if (stop == Stop::process) return written_;
  Image image = synced_;
  if (stop == Stop::power) return image;
  for (std::size_t file = 0; file < image.size(); ++file) {
    for (const Operation& operation : pending_[file]) {
      if (operation.act == Act::write) {
        carry_out_torn(operation, image[file], random, sector);
      } else if (random.next() & 1) {
        carry_out(operation, image[file]);
      }
    }
  }
  return image;
}

}  // namespace takestock::faults
