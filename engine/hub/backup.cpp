#include "hub/backup.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "hub/attachments.h"
#include "hub/round_keys.h"
#include "hub/serve.h"
#include "hub/settings.h"
#include "hub/stores.h"

namespace takestock::hub {
namespace {

namespace fs = std::filesystem;
using store::Database;

struct Pair {
  std::string store, copy;  ///< files
};

Error at(const std::string& path, Error error) {
  error.where = path;
  return error;
}

Result<std::vector<Pair>> pairs_of(Settings settings, const std::string& file) {
  if (Status fit = complete_settings(settings); !fit.ok()) return fit.error();
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < settings.stores.size(); ++i) {
    const StoreSettings& store = settings.stores[i];
    if (!store.postgres.empty()) continue;
    pairs.push_back({store_file(settings, store), i == 0 ? file : file + "." + store.name});
  }
  if (pairs.empty())
    return Error{
        Code::bad_request,
        "All stores are PostgreSQL's, which has its own tools: see build-scripts/deploy/postgresql.md.", ""};
  return pairs;
}

Status must_exist(const std::string& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored) ? Status(Done{})
                                            : Error{Code::not_found, "There is no such file.", path};
}

Status must_not_exist(const std::string& path) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return Done{};
  return Error{Code::bad_state, "This file is there already, and nothing is written over.", path};
}

/// Reads every page and every index.
Status check_whole(Database& database) {
  auto statement = database.prepare("PRAGMA integrity_check(1)");
  if (!statement.ok()) return statement.error();
  const auto row = (*statement)->step();
  if (!row.ok()) return row.error();
  const std::string found(*row ? (*statement)->text(0) : "");
  if (found == "ok") return Done{};
  return Error{Code::storage_damaged, "The database is damaged (" + found + ").", ""};
}

/// Checked, marked and without a log beside it.
Status mark(const std::string& path) {
  auto database = store::open_shared_sqlite(path, kApplicationId);
  if (!database.ok()) return database.error();
  if (Status whole = check_whole(**database); !whole.ok()) return at(path, whole.error());
  return (*database)->execute(
      "INSERT INTO meta(key, value) VALUES('backup', '1') ON CONFLICT(key) DO NOTHING; PRAGMA "
      "journal_mode=DELETE");
}

Status sync_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = file >= 0 && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  return synced ? Status(Done{}) : Error{Code::internal, "The file cannot be written to the disk.", path};
}

Status name_finished(const std::string& part, const std::string& path) {
  if (Status synced = sync_file(part); !synced.ok()) return synced;
  std::error_code wrong;
  fs::rename(part, path, wrong);
  if (wrong)
    return Error{Code::internal, "The file cannot be given its name: " + wrong.message() + ".", path};
  return Done{};
}

Status copy_store(const Pair& pair) {
  const std::string part = pair.copy + ".part";
  std::error_code ignored;
  fs::remove(part, ignored);
  auto database = store::open_shared_sqlite(pair.store, kApplicationId);
  if (!database.ok()) return database.error();
  if (Status whole = check_whole(**database); !whole.ok()) return at(pair.store, whole.error());
  if (Status copied = store::copy_sqlite(**database, part); !copied.ok()) return at(part, copied.error());
  if (Status marked = mark(part); !marked.ok()) return marked;
  return name_finished(part, pair.copy);
}

/// A copy is looked at beside its place, so that a backup stays as it is.
Status bring_back(const Pair& pair) {
  const std::string part = pair.store + ".part";
  std::error_code wrong;
  fs::copy_file(pair.copy, part, fs::copy_options::overwrite_existing, wrong);
  if (wrong) return Error{Code::internal, "The file cannot be copied: " + wrong.message() + ".", pair.copy};
  if (Status marked = mark(part); !marked.ok()) return at(pair.copy, marked.error());
  return sync_file(part);
}

std::vector<std::string> files_of(const std::vector<Pair>& pairs, std::string Pair::*which) {
  std::vector<std::string> files;
  for (const Pair& pair : pairs) files.push_back(pair.*which);
  return files;
}

Status bring_back_all(const std::vector<Pair>& pairs) {
  for (const Pair& pair : pairs)
    if (Status brought = bring_back(pair); !brought.ok()) return brought;
  for (const Pair& pair : pairs)
    if (Status named = name_finished(pair.store + ".part", pair.store); !named.ok()) return named;
  return Done{};
}

/// Where attachments and keys of a backup lie.
std::string files_beside(const std::string& file) { return file + ".files"; }

void remove_parts(const std::vector<Pair>& pairs) {
  std::error_code ignored;
  for (const Pair& pair : pairs) fs::remove(pair.store + ".part", ignored);
}

}  // namespace

Result<std::vector<std::string>> back_up(const Settings& settings, const std::string& file) {
  const auto pairs = pairs_of(settings, file);
  if (!pairs.ok()) return pairs.error();
  for (const Pair& pair : *pairs) {
    if (Status there = must_exist(pair.store); !there.ok()) return there.error();
    if (Status free = must_not_exist(pair.copy); !free.ok()) return free.error();
  }
  for (const Pair& pair : *pairs)
    if (Status copied = copy_store(pair); !copied.ok()) return copied.error();
  // After the stores: every attachment that a copied row names is there by now.
  if (Status copied = copy_attachments(settings.data, files_beside(file)); !copied.ok())
    return copied.error();
  if (Status copied = copy_keys(settings.data, files_beside(file)); !copied.ok()) return copied.error();
  return files_of(*pairs, &Pair::copy);
}

Result<std::vector<std::string>> restore(const Settings& settings, const std::string& file) {
  const auto lock = DataLock::take(settings.data);
  if (!lock.ok()) return lock.error();
  const auto pairs = pairs_of(settings, file);
  if (!pairs.ok()) return pairs.error();
  for (const Pair& pair : *pairs) {
    if (Status there = must_exist(pair.copy); !there.ok()) return there.error();
    if (Status free = must_not_exist(pair.store); !free.ok()) return free.error();
  }
  if (Status copied = copy_attachments(files_beside(file), settings.data); !copied.ok())
    return copied.error();
  if (Status copied = copy_keys(files_beside(file), settings.data); !copied.ok()) return copied.error();
  const Status brought = bring_back_all(*pairs);
  remove_parts(*pairs);
  if (!brought.ok()) return brought.error();
  return files_of(*pairs, &Pair::store);
}

bool take_backup_mark(store::Work& work) {
  bool marked = false;
  {
    auto row = work.query("SELECT value FROM meta WHERE key = 'backup'");
    marked = row.next();
  }
  if (marked) work.run("DELETE FROM meta WHERE key = 'backup'");
  return marked;
}

}  // namespace takestock::hub
