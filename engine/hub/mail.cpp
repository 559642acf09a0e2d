// What the team asks of mail: a preview, a batch, how it goes.
#include <array>

#include "base/json_writer.h"
#include "hub/audit.h"
#include "hub/endpoints.h"
#include "hub/fields.h"
#include "hub/links.h"
#include "hub/mail_batches.h"
#include "hub/rounds.h"

namespace takestock::hub {
namespace {

using json::Writer;

constexpr std::int64_t kUsualRate = 60, kHighestRate = 600;
constexpr int kPage = 200;
constexpr std::size_t kListed = 200;

struct Asked {
  std::string round, kind, subject, text, origin;
  std::optional<std::set<std::string>> invitees;
  std::int64_t per_minute = kUsualRate;
  bool server = false;  ///< mail is set up
};

Reply ok(Writer& out) {
  Reply reply;
  reply.body = out.take();
  return reply;
}

/// 422 with all of them.
Reply refused(const std::vector<TemplateProblem>& problems) {
  Writer out;
  out.open_object().key("error").open_object().member("code", "bad_request");
  out.member("message", problems[0].text).member("where", problems[0].where).close_object();
  out.key("problems").open_array();
  for (const TemplateProblem& problem : problems)
    out.open_object().member("where", problem.where).member("text", problem.text).close_object();
  Reply reply = ok(out.close_array().close_object());
  reply.status = 422;
  return reply;
}

void write_left_out(Writer& out, const Recipients& recipients) {
  out.key("left_out").open_object().member("sent", recipients.sent).member("opted_out", recipients.opted_out);
  out.member("no_email", recipients.no_email).member("invited", recipients.invited);
  out.member("no_good_link", recipients.no_good_link).close_object();
}

/// A link that looks like one and opens nothing.
std::string masked_address(const std::string& origin, const std::string& round) {
  std::string code;
  for (int group = 0; group < 8; ++group) code += group == 0 ? "xxxxx" : "-xxxxx";
  return origin + "/#/" + round + "/" + code;
}

class PreviewJob final : public Job {
 public:
  explicit PreviewJob(Asked asked) : asked_(std::move(asked)) {}

  Reply run(Desk& desk) override {
    const auto round = load_round(desk, asked_.round);
    if (!round) return failed(round.error());
    const auto problems = template_problems(asked_.subject, asked_.text, round->closes != 0);
    if (!problems.empty()) return refused(problems);
    const Recipients recipients = recipients_of(desk, asked_.round, asked_.kind, asked_.invitees);
    if (!desk.work.ok()) return failed(desk.work.error());
    Writer out;
    out.open_object().member("recipients", recipients.invitees.size()).member("server", asked_.server);
    out.key("sample");
    if (recipients.invitees.empty())
      out.value(nullptr);
    else
      write_sample(out, desk, *round, recipients.invitees.front());
    write_left_out(out, recipients);
    return ok(out.close_object());
  }

 private:
  void write_sample(Writer& out, Desk& desk, const StoredRound& round, const Invitee& invitee) const {
    const std::string closes = round.closes ? closing_text(round.closes, desk.clock) : "";
    const MailValues values = values_of(invitee, masked_address(asked_.origin, asked_.round), closes);
    out.open_object().member("to", invitee.details.email).member("subject", filled(asked_.subject, values));
    out.member("text", filled(asked_.text, values)).close_object();
  }

  const Asked asked_;
};

class SendJob final : public Job {
 public:
  SendJob(Asked asked, std::shared_ptr<const User> user) : asked_(std::move(asked)), user_(std::move(user)) {}

  Reply run(Desk& desk) override {
    const auto round = load_round(desk, asked_.round);
    if (!round) return failed(round.error());
    const auto problems = template_problems(asked_.subject, asked_.text, round->closes != 0);
    if (!problems.empty()) return refused(problems);
    if (Status may = may_start(desk, *round); !may) return failed(may.error());
    const Recipients recipients = recipients_of(desk, asked_.round, asked_.kind, asked_.invitees);
    if (recipients.invitees.empty() && desk.work.ok())
      return failed({Code::bad_state, "There is nobody to whom this would be sent.", ""});
    const std::string batch = random_id(desk.random).substr(0, 16);
    keep(desk, batch, recipients);
    if (!desk.work.ok()) return failed(desk.work.error());
    Writer out;
    out.open_object().member("batch", batch).member("recipients", recipients.invitees.size());
    write_left_out(out, recipients);
    return ok(out.close_object());
  }

 private:
  Status may_start(Desk& desk, const StoredRound& round) const {
    const auto no = [](const char* sentence) { return Error{Code::bad_state, sentence, ""}; };
    if (!asked_.server) return no("No mail server is set up for this hub.");
    if (round.closes != 0 && desk.clock.now() > round.closes) return no("This round has closed.");
    store::Query rows =
        desk.work.query("SELECT count(*) FROM mail_batch WHERE round = ?1 AND done = 0", asked_.round);
    if (rows.next() && rows.integer(0) > 0)
      return no("Mails of this round are still being sent. Wait for their end, or stop them.");
    return Done{};
  }

  void keep(Desk& desk, const std::string& batch, const Recipients& recipients) const {
    const Millis now = desk.clock.now();
    desk.work.run(
        "INSERT INTO mail_batch(round, id, kind, subject, body, by_user, at, per_minute, done) "
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)",
        asked_.round, batch, asked_.kind, asked_.subject, asked_.text, user_->name, now, asked_.per_minute);
    for (const Invitee& invitee : recipients.invitees) {
      desk.work.run(
          "INSERT INTO mail(round, batch, invitee, state, at, text, tries) VALUES(?1, ?2, ?3, 'waiting', ?4, "
          "'', 0)",
          asked_.round, batch, invitee.id, now);
    }
    record(desk, asked_.round, user_->name, "mail_begun",
           "Batch " + batch + ": " + asked_.kind + " to " + std::to_string(recipients.invitees.size()) + ".");
  }

  const Asked asked_;
  const std::shared_ptr<const User> user_;
};

// --- how it goes
// ------------------------------------------------------------------------------------------------

constexpr std::array<const char*, 7> kStates = {"waiting", "sending",  "sent",   "failed",
                                                "unknown", "left_out", "stopped"};

class BatchesJob final : public Job {
 public:
  BatchesJob(std::string round, bool server) : round_(std::move(round)), server_(server) {}

  Reply run(Desk& desk) override {
    if (auto round = load_round(desk, round_); !round) return failed(round.error());
    Writer out;
    out.open_object().member("server", server_).key("batches").open_array();
    store::Query rows = desk.work.query(
        "SELECT id, kind, by_user, at, per_minute, done, subject FROM mail_batch WHERE round = ?1 ORDER BY "
        "at DESC, id",
        round_);
    while (rows.next()) {
      out.open_object().member("batch", rows.text(0)).member("kind", rows.text(1)).member("by", rows.text(2));
      out.member("at", rows.integer(3)).member("rate", rows.integer(4)).member("done", rows.integer(5) != 0);
      out.member("subject", rows.text(6));
      write_counts(out, desk, rows.text(0));
      write_mails(out, desk, rows.text(0), "failed");
      write_mails(out, desk, rows.text(0), "unknown");
      write_trouble(out, desk, rows.text(0));
      out.close_object();
    }
    if (!desk.work.ok()) return failed(desk.work.error());
    return ok(out.close_array().close_object());
  }

 private:
  void write_counts(Writer& out, Desk& desk, const std::string& batch) const {
    std::map<std::string, std::int64_t> counts;
    std::int64_t all = 0;
    store::Query rows = desk.work.query(
        "SELECT state, count(*) FROM mail WHERE round = ?1 AND batch = ?2 GROUP BY state", round_, batch);
    while (rows.next()) all += counts[rows.text(0)] = rows.integer(1);
    out.member("recipients", all).key("counts").open_object();
    for (const char* state : kStates) out.member(state, counts[state]);
    out.close_object();
  }

  void write_mails(Writer& out, Desk& desk, const std::string& batch, const std::string& state) const {
    store::Query rows = desk.work.query(
        "SELECT m.invitee, i.name, i.email, m.text FROM mail m JOIN invitee i ON i.round = m.round AND i.id "
        "= m.invitee "
        "WHERE m.round = ?1 AND m.batch = ?2 AND m.state = ?3 ORDER BY m.at, m.invitee LIMIT ?4",
        round_, batch, state, static_cast<std::int64_t>(kListed));
    out.key(state).open_array();
    while (rows.next()) {
      out.open_object().member("invitee", rows.text(0)).member("name", rows.text(1));
      out.member("email", rows.text(2)).member("text", rows.text(3)).close_object();
    }
    out.close_array();
  }

  /// Why a mail that waits was not sent yet.
  void write_trouble(Writer& out, Desk& desk, const std::string& batch) const {
    store::Query rows = desk.work.query(
        "SELECT text FROM mail WHERE round = ?1 AND batch = ?2 AND state = 'waiting' AND text <> '' ORDER BY "
        "at DESC LIMIT 1",
        round_, batch);
    out.key("trouble");
    rows.next() ? out.value(rows.text(0)) : out.value(nullptr);
  }

  const std::string round_;
  const bool server_;
};

/// The log of one batch, by invitee.
class LogJob final : public Job {
 public:
  LogJob(std::string round, std::string batch, std::string after)
      : round_(std::move(round)), batch_(std::move(batch)), after_(std::move(after)) {}

  Reply run(Desk& desk) override {
    store::Query rows = desk.work.query(
        "SELECT m.invitee, i.name, i.email, m.state, m.at, m.text FROM mail m JOIN invitee i ON i.round = "
        "m.round "
        "AND i.id = m.invitee WHERE m.round = ?1 AND m.batch = ?2 AND m.invitee > ?3 ORDER BY m.invitee "
        "LIMIT ?4",
        round_, batch_, after_, std::int64_t{kPage} + 1);
    Writer out;
    out.open_object().key("mails").open_array();
    std::string last, next;
    for (int n = 0; rows.next(); ++n) {
      if (n == kPage) {
        next = last;
        break;
      }
      last = rows.text(0);
      out.open_object().member("invitee", last).member("name", rows.text(1)).member("email", rows.text(2));
      out.member("state", rows.text(3))
          .member("at", rows.integer(4))
          .member("text", rows.text(5))
          .close_object();
    }
    if (!desk.work.ok()) return failed(desk.work.error());
    out.close_array().key("next");
    next.empty() ? out.value(nullptr) : out.value(next);
    return ok(out.close_object());
  }

 private:
  const std::string round_, batch_, after_;
};

class StopJob final : public Job {
 public:
  StopJob(std::string round, std::string batch, std::shared_ptr<const User> user)
      : round_(std::move(round)), batch_(std::move(batch)), user_(std::move(user)) {}

  Reply run(Desk& desk) override {
    const std::int64_t waiting = count(desk);
    if (waiting < 0) return failed({Code::not_found, "This round has no batch of that id.", "batch"});
    desk.work.run(
        "UPDATE mail SET state = 'stopped', at = ?3, text = '' WHERE round = ?1 AND batch = ?2 AND state = "
        "'waiting'",
        round_, batch_, desk.clock.now());
    record(desk, round_, user_->name, "mail_stopped",
           "Batch " + batch_ + ": " + std::to_string(waiting) + " not sent.");
    if (!desk.work.ok()) return failed(desk.work.error());
    Writer out;
    return ok(out.open_object().member("stopped", waiting).close_object());
  }

 private:
  /// -1: there is no such batch.
  std::int64_t count(Desk& desk) const {
    store::Query rows = desk.work.query(
        "SELECT (SELECT count(*) FROM mail m WHERE m.round = b.round AND m.batch = b.id AND m.state = "
        "'waiting') "
        "FROM mail_batch b WHERE b.round = ?1 AND b.id = ?2",
        round_, batch_);
    return rows.next() ? rows.integer(0) : -1;
  }

  const std::string round_, batch_;
  const std::shared_ptr<const User> user_;
};

Asked asked_of(Hub& hub, Request& request, Fields& fields) {
  Asked asked;
  asked.round = request.arguments["round"];
  asked.origin = request.origin;
  asked.server = !hub.settings.smtp_file.empty();
  asked.kind = fields.required("kind");
  asked.subject = fields.text("subject");
  asked.text = fields.text("text", 4 * kMailCharacters);
  if (const auto list = fields.texts("invitees", 100'000)) asked.invitees.emplace(list->begin(), list->end());
  asked.per_minute = fields.whole("rate", 1, kHighestRate).value_or(kUsualRate);
  if (asked.kind != kInvitation && asked.kind != kReminder)
    fields.fail("kind", "“kind” is invitation or reminder.");
  return asked;
}

Accepted accept_preview(Hub& hub, Request&& request, std::shared_ptr<const User>) {
  Fields fields(request.body, {"kind", "subject", "text", "invitees", "rate"});
  Asked asked = asked_of(hub, request, fields);
  if (!fields.ok()) return {nullptr, failed(fields.error())};
  return {std::make_unique<PreviewJob>(std::move(asked))};
}

Accepted accept_send(Hub& hub, Request&& request, std::shared_ptr<const User> user) {
  Fields fields(request.body, {"kind", "subject", "text", "invitees", "rate"});
  Asked asked = asked_of(hub, request, fields);
  if (!fields.ok()) return {nullptr, failed(fields.error())};
  return {std::make_unique<SendJob>(std::move(asked), std::move(user))};
}

Accepted accept_batches(Hub& hub, Request&& request, std::shared_ptr<const User>) {
  return {std::make_unique<BatchesJob>(request.arguments["round"], !hub.settings.smtp_file.empty())};
}

Accepted accept_log(Hub&, Request&& request, std::shared_ptr<const User>) {
  return {std::make_unique<LogJob>(request.arguments["round"], request.arguments["batch"],
                                   request.query["after"])};
}

Accepted accept_stop(Hub&, Request&& request, std::shared_ptr<const User> user) {
  return {std::make_unique<StopJob>(request.arguments["round"], request.arguments["batch"], std::move(user))};
}

constexpr std::size_t kAskedBytes = 4 * 1024 * 1024;
constexpr Endpoint kEndpoints[] = {
    {"POST", "/api/v1/team/rounds/{round}/mail/preview", Role::organiser, kAskedBytes, accept_preview},
    {"POST", "/api/v1/team/rounds/{round}/mail", Role::organiser, kAskedBytes, accept_send},
    {"GET", "/api/v1/team/rounds/{round}/mail", Role::organiser, 0, accept_batches},
    {"GET", "/api/v1/team/rounds/{round}/mail/{batch}", Role::organiser, 0, accept_log},
    {"POST", "/api/v1/team/rounds/{round}/mail/{batch}/stop", Role::organiser, 16 * 1024, accept_stop}};

}  // namespace

std::span<const Endpoint> mail_endpoints() { return kEndpoints; }

}  // namespace takestock::hub
