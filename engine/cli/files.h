// Files as the program's commands use them: whole, with a sentence when they cannot be had.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace takestock::cli {

/// The whole file. Errors: not_found, limit (over 256 MiB), internal (cannot be read).
Result<std::string> read_file(const std::string& path);
/// Replaces the file in one step (written beside it, then renamed).
Status write_file(const std::string& path, std::string_view bytes);
/// `name` as seen from the folder of `file`; absolute names stay.
std::string beside(const std::string& file, const std::string& name);

/// A database that lives as long as this object: a file in the temporary folder, or memory where the program
/// runs as wasm.
class ScratchDatabase {
 public:
  ScratchDatabase();
  ~ScratchDatabase();
  ScratchDatabase(const ScratchDatabase&) = delete;
  const std::string& path() const { return path_; }
  const char* vfs() const;

 private:
  std::string folder_, path_;
};

}  // namespace takestock::cli
