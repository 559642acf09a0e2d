#include "hub/writer.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <typeinfo>

namespace takestock::hub {
namespace {

constexpr int kTries = 5;  // of a job alone, where the database gave it up for another's sake
constexpr int kDoublings = 7;
constexpr Millis kFirstWait = 250, kLongestWait = 30'000;

using store::Statements;
using store::Transaction;
using store::Work;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

Reply run(Job& job, Work& work, const Writer::Doors& doors) {
  Desk desk{work, doors.clock, doors.random};
  try {
    Reply reply = job.run(desk);
    return work.ok() || reply.status >= 400 ? reply : failed(work.error());
  } catch (const std::exception& reason) {
    doors.log.error("job_failed", typeid(reason).name());
    return failed(500, code_name(Code::internal), "The hub could not do this; its log says more.");
  }
}

/// The job within the transaction; what it wrote is undone where it failed. An error: the transaction itself
/// is in doubt.
Status run_in_savepoint(Job& job, Reply& reply, Statements& statements, const Writer::Doors& doors) {
  Work outside(statements);
  outside.run("SAVEPOINT job");
  if (!outside.ok()) return outside.status();
  Work inside(statements);
  reply = run(job, inside, doors);
  if (reply.status >= 400) outside.run("ROLLBACK TO job");
  outside.run("RELEASE job");
  return outside.status();
}

Reply unreachable() {
  Reply reply = failed(503, "busy", "The store cannot be reached at the moment. Try again in a minute.");
  reply.headers.emplace_back("Retry-After", "30");
  return reply;
}

}  // namespace

Writer::Writer(std::string name, Open open, std::unique_ptr<store::Statements> statements, std::size_t queue,
               Doors doors)
    : name_(std::move(name)),
      open_(std::move(open)),
      most_(queue),
      doors_(doors),
      statements_(std::move(statements)),
      thread_([this] { work(); }) {
  doors_.metrics.queue(name_, 0);
}

Writer::~Writer() { stop(); }

bool Writer::post(std::unique_ptr<Job> job, Replied done) {
  {
    const std::scoped_lock lock(mutex_);
    if (stopping_ || queue_.size() >= most_) return false;
    queue_.push_back({std::move(job), std::move(done), {}});
    doors_.metrics.queue(name_, queue_.size());
  }
  wake_.notify_one();
  return true;
}

void Writer::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

Writer::Batch Writer::next_batch() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  Batch batch;
  while (!queue_.empty() && batch.size() < kBatch) {
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  doors_.metrics.queue(name_, queue_.size());
  return batch;
}

void Writer::work() {
  for (;;) {
    Batch batch = next_batch();
    if (batch.empty()) break;
    serve(batch);
    for (Task& task : batch) task.done(std::move(task.reply));
  }
  statements_.reset();
}

/// A clock that was set back makes nobody wait.
bool Writer::waits_before_trying() const {
  if (failed_openings_ < 2) return false;
  const Millis doubled = kFirstWait << std::min(failed_openings_ - 2, kDoublings);
  const Millis since = doors_.clock.now() - tried_;
  return since >= 0 && since < std::min(doubled, kLongestWait);
}

/// Opens the connection again where it was lost.
bool Writer::connected() {
  if (statements_) return true;
  if (waits_before_trying()) return false;
  tried_ = doors_.clock.now();
  auto opened = open_();
  if (!opened.ok()) {
    ++failed_openings_;
    doors_.log.error("store_unreachable", opened.error().message);
    return false;
  }
  failed_openings_ = 0;
  statements_ = std::make_unique<Statements>(std::move(*opened));
  return true;
}

void Writer::serve(Batch& batch) {
  if (!connected()) {
    for (Task& task : batch) task.reply = unreachable();
    return;
  }
  const Status together = run_together(batch);
  if (together.ok()) return;
  doors_.metrics.failed_batch(name_);
  doors_.log.error("batch_failed", together.error().message);
  for (Task& task : batch) run_singly(task);
}

Status Writer::run_together(Batch& batch) {
  Transaction transaction(*statements_);
  if (!transaction.ok()) return transaction.status();
  for (Task& task : batch) {
    const Status ran = run_in_savepoint(*task.job, task.reply, *statements_, doors_);
    if (!ran.ok()) return ran;
  }
  const auto start = std::chrono::steady_clock::now();
  Status kept = transaction.commit();
  if (kept.ok()) doors_.metrics.batch(name_, batch.size(), seconds_since(start));
  return kept;
}

Status Writer::try_singly(Task& task) {
  task.reply = Reply();
  Transaction transaction(*statements_);
  if (!transaction.ok()) return transaction.status();
  Work work(*statements_);
  task.reply = run(*task.job, work, doors_);
  if (!work.ok()) return work.status();
  return task.reply.status < 400 ? transaction.commit() : Status(Done{});
}

void Writer::run_singly(Task& task) {
  for (int i = 0; i < kTries; ++i) {
    if (!connected()) {
      task.reply = unreachable();
      return;
    }
    const Status alone = try_singly(task);
    if (alone.ok()) return;
    if (task.reply.status < 400) task.reply = failed(alone.error());
    if (alone.error().code == Code::storage_lost) statements_.reset();
    if (alone.error().code != Code::storage_lost && alone.error().code != Code::bad_state) return;
  }
}

}  // namespace takestock::hub
