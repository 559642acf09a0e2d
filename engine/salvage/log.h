// A write-ahead log (https://sqlite.org/fileformat2.html section 4), as far as it can be trusted.
//
// Every frame's checksum goes on from the one before it, which that frame states: so behind a damaged frame
// the next ones can be checked again, where SQLite stops reading.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace takestock::salvage {

struct Frame {
  std::uint32_t page = 0;    ///< whose content it is, from 1
  std::uint32_t commit = 0;  ///< pages of the database after the transaction that ends here; 0: it goes on
  std::string_view bytes;    ///< a view into the log
};

struct Log {
  std::vector<Frame> frames;  ///< whole, checked and of a completed transaction; oldest first
  std::size_t damaged = 0;    ///< frames before the last of these that cannot be trusted
  bool header_damaged = false;
  bool unfinished = false;  ///< begins a change behind them that it does not complete
  bool whole() const { return damaged == 0 && !header_damaged && !unfinished; }
};

/// The page size that an intact header states; 0: there is none.
std::size_t log_page_size(std::string_view log);

Log read_log(std::string_view log, std::size_t page_size);

}  // namespace takestock::salvage
