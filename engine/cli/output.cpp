#include "output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace takestock::cli {

namespace {

/// A device or a pipe is written to as it is; only a file can be put in the place of another.
bool takes_bytes_only(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored) && !std::filesystem::is_regular_file(path, ignored);
}

}  // namespace

Output::Output(std::string path)
    : path_(std::move(path)), working_(takes_bytes_only(path_) ? path_ : path_ + ".part") {}

Output::~Output() {
  if (file_ && file_ != stdout) std::fclose(file_);
  if (path_ != "-" && working_ != path_) ::unlink(working_.c_str());
}

Error Output::failure(const std::string& path) const {
  const Code code = errno == ENOSPC ? Code::storage_full : Code::internal;
  return {code, "Cannot write " + path + ": " + std::strerror(errno) + ".", ""};
}

Status Output::open() {
  file_ = path_ == "-" ? stdout : std::fopen(working_.c_str(), "wb");
  return file_ ? Status(Done{}) : Status(failure(working_));
}

Status Output::write(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_) == bytes.size()) return Done{};
  return failure(path_);
}

Status Output::finish() {
  if (std::fflush(file_) != 0) return failure(path_);
  if (file_ == stdout) return Done{};
  if (working_ != path_ && ::fsync(::fileno(file_)) != 0) return failure(path_);
  const bool closed = std::fclose(file_) == 0;
  file_ = nullptr;
  return closed ? rename() : failure(path_);
}

Status Output::adopt() {
  const int file = ::open(working_.c_str(), O_RDONLY);
  if (file < 0) return failure(path_);
  const bool synced = ::fsync(file) == 0;
  ::close(file);
  return synced ? rename() : failure(path_);
}

Status Output::rename() {
  if (working_ != path_ && std::rename(working_.c_str(), path_.c_str()) != 0) return failure(path_);
  return Done{};
}

}  // namespace takestock::cli
