// versions, version, bring_back, filled_in_by: what was sent before, and by whom.
#include <algorithm>

#include "base/order.h"
#include "base/utf8.h"
#include "commands/sharing.h"
#include "commands/views.h"
#include "store/reference.h"
#include "sync/head.h"
#include "sync/merge.h"

namespace takestock::commands {
namespace {

using store::Event;
using store::EventKind;
using store::EventRef;
using store::Receipt;

struct Versions {
  std::vector<Event> events;  ///< newest first; of drafts those that were offered or came from elsewhere
  std::vector<Receipt> receipts;
  sync::Head head;
};

Millis time_of(const Event& event) { return event.effective != 0 ? event.effective : event.at; }

const Receipt* receipt_of(const Versions& all, const Event& event) {
  for (const Receipt& receipt : all.receipts)
    if (receipt.device == event.device && receipt.seq == event.seq &&
        receipt.reference == reference_of(event))
      return &receipt;
  return nullptr;
}

Result<Versions> versions_of(State& state, const std::string& id) {
  store::Sharing sharing(*state.store);
  const std::string& survey = state.definition->id();
  Versions all;
  auto events = state.store->events_of(survey, id);
  if (!events) return events.error();
  auto receipts = sharing.receipts(survey, id);
  if (!receipts) return receipts.error();
  const auto counted = sharing.counted_events(survey, id);
  if (!counted) return counted.error();
  all.receipts = std::move(*receipts);
  all.head = sync::head_of(*counted);
  for (Event& event : *events)
    if (event.kind != EventKind::draft || receipt_of(all, event)) all.events.push_back(std::move(event));
  heap_sort(all.events.begin(), all.events.end(), [](const Event& a, const Event& b) {
    if (time_of(a) != time_of(b)) return time_of(a) > time_of(b);
    return a.device != b.device ? a.device < b.device : a.seq > b.seq;
  });
  return all;
}

void write_version(Writer& out, const State& state, const Versions& all, const Event& event) {
  const Receipt* receipt = receipt_of(all, event);
  const std::string verdict = !receipt ? "" : receipt->verdict == "sent" ? "stored" : receipt->verdict;
  const bool current = all.head.event == EventRef{event.device, event.seq};
  out.open_object().member("device", event.device).member("seq", event.seq).member("at", event.at);
  out.member("received", event.received).member("this_device", event.device == state.store->device());
  out.member("current", current).member("counts", current && all.head.counts());
  out.member("kind", store::event_kind_name(event.kind)).member("verdict", verdict);
  out.member("reference", reference_of(event)).member("filled_in_by", filled_in_by_of(event.body));
  out.close_object();
}

struct Chosen {
  Versions all;
  std::size_t index = 0;
  const Event& event() const { return all.events[index]; }
};

Result<Chosen> chosen_version(State& state, const Request& request) {
  auto open = opened(state);
  if (!open) return open.error();
  if (Status ready = ready_to_share(state); !ready) return ready.error();
  auto device = required_text(request, "device");
  if (!device) return device.error();
  auto all = versions_of(state, response_id(**open));
  if (!all) return all.error();
  const double seq = request.find("seq").number();
  for (std::size_t i = 0; i < all->events.size(); ++i) {
    const Event& event = all->events[i];
    if (event.device == *device && static_cast<double>(event.seq) == seq && event.kind != EventKind::withdraw)
      return Chosen{std::move(*all), i};
  }
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
Result<store::Incoming> incoming_of(State& state, const Open& open, const Chosen& chosen) {
  store::Incoming incoming;
  auto answers = answers_to_write(state, response_id(open), chosen.event().body);
  if (!answers) return answers.error();
  auto undecided = undecided_names(state, open);
  if (!undecided) return undecided.error();
  incoming.answers = std::move(*answers);
  incoming.settled = std::move(*undecided);
  incoming.moved = open.moved;
  for (const Event& event : chosen.all.events) incoming.seen.push_back({event.device, event.seq});
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
  if (by.empty()) return record;
  Writer meta;
  meta.open_object().key("meta").open_object().member(kFilledInBy, by).close_object().close_object();
  record.pop_back();
  if (record.size() > 1) record += ',';
  return record.append(meta.text(), 1, std::string::npos);
}

Result<Made> versions(State& state, const Request&) {
  auto open = opened(state);
  if (!open) return open.error();
  if (Status ready = ready_to_share(state); !ready) return ready.error();
  const auto all = versions_of(state, response_id(**open));
  if (!all) return all.error();
  Made made;
  made.reply.key("versions").open_array();
  for (const Event& event : all->events) write_version(made.reply, state, *all, event);
  made.reply.close_array();
  return made;
}

Result<Made> version(State& state, const Request& request) {
  const auto chosen = chosen_version(state, request);
  if (!chosen) return chosen.error();
  auto made_response = response::Response::make(state.definition, state.clock, state.random);
  if (!made_response) return made_response.error();
  Open open;
  open.response = std::move(*made_response);
  open.response->speak(state.language);
  if (auto restored = open.response->restore(chosen->event().body); !restored) return restored.error();
  Made made;
  write_version(made.reply.key("version"), state, chosen->all, chosen->event());
  write_check_sections(made.reply, state, open);
  return made;
}

Result<Made> bring_back(State& state, const Request& request) {
  const auto chosen = chosen_version(state, request);
  if (!chosen) return chosen.error();
  const std::string id = response_id(*state.open);
  const auto incoming = incoming_of(state, *state.open, *chosen);
  if (!incoming) return incoming.error();
  Status kept =
      store::Sharing(*state.store).take_in(state.definition->id(), id, state.definition->digest(), *incoming);
  if (!kept) return kept.error();
  return resume_response(state, id);
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
