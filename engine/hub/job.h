// A request on its way through the hub, and the work it asks for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/doors.h"
#include "base/result.h"
#include "store/work.h"

namespace takestock::hub {

struct Request {
  std::string method;                            ///< "GET"
  std::string path;                              ///< decoded and without dot segments; begins with "/"
  std::map<std::string, std::string> query;      ///< decoded; of a name given twice the request is refused
  std::map<std::string, std::string> arguments;  ///< what stands for {name} in the endpoint's path
  std::string bearer;                            ///< of Authorization, "" if none
  std::string link;                              ///< of Takestock-Link, "" if none
  std::string type;                              ///< Content-Type without parameters, lower case
  std::string body;                              ///< inflated
  std::string peer;    ///< address of the client, from the proxy's header where the proxy is trusted
  Millis began = 0;    ///< when its first byte arrived
  std::string origin;  ///< "https://survey.example.org": as configured, never from the Host header
};

struct Reply {
  int status = 200;
  std::string body;
  std::string type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
};

/// 200 with that JSON.
Reply replied(std::string json);
/// {"error":{..}} with the status that belongs to the error's code.
Reply failed(const Error& error);
Reply failed(int status, std::string_view code, std::string_view message);

/// Who is signed in.
enum class Role : std::uint8_t { nobody, viewer, organiser, owner };
struct User {
  std::string name;
  Role role = Role::nobody;
};

/// What is there for the jobs of one store, on that store's thread. One transaction holds a batch of jobs,
/// and a savepoint each of them.
struct Desk {
  store::Work& work;  ///< within the transaction; an error left in it undoes this job alone
  Clock& clock;
  Random& random;
};

/// Made on a server thread from a request, run on the store's thread; may be run again where the batch could
/// not be committed.
class Job {
 public:
  virtual ~Job() = default;
  /// The reply is sent after the commit. A status of 400 or above undoes what this job wrote.
  virtual Reply run(Desk& desk) = 0;
};

/// What a request asks for: a job, or a reply at once, or a job in each of several stores.
struct Accepted {
  std::unique_ptr<Job> job = nullptr;
  Reply reply = {};        ///< where there is no job
  std::string round = {};  ///< whose store the job runs in; "" = that of {round} in the path, else the first

  /// Instead of `job`: one for each store concerned, and one reply made of theirs, in their order. Each is a
  /// transaction of its own. Where a part fails (400 or above) its reply is the answer, while the other parts
  /// stay done: what is asked must stand being asked again.
  struct Part {
    std::string round;
    std::unique_ptr<Job> job;
  };
  std::vector<Part> parts = {};
  Reply (*join)(std::vector<Reply>&& replies) = nullptr;
};

/// One row of the interface (README.md).
struct Endpoint {
  const char* method;
  const char* path;  ///< "/api/v1/team/rounds/{round}/links"
  Role least;        ///< nobody: no sign-in asked. The session is checked before the job runs, in the same
                     ///< transaction.
  std::size_t body_bytes;
  /// `user` is filled in before Job::run, not yet now.
  Accepted (*accept)(struct Hub& hub, Request&& request, std::shared_ptr<const User> user);
  /// accept takes long or waits (a password's hash, Stores::run, Stores::open_reader): it is called on a
  /// thread beside the server's, after the session has been checked; `user` is filled in already.
  bool waits = false;
};

}  // namespace takestock::hub
