// GET /health and GET /metrics.
#include "base/json_writer.h"
#include "hub/endpoints.h"

namespace takestock::hub {
namespace {

/// Says that the store answers.
class Health final : public Job {
 public:
  explicit Health(std::int64_t epoch) : epoch_(epoch) {}
  Reply run(Desk& desk) override {
    auto row = desk.work.query("SELECT value FROM meta WHERE key = 'hub'");
    if (!row.next()) return failed(503, "busy", "The store does not answer.");
    json::Writer out;
    out.open_object().member("ok", true).member("version", TAKESTOCK_VERSION).member("epoch", epoch_);
    Reply reply;
    reply.body = out.close_object().take();
    return reply;
  }

 private:
  const std::int64_t epoch_;
};

Accepted accept_health(Hub& hub, Request&&, std::shared_ptr<const User>) {
  return {std::make_unique<Health>(hub.epoch)};
}

Accepted accept_metrics(Hub& hub, Request&&, std::shared_ptr<const User>) {
  Accepted accepted;
  accepted.reply.type = "text/plain; version=0.0.4; charset=utf-8";
  accepted.reply.body = hub.metrics.text();
  return accepted;
}

constexpr Endpoint kRows[] = {
    {"GET", "/health", Role::nobody, 0, accept_health},
    {"GET", kMetricsPath, Role::nobody, 0, accept_metrics},
};

}  // namespace

std::span<const Endpoint> health_endpoints() { return kRows; }

}  // namespace takestock::hub
