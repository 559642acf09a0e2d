#include "files.h"

#ifdef __EMSCRIPTEN__
#include <emscripten.h>
#endif

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>

namespace takestock::cli {
namespace {

constexpr std::size_t kLargestFile = 256u * 1024 * 1024;

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

Error failure(const std::string& what, const std::string& path) {
  return {errno == ENOENT ? Code::not_found : Code::internal,
          what + " " + path + ": " + std::strerror(errno) + ".", path};
}

}  // namespace

Result<std::string> read_file(const std::string& path) {
  const File file(std::fopen(path.c_str(), "rb"));
  if (!file) return failure("Cannot open", path);
  std::string bytes;
  char part[65536];
  while (const std::size_t got = std::fread(part, 1, sizeof part, file.get())) {
    bytes.append(part, got);
    if (bytes.size() > kLargestFile) return Error{Code::limit, path + " is larger than 256 MiB.", path};
  }
  if (std::ferror(file.get())) return failure("Cannot read", path);
  return bytes;
}

Status write_file(const std::string& path, std::string_view bytes) {
  const std::string beside_it = path + ".part";
  {
    const File file(std::fopen(beside_it.c_str(), "wb"));
    if (!file) return failure("Cannot write", beside_it);
    if (std::fwrite(bytes.data(), 1, bytes.size(), file.get()) != bytes.size() ||
        std::fflush(file.get()) != 0)
      return failure("Cannot write", beside_it);
  }
  if (std::rename(beside_it.c_str(), path.c_str()) != 0) return failure("Cannot write", path);
  return Done{};
}

std::string beside(const std::string& file, const std::string& name) {
  return (std::filesystem::path(file).parent_path() / name).string();
}

#ifdef __EMSCRIPTEN__

EM_JS(void, takestock_memory_files, (), { Module.takestockFiles = Module.takestockMemoryFiles(); });

ScratchDatabase::ScratchDatabase() : path_("survey.db") { takestock_memory_files(); }
ScratchDatabase::~ScratchDatabase() = default;
const char* ScratchDatabase::vfs() const { return "opfs"; }

#else

ScratchDatabase::ScratchDatabase() {
  folder_ = (std::filesystem::temp_directory_path() / "takestock-XXXXXX").string();
  if (!mkdtemp(folder_.data())) std::abort();
  path_ = folder_ + "/survey.db";
}

ScratchDatabase::~ScratchDatabase() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

const char* ScratchDatabase::vfs() const { return ""; }

#endif

}  // namespace takestock::cli
