#include "hub/audit.h"
#include "hub/endpoints.h"
#include "hub/events.h"
#include "sync/receiver.h"

namespace takestock::hub {
namespace {

constexpr std::size_t kBodyBytes = 4 * 1024 * 1024;
constexpr const char* kType = "application/x-ndjson";

class Push final : public Job {
 public:
  Push(Hub& hub, sync::Batch batch, std::string address)
      : hub_(hub), batch_(std::move(batch)), address_(std::move(address)) {}

  Reply run(Desk& desk) override {
    int wait = 0;
    EventLedger ledger(desk, [&] {
      wait = hub_.self_made ? hub_.self_made->take(address_) : 0;
      return wait == 0;
    });
    sync::Received received = sync::receive(batch_, ledger, {hub_.id, hub_.epoch}, desk.clock.now());
    if (ledger.too_many()) return too_many(wait);
    if (!desk.work.ok()) return failed(desk.work.error());
    const std::string counts = counts_of(received);
    if (!counts.empty()) record(desk, batch_.round, "", "events_received", counts + '.');
    if (!desk.work.ok()) return failed(desk.work.error());
    count(hub_.metrics, received);
    return {200, std::move(received.account), kType, {}};
  }

 private:
  static Reply too_many(int seconds) {
    Reply reply =
        failed(429, "too_many", "Many links were made from this address just now. Please wait a little.");
    reply.headers.emplace_back("Retry-After", std::to_string(seconds));
    return reply;
  }

  Hub& hub_;
  sync::Batch batch_;
  const std::string address_;
};

Accepted accept_push(Hub& hub, Request&& request, std::shared_ptr<const User>) {
  Accepted accepted;
  Result<sync::Batch> batch = sync::read_batch(request.body);
  if (!batch) {
    const bool large = batch.error().code == Code::limit;
    accepted.reply = large ? failed(413, "limit", batch.error().message) : failed(batch.error());
    return accepted;
  }
  sync::examine(*batch, [&](const std::string& digest) { return hub.definitions.find(digest); });
  accepted.round = batch->round;
  batch->began = request.began;
  accepted.job = std::make_unique<Push>(hub, std::move(*batch), counted_address(request.peer));
  return accepted;
}

constexpr Endpoint kRows[] = {{"POST", "/sync/v1/push", Role::nobody, kBodyBytes, accept_push}};

}  // namespace

std::span<const Endpoint> sync_endpoints() { return kRows; }

}  // namespace takestock::hub
