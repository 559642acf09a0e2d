// Writing a ZIP archive (APPNOTE.TXT 6.3.3): entries stored without compression, names in UTF-8. For office
// documents.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"

namespace takestock::results {

/// CRC-32 of ISO 3309, as ZIP and PNG use it.
std::uint32_t crc32(std::string_view bytes);

/// Every entry carries the same time, the archive nothing else of its maker: the same entries give the same
/// bytes. All together must stay under 4 GiB.
class ZipWriter {
 public:
  /// Local date and time; ZIP knows the years 1980 to 2107 and even seconds.
  ZipWriter(const Date& date, const Time& time);
  void add(std::string_view name, std::string_view bytes);
  std::string finish();

 private:
  void header(std::string& out, std::string_view name, std::string_view bytes, std::uint32_t sum) const;
  std::uint16_t date_, time_;
  std::uint16_t count_ = 0;
  std::string entries_, directory_;
};

}  // namespace takestock::results
