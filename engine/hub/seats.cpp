#include "hub/seats.h"

namespace takestock::hub {

bool Seats::take(const std::string& address, bool shared) {
  const std::scoped_lock lock(mutex_);
  if (taken_ >= most_) return false;
  if (!shared) {
    std::size_t& its = by_address_[address];
    if (its >= most_per_address_) return false;
    its += 1;
  }
  taken_ += 1;
  return true;
}

void Seats::leave(const std::string& address, bool shared) {
  const std::scoped_lock lock(mutex_);
  taken_ -= 1;
  if (shared) return;
  const auto its = by_address_.find(address);
  if (--its->second == 0) by_address_.erase(its);
}

}  // namespace takestock::hub
