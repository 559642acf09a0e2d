#include "hub/contacts.h"

#include <set>

#include "base/civil.h"
#include "base/json_writer.h"
#include "hub/audit.h"
#include "hub/endpoints.h"
#include "hub/fields.h"
#include "hub/invitees.h"
#include "hub/rounds.h"
#include "identity/link.h"
#include "results/csv.h"

namespace takestock::hub {
namespace {

constexpr std::size_t kListedProblems = 500;

using json::Writer;

void write_texts(Writer& out, const std::vector<std::string>& texts) {
  out.open_array();
  for (const std::string& text : texts) out.value(text);
  out.close_array();
}

void write_mapping(Writer& out, const ContactMapping& mapping) {
  out.key("mapping").open_object();
  for (std::size_t i = 0; i < kContactFields; ++i) {
    out.key(contact_field_name(static_cast<ContactField>(i)));
    mapping[i] < 0 ? out.value(nullptr) : out.value(mapping[i]);
  }
  out.close_object();
}

void write_problems(Writer& out, const std::vector<ContactProblem>& problems) {
  out.member("problem_rows", problems.size()).key("problems").open_array();
  for (std::size_t i = 0; i < std::min(problems.size(), kListedProblems); ++i)
    out.open_object().member("row", problems[i].row).member("text", problems[i].text).close_object();
  out.close_array();
}

Reply ok(Writer& out) {
  Reply reply;
  reply.body = out.take();
  return reply;
}

class PreviewJob final : public Job {
 public:
  PreviewJob(std::string round, ContactsFile file) : round_(std::move(round)), file_(std::move(file)) {}

  Reply run(Desk& desk) override {
    if (auto round = load_round(desk, round_); !round) return failed(round.error());
    const auto counted = count_contacts(desk, round_, file_);
    if (!counted) return failed(counted.error());
    Writer out;
    out.open_object().member("encoding", file_.encoding).member("delimiter", std::string(1, file_.delimiter));
    out.key("columns");
    write_texts(out, file_.columns);
    write_mapping(out, file_.mapping);
    out.member("rows", file_.rows).key("sample").open_array();
    for (const auto& row : file_.sample) write_texts(out, row);
    out.close_array().member("new", counted->added).member("present", counted->present);
    write_problems(out, file_.problems);
    return ok(out.close_object());
  }

 private:
  const std::string round_;
  const ContactsFile file_;
};

class ImportJob final : public Job {
 public:
  ImportJob(std::string round, ContactsFile file, std::shared_ptr<const User> user)
      : round_(std::move(round)), file_(std::move(file)), user_(std::move(user)) {}

  Reply run(Desk& desk) override {
    if (auto round = load_round(desk, round_); !round) return failed(round.error());
    const auto done = import_contacts(desk, round_, file_);
    if (!done) return failed(done.error());
    record(desk, round_, user_->name, "contacts_imported",
           std::to_string(done->added) + " added, " + std::to_string(done->present) + " there already, " +
               std::to_string(file_.problems.size()) + " rows left out.");
    if (!desk.work.ok()) return failed(desk.work.error());
    Writer out;
    out.open_object().member("added", done->added).member("present", done->present);
    write_problems(out, file_.problems);
    return ok(out.close_object());
  }

 private:
  const std::string round_;
  const ContactsFile file_;
  const std::shared_ptr<const User> user_;
};

Accepted accept_preview(Hub&, Request&& request, std::shared_ptr<const User>) {
  Result<ContactsFile> file = read_contacts(std::move(request.body), request.query["mapping"]);
  if (!file) return {nullptr, failed(file.error())};
  return {std::make_unique<PreviewJob>(request.arguments["round"], std::move(*file))};
}

Accepted accept_import(Hub&, Request&& request, std::shared_ptr<const User> user) {
  if (request.query["mapping"].empty())
    return {nullptr, failed({Code::bad_request, "Say which column is what.", "mapping"})};
  Result<ContactsFile> file = read_contacts(std::move(request.body), request.query["mapping"]);
  if (!file) return {nullptr, failed(file.error())};
  return {std::make_unique<ImportJob>(request.arguments["round"], std::move(*file), std::move(user))};
}

// --- the list
// ---------------------------------------------------------------------------------------------------

constexpr int kPage = 200;
constexpr std::int64_t kMostListed = 1'000'000;

struct ListAsked {
  std::string round, state, q, after;
};

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

/// For LIKE .. ESCAPE '!': what contains the text.
std::string containing(const std::string& text) {
  std::string out = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '!') out += '!';
    out += c;
  }
  return out + '%';
}

// Times of the mails to each; a person is looked for in all that is known of him, as written and in small
// letters.
constexpr char kList[] = "SELECT " TAKESTOCK_INVITEE
                         ", COALESCE(m.mails, 0), COALESCE(m.last_mailed, 0) FROM contact c LEFT JOIN ("
                         "SELECT invitee, count(*) AS mails, max(at) AS last_mailed FROM mail WHERE round = "
                         "?1 AND state = 'sent' GROUP BY invitee"
                         ") m ON m.invitee = c.id WHERE c.round = ?1 "
                         "AND (?2 = '' OR c.state = ?2 OR (?2 = 'unverified' AND c.self_made = 1) OR (?2 = "
                         "'opted_out' AND c.opted_out = 1) "
                         "OR (?2 = 'to_chase' AND c.sent = 0 AND c.self_made = 0 AND c.opted_out = 0)) "
                         "AND (?3 = '%%' OR lower(c.name || ' ' || c.email || ' ' || c.organisation || ' ' "
                         "|| c.role || ' ' || c.id) LIKE ?3 ESCAPE '!' "
                         "OR c.name || ' ' || c.email || ' ' || c.organisation || ' ' || c.role || ' ' || "
                         "c.id LIKE ?4 ESCAPE '!') "
                         "AND (?5 = '' OR (c.organisation, c.name, c.id) > (?6, ?7, ?5)) "
                         "ORDER BY c.organisation, c.name, c.id LIMIT ?8";

void write_invitee(Writer& out, const Invitee& invitee) {
  out.member("invitee", invitee.id).member("name", invitee.details.name);
  out.member("email", invitee.details.email).member("organisation", invitee.details.organisation);
  out.member("role", invitee.details.role).member("council_type", invitee.details.council_type);
  out.member("region", invitee.details.region).member("state", invitee.state);
  out.member("opted_out", invitee.opted_out).member("unverified", invitee.self_made);
  out.member("channel", invitee.channel).member("last_sent", invitee.last_sent);
  out.member("versions", invitee.versions);
}

std::string mailed_text(Millis at) { return at == 0 ? std::string() : date_time_text(at, 0); }

/// All of a list as a table, for whoever writes or telephones without the hub.
class FileJob final : public Job {
 public:
  FileJob(ListAsked asked, std::shared_ptr<const User> user)
      : asked_(std::move(asked)), user_(std::move(user)) {}

  Reply run(Desk& desk) override {
    if (auto round = load_round(desk, asked_.round); !round) return failed(round.error());
    Reply reply;
    std::size_t rows = 0;
    if (Status written = write(desk, reply.body, rows); !written) return failed(written.error());
    record(desk, asked_.round, user_->name, "contacts_downloaded",
           std::to_string(rows) + " contacts" + (asked_.state.empty() ? "." : " (" + asked_.state + ")."));
    if (!desk.work.ok()) return failed(desk.work.error());
    reply.type = "text/csv; charset=utf-8";
    reply.headers = {{"Content-Disposition", "attachment; filename=\"contacts-" + asked_.round + ".csv\""}};
    return reply;
  }

 private:
  Status write(Desk& desk, std::string& bytes, std::size_t& rows) const {
    results::CsvWriter csv([&](std::string_view more) { return bytes += more, Status(Done{}); },
                           {false, true});
    for (const char* column : {"invitee", "name", "email", "organisation", "role", "council_type", "region",
                               "state", "opted_out", "unverified", "last_sent", "mails", "last_mailed"})
      csv.text(column);
    Status written = csv.end_row();
    store::Query row = desk.work.query(kList, asked_.round, asked_.state, containing(lower(asked_.q)),
                                       containing(asked_.q), "", "", "", kMostListed);
    for (; written && row.next(); ++rows) {
      write_row(csv, read_invitee(row), row);
      written = csv.end_row();
    }
    return written ? csv.finish() : written;
  }

  static void write_row(results::CsvWriter& csv, const Invitee& invitee, const store::Query& row) {
    const ContactDetails& details = invitee.details;
    for (const std::string& cell :
         {invitee.id, details.name, details.email, details.organisation, details.role, details.council_type,
          details.region, invitee.state, yes_or_no(invitee.opted_out), yes_or_no(invitee.self_made),
          mailed_text(invitee.last_sent), std::to_string(row.integer(kInviteeColumns)),
          mailed_text(row.integer(kInviteeColumns + 1))})
      csv.text(cell);
  }

  static std::string yes_or_no(bool truth) { return truth ? "yes" : "no"; }

  const ListAsked asked_;
  const std::shared_ptr<const User> user_;
};

class ListJob final : public Job {
 public:
  explicit ListJob(ListAsked asked) : asked_(std::move(asked)) {}

  Reply run(Desk& desk) override {
    if (auto round = load_round(desk, asked_.round); !round) return failed(round.error());
    Invitee after;
    if (!asked_.after.empty()) {
      auto found = load_invitee(desk, asked_.round, asked_.after);
      if (!found) return failed(found.error());
      after = std::move(*found);
    }
    return page(desk, after);
  }

 private:
  Reply page(Desk& desk, const Invitee& after) {
    store::Query rows =
        desk.work.query(kList, asked_.round, asked_.state, containing(lower(asked_.q)), containing(asked_.q),
                        after.id, after.details.organisation, after.details.name, std::int64_t{kPage} + 1);
    Writer out;
    out.open_object().key("contacts").open_array();
    std::string last, next;
    for (int n = 0; rows.next(); ++n) {
      if (n == kPage) {
        next = last;
        break;
      }
      const Invitee invitee = read_invitee(rows);
      last = invitee.id;
      write_invitee(out.open_object(), invitee);
      out.member("mails", rows.integer(kInviteeColumns));
      out.member("last_mailed", rows.integer(kInviteeColumns + 1)).close_object();
    }
    if (!desk.work.ok()) return failed(desk.work.error());
    out.close_array().key("next");
    next.empty() ? out.value(nullptr) : out.value(next);
    return ok(out.close_object());
  }

  const ListAsked asked_;
};

Result<ListAsked> read_asked(Request& request) {
  static const std::set<std::string> kStates = {"",     "no_link",  "issued",     "opened",   "started",
                                                "sent", "to_chase", "unverified", "opted_out"};
  ListAsked asked{request.arguments["round"], request.query["state"], request.query["q"],
                  request.query["after"]};
  if (!kStates.count(asked.state))
    return Error{Code::bad_request, "There is no state “" + asked.state + "”.", "state"};
  if (asked.q.size() > 200) return Error{Code::limit, "What is looked for is longer than 200 bytes.", "q"};
  return asked;
}

Accepted accept_list(Hub&, Request&& request, std::shared_ptr<const User>) {
  auto asked = read_asked(request);
  if (!asked) return {nullptr, failed(asked.error())};
  return {std::make_unique<ListJob>(std::move(*asked))};
}

Accepted accept_file(Hub&, Request&& request, std::shared_ptr<const User> user) {
  auto asked = read_asked(request);
  if (!asked) return {nullptr, failed(asked.error())};
  return {std::make_unique<FileJob>(std::move(*asked), std::move(user))};
}

// --- one contact
// ------------------------------------------------------------------------------------------------

struct Change {
  std::optional<std::string> name, email, organisation, role, council_type, region;
  std::optional<bool> opted_out;
};

/// Takes over what the change names; their words, for the audit trail.
std::string apply(const Change& change, Invitee& invitee) {
  const std::tuple<const char*, const std::optional<std::string>*, std::string*> texts[] = {
      {"name", &change.name, &invitee.details.name},
      {"email", &change.email, &invitee.details.email},
      {"organisation", &change.organisation, &invitee.details.organisation},
      {"role", &change.role, &invitee.details.role},
      {"council_type", &change.council_type, &invitee.details.council_type},
      {"region", &change.region, &invitee.details.region}};
  std::string changed;
  for (const auto& [word, wanted, value] : texts) {
    if (!*wanted || **wanted == *value) continue;
    *value = **wanted;
    changed += (changed.empty() ? "" : ", ") + std::string(word);
  }
  if (change.opted_out && *change.opted_out != invitee.opted_out) {
    invitee.opted_out = *change.opted_out;
    changed += std::string(changed.empty() ? "" : ", ") + (invitee.opted_out ? "opted out" : "opted in");
  }
  return changed;
}

class ChangeJob final : public Job {
 public:
  ChangeJob(std::string round, std::string invitee, Change change, std::shared_ptr<const User> user)
      : round_(std::move(round)),
        id_(std::move(invitee)),
        change_(std::move(change)),
        user_(std::move(user)) {}

  Reply run(Desk& desk) override {
    auto invitee = load_invitee(desk, round_, id_);
    if (!invitee) return failed(invitee.error());
    const std::string changed = apply(change_, *invitee);
    if (const std::string mistake = contact_mistake(invitee->details); !mistake.empty())
      return failed({Code::bad_request, "This cannot be kept: " + mistake + ".", ""});
    if (!changed.empty()) keep(desk, *invitee, changed);
    if (!desk.work.ok()) return failed(desk.work.error());
    Writer out;
    write_invitee(out.open_object().key("contact").open_object(), *invitee);
    return ok(out.close_object().close_object());
  }

 private:
  void keep(Desk& desk, const Invitee& invitee, const std::string& changed) {
    const ContactDetails& details = invitee.details;
    desk.work.run(
        "UPDATE invitee SET name = ?3, email = ?4, organisation = ?5, role = ?6, council_type = ?7, "
        "region = ?8, opted_out = ?9 WHERE round = ?1 AND id = ?2",
        round_, id_, details.name, details.email, details.organisation, details.role, details.council_type,
        details.region, std::int64_t{invitee.opted_out});
    record(desk, round_, user_->name, "contact_changed", "Contact " + id_ + ": " + changed + ".");
  }

  const std::string round_, id_;
  const Change change_;
  const std::shared_ptr<const User> user_;
};

std::optional<std::string> text_of(Fields& fields, std::string_view name) {
  if (!fields.has(name)) return std::nullopt;
  return one_line(fields.text(name));
}

Accepted accept_change(Hub&, Request&& request, std::shared_ptr<const User> user) {
  Fields fields(request.body,
                {"name", "email", "organisation", "role", "council_type", "region", "opted_out"});
  Change change{text_of(fields, "name"),  text_of(fields, "email"),        text_of(fields, "organisation"),
                text_of(fields, "role"),  text_of(fields, "council_type"), text_of(fields, "region"),
                fields.truth("opted_out")};
  if (!fields.ok()) return {nullptr, failed(fields.error())};
  return {std::make_unique<ChangeJob>(request.arguments["round"], request.arguments["invitee"],
                                      std::move(change), std::move(user))};
}

constexpr Endpoint kEndpoints[] = {
    {"POST", "/api/v1/team/rounds/{round}/contacts/preview", Role::organiser, kContactsBytes, accept_preview,
     true},
    {"POST", "/api/v1/team/rounds/{round}/contacts", Role::organiser, kContactsBytes, accept_import, true},
    {"GET", "/api/v1/team/rounds/{round}/contacts", Role::organiser, 0, accept_list},
    {"GET", "/api/v1/team/rounds/{round}/contacts.csv", Role::organiser, 0, accept_file},
    {"POST", "/api/v1/team/rounds/{round}/contacts/{invitee}", Role::organiser, 64 * 1024, accept_change}};

/// The source keys of a round.
std::set<std::string> keys_of(Desk& desk, const std::string& round) {
  std::set<std::string> keys;
  store::Query rows = desk.work.query("SELECT source_key FROM invitee WHERE round = ?1", round);
  while (rows.next()) keys.insert(rows.text(0));
  return keys;
}

void add_contact(Desk& desk, const std::string& round, const NewContact& contact, Millis now) {
  const ContactDetails& details = contact.details;
  const std::string id = identity::make_invitee(desk.random, identity::Invited::person);
  desk.work.run(
      "INSERT INTO invitee(round, id, response, source_key, name, email, organisation, role, council_type, "
      "region, self_made, opted_out, created, opened, started) "
      "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0, 0, ?11, 0, 0)",
      round, id, identity::response_of(round, id), contact.source_key, details.name, details.email,
      details.organisation, details.role, details.council_type, details.region, now);
}

}  // namespace

Result<ImportedContacts> import_contacts(Desk& desk, const std::string& round, const ContactsFile& file) {
  const std::set<std::string> known = keys_of(desk, round);
  const Millis now = desk.clock.now();
  ImportedContacts done;
  for (const NewContact& contact : file.contacts) {
    if (known.count(contact.source_key)) {
      ++done.present;
      continue;
    }
    add_contact(desk, round, contact, now);
    ++done.added;
  }
  return desk.work.result(done);
}

Result<ImportedContacts> count_contacts(Desk& desk, const std::string& round, const ContactsFile& file) {
  const std::set<std::string> known = keys_of(desk, round);
  ImportedContacts out;
  for (const NewContact& contact : file.contacts)
    ++(known.count(contact.source_key) ? out.present : out.added);
  return desk.work.result(out);
}

std::span<const Endpoint> contact_endpoints() { return kEndpoints; }

}  // namespace takestock::hub
