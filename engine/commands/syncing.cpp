// sync_batch, sync_account, sync, save_to_hub, withdraw: what the hub has, and what it is sent.
#include <algorithm>

#include "commands/sharing.h"
#include "commands/views.h"
#include "store/reference.h"
#include "sync/device.h"

namespace takestock::commands {
namespace {

using store::EventKind;
using store::Sharing;
using store::Version;

/// All that is known here of a response and the hub.
struct Known {
  Shared shared;
  std::optional<store::LinkRow> link;
  std::optional<store::ResponseRow> row;
  store::HubState hub;
  std::int64_t waiting = 0;          ///< on this device
  const Version* refused = nullptr;  ///< what this device finished last, where it does not count

  /// What counts at the hub.
  const Version* sent() const {
    const Version* current = shared.head.counts() ? shared.current() : nullptr;
    return current && current->event.received != 0 ? current : nullptr;
  }
  bool owes(bool draft) const {
    return link && std::any_of(shared.versions.begin(), shared.versions.end(), [&](const Version& version) {
             return version.owed && draft == (version.event.kind == EventKind::draft);
           });
  }
};

Result<Known> known_of(State& state, const std::string& id) {
  Sharing sharing(*state.store);
  auto shared = shared_of(state, state.definition->id(), id);
  if (!shared) return shared.error();
  auto link = link_of(state, id);
  if (!link) return link.error();
  auto hub = sharing.hub();
  if (!hub) return hub.error();
  const auto waiting = sharing.waiting();
  if (!waiting) return waiting.error();
  Known known{std::move(*shared), std::move(*link), std::nullopt, std::move(*hub), *waiting};
  const Version* last = known.shared.last_of(*state.store);
  if (last && !last->counted()) known.refused = last;
  auto row = state.store->load(state.definition->id(), id);
  if (row) known.row = std::move(*row);
  return known;
}

const char* status_of(const Known& known) {
  if (known.owes(false)) return "waiting";
  const bool draft = known.row && known.row->status == store::ResponseStatus::draft;
  if (draft) return known.sent() ? "changed" : "draft";
  if (known.refused) return "refused";
  if (known.sent()) return "sent";
  return known.row ? "waiting" : "nothing";
}

void write_sent(Writer& out, const Known& known) {
  const Version* sent = known.sent();
  if (!sent) {
    out.value(nullptr);
    return;
  }
  out.open_object().member("at", sent->event.received).member("reference", reference_of(sent->event));
  out.member("late", sent->late).close_object();
}

void write_refusal(Writer& out, const Version* refused) {
  out.member("reason", !refused ? "" : refused->verdict == "invalid" ? refused->verdict : refused->reason);
  out.key("findings").raw(refused ? refused->findings : "[]");
}

bool closed(State& state, const Known& known) {
  if (!known.link) return false;
  const Millis now = state.clock.now() + known.hub.clock_off;
  return known.link->status == "closed" || (known.link->closes != 0 && now > known.link->closes);
}

Result<std::string> wanted_id(State& state, const Request& request) {
  if (Status ready = ready_to_share(state); !ready) return ready.error();
  return text_or(request, "response", state.open ? response_id(*state.open) : "");
}

/// The open response with its stored row.
Result<Open*> opened_row(State& state) {
  auto open = opened(state);
  if (open && !(*open)->row) return Error{Code::bad_state, "Nothing is answered yet.", ""};
  return open;
}

Result<Made> still_waiting(State& state) {
  const auto waiting = Sharing(*state.store).waiting();
  if (!waiting) return waiting.error();
  Made made;
  made.reply.member("waiting", *waiting);
  return made;
}

void write_merged(Writer& out, const State& state, const std::vector<std::string>& names) {
  out.key("merged").open_array();
  for (const std::string& name : names)
    if (const Slot slot = state.definition->slot_named(name); slot != survey::kNoSlot)
      write_question(out, state, slot);
  out.close_array();
}

bool changed_since(const Open& open, const store::ResponseRow& row) {
  return !open.row || open.row->revision != row.revision || open.row->status != row.status;
}

/// What came in goes into the open response.
Result<std::vector<std::string>> bring_in(State& state) {
  const std::string id = state.open && state.open->keep ? response_id(*state.open) : "";
  if (id.empty()) return std::vector<std::string>();
  auto names = merge_news(state, id);
  if (!names) return names;
  const auto row = state.store->load(state.definition->id(), id);
  if (!row || !changed_since(*state.open, *row)) return names;
  Status read = reload(state);
  return read ? std::move(names) : read.error();
}

Status write_news(Writer& out, State& state) {
  const auto merged = bring_in(state);
  if (!merged) return merged.error();
  write_merged(out, state, *merged);
  if (!state.open) return Done{};
  const auto undecided = open_conflicts(state, *state.open);
  if (!undecided) return undecided.error();
  out.member("at", where_at(*state.open));
  Status written = write_conflicts(out, state, *state.open, *undecided);
  if (written && !merged->empty()) write_open_page(out, state);
  return written;
}

}  // namespace

std::string response_id(const Open& open) { return open.row ? open.row->id : open.id; }

Status write_sync(Writer& out, State& state, const std::string& id) {
  const auto known = known_of(state, id);
  if (!known) return known.error();
  out.key("sync").open_object().member("status", status_of(*known)).member("waiting", known->waiting);
  write_sent(out.key("sent"), *known);
  write_refusal(out, known->refused);
  out.member("last_contact", known->hub.contact).member("clock_off_ms", known->hub.clock_off);
  out.member("closed", closed(state, *known)).member("link_status", known->link ? known->link->status : "");
  out.member("held_draft", known->owes(true)).close_object();
  return Done{};
}

Result<Made> sync_batch(State& state, const Request& request) {
  if (Status ready = ready_to_share(state); !ready) return ready.error();
  const std::string held_by = text_or(request, "held_by", "");
  if (held_by.size() > 100)
    return Error{Code::bad_request, "The name of a device has at most 100 bytes.", "held_by"};
  sync::BatchSize size;
  const double links = request.find("links").number();
  if (links >= 1 && links < static_cast<double>(size.links)) size.links = static_cast<std::int64_t>(links);
  auto batch = sync::make_batch(*state.store, state.clock.now(), held_by, size);
  if (!batch) return batch.error();
  auto made = still_waiting(state);
  if (!made) return made;
  made->reply.member("events", batch->events);
  made->attachment = std::move(batch->body);
  return made;
}

Result<Made> sync_account(State& state, const Request& request) {
  if (Status ready = ready_to_share(state); !ready) return ready.error();
  auto body = required_text(request, "body");
  if (!body) return body.error();
  const auto more = sync::take_account(*state.store, *body, state.clock.now());
  if (!more) return more.error();
  Made made;
  Status written = write_news(made.reply, state);
  if (written) written = write_sync(made.reply, state, state.open ? response_id(*state.open) : "");
  if (!written) return written.error();
  made.reply.member("more", *more);
  return made;
}

Result<Made> sync_state(State& state, const Request& request) {
  const auto id = wanted_id(state, request);
  if (!id) return id.error();
  Made made;
  Status written = write_sync(made.reply, state, *id);
  return written ? Result<Made>(std::move(made)) : written.error();
}

Result<Made> save_to_hub(State& state, const Request&) {
  auto open = opened_row(state);
  if (!open) return open.error();
  const store::ResponseRow& row = *(*open)->row;
  const auto link = link_of(state, row.id);
  if (!link) return link.error();
  if (!*link) return Error{Code::bad_state, "This response has no link, so it cannot be sent.", ""};
  if (Status adopted = adopt_version(state, **open); !adopted) return adopted.error();
  auto seen = seen_of(state, row.id);
  if (!seen) return seen.error();
  const auto draft = state.store->carry_draft(row.survey, row.id, draft_body(**open), std::move(*seen));
  if (!draft) return draft.error();
  Status offered = Sharing(*state.store).offer(*draft);
  return offered ? still_waiting(state) : offered.error();
}

Result<Made> withdraw(State& state, const Request&) {
  auto open = opened_row(state);
  if (!open) return open.error();
  store::ResponseRow& row = *(*open)->row;
  auto last = last_submitted(state, row.survey, row.id);
  if (!last) return last.error();
  if (!*last) return Error{Code::bad_state, "Nothing was finished that could be withdrawn.", ""};
  auto seen = seen_of(state, row.id);
  if (!seen) return seen.error();
  const auto event = Sharing(*state.store).withdraw(row.survey, row.id, (*last)->form_hash, std::move(*seen));
  if (!event) return event.error();
  Status read = reload(state);
  return read ? still_waiting(state) : read.error();
}

}  // namespace takestock::commands
