#include "hub/mailer.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "hub/endpoints.h"
#include "hub/log.h"

namespace takestock::hub {
namespace {

constexpr Millis kIdle = 1000, kMinute = 60'000;
constexpr Millis kFirstServicePause = 15'000, kLongestServicePause = 10 * kMinute;

/// A job of the mailer's own: what it does, and no reply but whether it was kept.
template <typename Work>
class MailJob final : public Job {
 public:
  explicit MailJob(Work work) : work_(std::move(work)) {}
  Reply run(Desk& desk) override {
    work_(desk);
    return desk.work.ok() ? Reply{} : failed(desk.work.error());
  }

 private:
  Work work_;
};

/// `work` in the transaction of a store; true: committed.
template <typename Work>
bool run_job(Stores& stores, const std::string& store, Work work) {
  return stores.run(store, std::make_unique<MailJob<Work>>(std::move(work))).status < 400;
}

/// The mailer on a thread of its own.
class MailThread final : public Background {
 public:
  MailThread(Hub& hub, SmtpSettings settings)
      : server_(smtp_server(settings, stopping_)),
        mailer_(*hub.stores, hub.clock, hub.log, *server_, {settings.from, hub.settings.origin}, stopping_),
        thread_([this] { run(); }) {}
  ~MailThread() override {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }

 private:
  void run() {
    while (!stopping_) {
      const Millis pause = mailer_.step();
      std::unique_lock<std::mutex> lock(mutex_);
      wake_.wait_for(lock, std::chrono::milliseconds(pause), [this] { return stopping_.load(); });
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::atomic<bool> stopping_{false};
  const std::unique_ptr<MailServer> server_;
  Mailer mailer_;
  std::thread thread_;
};

}  // namespace

Mailer::Mailer(Stores& stores, Clock& clock, Log& log, MailServer& server, MailSender sender,
               const std::atomic<bool>& stopping)
    : stores_(stores),
      clock_(clock),
      log_(log),
      server_(server),
      sender_(std::move(sender)),
      stopping_(stopping) {}

Millis Mailer::step() {
  if (!settled_ && !settle_last_run()) return kIdle;
  if (service_again_ > clock_.now()) return kIdle;
  bool sent = false;
  for (const std::string& store : stores_.one_round_of_each()) {
    if (!stopping_) sent = send_from(store) || sent;
  }
  return sent ? 0 : pause();
}

bool Mailer::settle_last_run() {
  const std::vector<std::string> all = stores_.one_round_of_each();
  settled_ = std::all_of(all.begin(), all.end(), [&](const std::string& store) {
    return run_job(stores_, store, settle_interrupted);
  });
  return settled_;
}

bool Mailer::send_from(const std::string& store) {
  const auto next = std::make_shared<std::optional<NextMail>>();
  const bool taken =
      run_job(stores_, store, [this, next](Desk& desk) { *next = take_mail(desk, sender_, not_before_); });
  if (!taken || !*next) return false;
  const NextMail& mail = **next;
  const Delivery delivery =
      server_.send(sender_.from.address, mail.message.to.address, message_bytes(mail.message));
  keep(mail, delivery);
  pace(mail, delivery);
  return true;
}

/// Until it is kept: else the mail would count as unknown. At a stop that is what it becomes.
void Mailer::keep(const NextMail& mail, const Delivery& delivery) {
  while (!run_job(stores_, mail.round, [mail, delivery](Desk& desk) { settle_mail(desk, mail, delivery); })) {
    if (stopping_) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

void Mailer::pace(const NextMail& mail, const Delivery& delivery) {
  const Millis now = clock_.now();
  not_before_[mail.batch] = now + kMinute / std::max<std::int64_t>(1, mail.per_minute);
  if (delivery.outcome != Delivery::Outcome::no_service) {
    service_pause_ = 0;
    return;
  }
  service_pause_ = std::clamp(service_pause_ * 2, kFirstServicePause, kLongestServicePause);
  service_again_ = now + service_pause_;
  log_.error("mail_server", delivery.text);
}

Millis Mailer::pause() const {
  Millis out = kIdle;
  for (const auto& batch : not_before_) {
    const Millis left = batch.second - clock_.now();
    if (left > 0) out = std::min(out, left);
  }
  return out;
}

std::unique_ptr<Background> start_mail(Hub& hub) {
  if (hub.settings.smtp_file.empty()) return nullptr;
  Result<SmtpSettings> settings = read_smtp_settings(hub.settings.smtp_file);
  if (!settings) {
    hub.log.error("mail_settings", settings.error().message);
    hub.settings.smtp_file.clear();  // the team is told that no mail server is set up
    return nullptr;
  }
  return std::make_unique<MailThread>(hub, std::move(*settings));
}

}  // namespace takestock::hub
