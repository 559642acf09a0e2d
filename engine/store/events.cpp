// Immutable events: making this device's own, taking in anyone's.
#include <cstdlib>

#include "store/rows.h"

namespace takestock::store {

std::string refs_text(const std::vector<EventRef>& base) {
  std::string text;
  for (const EventRef& ref : base) text += std::to_string(ref.seq) + ' ' + ref.device + '\n';
  return text;
}

std::vector<EventRef> refs_of(const std::string& text) {
  std::vector<EventRef> base;
  for (std::size_t start = 0, end; (end = text.find('\n', start)) != std::string::npos; start = end + 1) {
    const std::size_t space = text.find(' ', start);
    if (space < end)
      base.push_back(
          {text.substr(space + 1, end - space - 1), std::strtoll(text.c_str() + start, nullptr, 10)});
  }
  return base;
}

EventKind kind_column(const Query& row, int column) {
  return event_kind(row.text(column)).value_or(EventKind::draft);
}

Event event_row(const Query& row, std::vector<EventRef> (*read_base)(const std::string&)) {
  Event event;
  event.survey = row.text(0);
  event.response = row.text(1);
  event.device = row.text(2);
  event.seq = row.integer(3);
  event.sha256 = row.text(4);
  event.form_hash = row.text(5);
  event.kind = kind_column(row, 6);
  event.base = read_base(row.text(7));
  event.at = row.integer(8);
  event.offset_minutes = static_cast<int>(row.integer(9));
  event.body = row.text(10);
  event.received = row.integer(11);
  event.effective = row.integer(12);
  return event;
}

namespace {

bool is_name(const std::string& name) { return !name.empty() && name.find('\n') == std::string::npos; }

bool well_formed(const Event& event) {
  for (const EventRef& ref : event.base) {
    if (!is_name(ref.device) || ref.seq < 1) return false;
  }
  return is_name(event.survey) && is_name(event.response) && is_name(event.device) && event.seq >= 1;
}

}  // namespace

Status check(const Event& event) {
  const std::string where =
      event.survey + "/" + event.response + "/" + event.device + "/" + std::to_string(event.seq);
  if (!well_formed(event))
    return Error{Code::bad_text, "This event has no proper survey, response, device or number.", where};
  if (event.digest() != event.sha256)
    return Error{Code::bad_text, "This event was changed or damaged: its digest does not fit.", where};
  return Done{};
}

namespace {

std::int64_t next_seq(Work& work) {
  Query row = work.query("SELECT value FROM meta WHERE key = 'next_seq'");
  return row.next() ? row.integer(0) : 1;
}

std::optional<Event> last_event(Work& work, const std::string& survey, const std::string& id,
                                const std::string& own_digits) {
  Query row = work.query(SELECT_EVENTS
                         " WHERE survey = ?1 AND response = ?2 AND device > ?3 AND device < ?3 || 'g'"
                         " ORDER BY seq DESC LIMIT 1",
                         survey, id, own_digits);
  if (!row.next()) return std::nullopt;
  return event_row(row);
}

/// What it was made in the knowledge of, and itself.
std::vector<EventRef> seen_after(const Event& event) {
  std::vector<EventRef> seen{{event.device, event.seq}};
  for (const EventRef& ref : event.base)
    if (ref.device != event.device) seen.push_back(ref);
  return seen;
}

}  // namespace

void Store::Rows::insert_event(Work& work, const Event& event) {
  work.run("INSERT INTO event(" EVENT_COLUMNS ") VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
           event.survey, event.response, event.device, event.seq, event.sha256, event.form_hash,
           event_kind_name(event.kind), refs_text(event.base), event.at,
           static_cast<std::int64_t>(event.offset_minutes), event.body);
}

Event Store::Rows::append_event(Work& work, Event event, Millis at) {
  event.device = device;
  event.seq = next_seq(work);
  event.at = at;
  event.offset_minutes = clock.offset_minutes(at);
  event.sha256 = event.digest();
  insert_event(work, event);
  work.run("UPDATE meta SET value = ?1 WHERE key = 'next_seq'", event.seq + 1);
  remember_seen(work, event.survey, event.response, seen_after(event));
  return event;
}

void Store::Rows::remember_seen(Work& work, const std::string& survey, const std::string& id,
                                const std::vector<EventRef>& seen) {
  work.run(
      "INSERT INTO seen(survey, response, events) VALUES(?1, ?2, ?3)"
      " ON CONFLICT DO UPDATE SET events = excluded.events",
      survey, id, refs_text(seen));
}

void Store::Rows::become_new_device(Work& work) {
  device = new_id();
  work.run(
      "INSERT INTO meta(key, value) VALUES('device', ?1), ('next_seq', 1)"
      " ON CONFLICT(key) DO UPDATE SET value = excluded.value",
      device);
}

void Store::Rows::count_event(Work& work, const Event& event, Added& added, bool& cloned) {
  bool same = false, other = false;
  {
    Query known = work.query(
        "SELECT sha256 FROM event WHERE survey = ?1 AND response = ?2 AND device = ?3 AND seq = ?4",
        event.survey, event.response, event.device, event.seq);
    while (known.next()) (known.text(0) == event.sha256 ? same : other) = true;
  }
  if (same) {
    ++added.present;
    return;
  }
  insert_event(work, event);
  ++(other ? added.forked : added.added);
  cloned = cloned || (made_here(event) && (other || event.seq >= next_seq(work)));
}

Result<Event> Store::finish(const std::string& survey, const std::string& id, const std::string& body,
                            std::vector<EventRef> base) {
  const Millis now = rows_->clock.now();
  Transaction t(rows_->statements);
  const std::string form_hash = rows_->draft(t, survey, id).form_hash;
  Event event = rows_->append_event(
      t, {survey, id, "", 0, form_hash, EventKind::submit, std::move(base), 0, 0, body, ""}, now);
  t.run(
      "UPDATE response SET status = 'finished', finished = ?3, updated = ?3, revision = revision + 1"
      " WHERE survey = ?1 AND id = ?2",
      survey, id, now);
  return t.commit(std::move(event));
}

Result<Event> Store::carry_draft(const std::string& survey, const std::string& id, const std::string& body,
                                 std::vector<EventRef> base) {
  Transaction t(rows_->statements);
  const std::string form_hash = rows_->draft(t, survey, id).form_hash;
  if (auto last = last_event(t, survey, id, rows_->device.substr(0, Rows::kOwnDigits));
      last && last->body == body)
    return std::move(*last);
  const Millis now = rows_->clock.now();
  Event event = rows_->append_event(
      t, {survey, id, "", 0, form_hash, EventKind::draft, std::move(base), 0, 0, body, ""}, now);
  return t.commit(std::move(event));
}

Result<Store::Added> Store::add_events(std::span<const Event> events) {
  for (const Event& event : events) {
    if (Status good = check(event); !good.ok()) return good.error();
  }
  Transaction t(rows_->statements);
  Added added;
  bool cloned = false;
  for (const Event& event : events) rows_->count_event(t, event, added, cloned);
  const std::string device = rows_->device;
  if (cloned) rows_->become_new_device(t);
  Result<Added> kept = t.commit(added);
  if (!kept.ok()) rows_->device = device;
  return kept;
}

Status Store::each_event(const std::string& survey, const std::function<Status(const Event&)>& visit) {
  Work work(rows_->statements);
  Query row =
      survey.empty()
          ? work.query(SELECT_EVENTS " ORDER BY survey, response, device, seq, sha256")
          : work.query(SELECT_EVENTS " WHERE survey = ?1 ORDER BY response, device, seq, sha256", survey);
  while (row.next()) {
    if (Status visited = visit(event_row(row)); !visited.ok()) return visited;
  }
  return work.status();
}

Result<std::vector<Event>> Store::events_of(const std::string& survey, const std::string& response) {
  Work work(rows_->statements);
  std::vector<Event> all;
  Query row = work.query(SELECT_EVENTS " WHERE survey = ?1 AND response = ?2 ORDER BY device, seq, sha256",
                         survey, response);
  while (row.next()) all.push_back(event_row(row));
  return work.result(std::move(all));
}

Result<std::vector<std::string>> Store::responses_with_events(const std::string& survey) {
  Work work(rows_->statements);
  std::vector<std::string> all;
  Query row = work.query("SELECT DISTINCT response FROM event WHERE ?1 = '' OR survey = ?1 ORDER BY response",
                         survey);
  while (row.next()) all.push_back(row.text(0));
  return work.result(std::move(all));
}

}  // namespace takestock::store
