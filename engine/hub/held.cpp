// Events that are kept but do not count: for the team to let in or to leave out, with a reason.
#include "base/json_writer.h"
#include "hub/audit.h"
#include "hub/endpoints.h"
#include "hub/events.h"
#include "hub/fields.h"
#include "hub/rounds.h"

namespace takestock::hub {
namespace {

using json::Writer;

constexpr std::int64_t kListed = 500;

/// What waits for a decision, oldest first.
constexpr char kHeld[] =
    "SELECT e.response, e.device, e.seq, e.sha256, e.kind, e.reason, e.received, e.at, e.channel, "
    "COALESCE(i.id, ''), COALESCE(i.name, f.name, ''), COALESCE(i.organisation, ''), COALESCE(i.self_made, "
    "CASE "
    "WHEN f.id IS NULL THEN 1 ELSE 0 END), COALESCE(f.id, '') FROM event e "
    "LEFT JOIN invitee i ON i.round = e.round AND i.response = e.response "
    "LEFT JOIN fieldworker f ON f.round = e.round AND f.prefix = substr(e.response, 1, 16) "
    "WHERE e.round = ?1 AND e.verdict = 'held' AND e.reason <> 'discarded' AND e.kind <> 'draft' "
    "ORDER BY e.received, e.response, e.device, e.seq LIMIT ?2";

class ListJob final : public Job {
 public:
  explicit ListJob(std::string round) : round_(std::move(round)) {}

  Reply run(Desk& desk) override {
    if (auto round = load_round(desk, round_); !round) return failed(round.error());
    store::Query rows = desk.work.query(kHeld, round_, kListed + 1);
    Writer out;
    out.open_object().key("events").open_array();
    std::int64_t listed = 0;
    while (rows.next() && listed < kListed) {
      write_event(out, rows);
      ++listed;
    }
    const bool more = listed == kListed && rows.next();
    if (!desk.work.ok()) return failed(desk.work.error());
    Reply reply;
    reply.body = out.close_array().member("more", more).close_object().take();
    return reply;
  }

 private:
  static void write_event(Writer& out, const store::Query& row) {
    out.open_object().member("response", row.text(0)).member("device", row.text(1));
    out.member("seq", row.integer(2)).member("sha256", row.text(3)).member("kind", row.text(4));
    out.member("reason", row.text(5)).member("received", row.integer(6)).member("at", row.integer(7));
    out.member("channel", row.text(8)).member("invitee", row.text(9)).member("name", row.text(10));
    out.member("organisation", row.text(11)).member("unverified", row.integer(12) != 0);
    out.member("fieldworker", row.text(13)).close_object();
  }

  const std::string round_;
};

class DecideJob final : public Job {
 public:
  DecideJob(std::string round, EventKey key, bool release, std::string reason,
            std::shared_ptr<const User> user, const Definitions& definitions)
      : round_(std::move(round)),
        key_(std::move(key)),
        release_(release),
        reason_(std::move(reason)),
        user_(std::move(user)),
        definitions_(definitions) {}

  Reply run(Desk& desk) override {
    if (Status known = check_version(desk); !known) return failed(known.error());
    const Status done = release_ ? release_event(desk, round_, key_) : discard_event(desk, round_, key_);
    if (!done) return failed(done.error());
    record(
        desk, round_, user_->name, release_ ? "held_released" : "held_discarded",
        "Response " + key_.response + ", " + key_.device + ":" + std::to_string(key_.seq) + ": " + reason_);
    const std::string verdict = verdict_now(desk);
    if (!desk.work.ok()) return failed(desk.work.error());
    Reply reply;
    reply.body = Writer().open_object().member("verdict", verdict).close_object().take();
    return reply;
  }

 private:
  /// What nobody can read cannot be let in.
  Status check_version(Desk& desk) const {
    store::Query rows = desk.work.query(
        "SELECT form_hash FROM event WHERE round = ?1 AND response = ?2 AND device = ?3 AND seq = ?4 AND "
        "sha256 = "
        "?5 AND reason = 'unknown_form'",
        round_, key_.response, key_.device, key_.seq, key_.sha256);
    if (!release_ || !rows.next() || definitions_.find(rows.text(0))) return Done{};
    return Error{
        Code::bad_state,
        "The version of the survey that this answers is not known to the hub. When it is added, this "
        "is let in by itself.",
        ""};
  }

  std::string verdict_now(Desk& desk) const {
    store::Query rows = desk.work.query(
        "SELECT verdict FROM event WHERE round = ?1 AND response = ?2 AND device = ?3 AND seq = ?4 AND "
        "sha256 = ?5",
        round_, key_.response, key_.device, key_.seq, key_.sha256);
    return rows.next() ? rows.text(0) : "";
  }

  const std::string round_;
  const EventKey key_;
  const bool release_;
  const std::string reason_;
  const std::shared_ptr<const User> user_;
  const Definitions& definitions_;
};

Accepted accept_list(Hub&, Request&& request, std::shared_ptr<const User>) {
  return {std::make_unique<ListJob>(request.arguments["round"])};
}

Accepted accept_decide(Hub& hub, Request&& request, std::shared_ptr<const User> user) {
  Fields fields(request.body, {"response", "device", "seq", "sha256", "action", "reason"});
  EventKey key;
  key.response = fields.required("response"), key.device = fields.required("device");
  key.seq = fields.whole("seq", 1, std::int64_t{1} << 53).value_or(0);
  key.sha256 = fields.required("sha256");
  const std::string action = fields.required("action"), reason = fields.required("reason", 1000);
  if (action != "release" && action != "discard") fields.fail("action", "“action” is release or discard.");
  if (!fields.ok()) return {nullptr, failed(fields.error())};
  return {std::make_unique<DecideJob>(request.arguments["round"], std::move(key), action == "release", reason,
                                      std::move(user), hub.definitions)};
}

constexpr Endpoint kEndpoints[] = {
    {"GET", "/api/v1/team/rounds/{round}/held", Role::organiser, 0, accept_list},
    {"POST", "/api/v1/team/rounds/{round}/held", Role::organiser, 16 * 1024, accept_decide}};

}  // namespace

std::span<const Endpoint> held_endpoints() { return kEndpoints; }

}  // namespace takestock::hub
