#include "hub/links.h"

#include <set>

#include "base/json_writer.h"
#include "hub/audit.h"
#include "hub/endpoints.h"
#include "hub/fields.h"
#include "hub/invitees.h"
#include "hub/rounds.h"
#include "results/csv.h"

namespace takestock::hub {
namespace {

constexpr std::size_t kMostInvitees = 100'000;
constexpr Millis kLastMillis = 253'402'300'799'999;  // the year 9999

/// What the endpoints of links ask for.
struct Asked {
  std::string round, invitee, origin, reason;
  std::optional<std::set<std::string>> invitees;  ///< none: everybody who never had a link
  Millis ends = kNoEnd;
  std::shared_ptr<const User> user;
};

std::string about(const Asked& asked, const char* what) {
  return std::string(what) + " of contact " + asked.invitee + ": " + asked.reason;
}

Status check_end(Desk& desk, Millis ends) {
  if (ends == kNoEnd || ends > desk.clock.now()) return Done{};
  return Error{Code::bad_request, "A link cannot end in the past.", "/ends"};
}

/// Issues links to many and writes the mail-merge file.
class IssueJob final : public Job {
 public:
  explicit IssueJob(Asked asked) : asked_(std::move(asked)) {}

  Reply run(Desk& desk) override {
    if (auto round = load_round(desk, asked_.round); !round) return failed(round.error());
    if (Status end = check_end(desk, asked_.ends); !end) return failed(end.error());
    const std::vector<Invitee> invitees = wanted(desk);
    if (asked_.invitees && desk.work.ok() && invitees.size() != asked_.invitees->size())
      return failed({Code::not_found, "Of these contacts some are not in this round.", "/invitees"});
    Reply reply = merge_file(desk, invitees);
    record(desk, asked_.round, asked_.user->name, "links_issued",
           "Links for " + std::to_string(invitees.size()) + " contacts, as a file.");
    return desk.work.ok() ? reply : failed(desk.work.error());
  }

 private:
  std::vector<Invitee> wanted(Desk& desk) {
    std::vector<Invitee> out;
    store::Query rows =
        asked_.invitees
            ? desk.work.query("SELECT " TAKESTOCK_INVITEE
                              " FROM contact c WHERE c.round = ?1 ORDER BY c.organisation, c.name, c.id",
                              asked_.round)
            : desk.work.query(
                  "SELECT " TAKESTOCK_INVITEE
                  " FROM contact c WHERE c.round = ?1 AND c.self_made = 0 AND c.opted_out = 0 AND NOT EXISTS("
                  "SELECT 1 FROM link l WHERE l.round = c.round AND l.invitee = c.id AND l.kind <> 'entry') "
                  "ORDER BY c.organisation, c.name, c.id",
                  asked_.round);
    while (rows.next()) {
      if (!asked_.invitees || asked_.invitees->count(rows.text(0))) out.push_back(read_invitee(rows));
    }
    return out;
  }

  Reply merge_file(Desk& desk, const std::vector<Invitee>& invitees) {
    Reply reply;
    results::CsvWriter csv(
        [&](std::string_view bytes) {
          reply.body += bytes;
          return Status(Done{});
        },
        {false, true});
    for (const char* column : {"invitee", "name", "email", "organisation", "link"}) csv.text(column);
    Status written = csv.end_row();
    for (const Invitee& invitee : invitees) {
      const identity::Link link = issue_link(desk, asked_.round, invitee.id, made());
      for (const std::string& cell : {invitee.id, invitee.details.name, invitee.details.email,
                                      invitee.details.organisation, address_of(asked_.origin, link)})
        csv.text(cell);
      if (written) written = csv.end_row();
    }
    if (written) written = csv.finish();
    if (!written) return failed(written.error());
    reply.type = "text/csv; charset=utf-8";
    reply.headers = {{"Content-Disposition", "attachment; filename=\"links-" + asked_.round + ".csv\""}};
    return reply;
  }

  NewLink made() const {
    NewLink out;
    out.by = asked_.user->name, out.ends = asked_.ends;
    return out;
  }

  const Asked asked_;
};

class RevokeJob final : public Job {
 public:
  explicit RevokeJob(Asked asked) : asked_(std::move(asked)) {}

  Reply run(Desk& desk) override {
    const auto invitee = load_invitee(desk, asked_.round, asked_.invitee);
    if (!invitee) return failed(invitee.error());
    const std::int64_t ended = revoke_links(desk, asked_.round, asked_.invitee, asked_.reason);
    record(desk, asked_.round, asked_.user->name, "links_revoked", about(asked_, "Links"));
    if (!desk.work.ok()) return failed(desk.work.error());
    Reply reply;
    reply.body = json::Writer().open_object().member("revoked", ended).close_object().take();
    return reply;
  }

 private:
  const Asked asked_;
};

/// Ends what there was and makes one link.
class ReissueJob final : public Job {
 public:
  explicit ReissueJob(Asked asked) : asked_(std::move(asked)) {}

  Reply run(Desk& desk) override {
    const auto invitee = load_invitee(desk, asked_.round, asked_.invitee);
    if (!invitee) return failed(invitee.error());
    if (Status end = check_end(desk, asked_.ends); !end) return failed(end.error());
    const std::int64_t ended = revoke_links(desk, asked_.round, asked_.invitee, asked_.reason);
    NewLink made;
    if (invitee->self_made) made.kind = kSelfMadeLink;
    made.by = asked_.user->name, made.ends = asked_.ends;
    const identity::Link link = issue_link(desk, asked_.round, asked_.invitee, made);
    record(desk, asked_.round, asked_.user->name, "link_reissued", about(asked_, "Link"));
    if (!desk.work.ok()) return failed(desk.work.error());
    json::Writer out;
    out.open_object().member("link", address_of(asked_.origin, link)).member("revoked", ended);
    Reply reply;
    reply.body = out.close_object().take();
    return reply;
  }

 private:
  const Asked asked_;
};

Asked asked_of(Request& request, std::shared_ptr<const User> user) {
  Asked asked;
  asked.round = request.arguments["round"], asked.invitee = request.arguments["invitee"];
  asked.origin = request.origin;
  asked.user = std::move(user);
  return asked;
}

Accepted accept_issue(Hub&, Request&& request, std::shared_ptr<const User> user) {
  Fields fields(request.body, {"invitees", "ends"});
  Asked asked = asked_of(request, std::move(user));
  if (const auto list = fields.texts("invitees", kMostInvitees))
    asked.invitees.emplace(list->begin(), list->end());
  asked.ends = fields.whole("ends", 1, kLastMillis).value_or(kNoEnd);
  if (!fields.ok()) return {nullptr, failed(fields.error())};
  return {std::make_unique<IssueJob>(std::move(asked))};
}

Accepted accept_revoke(Hub&, Request&& request, std::shared_ptr<const User> user) {
  Fields fields(request.body, {"reason"});
  Asked asked = asked_of(request, std::move(user));
  asked.reason = fields.required("reason", 1000);
  if (!fields.ok()) return {nullptr, failed(fields.error())};
  return {std::make_unique<RevokeJob>(std::move(asked))};
}

Accepted accept_reissue(Hub&, Request&& request, std::shared_ptr<const User> user) {
  Fields fields(request.body, {"reason", "ends"});
  Asked asked = asked_of(request, std::move(user));
  asked.reason = fields.required("reason", 1000);
  asked.ends = fields.whole("ends", 1, kLastMillis).value_or(kNoEnd);
  if (!fields.ok()) return {nullptr, failed(fields.error())};
  return {std::make_unique<ReissueJob>(std::move(asked))};
}

constexpr Endpoint kEndpoints[] = {
    {"POST", "/api/v1/team/rounds/{round}/links", Role::organiser, 4 * 1024 * 1024, accept_issue},
    {"POST", "/api/v1/team/rounds/{round}/links/{invitee}/revoke", Role::organiser, 16 * 1024, accept_revoke},
    {"POST", "/api/v1/team/rounds/{round}/links/{invitee}/reissue", Role::organiser, 16 * 1024,
     accept_reissue}};

}  // namespace

identity::Link issue_link(Desk& desk, const std::string& round, const std::string& invitee,
                          const NewLink& made) {
  identity::Link link = identity::make_link(round, invitee, desk.random);
  desk.work.run(
      "INSERT INTO link(round, token_hash, invitee, kind, channel, issued, issued_by, ends, revoked, "
      "revoked_why, received) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, '', ?9)",
      round, link.token_hash(), invitee, std::string_view(made.kind), made.channel, desk.clock.now(), made.by,
      made.ends, made.received);
  return link;
}

std::int64_t revoke_links(Desk& desk, const std::string& round, const std::string& invitee,
                          std::string_view why) {
  store::Query counted = desk.work.query(
      "SELECT count(*) FROM link WHERE round = ?1 AND invitee = ?2 AND revoked = 0", round, invitee);
  const std::int64_t count = counted.next() ? counted.integer(0) : 0;
  desk.work.run(
      "UPDATE link SET revoked = ?3, revoked_why = ?4 WHERE round = ?1 AND invitee = ?2 AND revoked = 0",
      round, invitee, desk.clock.now(), why);
  return count;
}

std::string address_of(std::string_view origin, const identity::Link& link) {
  return std::string(origin) + "/" + link.fragment();
}

std::span<const Endpoint> link_endpoints() { return kEndpoints; }

}  // namespace takestock::hub
