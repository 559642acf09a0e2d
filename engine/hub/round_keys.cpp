#include "hub/round_keys.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "sealing/sealed_file.h"

namespace takestock::hub {
namespace {

namespace fs = std::filesystem;

std::string folder_of(const std::string& data) { return data + "/keys"; }
std::string path_of(const std::string& data, const std::string& round) {
  return folder_of(data) + "/" + round + ".key";
}

Error cannot(const std::string& path) {
  return {errno == ENOSPC ? Code::storage_full : Code::internal,
          "The key of the round cannot be kept: " + std::string(std::strerror(errno)) + ".", path};
}

Result<std::string> text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file || !text) return Error{Code::internal, "The key of the round cannot be read.", path};
  return text.str();
}

bool write_synced(int file, const std::string& text) {
  return ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
}

/// Whoever comes second finds the first one's key: a link does not replace what is there.
Status keep(const std::string& path, const std::string& text) {
  std::error_code ignored;
  fs::create_directories(fs::path(path).parent_path(), ignored);
  std::string part = path + ".XXXXXX";
  const int file = ::mkostemp(part.data(), O_CLOEXEC);  // mode 600
  if (file < 0) return cannot(path);
  const bool written = write_synced(file, text);
  ::close(file);
  const bool named = written && (::link(part.c_str(), path.c_str()) == 0 || errno == EEXIST);
  const Status kept = named ? Status(Done{}) : Status(cannot(path));
  ::unlink(part.c_str());
  return kept;
}

}  // namespace

Result<sealing::KeyPair> round_keys(const std::string& data, const std::string& round) {
  const std::string path = path_of(data, round);
  std::error_code ignored;
  if (!fs::exists(path, ignored))
    if (Status kept = keep(path, sealing::key_file(sealing::make_keys(round))); !kept) return kept.error();
  const auto text = text_of(path);
  if (!text) return text.error();
  auto keys = sealing::read_key_file(*text);
  if (!keys) return Error{Code::storage_damaged, keys.error().message, path};
  return keys;
}

Result<std::string> opened_file(const std::string& data, const std::string& round, std::string_view sealed,
                                std::size_t limit) {
  auto keys = round_keys(data, round);
  if (!keys) return keys.error();
  std::string content;
  sealing::Opener opener(std::move(*keys), [&](std::string_view bytes) {
    if (content.size() + bytes.size() > limit)
      return Status(Error{Code::limit, "What is sealed in this file is too large.", ""});
    content += bytes;
    return Status(Done{});
  });
  if (Status fed = opener.feed(sealed); !fed) return fed.error();
  if (Status finished = opener.finish(); !finished) return finished.error();
  return content;
}

Status copy_keys(const std::string& from, const std::string& to) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder_of(from), ignored)) {
    if (entry.path().extension() != ".key") continue;
    const auto text = text_of(entry.path().string());
    if (!text) return text.error();
    if (Status kept = keep(path_of(to, entry.path().stem().string()), *text); !kept) return kept;
  }
  return Done{};
}

}  // namespace takestock::hub
