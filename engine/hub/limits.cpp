#include "hub/limits.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <cmath>

namespace takestock::hub {
namespace {

namespace ip = boost::asio::ip;

std::string network_of(const ip::address_v6& address) {
  auto bytes = address.to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
  return ip::address_v6(bytes).to_string();
}

}  // namespace

std::string counted_address(std::string_view text) {
  boost::system::error_code wrong;
  const ip::address address = ip::make_address(std::string(text), wrong);
  if (wrong) return std::string(text);
  if (address.is_v4()) return address.to_string();
  const ip::address_v6 six = address.to_v6();
  return six.is_v4_mapped() ? ip::make_address_v4(ip::v4_mapped, six).to_string() : network_of(six);
}

void Buckets::refill(Bucket& bucket, Millis now) const {
  const double passed = static_cast<double>(std::max<Millis>(0, now - bucket.at)) / 1000;
  bucket.level = std::min(burst_, bucket.level + passed * per_second_);
  bucket.at = now;
}

void Buckets::forget_full(Millis now) {
  for (auto bucket = buckets_.begin(); bucket != buckets_.end();) {
    refill(bucket->second, now);
    bucket = bucket->second.level >= burst_ ? buckets_.erase(bucket) : std::next(bucket);
  }
  if (buckets_.size() >= kKeys) buckets_.clear();
}

int Buckets::take(const std::string& key) {
  const std::scoped_lock lock(mutex_);
  const Millis now = clock_.now();
  if (buckets_.size() >= kKeys) forget_full(now);
  Bucket& bucket = buckets_.try_emplace(key, Bucket{burst_, now}).first->second;
  refill(bucket, now);
  if (bucket.level < 1) return std::max(1, static_cast<int>(std::ceil((1 - bucket.level) / per_second_)));
  bucket.level -= 1;
  return 0;
}

}  // namespace takestock::hub
