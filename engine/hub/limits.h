// How often an address may ask.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/doors.h"

namespace takestock::hub {

/// The address as limits and logs count it: an IPv4 address as it is, of an IPv6 address the first 64 bits
/// (one household or host), IPv4 within IPv6 as IPv4.
std::string counted_address(std::string_view address);

/// A bucket for each key, filled at a steady rate up to its burst. Any thread. Remembers at most 100,000
/// keys: then those that are full again are forgotten, and if none is, all.
class Buckets {
 public:
  Buckets(Clock& clock, double per_second, double burst)
      : clock_(clock), per_second_(per_second), burst_(burst) {}
  /// Takes one out. 0: done; otherwise it was empty, and in so many seconds (at least 1) one will be there.
  int take(const std::string& key);

 private:
  struct Bucket {
    double level = 0;
    Millis at = 0;
  };
  void refill(Bucket& bucket, Millis now) const;
  void forget_full(Millis now);

  static constexpr std::size_t kKeys = 100'000;
  Clock& clock_;
  const double per_second_, burst_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace takestock::hub
