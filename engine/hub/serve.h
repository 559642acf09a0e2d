// A hub from its start to its end, and its data while it stands still.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "hub/hub.h"

namespace takestock::hub {

/// Holds the data directory for one program; made where it is missing. The lock ends with the process.
class DataLock {
 public:
  /// bad_state: a hub runs with it. internal: the directory cannot be made or written.
  static Result<DataLock> take(const std::string& data);
  DataLock(DataLock&& other) noexcept : file_(other.file_) { other.file_ = -1; }
  ~DataLock();

 private:
  explicit DataLock(int file) : file_(file) {}
  int file_;
};

/// Serves until SIGTERM or SIGINT; then everything acknowledged is committed. `started` is called once
/// requests are taken; the port is filled in, and the origin where none was set.
Status serve(const Settings& settings, const std::function<void(const Hub&)>& started);

/// Runs one job in the store of that round, beside a running hub or without one. What went wrong is what the
/// job left in desk.work; its reply is not looked at.
Status run_alone(const Settings& settings, std::string_view round, Job& job);

}  // namespace takestock::hub
