#include "hub/fieldworkers.h"

#include <algorithm>

#include "base/json_writer.h"
#include "base/utf8.h"
#include "hub/audit.h"
#include "hub/contacts_file.h"
#include "hub/endpoints.h"
#include "hub/fields.h"
#include "hub/links.h"
#include "hub/rounds.h"
#include "identity/link.h"

namespace takestock::hub {
namespace {

using json::Writer;

constexpr std::size_t kNameCharacters = 100, kMost = 2000, kPrefix = 16;
constexpr Millis kLastMillis = 253'402'300'799'999;  // the year 9999

struct Asked {
  std::string round, fieldworker, name, reason, origin;
  Millis ends = kNoEnd;
  std::shared_ptr<const User> user;
};

void write_fieldworker(Writer& out, const Fieldworker& fieldworker) {
  out.open_object().member("fieldworker", fieldworker.id).member("name", fieldworker.name);
  out.member("link", fieldworker.link).member("contact", fieldworker.contact);
  out.member("sent", fieldworker.sent).close_object();
}

Fieldworker add_fieldworker(Desk& desk, const std::string& round, const std::string& name) {
  Fieldworker added{identity::make_invitee(desk.random, identity::Invited::interviewer), name};
  added.link = true;
  desk.work.run(
      "INSERT INTO fieldworker(round, id, name, prefix, created, contact) VALUES(?1, ?2, ?3, ?4, ?5, 0)",
      round, added.id, name, interview_prefix(round, added.id), desk.clock.now());
  return added;
}

identity::Link issue(Desk& desk, const Asked& asked, const std::string& id) {
  NewLink made;
  made.kind = kInterviewerLink, made.by = asked.user->name, made.ends = asked.ends;
  return issue_link(desk, asked.round, id, made);
}

Status check_end(Desk& desk, Millis ends) {
  if (ends == kNoEnd || ends > desk.clock.now()) return Done{};
  return Error{Code::bad_request, "A link cannot end in the past.", "/ends"};
}

/// not_found: the round has no such fieldworker.
Result<Fieldworker> load(Desk& desk, const Asked& asked) {
  auto row = desk.work.query("SELECT id, name, contact FROM fieldworker WHERE round = ?1 AND id = ?2",
                             asked.round, asked.fieldworker);
  if (row.next()) return Fieldworker{row.text(0), row.text(1), row.integer(2)};
  if (!desk.work.ok()) return desk.work.error();
  return Error{Code::not_found, "This round has no such fieldworker.", "fieldworker"};
}

class ListJob final : public Job {
 public:
  explicit ListJob(std::string round) : round_(std::move(round)) {}

  Reply run(Desk& desk) override {
    if (auto round = load_round(desk, round_); !round) return failed(round.error());
    Writer out;
    out.open_object().key("fieldworkers").open_array();
    for (const Fieldworker& fieldworker : all_fieldworkers(desk, round_)) write_fieldworker(out, fieldworker);
    return desk.work.ok() ? replied(out.close_array().close_object().take()) : failed(desk.work.error());
  }

 private:
  const std::string round_;
};

class AddJob final : public Job {
 public:
  explicit AddJob(Asked asked) : asked_(std::move(asked)) {}

  Reply run(Desk& desk) override {
    if (auto round = load_round(desk, asked_.round); !round) return failed(round.error());
    if (Status end = check_end(desk, asked_.ends); !end) return failed(end.error());
    if (Status room = check_room(desk); !room) return failed(room.error());
    const Fieldworker added = add_fieldworker(desk, asked_.round, asked_.name);
    const identity::Link link = issue(desk, asked_, added.id);
    record(desk, asked_.round, asked_.user->name, "fieldworker_added", added.name + ".");
    if (!desk.work.ok()) return failed(desk.work.error());
    Writer out;
    write_fieldworker(out.open_object().key("fieldworker"), added);
    return replied(out.member("link", field_address(asked_.origin, link)).close_object().take());
  }

 private:
  Status check_room(Desk& desk) const {
    std::size_t count = 0;
    for (const Fieldworker& other : all_fieldworkers(desk, asked_.round)) {
      ++count;
      if (other.name == asked_.name)
        return Error{Code::bad_state, "This round has a fieldworker of that name already.", "/name"};
    }
    if (count < kMost) return Done{};
    return Error{Code::limit, "A round has room for " + std::to_string(kMost) + " fieldworkers.", ""};
  }

  const Asked asked_;
};

/// Ends the links of a fieldworker, and makes a new one where that is asked for.
class RenewJob final : public Job {
 public:
  RenewJob(Asked asked, bool reissue) : asked_(std::move(asked)), reissue_(reissue) {}

  Reply run(Desk& desk) override {
    const auto found = load(desk, asked_);
    if (!found) return failed(found.error());
    if (Status end = check_end(desk, asked_.ends); !end) return failed(end.error());
    Writer out;
    out.open_object().member("revoked", revoke_links(desk, asked_.round, found->id, asked_.reason));
    if (reissue_) out.member("link", field_address(asked_.origin, issue(desk, asked_, found->id)));
    record(desk, asked_.round, asked_.user->name,
           reissue_ ? "fieldworker_link_reissued" : "fieldworker_links_revoked",
           found->name + ": " + asked_.reason);
    return desk.work.ok() ? replied(out.close_object().take()) : failed(desk.work.error());
  }

 private:
  const Asked asked_;
  const bool reissue_;
};

Asked asked_of(Request& request, std::shared_ptr<const User> user) {
  Asked asked;
  asked.round = request.arguments["round"], asked.fieldworker = request.arguments["fieldworker"];
  asked.origin = request.origin;
  asked.user = std::move(user);
  return asked;
}

Accepted accept_list(Hub&, Request&& request, std::shared_ptr<const User>) {
  return {std::make_unique<ListJob>(request.arguments["round"])};
}

Accepted accept_add(Hub&, Request&& request, std::shared_ptr<const User> user) {
  Fields fields(request.body, {"name", "ends"});
  Asked asked = asked_of(request, std::move(user));
  asked.name = one_line(fields.required("name"));
  if (utf8_length(asked.name) > kNameCharacters)
    fields.fail("name", "A fieldworker's name has at most 100 characters.");
  asked.ends = fields.whole("ends", 1, kLastMillis).value_or(kNoEnd);
  if (!fields.ok()) return {nullptr, failed(fields.error())};
  return {std::make_unique<AddJob>(std::move(asked))};
}

template <bool kReissue>
Accepted accept_renew(Hub&, Request&& request, std::shared_ptr<const User> user) {
  Fields fields(request.body, {"reason", "ends"});
  Asked asked = asked_of(request, std::move(user));
  asked.reason = fields.required("reason", 1000);
  asked.ends = fields.whole("ends", 1, kLastMillis).value_or(kNoEnd);
  if (!fields.ok()) return {nullptr, failed(fields.error())};
  return {std::make_unique<RenewJob>(std::move(asked), kReissue)};
}

constexpr char kPath[] = "/api/v1/team/rounds/{round}/fieldworkers",
               kRevoke[] = "/api/v1/team/rounds/{round}/fieldworkers/{fieldworker}/revoke",
               kReissue[] = "/api/v1/team/rounds/{round}/fieldworkers/{fieldworker}/reissue";
constexpr Endpoint kEndpoints[] = {{"GET", kPath, Role::organiser, 0, accept_list},
                                   {"POST", kPath, Role::organiser, 16 * 1024, accept_add},
                                   {"POST", kRevoke, Role::organiser, 16 * 1024, accept_renew<false>},
                                   {"POST", kReissue, Role::organiser, 16 * 1024, accept_renew<true>}};

}  // namespace

std::vector<Fieldworker> all_fieldworkers(Desk& desk, std::string_view round) {
  std::vector<Fieldworker> all;
  auto row = desk.work.query(
      "SELECT f.id, f.name, f.contact, (SELECT count(*) FROM link l WHERE l.round = f.round AND l.invitee = "
      "f.id AND "
      "l.revoked = 0 AND (l.ends = 0 OR l.ends > ?2)), COALESCE(h.sent, 0) FROM fieldworker f LEFT JOIN "
      "(SELECT "
      "v.fieldworker, count(*) AS sent FROM interview v JOIN head USING(round, response) WHERE round = ?1 "
      "AND counts = "
      "1 GROUP BY v.fieldworker) h ON h.fieldworker = f.id WHERE f.round = ?1 ORDER BY f.name, f.id",
      round, desk.clock.now());
  while (row.next())
    all.push_back({row.text(0), row.text(1), row.integer(2), row.integer(3) != 0, row.integer(4)});
  return all;
}

identity::Link link_fieldworker(Desk& desk, const std::string& round, const std::string& name,
                                const std::string& by) {
  const std::vector<Fieldworker> all = all_fieldworkers(desk, round);
  const auto known =
      std::find_if(all.begin(), all.end(), [&](const Fieldworker& one) { return one.name == name; });
  NewLink made;
  made.kind = kInterviewerLink, made.by = by;
  return issue_link(desk, round, known == all.end() ? add_fieldworker(desk, round, name).id : known->id,
                    made);
}

std::string field_address(const std::string& origin, const identity::Link& link) {
  return origin + "/field/" + link.fragment();
}

std::string fieldworker_of(Desk& desk, std::string_view round, std::string_view response) {
  auto row = desk.work.query("SELECT id FROM fieldworker WHERE round = ?1 AND prefix = ?2", round,
                             response.substr(0, kPrefix));
  return row.next() ? row.text(0) : std::string();
}

std::string interview_prefix(std::string_view round, std::string_view id) {
  SeededRandom any(1);
  return identity::interview_of(round, id, any).substr(0, kPrefix);
}

std::span<const Endpoint> fieldworker_endpoints() { return kEndpoints; }

}  // namespace takestock::hub
