// A file that is written in pieces and appears under its name only when it is complete.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "base/result.h"

namespace takestock::cli {

class Output {
 public:
  /// "-" is the standard output. A device or a pipe is written to directly.
  explicit Output(std::string path);
  ~Output();  ///< without finish() nothing stays
  Output(const Output&) = delete;

  Status open();  ///< replaces what a broken run left
  Status write(std::string_view bytes);
  /// Everything is on the disk and has its name.
  Status finish();
  /// The name until then, for who writes it by other means than write().
  const std::string& working_path() const { return working_; }
  /// The same for a file that somebody else wrote and closed.
  Status adopt();

 private:
  Error failure(const std::string& path) const;
  Status rename();
  std::string path_, working_;
  std::FILE* file_ = nullptr;
};

}  // namespace takestock::cli
