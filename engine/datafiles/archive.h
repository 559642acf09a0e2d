// A ZIP archive (APPNOTE.TXT 6.3.3) written as it is made: each entry is compressed on its way, its size and
// sum follow it. Private to the room.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/civil.h"
#include "base/result.h"
#include "results/results_file.h"

namespace takestock::datafiles {

/// add() for each entry, write() its bytes, then the next; finish(). Errors: limit (an entry or the archive
/// reaches 4 GiB), and the sink's.
class Archive {
 public:
  Archive(results::Sink sink, const Date& date, const Time& time);
  ~Archive();
  Archive(const Archive&) = delete;

  Status add(std::string_view name);
  Status write(std::string_view bytes);
  Status finish();

 private:
  Status hand_over(std::string_view bytes);
  Status deflate(std::string_view bytes, int flush);
  Status end_entry();
  void describe(std::string& out, std::uint32_t sum, std::uint64_t packed, std::uint64_t size) const;

  results::Sink sink_;
  std::uint16_t date_, time_;
  z_stream stream_{};
  bool ready_ = false, open_ = false;
  std::string name_, directory_, packed_;
  std::uint32_t sum_ = 0;
  std::uint64_t start_ = 0, at_ = 0, size_ = 0;  ///< of the entry at hand, and of the archive so far
  std::uint16_t entries_ = 0;
};

}  // namespace takestock::datafiles
