// The download of a round's responses: who asks, why, and which file.
#include "hub/audit.h"
#include "hub/endpoints.h"
#include "hub/fields.h"
#include "hub/round_export.h"

namespace takestock::hub {
namespace {

/// Writes down who takes what and why, before anything is handed out, and gives the round.
class RecordJob final : public Job {
 public:
  RecordJob(std::string round, std::string user, std::string detail, std::shared_ptr<StoredRound> out)
      : round_(std::move(round)), user_(std::move(user)), detail_(std::move(detail)), out_(std::move(out)) {}

  Reply run(Desk& desk) override {
    auto round = load_round(desk, round_);
    if (!round) return failed(round.error());
    *out_ = std::move(*round);
    record(desk, round_, user_, "exported", detail_);
    return desk.work.ok() ? Reply{} : failed(desk.work.error());
  }

 private:
  const std::string round_, user_, detail_;
  const std::shared_ptr<StoredRound> out_;
};

std::optional<Unverified> unverified_named(const std::string& word) {
  if (word == "without") return Unverified::without;
  if (word == "only") return Unverified::only;
  if (word == "with") return Unverified::with;
  return std::nullopt;
}

/// A connection for reading, in one consistent state.
class Reading {
 public:
  static Result<std::unique_ptr<Reading>> open(Stores& stores, const std::string& round) {
    auto database = stores.open_reader(round);
    if (!database) return database.error();
    auto made = std::make_unique<Reading>(std::move(*database));
    made->work_.run("BEGIN");
    if (!made->work_.ok()) return made->work_.error();
    return made;
  }
  explicit Reading(std::unique_ptr<store::Database> database)
      : statements_(std::move(database)), work_(statements_) {}
  ~Reading() { (void)statements_.database().execute("ROLLBACK"); }
  Reading(const Reading&) = delete;
  store::Work& work() { return work_; }

 private:
  store::Statements statements_;
  store::Work work_;
};

Reply file_reply(ExportedFile&& file) {
  Reply reply;
  reply.body = std::move(file.bytes);
  reply.type = file.type;
  reply.headers = {{"Content-Disposition", "attachment; filename=\"" + file.name + "\""}};
  return reply;
}

Reply exported(Hub& hub, const ExportAsked& asked) {
  auto rounds = Reading::open(*hub.stores, asked.round.id);
  if (!rounds) return failed(rounds.error());
  auto first = Reading::open(*hub.stores, "");
  if (!first) return failed(first.error());
  auto file = export_round((*rounds)->work(), (*first)->work(), asked, hub.settings.data);
  return file ? file_reply(std::move(*file)) : failed(file.error());
}

Accepted accept_export(Hub& hub, Request&& request, std::shared_ptr<const User> user) {
  Fields fields(request.body, {"format", "labels", "unverified", "reason"});
  ExportAsked asked;
  asked.format = fields.required("format");
  asked.labels = fields.truth("labels").value_or(false);
  const std::string word = fields.required("unverified"), reason = fields.required("reason", 1000);
  const auto unverified = unverified_named(word);
  if (!unverified) fields.fail("unverified", "“unverified” is without, only or with.");
  const std::string& format = asked.format;
  if (format != "csv" && format != "json" && format != "sqlite" && format != "takestock")
    fields.fail("format", "“format” is csv, json, sqlite or takestock.");
  if (asked.labels && format != "csv" && format != "json")
    fields.fail("labels", "“labels” is for csv and json.");
  if (!fields.ok()) return {nullptr, failed(fields.error())};
  asked.unverified = *unverified, asked.hub = hub.id, asked.now = hub.clock.now();
  const auto round = std::make_shared<StoredRound>();
  const std::string detail = format + ", " + word + " unverified responses: " + reason;
  Reply recorded =
      hub.stores->run(request.arguments["round"],
                      std::make_unique<RecordJob>(request.arguments["round"], user->name, detail, round));
  if (recorded.status >= 400) return {nullptr, std::move(recorded)};
  asked.round = *round;
  return {nullptr, exported(hub, asked)};
}

constexpr Endpoint kEndpoints[] = {
    {"POST", "/api/v1/team/rounds/{round}/export", Role::organiser, 16 * 1024, accept_export, true}};

}  // namespace

std::span<const Endpoint> export_endpoints() { return kEndpoints; }

}  // namespace takestock::hub
