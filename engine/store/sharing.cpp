// Links, what is owed to the hub, and what comes from it.
#include "store/sharing.h"

#include <algorithm>
#include <optional>

#include "base/digest.h"
#include "store/owed.h"
#include "store/reference.h"
#include "store/rows.h"

namespace takestock::store {

LinkRow link_row(const Query& row) {
  LinkRow link;
  link.survey = row.text(0);
  link.response = row.text(1);
  link.round = row.text(2);
  link.code = row.text(3);
  link.self_made = row.integer(4) != 0;
  link.opened = row.integer(5);
  link.status = row.text(6);
  link.closes = row.integer(7);
  link.name = row.text(8);
  link.organisation = row.text(9);
  return link;
}

HubState hub_of(Work& work) {
  HubState state;
  // Not IN (..): for that SQLite would fill a table of its own at each call.
  Query row = work.query("SELECT key, value FROM meta WHERE key >= 'clock_off' AND key <= 'hub'");
  while (row.next()) {
    const std::string key = row.text(0);
    if (key == "hub") state.hub = row.text(1);
    if (key == "epoch") state.epoch = row.integer(1);
    if (key == "clock_off") state.clock_off = row.integer(1);
    if (key == "contact") state.contact = row.integer(1);
  }
  return state;
}

namespace {

#define OWED_EVENTS                               \
  " FROM event JOIN link USING(survey, response)" \
  " LEFT JOIN receipt USING(survey, response, device, seq, sha256) WHERE" IS_OWED

std::vector<LinkRow> link_rows(Query row) {
  std::vector<LinkRow> all;
  while (row.next()) all.push_back(link_row(row));
  return all;
}

void save_hub(Work& work, const HubState& state) {
  work.run(
      "INSERT INTO meta(key, value) VALUES('hub', ?1), ('epoch', ?2), ('clock_off', ?3), ('contact', ?4)"
      " ON CONFLICT DO UPDATE SET value = excluded.value",
      state.hub, state.epoch, state.clock_off, state.contact);
}

void owe_refused_again(Work& work, const std::string& survey, const std::string& response) {
  work.run("UPDATE receipt SET hub = '' WHERE survey = ?1 AND response = ?2 AND verdict = 'refused'", survey,
           response);
}

std::int64_t integer_of(Query row) { return row.next() ? row.integer(0) : 0; }

/// The survey of the response's link; "" if there is none.
std::string linked_survey(Work& work, const std::string& response) {
  Query row = work.query("SELECT survey FROM link WHERE response = ?1", response);
  return row.next() ? row.text(0) : "";
}

void write_receipt(Work& work, const HubState& hub, const Event& event, const Receipt& receipt) {
  work.run(
      "INSERT INTO receipt(survey, response, device, seq, sha256, hub, epoch, verdict, reason, received,"
      " effective, late, findings) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
      " ON CONFLICT DO UPDATE SET hub = excluded.hub, epoch = excluded.epoch, reason = excluded.reason,"
      " verdict = CASE WHEN verdict = 'sent' AND excluded.verdict = 'stored' THEN 'sent' ELSE "
      "excluded.verdict END,"
      " received = excluded.received, effective = excluded.effective, late = max(late, excluded.late),"
      " findings = excluded.findings",
      event.survey, event.response, event.device, event.seq, event.sha256, hub.hub, hub.epoch,
      receipt.verdict, receipt.reason, receipt.received, receipt.effective,
      static_cast<std::int64_t>(receipt.late), receipt.findings);
}

void offer_event(Work& work, const Event& event) {
  work.run(
      "INSERT INTO receipt(survey, response, device, seq, sha256, hub, epoch, verdict, reason, received,"
      " effective, late, findings) VALUES(?1, ?2, ?3, ?4, ?5, '', 0, '', '', 0, 0, 0, '[]')"
      " ON CONFLICT DO NOTHING",
      event.survey, event.response, event.device, event.seq, event.sha256);
}

std::optional<Event> receipted_event(Work& work, const Receipt& receipt) {
  Query row = work.query(SELECT_EVENTS " WHERE device = ?1 AND seq = ?2", receipt.device, receipt.seq);
  while (row.next())
    if (Event event = event_row(row); reference_of(event) == receipt.reference) return event;
  return std::nullopt;
}

std::vector<EventRef> seen_by(Work& work, const std::string& survey, const std::string& response) {
  Query row = work.query("SELECT events FROM seen WHERE survey = ?1 AND response = ?2", survey, response);
  return row.next() ? refs_of(row.text(0)) : std::vector<EventRef>();
}

bool has_response(Work& work, const std::string& survey, const std::string& id) {
  return work.query("SELECT 1 FROM response WHERE survey = ?1 AND id = ?2", survey, id).next();
}

bool has_very_event(Work& work, const Event& event) {
  return work
      .query(
          "SELECT 1 FROM event WHERE survey = ?1 AND response = ?2 AND device = ?3 AND seq = ?4 AND sha256 = "
          "?5",
          event.survey, event.response, event.device, event.seq, event.sha256)
      .next();
}

/// The name and number under which a fork is made again. They follow from the first fork of its device: so
/// whoever does it, and however often, makes the same events.
EventRef name_again(const Event& forked, const MadeAgain& again) {
  for (auto made = again.rbegin(); made != again.rend(); ++made)
    if (made->before.device == forked.device) return {made->now.device, made->now.seq + 1};
  return {sha256_hex("takestock fork 1" + forked.sha256).substr(0, 32), 1};
}

/// The event of the same device that stood before it in this response, under the name that it has now.
std::optional<EventRef> predecessor(Work& work, const Event& forked, const MadeAgain& again) {
  for (auto made = again.rbegin(); made != again.rend(); ++made)
    if (made->response == forked.response && made->before.device == forked.device) return made->now;
  Query row = work.query(
      "SELECT max(seq) FROM event WHERE survey = ?1 AND response = ?2 AND device = ?3 AND seq < ?4",
      forked.survey, forked.response, forked.device, forked.seq);
  if (!row.next() || row.integer(0) == 0) return std::nullopt;
  return EventRef{forked.device, row.integer(0)};
}

/// What the fork was made in the knowledge of. Its device's name no longer says so.
std::vector<EventRef> base_again(Work& work, const Event& forked, const MadeAgain& again) {
  std::vector<EventRef> base;
  for (const EventRef& ref : forked.base)
    if (ref.device != forked.device) base.push_back(ref);
  if (const auto before = predecessor(work, forked, again)) base.push_back(*before);
  return base;
}

}  // namespace

// --- links

Status Sharing::save_link(const LinkRow& link) {
  Transaction t(rows_.statements);
  {
    Query known =
        t.query("SELECT code FROM link WHERE survey = ?1 AND response = ?2", link.survey, link.response);
    if (known.next() && known.text(0) != link.code) owe_refused_again(t, link.survey, link.response);
  }
  t.run(
      "INSERT INTO link(survey, response, round, code, self_made, opened) VALUES(?1, ?2, ?3, ?4, ?5,"
      " max(?6, (SELECT coalesce(max(opened) + 1, 0) FROM link)))"
      " ON CONFLICT DO UPDATE SET opened = excluded.opened,"
      " status = CASE WHEN code = excluded.code THEN status ELSE '' END, code = excluded.code",
      link.survey, link.response, link.round, link.code, static_cast<std::int64_t>(link.self_made),
      link.opened);
  return t.commit();
}

Result<std::vector<LinkRow>> Sharing::links(const std::string& survey) {
  Work work(rows_.statements);
  return work.result(link_rows(work.query(
      "SELECT " LINK_COLUMNS
      " FROM link WHERE response <> '' AND (?1 = '' OR survey = ?1) ORDER BY opened DESC, response",
      survey)));
}

Status Sharing::forget_link(const std::string& survey, const std::string& response) {
  {
    Transaction t(rows_.statements);
    t.run("DELETE FROM link WHERE survey = ?1 AND response = ?2", survey, response);
    if (t.ok() && t.changes() == 0)
      t.fail({Code::not_found, "There is no link to this response on this device.", response});
    t.run("INSERT INTO meta(key, value) VALUES('erase', 1) ON CONFLICT DO NOTHING");
    if (Status kept = t.commit(); !kept.ok()) return kept;
  }
  rows_.erase_traces();
  return Done{};
}

// --- what is owed

Result<HubState> Sharing::hub() {
  Work work(rows_.statements);
  HubState state = hub_of(work);
  return work.result(std::move(state));
}

Result<std::int64_t> Sharing::waiting(const std::string& response) {
  Work work(rows_.statements);
  const HubState hub = hub_of(work);
  return work.result(integer_of(work.query("SELECT count(*)" OWED_EVENTS " AND (?3 = '' OR response = ?3)",
                                           hub.hub, hub.epoch, response)));
}

Result<std::vector<LinkRow>> Sharing::links_to_ask(std::int64_t most) {
  Work work(rows_.statements);
  const HubState hub = hub_of(work);
  std::vector<LinkRow> all =
      link_rows(work.query("SELECT " LINK_COLUMNS ", EXISTS(SELECT 1 FROM event"
                           " LEFT JOIN receipt USING(survey, response, device, seq, sha256)"
                           " WHERE event.survey = link.survey AND event.response = link.response AND" IS_OWED
                           ") AS owes FROM link WHERE owes OR response = '' OR code NOT LIKE 'y%'"
                           " ORDER BY owes DESC, asked, response",
                           hub.hub, hub.epoch));
  if (!work.ok()) return work.error();
  const std::string round = all.empty() ? "" : all.front().round;
  all.erase(std::remove_if(all.begin(), all.end(), [&](const LinkRow& link) { return link.round != round; }),
            all.end());
  if (all.size() > static_cast<std::size_t>(most)) all.resize(static_cast<std::size_t>(most));
  return all;
}

Status Sharing::each_owed(const LinkRow& link, const std::function<bool(const Event&)>& visit) {
  Work work(rows_.statements);
  const HubState hub = hub_of(work);
  Query row = work.query(SELECT_EVENTS " WHERE" IS_OWED
                                       " AND survey = ?3 AND response = ?4 ORDER BY device, seq, sha256",
                         hub.hub, hub.epoch, link.survey, link.response);
  while (row.next() && visit(event_row(row))) {
  }
  return work.status();
}

Result<Sharing::Have> Sharing::have(const LinkRow& link) {
  Work work(rows_.statements);
  Have have;
  {
    Query row =
        work.query("SELECT device, max(seq) FROM event WHERE survey = ?1 AND response = ?2 GROUP BY device",
                   link.survey, link.response);
    while (row.next()) have.latest.push_back({row.text(0), row.integer(1)});
  }
  have.stored = integer_of(work.query(
      "SELECT count(*) FROM receipt WHERE survey = ?1 AND response = ?2 AND verdict IN ('stored', 'sent')",
      link.survey, link.response));
  have.answered = integer_of(
      work.query("SELECT count(*) FROM answer WHERE survey = ?1 AND response = ?2 AND json <> 'null'",
                 link.survey, link.response));
  return work.result(std::move(have));
}

// --- what the hub answered

Result<std::size_t> Sharing::take(const Account& account) {
  const std::string device = rows_.device;
  Transaction t(rows_.statements);
  for (const LinkRow& said : account.links) take_link(t, account.state, said);
  t.run("UPDATE link SET asked = ?1 WHERE asked > ?1", account.state.contact);  // after a clock was put back
  std::size_t judged = 0;
  MadeAgain again;  // before what others made comes in, of which no fork knew
  for (const Receipt& receipt : account.receipts) judged += take_receipt(t, account.state, receipt, again);
  bool cloned = false;
  for (const Event& event : account.events) take_event(t, account, event, cloned);
  if (cloned) rows_.become_new_device(t);
  save_hub(t, account.state);
  Result<std::size_t> kept = t.commit(judged);
  if (!kept.ok()) rows_.device = device;
  return kept;
}

void Sharing::take_link(Work& work, const HubState& hub, const LinkRow& said) {
  const std::string survey = linked_survey(work, said.response);
  {
    Query before = work.query("SELECT status FROM link WHERE response = ?1", said.response);
    const bool returned = before.next() && before.text(0) == "unknown" && said.status != "unknown";
    if (returned) owe_refused_again(work, survey, said.response);
  }
  work.run(
      "UPDATE link SET asked = ?2, status = ?3,"
      " closes = CASE WHEN ?3 = 'unknown' THEN closes ELSE ?4 END,"
      " name = CASE WHEN ?5 = '' THEN name ELSE ?5 END,"
      " organisation = CASE WHEN ?6 = '' THEN organisation ELSE ?6 END WHERE response = ?1",
      said.response, hub.contact, said.status, said.closes, said.name, said.organisation);
}

void Sharing::take_event(Work& work, const Account& account, Event event, bool& cloned) {
  event.survey = linked_survey(work, event.response);
  if (event.survey.empty()) return;
  if (Status good = check(event); !good.ok()) return work.fail(good.error());
  Store::Added added;
  rows_.count_event(work, event, added, cloned);
  Receipt receipt;
  receipt.verdict = added.present > 0 ? "stored" : "sent";
  receipt.received = event.received, receipt.effective = event.effective;
  write_receipt(work, account.state, event, receipt);
}

bool Sharing::take_receipt(Work& work, const HubState& hub, const Receipt& receipt, MadeAgain& again) {
  const std::optional<Event> event = receipted_event(work, receipt);
  if (!event) return false;
  if (receipt.verdict == "fork")
    make_again(work, *event, again);
  else
    write_receipt(work, hub, *event, receipt);
  return true;
}

/// This device goes on under the name of what it made again, unless another copy of it did so before.
void Sharing::take_name(Work& work, const EventRef& last) {
  if (last.seq == 1 && work.query("SELECT 1 FROM event WHERE device = ?1", last.device).next())
    return rows_.become_new_device(work);
  rows_.device = last.device;
  work.run(
      "INSERT INTO meta(key, value) VALUES('device', ?1), ('next_seq', ?2)"
      " ON CONFLICT(key) DO UPDATE SET value = excluded.value",
      last.device, last.seq + 1);
}

void Sharing::make_again(Work& work, const Event& forked, MadeAgain& again) {
  const EventRef now = name_again(forked, again);
  if (forked.device == rows_.device || now.device == rows_.device) take_name(work, now);
  Event copy = forked;
  copy.device = now.device;
  copy.seq = now.seq;
  copy.base = base_again(work, forked, again);
  copy.sha256 = copy.digest();
  again.push_back({forked.response, {forked.device, forked.seq}, now});
  if (!has_very_event(work, copy)) rows_.insert_event(work, copy);
  if (copy.kind == EventKind::draft) offer_event(work, copy);
  for (const char* deletion : {"DELETE FROM receipt WHERE survey = ?1 AND response = ?2 AND device = ?3 AND"
                               " seq = ?4 AND sha256 = ?5",
                               "DELETE FROM event WHERE survey = ?1 AND response = ?2 AND device = ?3 AND"
                               " seq = ?4 AND sha256 = ?5"})
    work.run(deletion, forked.survey, forked.response, forked.device, forked.seq, forked.sha256);
  std::vector<EventRef> seen = seen_by(work, forked.survey, forked.response);
  for (EventRef& ref : seen)
    if (ref == EventRef{forked.device, forked.seq}) ref = now;
  rows_.remember_seen(work, forked.survey, forked.response, seen);
}

Result<std::vector<Version>> Sharing::versions(const std::string& survey, const std::string& response) {
  Work work(rows_.statements);
  const HubState hub = hub_of(work);
  std::vector<Version> all;
  Query row =
      work.query("SELECT " EVENT_COLUMNS
                 ", received, effective, verdict, reason, findings, late, receipt.hub IS NOT NULL," IS_OWED
                 " FROM event LEFT JOIN receipt USING(survey, response, device, seq, sha256)"
                 " WHERE survey = ?3 AND response = ?4"
                 " ORDER BY CASE WHEN effective <> 0 THEN effective ELSE at END DESC, device, seq DESC",
                 hub.hub, hub.epoch, survey, response);
  while (row.next())
    all.push_back({event_row(row), row.text(13), row.text(14), row.text(15), row.integer(16) != 0,
                   row.integer(17) != 0, row.integer(18) != 0});
  return work.result(std::move(all));
}

Result<std::vector<Event>> Sharing::counted_events(const std::string& survey, const std::string& response) {
  auto all = versions(survey, response);
  if (!all.ok()) return all.error();
  std::vector<Event> counted;
  for (Version& version : *all)
    if (version.counted()) counted.push_back(std::move(version.event));
  return counted;
}

Status Sharing::offer(const Event& draft) {
  Transaction t(rows_.statements);
  offer_event(t, draft);
  return t.commit();
}

Result<Event> Sharing::withdraw(const std::string& survey, const std::string& response,
                                const std::string& form_hash, std::vector<EventRef> base) {
  const Millis now = rows_.clock.now();
  Transaction t(rows_.statements);
  Event event = rows_.append_event(
      t, {survey, response, "", 0, form_hash, EventKind::withdraw, std::move(base), 0, 0, "", ""}, now);
  t.run(
      "UPDATE response SET status = 'draft', finished = 0, revision = revision + 1, updated = ?3"
      " WHERE survey = ?1 AND id = ?2",
      survey, response, now);
  return t.commit(std::move(event));
}

// --- what comes into a response

Result<std::vector<EventRef>> Sharing::seen(const std::string& survey, const std::string& response) {
  Work work(rows_.statements);
  return work.result(seen_by(work, survey, response));
}

Status Sharing::take_in(const std::string& survey, const std::string& response, const std::string& form_hash,
                        const Incoming& incoming) {
  const Millis now = rows_.clock.now();
  Transaction t(rows_.statements);
  if (!has_response(t, survey, response)) {
    ResponseRow row;
    row.survey = survey, row.id = response, row.form_hash = form_hash, row.created = now;
    rows_.insert_response(t, row);
  }
  if (!incoming.moved.empty()) rows_.adopt(t, survey, response, now, form_hash, incoming.moved);
  const std::int64_t written = rows_.write_answers(t, survey, response, now, incoming.answers);
  for (const std::string& name : incoming.settled)
    t.run("DELETE FROM conflict WHERE survey = ?1 AND response = ?2 AND name = ?3", survey, response, name);
  for (const Conflict& conflict : incoming.conflicts)
    t.run(
        "INSERT INTO conflict(survey, response, name, theirs, device, seq) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"
        " ON CONFLICT DO UPDATE SET theirs = excluded.theirs, device = excluded.device, seq = excluded.seq",
        survey, response, conflict.name, conflict.theirs, conflict.by.device, conflict.by.seq);
  t.run(
      "UPDATE response SET form_hash = ?3, status = ?4, finished = ?5, revision = revision + ?6, updated = ?7"
      " WHERE survey = ?1 AND id = ?2",
      survey, response, form_hash, response_status_name(incoming.status), incoming.finished, written, now);
  rows_.remember_seen(t, survey, response, incoming.seen);
  return t.commit();
}

Result<std::vector<Conflict>> Sharing::conflicts(const std::string& survey, const std::string& response) {
  Work work(rows_.statements);
  std::vector<Conflict> all;
  Query row = work.query(
      "SELECT name, theirs, device, seq FROM conflict WHERE survey = ?1 AND response = ?2 ORDER BY name",
      survey, response);
  while (row.next()) all.push_back({row.text(0), row.text(1), {row.text(2), row.integer(3)}});
  return work.result(std::move(all));
}

Status Sharing::settle(const std::string& survey, const std::string& response, const std::string& name) {
  Transaction t(rows_.statements);
  t.run("DELETE FROM conflict WHERE survey = ?1 AND response = ?2 AND name = ?3", survey, response, name);
  return t.commit();
}

}  // namespace takestock::store
