#include "unit/store/scratch.h"

#ifdef __EMSCRIPTEN__
#include <emscripten.h>
#else
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#endif

#ifdef __EMSCRIPTEN__
// clang-format off
EM_JS(void, scratch_clear, (), { Module.takestockFiles = Module.takestockMemoryFiles(); });
EM_JS(int, scratch_size, (int file), { return Module.takestockFiles[file].getSize(); });
EM_JS(void, scratch_read, (int file, char* out, int size), { Module.takestockFiles[file].read(HEAPU8.subarray(out, out + size), { at: 0 }); });
EM_JS(void, scratch_write, (const char* bytes, int size), { Module.takestockFiles[0].write(HEAPU8.subarray(bytes, bytes + size), { at: 0 }); });
// clang-format on
#endif

namespace takestock::store {

#ifdef __EMSCRIPTEN__

namespace {
std::string content(int file) {
  std::string bytes(static_cast<std::size_t>(scratch_size(file)), '\0');
  scratch_read(file, bytes.data(), static_cast<int>(bytes.size()));
  return bytes;
}
}  // namespace

ScratchFile::ScratchFile(const std::string&) : path_("survey.db") { clear(); }
void ScratchFile::write(const std::string& bytes) const {
  scratch_write(bytes.data(), static_cast<int>(bytes.size()));
}
std::string ScratchFile::database_bytes() const { return content(0); }
std::string ScratchFile::bytes() const { return content(0) + content(1) + content(2); }
void ScratchFile::clear() const { scratch_clear(); }

#else

namespace {
std::string content(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
}  // namespace

ScratchFile::ScratchFile(const std::string& name)
    : path_((std::filesystem::temp_directory_path() / ("takestock-test-" + name + ".db")).string()) {
  clear();
}
void ScratchFile::write(const std::string& bytes) const { std::ofstream(path_, std::ios::binary) << bytes; }
std::string ScratchFile::database_bytes() const { return content(path_); }
std::string ScratchFile::bytes() const {
  return content(path_) + content(path_ + "-wal") + content(path_ + "-journal");
}
void ScratchFile::clear() const {
  for (const char* end : {"", "-wal", "-journal", "-shm"}) std::remove((path_ + end).c_str());
}

#endif

ScratchFile::~ScratchFile() { clear(); }

}  // namespace takestock::store
