#include "hub/attempts.h"

#include <algorithm>

#include "base/digest.h"

namespace takestock::hub {
namespace {

constexpr std::int64_t kFreeOfName = 5, kFreeOfAddress = 20;
constexpr Millis kFirstWait = 1000, kLongestWait = 15 * 60'000, kForgotten = 3'600'000;

/// Hashed, because people type passwords where names belong.
std::string key_of_name(std::string_view name) { return "name " + sha256_hex(name); }

/// "2001:db8:1:2:3:4:5:6" -> "2001:db8:1:2"; with "::" in it, what stands before it.
std::string network_of(std::string_view address) {
  if (address.find(':') == std::string_view::npos || address.find('.') != std::string_view::npos)
    return std::string(address);
  std::size_t end = std::min(address.find("::"), address.size());
  std::size_t colon = 0;
  for (int group = 0; group < 4 && colon != std::string_view::npos; ++group)
    colon = address.find(':', colon + 1);
  return std::string(address.substr(0, std::min(end, colon)));
}

struct Tries {
  std::string key;
  std::int64_t free;
  std::int64_t count = 0;
  Millis until = 0;
};

void read(Desk& desk, Tries& tries) {
  auto row = desk.work.query("SELECT count, until FROM attempt WHERE key = ?1", tries.key);
  if (!row.next()) return;
  tries.count = row.integer(0);
  tries.until = row.integer(1);
}

Millis wait_after(const Tries& tries) {
  const std::int64_t beyond = tries.count - tries.free;
  if (beyond < 0) return 0;
  return std::min(kLongestWait, kFirstWait << std::min<std::int64_t>(beyond, 20));
}

void count(Desk& desk, Tries tries) {
  ++tries.count;
  const Millis now = desk.clock.now();
  desk.work.run(
      "INSERT INTO attempt(key, count, last, until) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(key) DO UPDATE SET "
      "count = excluded.count, last = excluded.last, until = excluded.until",
      tries.key, tries.count, now, now + wait_after(tries));
}

}  // namespace

std::int64_t seconds_to_wait(Desk& desk, std::string_view name, std::string_view address) {
  const Millis now = desk.clock.now();
  desk.work.run("DELETE FROM attempt WHERE last < ?1 AND until < ?2", now - kForgotten, now);
  Tries by_name{key_of_name(name), kFreeOfName}, by_address{"address " + network_of(address), kFreeOfAddress};
  read(desk, by_name);
  read(desk, by_address);
  const Millis until = std::max(by_name.until, by_address.until);
  if (until > now) return (until - now + 999) / 1000;
  count(desk, by_name);
  count(desk, by_address);
  return 0;
}

void forget_tries(Desk& desk, std::string_view name) {
  desk.work.run("DELETE FROM attempt WHERE key = ?1", key_of_name(name));
}

}  // namespace takestock::hub
