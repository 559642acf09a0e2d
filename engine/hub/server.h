// HTTP/1.1 over TCP: reads requests under limits and writes answers. What is answered is the service's.
#pragma once

#include <functional>
#include <memory>

#include "base/result.h"
#include "hub/service.h"

namespace takestock::hub {

/// Two threads. Of a request it refuses, and closes the connection: a head over the limit or not complete in
/// time, a body that comes too slowly or is too large (said from Content-Length before it is read), and all
/// that two programs could read differently: two lengths, a length beside chunks, other transfer codings,
/// folded lines, line ends that are not CR LF, a field twice that may stand once.
class Server {
 public:
  virtual ~Server() = default;
  /// Listens at hub.settings.address and port, and notes the port where any free one was wanted.
  static Result<std::unique_ptr<Server>> listen(Hub& hub);
  /// Serves until SIGTERM or SIGINT, then finishes what is on its way, for at most eight seconds. `started`
  /// is called once connections are taken.
  virtual void serve(Service& service, const std::function<void()>& started) = 0;
};

}  // namespace takestock::hub
