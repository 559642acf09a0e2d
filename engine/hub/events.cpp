#include "hub/events.h"

#include <algorithm>
#include <cstdlib>

#include "base/json_writer.h"
#include "hub/fieldworkers.h"
#include "hub/links.h"
#include "results/line_members.h"
#include "results/meta.h"
#include "store/event_row.h"
#include "sync/head.h"

namespace takestock::hub {

using store::Event;
using store::EventRef;
using store::Query;
using sync::Judgement;
using sync::Verdict;

namespace {

/// "<device>:<seq>", separated by spaces.
std::string base_text(const std::vector<EventRef>& base) {
  std::string text;
  for (const EventRef& ref : base) text += (text.empty() ? "" : " ") + results::ref_text(ref);
  return text;
}

std::vector<EventRef> base_of(const std::string& text) {
  std::vector<EventRef> base;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find(' ', start), text.size()), colon = text.find(':', start);
    base.push_back({text.substr(start, colon - start), std::strtoll(text.c_str() + colon + 1, nullptr, 10)});
    start = end + 1;
  }
  return base;
}

std::string findings_text(const std::vector<sync::EventFinding>& findings) {
  if (findings.empty()) return {};
  json::Writer out;
  sync::write_findings(out, findings);
  return out.take();
}

std::vector<sync::EventFinding> findings_in(const std::string& text) {
  std::vector<sync::EventFinding> findings;
  const json::Document document = json::Document::read(text);
  if (!document.ok()) return findings;
  for (json::Value each = document.root().first(); each; each = each.next())
    findings.push_back({std::string(each.find("name").text()), std::string(each.find("code").text())});
  return findings;
}

/// Columns verdict, reason, received, effective, late, findings from `first` on.
Judgement judgement_row(const Query& row, int first) {
  Judgement judgement;
  judgement.verdict = sync::verdict_named(row.text(first)).value_or(Verdict::refused);
  judgement.reason = row.text(first + 1);
  judgement.received = row.integer(first + 2);
  judgement.effective = row.integer(first + 3);
  judgement.late = row.integer(first + 4) != 0;
  if (const std::string text = row.text(first + 5); !text.empty()) judgement.findings = findings_in(text);
  return judgement;
}

#define WHOLE_COLUMNS                                                                                  \
  "survey, response, device, seq, sha256, form_hash, kind, base, at, offset_minutes, body, received, " \
  "effective"
#define JUDGEMENT_COLUMNS "verdict, reason, received, effective, late, findings"
constexpr int kWholeColumns = 13;

Event whole_event(const Query& row) { return store::event_row(row, base_of); }

void add_count(std::string& text, std::size_t count, const char* what) {
  if (count == 0) return;
  if (!text.empty()) text += ", ";
  text += std::to_string(count) + ' ' + what;
}

Error no_event(const EventKey& key) {
  return {Code::not_found, "There is no such event in this round.",
          key.device + ':' + std::to_string(key.seq)};
}

/// A held event's findings; else the work fails.
std::string held_findings(Desk& desk, const std::string& round, const EventKey& key) {
  Query row = desk.work.query(
      "SELECT verdict, findings FROM event WHERE round = ?1 AND response = ?2 AND device = ?3 AND seq = ?4 "
      "AND "
      "sha256 = ?5",
      round, key.response, key.device, key.seq, key.sha256);
  if (!row.next()) {
    desk.work.fail(no_event(key));
    return {};
  }
  if (row.text(0) != "held") {
    desk.work.fail({Code::bad_state, "This event is not held.", key.device + ':' + std::to_string(key.seq)});
  }
  return row.text(1);
}

void set_verdict(Desk& desk, const std::string& round, const EventKey& key, Verdict verdict,
                 const std::string& reason, const std::string& findings) {
  desk.work.run(
      "UPDATE event SET verdict = ?6, reason = ?7, findings = ?8 WHERE round = ?1 AND response = ?2 AND "
      "device = "
      "?3 AND seq = ?4 AND sha256 = ?5",
      round, key.response, key.device, key.seq, key.sha256, sync::verdict_name(verdict), reason, findings);
}

std::vector<Event> counted_events(Desk& desk, const std::string& round, const std::string& response) {
  std::vector<Event> events;
  Query row = desk.work.query(
      "SELECT device, seq, sha256, kind, base, effective FROM event WHERE round = ?1 AND response = ?2 AND "
      "verdict "
      "= 'stored' ORDER BY device, seq",
      round, response);
  while (row.next()) {
    Event event;
    event.device = row.text(0);
    event.seq = row.integer(1);
    event.sha256 = row.text(2);
    event.kind = store::kind_column(row, 3);
    event.base = base_of(row.text(4));
    event.effective = row.integer(5);
    events.push_back(std::move(event));
  }
  return events;
}

void write_head(Desk& desk, const std::string& round, const std::string& response, const sync::Head& head,
                std::size_t versions) {
  if (!head.event)
    return desk.work.run("DELETE FROM head WHERE round = ?1 AND response = ?2", round, response);
  desk.work.run(
      "INSERT INTO head(round, response, device, seq, sha256, kind, effective, counts, versions, concurrent, "
      "channel) "
      "SELECT round, response, device, seq, sha256, kind, effective, CAST(?5 AS BIGINT), CAST(?6 AS BIGINT), "
      "CAST(?7 AS BIGINT), channel FROM event WHERE round = ?1 AND response = ?2 AND device = ?3 AND seq = "
      "?4 AND verdict = 'stored' "
      "ON CONFLICT(round, response) DO UPDATE SET device = excluded.device, seq = excluded.seq, "
      "sha256 = excluded.sha256, kind = excluded.kind, effective = excluded.effective, "
      "counts = excluded.counts, versions = excluded.versions, concurrent = excluded.concurrent, "
      "channel = excluded.channel",
      round, response, head.event->device, head.event->seq, static_cast<std::int64_t>(head.counts()),
      static_cast<std::int64_t>(versions), static_cast<std::int64_t>(head.concurrent.size()));
}

/// "" where an interview's event says none.
std::string outcome_at(Desk& desk, const std::string& round, const std::string& response,
                       const EventRef& ref) {
  Query row = desk.work.query(
      "SELECT body FROM event WHERE round = ?1 AND response = ?2 AND device = ?3 AND seq = ?4 AND verdict = "
      "'stored'",
      round, response, ref.device, ref.seq);
  const auto interview = row.next() ? results::meta_of(row.text(0)).interview : std::nullopt;
  return interview ? interview->outcome : std::string();
}

/// The row beside an interview's head.
void write_interview(Desk& desk, const std::string& round, const std::string& response,
                     const sync::Head& head, const std::string& fieldworker) {
  if (!head.event)
    return desk.work.run("DELETE FROM interview WHERE round = ?1 AND response = ?2", round, response);
  desk.work.run(
      "INSERT INTO interview(round, response, fieldworker, outcome) VALUES(?1, ?2, ?3, ?4) ON "
      "CONFLICT(round, "
      "response) DO UPDATE SET outcome = excluded.outcome",
      round, response, fieldworker, outcome_at(desk, round, response, *head.event));
}

/// Events of a round that were held because their version of the survey was not known.
std::vector<Event> waiting_for(Desk& desk, const std::string& round, const std::string& form_hash) {
  std::vector<Event> events;
  Query row =
      desk.work.query("SELECT " WHOLE_COLUMNS
                      " FROM event WHERE round = ?1 AND verdict = 'held' AND reason = 'unknown_form' AND "
                      "form_hash = ?2",
                      round, form_hash);
  while (row.next()) events.push_back(whole_event(row));
  return events;
}

sync::Sender sender_of(Desk& desk, const std::string& round, const std::string& response) {
  const bool interview = !fieldworker_of(desk, round, response).empty();
  return interview ? sync::Sender::interviewer : sync::Sender::respondent;
}

void take_up(Desk& desk, const std::string& round, const Event& event,
             const std::shared_ptr<const survey::Definition>& definition) {
  const std::string findings =
      findings_text(sync::findings_of(event, definition, sender_of(desk, round, event.response)));
  set_verdict(desk, round, {event.response, event.device, event.seq, event.sha256},
              findings.empty() ? Verdict::stored : Verdict::invalid, "", findings);
  update_head(desk, round, event.response);
}

std::vector<std::string> rounds_of(Desk& desk, const std::string& survey) {
  std::vector<std::string> ids;
  Query row = desk.work.query("SELECT id FROM round WHERE survey = ?1", survey);
  while (row.next()) ids.push_back(row.text(0));
  return ids;
}

}  // namespace

// --- the ledger

std::optional<sync::RoundTimes> EventLedger::round(const std::string& id) {
  Query row =
      desk_.work.query("SELECT survey, opens, closes, grace, open_to_anyone FROM round WHERE id = ?1", id);
  if (!row.next()) return std::nullopt;
  round_ = id;
  open_to_anyone_ = row.integer(4) != 0;
  return sync::RoundTimes{row.text(0), row.integer(1), row.integer(2), row.integer(3)};
}

std::optional<sync::Standing> EventLedger::standing(const sync::BatchLink& link) {
  if (link.link->interviewer()) return interviewer_standing(link);
  sync::Standing standing;
  {
    Query row = desk_.work.query(
        "SELECT l.revoked, i.name, i.organisation, l.channel, l.ends, l.received, i.opened, i.started FROM "
        "link l "
        "JOIN invitee i ON i.round = l.round AND i.id = l.invitee WHERE l.round = ?1 AND l.token_hash = ?2 "
        "AND "
        "l.invitee = ?3",
        round_, link.link->token_hash(), link.link->invitee);
    if (!row.next()) return register_self_made(link);
    if (row.integer(0) != 0) return std::nullopt;
    standing = {row.text(1), row.text(2), row.text(3), row.integer(4), row.integer(5)};
    used_[link.response] = {row.integer(6) != 0, row.integer(7) != 0};
  }
  return standing;
}

std::optional<sync::Standing> EventLedger::interviewer_standing(const sync::BatchLink& link) {
  Query row = desk_.work.query(
      "SELECT f.name, l.channel, l.ends FROM link l JOIN fieldworker f ON f.round = l.round AND f.id = "
      "l.invitee WHERE l.round = ?1 AND l.token_hash = ?2 AND l.invitee = ?3 AND l.revoked = 0",
      round_, link.link->token_hash(), link.link->invitee);
  if (!row.next()) return std::nullopt;
  sync::Standing standing;
  standing.name = row.text(0), standing.channel = row.text(1), standing.ends = row.integer(2);
  return standing;
}

/// Only where nobody of that name is there yet: a second token for an invitee is for the team to issue.
std::optional<sync::Standing> EventLedger::register_self_made(const sync::BatchLink& link) {
  if (!open_to_anyone_ || !link.link->self_made()) return std::nullopt;
  {
    Query row =
        desk_.work.query("SELECT 1 FROM invitee WHERE round = ?1 AND id = ?2", round_, link.link->invitee);
    if (row.next()) return std::nullopt;
  }
  if (!allow_()) {
    too_many_ = true;
    return std::nullopt;
  }
  const Millis now = desk_.clock.now();
  desk_.work.run(
      "INSERT INTO invitee(round, id, response, source_key, name, email, organisation, role, council_type, "
      "region, "
      "self_made, opted_out, created, opened, started) VALUES(?1, ?2, ?3, ?4, '', '', '', '', '', '', 1, 0, "
      "?5, 0, "
      "0)",
      round_, link.link->invitee, link.response, "self_made " + link.link->invitee, now);
  desk_.work.run(
      "INSERT INTO link(round, token_hash, invitee, kind, channel, issued, issued_by, ends, revoked, "
      "revoked_why) "
      "VALUES(?1, ?2, ?3, ?4, '', ?5, '', 0, 0, '')",
      round_, link.link->token_hash(), link.link->invitee, kSelfMadeLink, now);
  used_[link.response] = {};
  return sync::Standing{};
}

void EventLedger::note_use(const sync::BatchLink& link, bool started) {
  if (link.link->interviewer()) return note_contact(link.link->invitee);
  Use& use = used_[link.response];
  const Millis now = desk_.clock.now();
  if (!use.opened)
    desk_.work.run("UPDATE invitee SET opened = ?3 WHERE round = ?1 AND id = ?2", round_, link.link->invitee,
                   now);
  if (started && !use.started)
    desk_.work.run("UPDATE invitee SET started = ?3 WHERE round = ?1 AND id = ?2", round_, link.link->invitee,
                   now);
  use = {true, use.started || started};
}

/// Once for all the interviews of a batch.
void EventLedger::note_contact(const std::string& fieldworker) {
  if (!contacts_.insert(fieldworker).second) return;
  desk_.work.run("UPDATE fieldworker SET contact = ?3 WHERE round = ?1 AND id = ?2", round_, fieldworker,
                 desk_.clock.now());
}

std::vector<sync::Kept> EventLedger::kept(const Event& event) {
  std::vector<sync::Kept> all;
  Query row = desk_.work.query("SELECT response, sha256, " JUDGEMENT_COLUMNS
                               " FROM event WHERE round = ?1 AND device = ?2 AND seq = ?3",
                               round_, event.device, event.seq);
  while (row.next()) all.push_back({row.text(0), row.text(1), judgement_row(row, 2)});
  return all;
}

void EventLedger::keep(const sync::BatchLink& link, const sync::Standing& standing, const Event& event,
                       const Judgement& judgement) {
  desk_.work.run(
      "INSERT INTO event(round, response, device, seq, sha256, survey, form_hash, kind, base, at, "
      "offset_minutes, "
      "body, received, effective, verdict, reason, late, channel, token_hash, findings) VALUES(?1, ?2, "
      "?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
      round_, event.response, event.device, event.seq, event.sha256, event.survey, event.form_hash,
      store::event_kind_name(event.kind), base_text(event.base), event.at,
      static_cast<std::int64_t>(event.offset_minutes), event.body, judgement.received, judgement.effective,
      sync::verdict_name(judgement.verdict), judgement.reason, static_cast<std::int64_t>(judgement.late),
      standing.channel, link.link->token.empty() ? "" : link.link->token_hash(),
      findings_text(judgement.findings));
  if (link.link->interviewer()) interviews_[event.response] = link.link->invitee;
}

std::vector<Event> EventLedger::counted(const std::string& response) {
  return counted_events(desk_, round_, response);
}

std::optional<Event> EventLedger::whole(const std::string& response, const EventRef& ref) {
  Query row =
      desk_.work.query("SELECT " WHOLE_COLUMNS
                       " FROM event WHERE round = ?1 AND response = ?2 AND device = ?3 AND seq = ?4 AND "
                       "verdict = 'stored'",
                       round_, response, ref.device, ref.seq);
  if (!row.next()) return std::nullopt;
  return whole_event(row);
}

void EventLedger::set_head(const std::string& response, const sync::Head& head, std::size_t versions) {
  write_head(desk_, round_, response, head, versions);
  const auto interview = interviews_.find(response);
  if (interview != interviews_.end()) write_interview(desk_, round_, response, head, interview->second);
}

// --- what others do with events

std::string counts_of(const sync::Received& received) {
  std::string text;
  add_count(text, received.stored, "stored");
  add_count(text, received.held, "held");
  add_count(text, received.invalid, "invalid");
  add_count(text, received.forks, "of a copied device");
  add_count(text, received.refused, "refused");
  return text;
}

void count(Metrics& metrics, const sync::Received& received) {
  const std::pair<const char*, std::size_t> verdicts[] = {{"stored", received.stored},
                                                          {"held", received.held},
                                                          {"invalid", received.invalid},
                                                          {"fork", received.forks},
                                                          {"refused", received.refused}};
  for (const auto& verdict : verdicts)
    for (std::size_t i = 0; i < verdict.second; ++i) metrics.event(verdict.first);
}

Status each_stored_event(store::Work& work, std::string_view round, std::string_view response,
                         const std::function<Status(const StoredEvent&)>& visit) {
  Query row =
      work.query("SELECT " WHOLE_COLUMNS ", " JUDGEMENT_COLUMNS
                 ", channel FROM event WHERE round = ?1 AND (?2 = '' OR response = ?2) ORDER BY response, "
                 "device, seq, sha256",
                 round, response);
  while (row.next()) {
    const StoredEvent stored{whole_event(row), judgement_row(row, kWholeColumns),
                             row.text(kWholeColumns + 6)};
    if (Status visited = visit(stored); !visited) return visited;
  }
  return work.status();
}

void update_head(Desk& desk, const std::string& round, const std::string& response) {
  const std::vector<Event> counted = counted_events(desk, round, response);
  const sync::Head head = sync::head_of(counted);
  write_head(desk, round, response, head, sync::versions_of(counted));
  if (const std::string fieldworker = fieldworker_of(desk, round, response); !fieldworker.empty())
    write_interview(desk, round, response, head, fieldworker);
}

Status release_event(Desk& desk, const std::string& round, const EventKey& key) {
  const std::string findings = held_findings(desk, round, key);
  set_verdict(desk, round, key, findings.empty() ? Verdict::stored : Verdict::invalid, "", findings);
  update_head(desk, round, key.response);
  return desk.work.status();
}

Status discard_event(Desk& desk, const std::string& round, const EventKey& key) {
  const std::string findings = held_findings(desk, round, key);
  set_verdict(desk, round, key, Verdict::held, "discarded", findings);
  return desk.work.status();
}

std::vector<TakenUp> take_up_definition(Desk& desk, std::shared_ptr<const survey::Definition> definition) {
  std::vector<TakenUp> taken;
  for (const std::string& round : rounds_of(desk, definition->id())) {
    const std::vector<Event> waiting = waiting_for(desk, round, definition->digest());
    for (const Event& event : waiting) take_up(desk, round, event, definition);
    if (!waiting.empty()) taken.push_back({round, waiting.size()});
  }
  return taken;
}

void erase_response(Desk& desk, const std::string& round, const std::string& response) {
  desk.work.run(
      "UPDATE event SET body = '', base = '', findings = '', verdict = 'refused', reason = "
      "'erased' WHERE round = ?1 AND response = ?2",
      round, response);
  desk.work.run("DELETE FROM attachment WHERE round = ?1 AND response = ?2", round, response);
  update_head(desk, round, response);
}

}  // namespace takestock::hub
