// The rounds over HTTP: for everyone what a respondent's page needs, for the team to make, extend and close
// them.
#include <nlohmann/json.hpp>

#include "base/civil.h"
#include "base/json.h"
#include "base/json_writer.h"
#include "hub/audit.h"
#include "hub/endpoints.h"
#include "hub/events.h"
#include "hub/fields.h"
#include "hub/round_keys.h"
#include "hub/rounds.h"

namespace takestock::hub {
namespace {

constexpr std::size_t kBody = 8 * 1024, kRoundBody = 17 * 1024 * 1024;

void write_time(json::Writer& out, std::string_view name, Millis time) {
  out.key(name);
  time == 0 ? out.value(nullptr) : out.value(time);
}

// --- for everyone
// -----------------------------------------------------------------------------------------------

/// Rows of one store, joined by commas: see join_rounds().
class ListOpen final : public Job {
 public:
  Reply run(Desk& desk) override {
    std::string rows;
    for (const StoredRound& round : all_rounds(desk)) {
      if (!round.open_to_anyone || !round.open_at(desk.clock.now())) continue;
      json::Writer out;
      out.open_object()
          .member("id", round.id)
          .member("title", round.title)
          .member("open", true)
          .close_object();
      rows += (rows.empty() ? "" : ",") + out.take();
    }
    return replied(std::move(rows));
  }
};

Reply join_rounds(std::vector<Reply>&& replies) {
  std::string rows;
  for (const Reply& reply : replies) {
    if (!rows.empty() && !reply.body.empty()) rows += ',';
    rows += reply.body;
  }
  return replied("{\"rounds\":[" + rows + "]}");
}

/// The job in every store.
template <typename Its>
Accepted in_each_store(Hub& hub, Request&&, std::shared_ptr<const User>) {
  Accepted accepted;
  for (std::string& round : hub.stores->one_round_of_each())
    accepted.parts.push_back({std::move(round), std::make_unique<Its>()});
  accepted.join = join_rounds;
  return accepted;
}

class ShowRound final : public Job {
 public:
  ShowRound(std::string id, std::string data) : id_(std::move(id)), data_(std::move(data)) {}
  Reply run(Desk& desk) override {
    const auto round = load_round(desk, id_);
    if (!round.ok()) return failed(round.error());
    const Millis now = desk.clock.now();
    json::Writer out;
    out.open_object().key("round").raw(round->json);
    out.member("survey", round->survey).member("definition", round->definition);
    out.member("open", round->open_at(now)).member("now", now);
    const auto keys = round_keys(data_, id_);
    if (!keys.ok()) return failed(keys.error());
    out.member("results_key", sealing::public_key_text(keys->public_key));
    return replied(out.close_object().take());
  }

 private:
  const std::string id_, data_;
};

Accepted show_round(Hub& hub, Request&& request, std::shared_ptr<const User>) {
  return {.job = std::make_unique<ShowRound>(request.arguments["round"], hub.settings.data)};
}

class ShowDefinition final : public Job {
 public:
  explicit ShowDefinition(std::string digest) : digest_(std::move(digest)) {}
  Reply run(Desk& desk) override {
    auto row = desk.work.query("SELECT json FROM definition WHERE digest = ?1", digest_);
    if (row.next()) return replied(row.text(0));
    return failed({Code::not_found, "There is no such survey here.", ""});
  }

 private:
  const std::string digest_;
};

Accepted show_definition(Hub&, Request&& request, std::shared_ptr<const User>) {
  return {.job = std::make_unique<ShowDefinition>(request.arguments["digest"])};
}

// --- for the team
// -----------------------------------------------------------------------------------------------

std::int64_t count_of(Desk& desk, std::string_view sql, const std::string& round) {
  auto row = desk.work.query(sql, round);
  return row.next() ? row.integer(0) : 0;
}

void write_summary(Desk& desk, json::Writer& out, const StoredRound& round) {
  out.open_object().member("id", round.id).member("title", round.title).member("survey", round.survey);
  write_time(out, "opens", round.opens);
  write_time(out, "closes", round.closes);
  out.member("open", round.open_at(desk.clock.now()));
  out.member("invited",
             count_of(desk, "SELECT COUNT(*) FROM invitee WHERE round = ?1 AND self_made = 0", round.id));
  out.member("sent",
             count_of(desk,
                      "SELECT COUNT(*) FROM invitee i JOIN head h ON h.round = i.round AND h.response = "
                      "i.response WHERE i.round = ?1 AND i.self_made = 0 AND h.counts = 1",
                      round.id));
  out.close_object();
}

class ListRounds final : public Job {
 public:
  Reply run(Desk& desk) override {
    std::string rows;
    for (const StoredRound& round : all_rounds(desk)) {
      json::Writer out;
      write_summary(desk, out, round);
      rows += (rows.empty() ? "" : ",") + out.take();
    }
    return replied(std::move(rows));
  }
};

// --- a new one
// --------------------------------------------------------------------------------------------------

/// The text of an object that is a member of the body's only object.
std::string text_of(std::string_view body, json::Value object) {
  const json::Value next = object.next();
  const std::size_t behind = next ? next.key_offset() : body.rfind('}');
  const std::size_t last = body.rfind('}', behind - 1);
  return std::string(body.substr(object.offset(), last + 1 - object.offset()));
}

struct Asked {
  std::string round, definition;
};

Result<Asked> read_asked(const std::string& body) {
  json::Limits limits;
  limits.bytes = kRoundBody;
  const auto document = json::Document::read(body, limits);
  const Error wrong{Code::bad_request, "The request is not {\"round\":{..},\"definition\":\"<text>\"}.", ""};
  if (!document.ok() || !document.duplicates().empty()) return wrong;
  const json::Value round = document.root().find("round"), definition = document.root().find("definition");
  if (!round.is(json::Kind::object) || !definition.is(json::Kind::string) || document.root().size() != 2)
    return wrong;
  return Asked{text_of(body, round), std::string(definition.text())};
}

void write_problems(json::Writer& out, const char* of, const std::vector<survey::Problem>& problems) {
  for (const survey::Problem& problem : problems) {
    out.open_object().member("of", of).member("where", problem.pointer).member("line", problem.line);
    out.member("column", problem.column)
        .member("code", problem.code)
        .member("text", problem.text)
        .close_object();
  }
}

Reply with_problems(const CheckedRound& checked) {
  json::Writer out;
  out.open_object().key("error").open_object().member("code", code_name(Code::bad_definition));
  out.member("message", "The round or its survey has mistakes.").member("where", "").close_object();
  out.key("problems").open_array();
  write_problems(out, "round", checked.round_problems);
  write_problems(out, "definition", checked.definition_problems);
  Reply reply = replied(out.close_array().close_object().take());
  reply.status = 422;
  return reply;
}

using SharedRound = std::shared_ptr<const CheckedRound>;

/// In the first store, before the round in its own.
class KeepDefinition final : public Job {
 public:
  KeepDefinition(SharedRound checked, std::string text)
      : checked_(std::move(checked)), text_(std::move(text)) {}
  Reply run(Desk& desk) override {
    store_definition(desk, *checked_->definition, text_);
    return {};
  }

 private:
  const SharedRound checked_;
  const std::string text_;
};

class MakeRound final : public Job {
 public:
  MakeRound(std::shared_ptr<const User> by, SharedRound checked)
      : by_(std::move(by)), checked_(std::move(checked)) {}
  Reply run(Desk& desk) override {
    const StoredRound& round = *checked_->round;
    if (Status kept = store_round(desk, round); !kept.ok()) return failed(kept.error());
    record(desk, round.id, by_->name, "round_created", "");
    json::Writer out;
    out.open_object().key("round");
    write_summary(desk, out, round);
    return replied(out.close_object().take());
  }

 private:
  const std::shared_ptr<const User> by_;
  const SharedRound checked_;
};

/// In every store: rounds of the survey may hold what they could not read before.
class TakeUp final : public Job {
 public:
  TakeUp(std::shared_ptr<const User> by, SharedRound checked)
      : by_(std::move(by)), checked_(std::move(checked)) {}
  Reply run(Desk& desk) override {
    for (const TakenUp& round : take_up_definition(desk, checked_->definition)) {
      record(desk, round.round, by_->name, "version_added",
             std::to_string(round.events) + " held events of version " + checked_->definition->version() +
                 " judged.");
    }
    return {};
  }

 private:
  const std::shared_ptr<const User> by_;
  const SharedRound checked_;
};

Accepted make_round(Hub& hub, Request&& request, std::shared_ptr<const User> user) {
  auto asked = read_asked(request.body);
  if (!asked.ok()) return {.reply = failed(asked.error())};
  const auto checked = std::make_shared<const CheckedRound>(check_round(asked->round, asked->definition));
  if (!checked->round) return {.reply = with_problems(*checked)};
  Reply kept = hub.stores->run("", std::make_unique<KeepDefinition>(checked, std::move(asked->definition)));
  if (kept.status >= 400) return {.reply = std::move(kept)};
  hub.definitions.add(checked->definition);
  Accepted accepted;
  accepted.parts.push_back({checked->round->id, std::make_unique<MakeRound>(user, checked)});
  for (std::string& round : hub.stores->one_round_of_each())
    accepted.parts.push_back({std::move(round), std::make_unique<TakeUp>(user, checked)});
  accepted.join = [](std::vector<Reply>&& replies) { return std::move(replies.front()); };
  return accepted;
}

// --- its end
// ----------------------------------------------------------------------------------------------------

std::string as_text(Millis time) {
  return time == 0 ? "no end" : date_time_text(time, 0).substr(0, 16) + " UTC";
}

/// Moves the end of a round, after its title was typed.
class MoveEnd final : public Job {
 public:
  /// `closes` nothing: now.
  MoveEnd(std::shared_ptr<const User> by, std::string id, std::string confirm, std::optional<Millis> closes)
      : by_(std::move(by)), id_(std::move(id)), confirm_(std::move(confirm)), closes_(closes) {}

  Reply run(Desk& desk) override {
    auto round = load_round(desk, id_);
    if (!round.ok()) return failed(round.error());
    if (confirm_ != round->title)
      return failed(422, code_name(Code::bad_request),
                    "Type the survey's title exactly as it is shown to confirm this.");
    const Millis now = desk.clock.now();
    if (const char* problem = problem_of(*round, now)) return failed({Code::bad_state, problem, "/closes"});
    move(desk, *round, closes_.value_or(now));
    return summary(desk, *round);
  }

 private:
  const char* problem_of(const StoredRound& round, Millis now) const {
    if (!closes_) return round.open_at(now) ? nullptr : "This round is not open.";
    if (*closes_ <= now || *closes_ <= round.opens) return "The new end must be in the future.";
    return *closes_ <= round.closes ? "The new end must be later than the one there is." : nullptr;
  }

  void move(Desk& desk, StoredRound& round, Millis closes) const {
    record(desk, id_, by_->name, closes_ ? "round_extended" : "round_closed",
           "From " + as_text(round.closes) + " to " + as_text(closes) + ".");
    round.closes = closes;
    auto json = nlohmann::ordered_json::parse(round.json);
    json["closes"] = date_time_text(closes, 0);
    round.json = json.dump();
    desk.work.run("UPDATE round SET closes = ?2, json = ?3 WHERE id = ?1", id_, round.closes, round.json);
  }

  Reply summary(Desk& desk, const StoredRound& round) const {
    json::Writer out;
    out.open_object().key("round");
    write_summary(desk, out, round);
    out.member("started_not_sent",
               count_of(desk,
                        "SELECT COUNT(*) FROM invitee i LEFT JOIN head h ON h.round = i.round AND "
                        "h.response = i.response WHERE i.round = ?1 AND i.started > 0 AND "
                        "COALESCE(h.counts, 0) = 0",
                        id_));
    return replied(out.close_object().take());
  }

  const std::shared_ptr<const User> by_;
  const std::string id_, confirm_;
  const std::optional<Millis> closes_;
};

constexpr Millis kLastTime = 253'402'300'799'999;  // the end of the year 9999

Accepted extend(Hub&, Request&& request, std::shared_ptr<const User> user) {
  Fields fields(request.body, {"closes", "confirm"});
  const auto closes = fields.whole("closes", 1, kLastTime);
  std::string confirm = fields.text("confirm");
  if (fields.ok() && !closes) fields.fail("closes", "The new end is missing.");
  if (!fields.ok()) return {.reply = failed(fields.error())};
  return {.job = std::make_unique<MoveEnd>(std::move(user), request.arguments["round"], std::move(confirm),
                                           closes)};
}

Accepted close(Hub&, Request&& request, std::shared_ptr<const User> user) {
  Fields fields(request.body, {"confirm"});
  std::string confirm = fields.text("confirm");
  if (!fields.ok()) return {.reply = failed(fields.error())};
  return {.job = std::make_unique<MoveEnd>(std::move(user), request.arguments["round"], std::move(confirm),
                                           std::nullopt)};
}

constexpr Endpoint kEndpoints[] = {
    {"GET", "/api/v1/rounds", Role::nobody, 0, in_each_store<ListOpen>},
    {"GET", "/api/v1/rounds/{round}", Role::nobody, 0, show_round},
    {"GET", "/api/v1/definitions/{digest}", Role::nobody, 0, show_definition},
    {"GET", "/api/v1/team/rounds", Role::viewer, 0, in_each_store<ListRounds>},
    {"POST", "/api/v1/team/rounds", Role::organiser, kRoundBody, make_round, true},
    {"POST", "/api/v1/team/rounds/{round}/extend", Role::organiser, kBody, extend},
    {"POST", "/api/v1/team/rounds/{round}/close", Role::organiser, kBody, close},
};

}  // namespace

std::span<const Endpoint> round_endpoints() { return kEndpoints; }

}  // namespace takestock::hub
