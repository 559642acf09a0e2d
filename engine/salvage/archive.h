// What the page hands out as "the saved files": its database files in one archive (POSIX ustar,
// web/archive.ts).
#pragma once

#include <string>
#include <string_view>

namespace takestock::salvage {

/// Bytes of a database and of what stands beside it; "" for what is not there.
struct DatabaseFiles {
  std::string database, log, journal;
};

/// True where the bytes begin as such an archive does.
bool is_archive(std::string_view bytes);
/// The database files of an archive; one that is cut gives what is left of them. Files of other names are
/// passed over.
DatabaseFiles files_in_archive(std::string_view bytes);

}  // namespace takestock::salvage
