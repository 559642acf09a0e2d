// The history of a response, put together again from those of its changes that are there.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace takestock::salvage {

/// A row of the table `history`.
struct Change {
  std::int64_t at = 0;
  std::string path;
  std::size_t keep_prefix = 0, keep_suffix = 0;
  std::string middle;
  std::int64_t sum = 0;  ///< 0: from before there were sums
};

/// What an answer was after a change.
struct Past {
  std::int64_t n = 0, at = 0;
  std::string json;
};

struct Chain {
  std::vector<Past> past;  ///< those of which the text before them is known too, ascending
  Past last;               ///< after the last change that is there; n = 0: it cannot be told
};

struct Chains {
  std::map<std::string, Chain> by_path;
  std::int64_t missing = 0;     ///< numbers below the last that are not there
  std::int64_t unreadable = 0;  ///< changes that do not fit what was before them, or their sum
  std::int64_t last_at = 0;     ///< of the last change
};

/// `response`: whose they are. A change whose sum is not that of what it leads to is unreadable.
Chains put_together(const std::string& response, const std::map<std::int64_t, Change>& changes);

}  // namespace takestock::salvage
