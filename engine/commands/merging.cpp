// conflicts, choose, and how what others sent comes into a response.
#include <algorithm>

#include "commands/sharing.h"
#include "commands/views.h"
#include "sync/head.h"
#include "sync/merge.h"

namespace takestock::commands {
namespace {

using store::Event;
using store::EventKind;
using store::EventRef;
using store::ResponseStatus;
using Outcome = sync::Difference::Outcome;

/// A response as it is stored, and its answers by question.
struct Stand {
  std::optional<store::ResponseRow> row;
  Open open;
  sync::Answered mine;
  Stored paths;  ///< name -> path where the survey has no such question
};

std::string last_step(const std::string& path) { return path.substr(path.rfind('/') + 1); }

Status read_answers(State& state, Stand& stand) {
  auto answers = state.store->answers(stand.row->survey, stand.row->id);
  if (!answers) return answers.error();
  for (const auto& [path, text] : *answers) {
    const json::Document value = json::Document::read(text);
    const std::string name = last_step(path);
    if (state.definition->slot_named(name) == survey::kNoSlot) stand.paths.emplace_back(name, path);
    if (value.ok())
      if (std::string answer = sync::answer_text(value.root()); !answer.empty())
        stand.mine[name] = std::move(answer);
  }
  return Done{};
}

Result<Stand> stand_of(State& state, const std::string& id) {
  Stand stand;
  auto row = state.store->load(state.definition->id(), id);
  if (!row && row.error().code != Code::not_found) return row.error();
  auto open = row ? load_response(state, state.definition, *row) : new_response(state, true);
  if (!open) return open.error();
  stand.open = std::move(*open);
  if (!row) return stand;
  stand.row = std::move(*row);
  Status read = read_answers(state, stand);
  return read ? Result<Stand>(std::move(stand)) : read.error();
}

/// Where the answer to the question is kept; "" where it is calculated again.
std::string path_of(const State& state, const Stand& stand, const std::string& name) {
  const Slot slot = state.definition->slot_named(name);
  if (slot != survey::kNoSlot) return stand.open.response->stored(slot) ? state.definition->path(slot) : "";
  for (const auto& [known, path] : stand.paths)
    if (known == name) return path;
  return name == kFilledInBy ? kFilledInByPath : "/" + name;
}

/// Nobody here has said so: it is what the question begins with, or no question to a person.
bool begins_so(const State& state, const std::string& name, const std::string& mine) {
  const Slot slot = state.definition->slot_named(name);
  if (slot == survey::kNoSlot) return false;
  const survey::Node& node = state.definition->node(slot);
  const std::string text(state.definition->default_text(node));
  return !survey::asked(node.type) || node.read_only ||
         (!text.empty() && (mine == text || mine == '"' + text + '"'));
}

struct Merging {
  store::Incoming incoming;
  std::vector<std::string> changed;
};

void add_difference(const State& state, Stand& stand, const sync::News& news,
                    const sync::Difference& difference, Merging& merging) {
  const std::string& name = difference.name;
  const std::string path = path_of(state, stand, name);
  if (path.empty()) return;
  const bool unsaid = news.base.count(name) == 0 && begins_so(state, name, stand.mine[name]);
  if (difference.outcome == Outcome::conflict && !unsaid) {
    merging.incoming.conflicts.push_back({name, difference.theirs, {news.theirs.device, news.theirs.seq}});
    return;
  }
  merging.incoming.settled.push_back(name);
  if (difference.outcome == Outcome::same) return;
  merging.incoming.answers.emplace_back(path, difference.theirs);
  merging.changed.push_back(name);
  stand.mine[name] = difference.theirs;
}

/// The last of each device: who has seen these has seen all.
std::vector<EventRef> latest(const std::vector<Event>& events) {
  std::vector<EventRef> out;
  for (const Event& event : events) {
    if (!out.empty() && out.back().device == event.device)
      out.back().seq = event.seq;
    else
      out.push_back({event.device, event.seq});
  }
  return out;
}

/// Of a finished response that nobody has changed since, all comes from the head; else question by question.
Status add_news(const State& state, Stand& stand, bool finished, sync::News news, Merging& merging) {
  const auto theirs = sync::answered_in(news.theirs.body);
  if (!theirs) return theirs.error();
  if (finished) news.base = stand.mine;
  for (const sync::Difference& difference : sync::merge(news.base, stand.mine, *theirs))
    add_difference(state, stand, news, difference, merging);
  return Done{};
}

std::vector<Event> counted(const Shared& shared) {
  std::vector<Event> events;
  for (const store::Version& version : shared.versions)
    if (version.counted()) events.push_back(version.event);
  return events;
}

/// Whether what counts now is not what a finished response shows: also something that was seen here before,
/// lost meanwhile to another one and has come back.
bool shows_other(const State& state, const Stand& stand, const Event& current) {
  return current.form_hash == state.definition->digest() &&
         with_meta(stand.open.response->record(false), stand.open) != current.body;
}

void put_first(const Event& event, std::vector<sync::News>& news) {
  if (!news.empty() && news.front().theirs.sha256 == event.sha256) return;
  news.insert(news.begin(), sync::News{event, {}});
}

void begin(Merging& merging, const Stand& stand, const sync::News& first) {
  merging.incoming.moved = stand.open.moved;
  merging.incoming.status = ResponseStatus::draft;
  const Event& event = first.theirs;
  const bool finished = stand.row ? stand.row->status == ResponseStatus::finished : true;
  if (!finished || event.kind != EventKind::submit) return;
  merging.incoming.status = ResponseStatus::finished;
  merging.incoming.finished = event.effective != 0 ? event.effective : event.at;
}

Result<std::vector<std::string>> merge_into(State& state, const std::string& id, Stand& stand,
                                            const std::vector<Event>& events, std::vector<EventRef> seen,
                                            std::vector<sync::News> news) {
  Merging merging;
  begin(merging, stand, news.front());
  const bool finished = merging.incoming.status == ResponseStatus::finished;
  for (sync::News& item : news) {
    if (finished && item.theirs.kind == EventKind::draft) continue;
    seen.push_back({item.theirs.device, item.theirs.seq});
    Status added = add_news(state, stand, finished, std::move(item), merging);
    if (!added) return added.error();
  }
  for (const EventRef& ref : sync::frontier(events)) seen.push_back(ref);
  merging.incoming.seen = latest(sync::known_by(events, seen));
  Status kept = store::Sharing(*state.store)
                    .take_in(state.definition->id(), id, state.definition->digest(), merging.incoming);
  return kept ? Result<std::vector<std::string>>(std::move(merging.changed)) : kept.error();
}

std::string unknown_answer(const Open& open, const std::string& name) {
  for (const auto& [path, text] : open.unknown)
    if (last_step(path) == name) return text;
  return "null";
}

/// What the survey has no words for: as it is stored.
void write_unknown(Writer& out, const std::string& text) {
  const json::Document value = json::Document::read(text);
  if (!value.ok() || value.root().is(json::Kind::null)) {
    out.value(nullptr);
    return;
  }
  const bool plain = value.root().is(json::Kind::string);
  out.open_array().value(plain ? value.root().text() : std::string_view(text)).close_array();
}

/// An answer as the stored JSON says it, in the words of the survey.
Status write_stored_lines(Writer& out, State& state, const std::string& name, const std::string& text) {
  const Slot slot = state.definition->slot_named(name);
  const json::Document value = json::Document::read(text);
  if (slot == survey::kNoSlot || !value.ok()) {
    write_unknown(out, text);
    return Done{};
  }
  auto other = new_response(state, true);
  if (!other) return other.error();
  const std::pair<std::string, std::string> answer{state.definition->path(slot), text};
  auto restored = other->response->restore({&answer, 1});
  if (!restored) return restored.error();
  write_answer_lines(out, state, *other->response, slot);
  return Done{};
}

Status write_conflict(Writer& out, State& state, const Open& open, const store::Conflict& conflict,
                      const Shared& shared) {
  const Slot slot = state.definition->slot_named(conflict.name);
  out.open_object();
  if (slot != survey::kNoSlot) {
    write_question_members(out, state, slot);
    out.member("page", page_showing(state, slot)).key("mine");
    write_answer_lines(out, state, *open.response, slot);
  } else {
    out.member("name", conflict.name).member("number", "").member("label", "").member("page", "").key("mine");
    write_unknown(out, unknown_answer(open, conflict.name));
  }
  Status written = write_stored_lines(out.key("theirs"), state, conflict.name, conflict.theirs);
  if (!written) return written;
  const store::Version* by = shared.find(conflict.by);
  out.member("theirs_at", by ? by->time() : 0);
  out.member("theirs_filled_in_by", by ? filled_in_by_of(by->event.body) : "").close_object();
  return Done{};
}

}  // namespace

Result<std::vector<EventRef>> seen_of(State& state, const std::string& response) {
  return store::Sharing(*state.store).seen(state.definition->id(), response);
}

Result<Shared> shared_of(State& state, const std::string& survey, const std::string& response) {
  auto versions = store::Sharing(*state.store).versions(survey, response);
  if (!versions) return versions.error();
  Shared shared{std::move(*versions), {}};
  shared.head = sync::head_of(counted(shared));
  return shared;
}

const store::Version* Shared::find(const EventRef& ref) const {
  for (const store::Version& version : versions)
    if (version.event.device == ref.device && version.event.seq == ref.seq) return &version;
  return nullptr;
}

const store::Version* Shared::current() const { return head.event ? find(*head.event) : nullptr; }

const store::Version* Shared::last_of(const store::Store& device) const {
  const store::Version* last = nullptr;
  for (const store::Version& version : versions)
    if (device.made_here(version.event) && version.event.kind == EventKind::submit &&
        (!last || last->event.seq < version.event.seq))
      last = &version;
  return last;
}

Result<std::vector<std::string>> merge_news(State& state, const std::string& id) {
  std::vector<std::string> none;
  const auto shared = shared_of(state, state.definition->id(), id);
  if (!shared) return shared.error();
  const std::vector<Event> events = counted(*shared);
  if (events.empty()) return none;
  auto seen = seen_of(state, id);
  if (!seen) return seen.error();
  std::vector<sync::News> news = sync::news_for(events, *seen);
  const store::Version* current = shared->head.counts() ? shared->current() : nullptr;
  if (news.empty() && !current) return none;
  auto stand = stand_of(state, id);
  if (!stand) return stand.error();
  if (stand->row && stand->row->status == ResponseStatus::finished) {
    if (current && shows_other(state, *stand, current->event)) put_first(current->event, news);
    if (news.empty()) return none;
    // What this device sent last and does not count stays as it is until the respondent takes it up again.
    const store::Version* last = shared->last_of(*state.store);
    if ((last && !last->counted()) || news.front().theirs.kind == EventKind::draft) return none;
  }
  // Where nothing is, nothing can be taken back: the answers of what will count again come in whole.
  if (news.empty() || (!stand->row && news.back().theirs.kind == EventKind::withdraw)) return none;
  return merge_into(state, id, *stand, events, std::move(*seen), std::move(news));
}

Result<Stored> answers_to_write(State& state, const std::string& id, std::string_view record) {
  auto stand = stand_of(state, id);
  if (!stand) return stand.error();
  const auto theirs = sync::answered_in(record);
  if (!theirs) return theirs.error();
  Stored rows;
  for (const sync::Difference& difference : sync::merge(stand->mine, stand->mine, *theirs))
    if (std::string path = path_of(state, *stand, difference.name); !path.empty())
      rows.emplace_back(std::move(path), difference.theirs);
  return rows;
}

Result<std::vector<store::Conflict>> open_conflicts(State& state, const Open& open) {
  if (!open.row) return std::vector<store::Conflict>();
  auto all = store::Sharing(*state.store).conflicts(open.row->survey, open.row->id);
  if (!all || all->empty()) return all;
  auto stand = stand_of(state, open.row->id);
  if (!stand) return stand.error();
  const auto decided = [&](const store::Conflict& conflict) {
    const auto mine = stand->mine.find(conflict.name);
    return conflict.theirs == (mine == stand->mine.end() ? "null" : mine->second);
  };
  all->erase(std::remove_if(all->begin(), all->end(), decided), all->end());
  return all;
}

Status write_conflicts(Writer& out, State& state, const Open& open,
                       const std::vector<store::Conflict>& conflicts) {
  const auto shared = shared_of(state, state.definition->id(), response_id(open));
  if (!shared) return shared.error();
  out.key("conflicts").open_array();
  for (const store::Conflict& conflict : conflicts)
    if (Status written = write_conflict(out, state, open, conflict, *shared); !written) return written;
  out.close_array();
  return Done{};
}

Result<Made> conflicts(State& state, const Request&) {
  auto open = opened(state);
  if (!open) return open.error();
  auto all = open_conflicts(state, **open);
  if (!all) return all.error();
  Made made;
  Status written = write_conflicts(made.reply, state, **open, *all);
  return written ? Result<Made>(std::move(made)) : written.error();
}

namespace {

/// The answer takes the way of any other one.
Result<Made> answer_as_they(State& state, const store::Conflict& conflict) {
  const Slot slot = state.definition->slot_named(conflict.name);
  if (slot == survey::kNoSlot) {
    const std::string path = conflict.name == kFilledInBy ? kFilledInByPath : "/" + conflict.name;
    return save_unknown(state, path, conflict.theirs);
  }
  Writer text;
  text.open_object().member("path", state.definition->path(slot)).key("value").raw(conflict.theirs);
  const json::Document request = json::Document::read(text.close_object().text());
  return answer(state, request.root());
}

Made saved_as_it_is(const Open& open) {
  Made made;
  made.reply.member("saved_at", open.row->updated).member("revision", open.row->revision);
  return made;
}

}  // namespace

Result<Made> choose(State& state, const Request& request) {
  auto open = opened(state);
  if (!open) return open.error();
  auto name = required_text(request, "name");
  if (!name) return name.error();
  const std::string keep = text_or(request, "keep", "");
  if (keep != "mine" && keep != "theirs")
    return Error{Code::bad_request, "\"keep\" is \"mine\" or \"theirs\".", "keep"};
  auto all = open_conflicts(state, **open);
  if (!all) return all.error();
  const auto chosen = std::find_if(all->begin(), all->end(), [&](const auto& c) { return c.name == *name; });
  if (chosen == all->end())
    return Error{Code::not_found, "There is nothing to choose at this question.", *name};
  auto made = keep == "theirs" ? answer_as_they(state, *chosen) : saved_as_it_is(**open);
  if (!made) return made;
  Status settled = store::Sharing(*state.store).settle((*open)->row->survey, (*open)->row->id, *name);
  if (!settled) return settled.error();
  all->erase(chosen);
  Status written = write_conflicts(made->reply, state, **open, *all);
  if (!written) return written.error();
  write_open_page(made->reply, state);
  return made;
}

}  // namespace takestock::commands
