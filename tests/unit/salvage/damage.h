// What happens to files: bits turn over, ends are cut off, pages are emptied or change places, other bytes
// come in.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "base/doors.h"
#include "salvage/archive.h"

namespace takestock::salvage {

/// Damages a copy; which way and where is up to `random`. Never leaves all files as they are.
DatabaseFiles damaged(const DatabaseFiles& files, std::size_t page_size, SeededRandom& random);

/// Pages of the database of which a byte is not as it was, or is not there.
std::set<std::uint32_t> touched_pages(const std::string& before, const std::string& after,
                                      std::size_t page_size);

}  // namespace takestock::salvage
