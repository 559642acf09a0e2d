// How many connections there are, in all and from each address.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

namespace takestock::hub {

/// Any thread.
class Seats {
 public:
  Seats(std::size_t most, std::size_t most_per_address) : most_(most), most_per_address_(most_per_address) {}
  /// False: there is none left. `shared` addresses (a trusted proxy's) count in all only.
  bool take(const std::string& address, bool shared);
  void leave(const std::string& address, bool shared);

 private:
  const std::size_t most_, most_per_address_;
  std::mutex mutex_;
  std::size_t taken_ = 0;
  std::unordered_map<std::string, std::size_t> by_address_;
};

}  // namespace takestock::hub
