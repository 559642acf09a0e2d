// The one thread that writes to a store, and the queue before it.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "hub/job.h"
#include "hub/log.h"
#include "hub/metrics.h"
#include "store/database.h"

namespace takestock::hub {

/// Up to kBatch jobs are run in one transaction, a savepoint each; their replies go out after the commit, in
/// their order. Where the batch cannot be committed, each job is run again in a transaction of its own, so
/// that one bad row fails one request. A connection that is lost is opened again: at once, then with the next
/// job, then after 250 ms and twice as long each time, up to 30 seconds; meanwhile every job is answered with
/// 503.
class Writer {
 public:
  using Replied = std::function<void(Reply)>;
  using Open = std::function<Result<std::unique_ptr<store::Database>>()>;
  struct Doors {
    Clock& clock;
    Random& random;
    Log& log;
    Metrics& metrics;
  };
  static constexpr std::size_t kBatch = 256;

  /// `open` is called again when the connection is lost. `queue`: most jobs waiting.
  Writer(std::string name, Open open, std::unique_ptr<store::Statements> statements, std::size_t queue,
         Doors doors);
  ~Writer();  ///< stop()
  Writer(const Writer&) = delete;

  /// `done` is called on this thread. False: the queue is full or stopped, `done` is never called.
  bool post(std::unique_ptr<Job> job, Replied done);
  /// Takes no more jobs, finishes those that wait, closes the database. From any other thread.
  void stop();

 private:
  struct Task {
    std::unique_ptr<Job> job;
    Replied done;
    Reply reply;
  };
  using Batch = std::vector<Task>;

  void work();
  Batch next_batch();
  void serve(Batch& batch);
  Status run_together(Batch& batch);
  void run_singly(Task& task);
  Status try_singly(Task& task);
  bool connected();
  bool waits_before_trying() const;

  const std::string name_;
  const Open open_;
  const std::size_t most_;
  const Doors doors_;
  std::unique_ptr<store::Statements> statements_;  ///< null: the connection is lost
  int failed_openings_ = 0;                        ///< since it was lost
  Millis tried_ = 0;                               ///< when the last of them was
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Task> queue_;
  bool stopping_ = false;
  std::thread thread_;  ///< last, so that all else is there when it starts
};

}  // namespace takestock::hub
