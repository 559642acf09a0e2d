#include "sync/merge.h"

#include "base/json_writer.h"
#include "sync/head.h"

namespace takestock::sync {

using json::Kind;
using store::Event;
using store::EventKind;
using store::EventRef;

namespace {

std::string in(const Answered& answers, const std::string& name) {
  const auto found = answers.find(name);
  return found == answers.end() ? std::string() : found->second;
}

Difference::Outcome outcome_of(const std::string& base, const std::string& mine, const std::string& theirs) {
  if (mine == theirs) return Difference::Outcome::same;
  return mine == base ? Difference::Outcome::taken : Difference::Outcome::conflict;
}

/// Those of `events` that are also in `others`; both by key.
std::vector<Event> both(const std::vector<Event>& events, const std::vector<Event>& others) {
  std::vector<Event> out;
  for (const Event& event : events)
    if (find(others, {event.device, event.seq})) out.push_back(event);
  return out;
}

/// What stands where these are known: the body of the head, or of the draft that came after it. A withdrawal
/// leaves what stood before it. "{}" if there is nothing.
std::string standing(std::vector<Event> events) {
  while (true) {
    const Head head = head_of(events);
    const std::optional<EventRef> last = head.draft ? head.draft : head.event;
    const Event* const event = last ? find(events, *last) : nullptr;
    if (!event) return "{}";
    if (event->kind != EventKind::withdraw) return event->body;
    events.erase(events.begin() + (event - events.data()));
  }
}

/// What stood when the two last knew the same.
Answered last_common(const std::vector<Event>& mine, const std::vector<Event>& theirs) {
  Result<Answered> answers = answered_in(standing(both(mine, theirs)));
  return answers ? std::move(*answers) : Answered();
}

}  // namespace

std::string answer_text(const json::Value& value) {
  json::Writer out;
  if (value.is(Kind::string)) return value.text().empty() ? "" : out.value(value.text()).take();
  if (value.is(Kind::number)) return out.value(value.number()).take();
  if (!value.is(Kind::array) || !value.first()) return {};
  out.open_array();
  for (json::Value item = value.first(); item; item = item.next()) out.value(item.text());
  return out.close_array().take();
}

namespace {

/// What a record says about an interview is no answer to a question (results/meta.h).
bool about_interview(const json::Value& group, const json::Value& member) {
  return group.key() == "meta" && (member.key() == "interview" || member.key() == "comments");
}

/// No deeper than json::Limits.
void add_answers(const json::Value& group, Answered& answers) {
  for (json::Value member = group.first(); member; member = member.next()) {
    if (about_interview(group, member)) continue;
    if (member.is(Kind::object)) add_answers(member, answers);
    if (std::string text = answer_text(member); !text.empty())
      answers[std::string(member.key())] = std::move(text);
  }
}

}  // namespace

Result<Answered> answered_in(std::string_view record) {
  const json::Document read = json::Document::read(record);
  if (!read.ok() || !read.root().is(Kind::object))
    return Error{Code::bad_text, "These answers cannot be read.", ""};
  Answered answers;
  add_answers(read.root(), answers);
  return answers;
}

std::vector<Difference> merge(const Answered& base, const Answered& mine, const Answered& theirs) {
  Answered either = base;
  either.insert(theirs.begin(), theirs.end());
  std::vector<Difference> out;
  for (const auto& entry : either) {
    const std::string &name = entry.first, now = in(theirs, name), before = in(base, name);
    if (now != before)
      out.push_back({name, now.empty() ? "null" : now, outcome_of(before, in(mine, name), now)});
  }
  return out;
}

std::vector<News> news_for(std::span<const Event> events, const std::vector<EventRef>& seen) {
  const Head head = head_of(events);
  std::vector<Event> known = known_by(events, seen);
  std::vector<News> news;
  for (const std::optional<EventRef>& ref : {head.event, head.draft}) {
    if (!ref || find(known, *ref)) continue;
    const std::vector<Event> theirs = known_by(events, {*ref});
    Event event = *find(events, *ref);
    if (event.kind == EventKind::withdraw) event.body = standing(theirs);
    news.push_back({std::move(event), last_common(known, theirs)});
    std::vector<EventRef> more = seen;
    if (head.event) more.push_back(*head.event);
    known = known_by(events, more);
  }
  return news;
}

}  // namespace takestock::sync
