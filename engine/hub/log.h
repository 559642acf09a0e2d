// The hub's log: one JSON object a line on standard error. Of a request it says which endpoint answered,
// never what was asked of it: no path, query, body, token or file name.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/doors.h"

namespace takestock::hub {

struct LoggedRequest {
  std::string_view method;    ///< one that is known, or "other"
  std::string_view endpoint;  ///< the pattern ("/api/v1/rounds/{round}"), "site" or "none"
  int status = 0;
  Millis ms = 0;
  std::size_t received = 0, sent = 0;  ///< bytes of the bodies
  std::string_view peer;
};

/// Lines are whole, from any thread.
class Log {
 public:
  /// quiet: only what went wrong.
  Log(Clock& clock, bool quiet) : clock_(clock), quiet_(quiet) {}
  void request(const LoggedRequest& request);  ///< level "info"; "error" from status 500 on
  void info(std::string_view event, std::string_view detail);
  void error(std::string_view event, std::string_view detail);

 private:
  void note(const char* level, std::string_view event, std::string_view detail);
  Clock& clock_;
  const bool quiet_;
};

/// "203.0.113.0/24", "2001:db8:1::/48"; "" of what is no address.
std::string blurred_address(std::string_view address);

}  // namespace takestock::hub
