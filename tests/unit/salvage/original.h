// A database as many people leave it, and what is in it.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "salvage/archive.h"

namespace takestock::salvage {

struct Original {
  DatabaseFiles files;
  /// (response, path) -> JSON text
  std::map<std::pair<std::string, std::string>, std::string> answers;
  /// All that each ever was.
  std::map<std::pair<std::string, std::string>, std::set<std::string>> past;
  std::vector<std::string> responses;
  std::string photo, photo_name;  ///< an attachment of the first of them
};

/// `logged`: its last changes are in the log alone; else the log is empty. The same seed gives the same.
Original make_original(std::uint64_t seed, bool logged);

}  // namespace takestock::salvage
