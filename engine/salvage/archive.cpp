#include "salvage/archive.h"

#include <algorithm>

namespace takestock::salvage {
namespace {

constexpr std::size_t kBlock = 512;

bool is_header(std::string_view block) {
  return block.size() == kBlock && block.substr(257, 5) == "ustar" && block[0] != '\0';
}

std::size_t octal(std::string_view digits) {
  std::size_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '7') break;
    value = value * 8 + static_cast<std::size_t>(c - '0');
  }
  return value;
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

void put(DatabaseFiles& files, std::string_view name, std::string_view bytes) {
  if (ends_with(name, "-wal"))
    files.log = bytes;
  else if (ends_with(name, "-journal"))
    files.journal = bytes;
  else if (ends_with(name, ".db"))
    files.database = bytes;
}

}  // namespace

bool is_archive(std::string_view bytes) { return is_header(bytes.substr(0, kBlock)); }

DatabaseFiles files_in_archive(std::string_view bytes) {
  DatabaseFiles files;
  for (std::size_t at = 0; at + kBlock <= bytes.size();) {
    const std::string_view header = bytes.substr(at, kBlock);
    at += kBlock;
    if (!is_header(header)) continue;
    const std::string_view name = header.substr(0, std::min(header.find('\0'), std::size_t{100}));
    const std::size_t size = std::min(octal(header.substr(124, 11)), bytes.size() - at);
    put(files, name, bytes.substr(at, size));
    at += (size + kBlock - 1) / kBlock * kBlock;
  }
  return files;
}

}  // namespace takestock::salvage
