// versions, version, bring_back, filled_in_by: what was sent before, and by whom.
#include <algorithm>

#include "base/utf8.h"
#include "commands/sharing.h"
#include "commands/views.h"
#include "store/reference.h"

namespace takestock::commands {
namespace {

using store::Event;
using store::EventKind;
using store::Version;

/// Of drafts those that were offered or came from elsewhere.
bool shown(const Version& version) { return version.event.kind != EventKind::draft || version.offered; }

void write_version(Writer& out, const State& state, const Shared& shared, const Version& version) {
  const Event& event = version.event;
  const bool current = &version == shared.current();
  out.open_object().member("device", event.device).member("seq", event.seq).member("at", event.at);
  out.member("received", event.received).member("this_device", state.store->made_here(event));
  out.member("current", current).member("counts", current && shared.head.counts());
  out.member("kind", store::event_kind_name(event.kind));
  out.member("verdict", version.verdict == "sent" ? "stored" : version.verdict);
  out.member("reference", reference_of(event)).member("filled_in_by", filled_in_by_of(event.body));
  out.close_object();
}

Result<Shared> open_shared(State& state) {
  auto open = opened(state);
  if (!open) return open.error();
  if (Status ready = ready_to_share(state); !ready) return ready.error();
  return shared_of(state, state.definition->id(), response_id(**open));
}

Result<const Version*> chosen_version(const Shared& shared, const Request& request) {
  auto device = required_text(request, "device");
  if (!device) return device.error();
  const Version* chosen = shared.find({*device, static_cast<std::int64_t>(request.find("seq").number())});
  if (chosen && chosen->event.kind != EventKind::withdraw) return chosen;
  return Error{Code::not_found, "There is no such version of this response.", *device};
}

Result<std::vector<std::string>> undecided_names(State& state, const Open& open) {
  std::vector<std::string> names;
  auto all = store::Sharing(*state.store).conflicts(state.definition->id(), response_id(open));
  if (!all) return all.error();
  for (const store::Conflict& conflict : *all) names.push_back(conflict.name);
  return names;
}

/// The answers of the version become those of the draft, which is made in the knowledge of all there is.
Result<store::Incoming> incoming_of(State& state, const Open& open, const Shared& shared,
                                    const Event& chosen) {
  store::Incoming incoming;
  auto answers = answers_to_write(state, response_id(open), chosen.body);
  if (!answers) return answers.error();
  auto undecided = undecided_names(state, open);
  if (!undecided) return undecided.error();
  incoming.answers = std::move(*answers);
  incoming.settled = std::move(*undecided);
  incoming.moved = open.moved;
  for (const Version& version : shared.versions)
    incoming.seen.push_back({version.event.device, version.event.seq});
  return incoming;
}

json::Value filled_in(const json::Document& record) {
  return record.ok() ? record.root().find("meta").find(kFilledInBy) : json::Value();
}

}  // namespace

std::string filled_in_by_of(std::string_view record) {
  const json::Document document = json::Document::read(record);
  return std::string(filled_in(document).text());
}

std::string filled_in_by(const Open& open) {
  for (const auto& [path, text] : open.unknown)
    if (path == kFilledInByPath) {
      const json::Document value = json::Document::read(text);
      return value.ok() ? std::string(value.root().text()) : std::string();
    }
  return {};
}

std::string with_meta(std::string record, const Open& open) {
  const std::string by = filled_in_by(open);
  if (by.empty() && open.about.empty()) return record;
  Writer meta;
  meta.open_object().key("meta").open_object();
  if (!by.empty()) meta.member(kFilledInBy, by);
  for (const auto& [name, text] : open.about) meta.key(name).raw(text);
  meta.close_object().close_object();
  record.pop_back();
  if (record.size() > 1) record += ',';
  return record.append(meta.text(), 1, std::string::npos);
}

Result<Made> versions(State& state, const Request&) {
  const auto shared = open_shared(state);
  if (!shared) return shared.error();
  Made made;
  made.reply.key("versions").open_array();
  for (const Version& version : shared->versions)
    if (shown(version)) write_version(made.reply, state, *shared, version);
  made.reply.close_array();
  return made;
}

Result<Made> version(State& state, const Request& request) {
  const auto shared = open_shared(state);
  if (!shared) return shared.error();
  const auto chosen = chosen_version(*shared, request);
  if (!chosen) return chosen.error();
  auto open = new_response(state, true);
  if (!open) return open.error();
  if (auto restored = open->response->restore((*chosen)->event.body); !restored) return restored.error();
  Made made;
  write_version(made.reply.key("version"), state, *shared, **chosen);
  write_check_sections(made.reply, state, *open);
  return made;
}

Result<Made> bring_back(State& state, const Request& request) {
  const auto shared = open_shared(state);
  if (!shared) return shared.error();
  const auto chosen = chosen_version(*shared, request);
  if (!chosen) return chosen.error();
  const std::string id = response_id(*state.open);
  const auto incoming = incoming_of(state, *state.open, *shared, (*chosen)->event);
  if (!incoming) return incoming.error();
  Status kept =
      store::Sharing(*state.store).take_in(state.definition->id(), id, state.definition->digest(), *incoming);
  return kept ? resume_response(state, id) : kept.error();
}

Result<Made> save_unknown(State& state, const std::string& path, const std::string& json) {
  Open& open = *state.open;
  Status ready = ensure_row(state, open);
  if (!ready) return ready.error();
  const auto kept = keep(state, open, {{path, json}});
  if (!kept) return kept.error();
  auto& unknown = open.unknown;
  unknown.erase(
      std::remove_if(unknown.begin(), unknown.end(), [&](const auto& one) { return one.first == path; }),
      unknown.end());
  if (json != "null") unknown.emplace_back(path, json);
  Made made;
  made.reply.member("saved_at", kept->at).member("revision", kept->revision);
  return made;
}

Result<Made> set_filled_in_by(State& state, const Request& request) {
  auto open = opened(state);
  if (!open) return open.error();
  auto name = required_text(request, "text");
  if (!name) return name.error();
  if (utf8_length(*name) > 200) return Error{Code::limit, "A name has at most 200 characters.", "text"};
  for (const char* taken : {"meta", kFilledInBy})
    if (state.definition->slot_named(taken) != survey::kNoSlot)
      return Error{Code::unsupported, "This survey asks itself who fills it in.", taken};
  std::string text;
  json::append_string(text, *name);
  return save_unknown(state, kFilledInByPath, name->empty() ? "null" : text);
}

}  // namespace takestock::commands
