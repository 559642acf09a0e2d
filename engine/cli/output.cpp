#include "output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace takestock::cli {

Output::Output(std::string path) : path_(std::move(path)), working_(path_ + ".part") {}

Output::~Output() {
  if (file_ && file_ != stdout) std::fclose(file_);
  if (path_ != "-") ::unlink(working_.c_str());
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
  if (::fsync(::fileno(file_)) != 0) return failure(path_);
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
  if (std::rename(working_.c_str(), path_.c_str()) != 0) return failure(path_);
  return Done{};
}

}  // namespace takestock::cli
