// How often a password may be tried: for each name, and for each address that tries.
//
// A try is counted before it is judged, so that many at once are no way around. For a name the first five are
// free, for an address (of IPv6: its first 64 bits) the first twenty; each one after them doubles the time
// until the next, from a second to 15 minutes. An hour without a try, and all is forgotten; a sign-in forgets
// the name's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "hub/job.h"

namespace takestock::hub {

/// Counts a try. 0: it may be made. Else in how many seconds one may be made; nothing is counted then.
std::int64_t seconds_to_wait(Desk& desk, std::string_view name, std::string_view address);
void forget_tries(Desk& desk, std::string_view name);

}  // namespace takestock::hub
