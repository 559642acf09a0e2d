#include "hub/checked.h"

#include <atomic>
#include <mutex>

#include "hub/accounts.h"

namespace takestock::hub {
namespace {

/// The job behind its session's check.
class CheckedJob final : public Job {
 public:
  CheckedJob(Pass pass, std::unique_ptr<Job> job) : pass_(std::move(pass)), job_(std::move(job)) {}
  Reply run(Desk& desk) override {
    const auto user = signed_in(desk, pass_.bearer, pass_.least);
    if (!user.ok()) return refused(user.error());
    *pass_.user = *user;
    return job_ ? job_->run(desk) : Reply();
  }

 private:
  const Pass pass_;
  const std::unique_ptr<Job> job_;
};

void post(OpenStores& stores, const std::string& round, std::unique_ptr<Job> job, const Replied& replied) {
  if (!stores.post(round, std::move(job), replied)) replied(too_busy());
}

/// One reply of several jobs.
class Gathering {
 public:
  Gathering(std::size_t parts, Reply (*join)(std::vector<Reply>&&), Replied replied)
      : replies_(parts), missing_(parts), join_(join), replied_(std::move(replied)) {}
  void add(std::size_t part, Reply reply) {
    {
      const std::scoped_lock lock(mutex_);
      replies_[part] = std::move(reply);
      if (--missing_ > 0) return;
    }
    replied_(joined());
  }

 private:
  Reply joined() {
    for (Reply& reply : replies_)
      if (reply.status >= 400) return std::move(reply);
    return join_(std::move(replies_));
  }
  std::mutex mutex_;
  std::vector<Reply> replies_;
  std::size_t missing_;
  Reply (*const join_)(std::vector<Reply>&&);
  const Replied replied_;
};

void run_parts(OpenStores& stores, Accepted&& accepted, Replied replied) {
  std::vector<Accepted::Part> parts = std::move(accepted.parts);
  const auto gathering = std::make_shared<Gathering>(parts.size(), accepted.join, std::move(replied));
  for (std::size_t i = 0; i < parts.size(); ++i)
    post(stores, parts[i].round, std::move(parts[i].job),
         [gathering, i](Reply reply) { gathering->add(i, std::move(reply)); });
}

/// No session is asked for, or it has been checked.
void run_unchecked(OpenStores& stores, Accepted&& accepted, const std::string& round, Replied replied) {
  if (!accepted.parts.empty()) return run_parts(stores, std::move(accepted), std::move(replied));
  if (!accepted.job) return replied(std::move(accepted.reply));
  post(stores, round, std::move(accepted.job), replied);
}

}  // namespace

Reply too_busy() {
  Reply reply = failed(503, "busy", "The hub is busy. Try again in a moment.");
  reply.headers.emplace_back("Retry-After", "2");
  return reply;
}

void check_session(OpenStores& stores, const Pass& pass, Replied replied) {
  post(stores, "", std::make_unique<CheckedJob>(pass, nullptr), replied);
}

void run_accepted(OpenStores& stores, Accepted&& accepted, const std::string& round_of_path, const Pass& pass,
                  Replied replied) {
  const std::string round = accepted.round.empty() ? round_of_path : accepted.round;
  if (pass.least == Role::nobody)
    return run_unchecked(stores, std::move(accepted), round, std::move(replied));
  if (accepted.job && stores.first(round))
    return post(stores, round, std::make_unique<CheckedJob>(pass, std::move(accepted.job)), replied);
  const auto rest = std::make_shared<Accepted>(std::move(accepted));
  check_session(stores, pass, [&stores, rest, round, replied](Reply checked) {
    if (checked.status >= 400) return replied(std::move(checked));
    run_unchecked(stores, std::move(*rest), round, replied);
  });
}

}  // namespace takestock::hub
