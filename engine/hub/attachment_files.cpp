// Attachments as files.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "base/digest.h"
#include "hub/attachments.h"
#include "results/line_members.h"

namespace takestock::hub {
namespace {

namespace fs = std::filesystem;

Error cannot(const std::string& path) {
  return {errno == ENOSPC || errno == EDQUOT ? Code::storage_full : Code::internal,
          "The attachment cannot be written: " + std::string(std::strerror(errno)) + ".", path};
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Status write_synced(const std::string& path, std::string_view bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return cannot(path);
  Status written = write_all(file, bytes) && ::fsync(file) == 0 ? Status(Done{}) : Status(cannot(path));
  ::close(file);
  if (!written) ::unlink(path.c_str());
  return written;
}

Status sync_folder(const std::string& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = folder >= 0 && ::fsync(folder) == 0;
  Status status = synced ? Status(Done{}) : Status(cannot(path));
  if (folder >= 0) ::close(folder);
  return status;
}

/// A name that no digest has.
std::string unfinished_name(Random& random) {
  std::uint8_t bytes[16];
  random.fill(bytes, sizeof bytes);
  return "part-" + hex({reinterpret_cast<const char*>(bytes), sizeof bytes});
}

std::vector<std::string> entries(const std::string& folder, bool folders) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored))
    if (entry.is_directory(ignored) == folders) names.push_back(entry.path().filename().string());
  return names;
}

Result<std::string> bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  if (!file || !out) return Error{Code::internal, "The attachment cannot be read.", path};
  return out.str();
}

}  // namespace

std::string AttachmentFiles::path(const std::string& round, const std::string& name) const {
  return folder_ + "/" + round + "/" + name;
}

bool AttachmentFiles::has(const std::string& round, const std::string& sha256) const {
  std::error_code ignored;
  return fs::is_regular_file(path(round, sha256), ignored);
}

Status AttachmentFiles::keep(const std::string& round, const std::string& sha256, std::string_view bytes,
                             Random& random) const {
  std::error_code wrong;
  fs::create_directories(folder_ + "/" + round, wrong);
  const std::string part = path(round, unfinished_name(random)), whole = path(round, sha256);
  if (Status written = write_synced(part, bytes); !written) return written;
  if (::rename(part.c_str(), whole.c_str()) != 0) {
    const Error failed = cannot(whole);
    ::unlink(part.c_str());
    return failed;
  }
  return sync_folder(folder_ + "/" + round);
}

Result<std::string> AttachmentFiles::read(const std::string& round, const std::string& sha256) const {
  return bytes_of(path(round, sha256));
}

void AttachmentFiles::remove(const std::string& round, const std::string& sha256) const {
  ::unlink(path(round, sha256).c_str());
}

std::vector<std::string> AttachmentFiles::rounds() const { return entries(folder_, true); }

std::vector<std::string> AttachmentFiles::names(const std::string& round) const {
  return entries(folder_ + "/" + round, false);
}

Status copy_attachments(const std::string& from, const std::string& to) {
  const AttachmentFiles source(from), copy(to);
  for (const std::string& round : source.rounds()) {
    for (const std::string& name : source.names(round)) {
      if (!results::is_hex(name, 64) || copy.has(round, name)) continue;
      const auto bytes = source.read(round, name);
      if (!bytes) return bytes.error();
      if (sha256_hex(*bytes) != name)
        return Error{Code::storage_damaged, "This attachment is damaged.",
                     source.folder() + "/" + round + "/" + name};
      if (Status kept = copy.keep(round, name, *bytes, system_random()); !kept) return kept;
    }
  }
  return Done{};
}

}  // namespace takestock::hub
