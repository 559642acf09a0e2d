// Threads for what takes long or waits, so that the server's own never do.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace takestock::hub {

class Waiters {
 public:
  static constexpr std::size_t kThreads = 2, kQueue = 64;

  Waiters();
  ~Waiters();  ///< stop()
  Waiters(const Waiters&) = delete;

  /// False: too many wait already, or stopped.
  bool post(std::function<void()> work);
  /// Takes nothing more and finishes what waits.
  void stop();

 private:
  void work();
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace takestock::hub
