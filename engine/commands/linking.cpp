// link, make_link, links, forget_link: whose response this device may speak for.
#include "commands/sharing.h"
#include "identity/link.h"

namespace takestock::commands {
namespace {

using identity::Link;
using store::LinkRow;

void write_link_members(Writer& out, const LinkRow& link, std::int64_t waiting) {
  out.member("round", link.round).member("response", link.response).member("code", link.code);
  out.member("fragment", "#/" + link.round + "/" + link.code).member("self_made", link.self_made);
  out.member("name", link.name).member("organisation", link.organisation).member("status", link.status);
  out.key("closes");
  link.closes == 0 ? out.value(nullptr) : out.value(link.closes);
  out.member("opened", link.opened).member("waiting", waiting);
}

Status write_link(Writer& out, State& state, const LinkRow& link) {
  const auto waiting = store::Sharing(*state.store).waiting(link.response);
  if (!waiting) return waiting.error();
  write_link_members(out.open_object(), link, *waiting);
  out.close_object();
  return Done{};
}

/// Keeps the link and opens its response.
Result<Made> open_link(State& state, const Link& link) {
  if (state.round && state.round->id != link.round)
    return Error{Code::not_found, "This link is for another survey than the one that is shown here.", "link"};
  LinkRow row;
  row.survey = state.definition->id();
  row.response = identity::response_of(link.round, link.invitee);
  row.round = link.round, row.code = link.code(), row.self_made = link.self_made();
  row.opened = state.clock.now();
  Status saved = store::Sharing(*state.store).save_link(row);
  if (!saved) return saved.error();
  auto made = resume_response(state, row.response);
  if (!made) return made;
  const auto known = link_of(state, row.response);
  if (!known) return known.error();
  Status written = write_link(made->reply.key("link"), state, **known);
  return written ? std::move(made) : written.error();
}

}  // namespace

Status ready_to_share(const State& state) {
  if (state.store && state.definition) return Done{};
  return Error{Code::bad_state, "A database and a survey are needed first; call open_store and define.", ""};
}

Result<std::optional<LinkRow>> link_of(State& state, const std::string& response) {
  auto links = store::Sharing(*state.store).links(state.definition->id());
  if (!links) return links.error();
  for (LinkRow& link : *links)
    if (link.response == response) return std::optional(std::move(link));
  return std::optional<LinkRow>();
}

Result<std::optional<LinkRow>> last_link(State& state) {
  auto links = store::Sharing(*state.store).links(state.definition->id());
  if (!links) return links.error();
  for (LinkRow& link : *links)
    if (!state.round || link.round == state.round->id) return std::optional(std::move(link));
  return std::optional<LinkRow>();
}

Result<Made> link(State& state, const Request& request) {
  if (Status ready = ready_to_share(state); !ready) return ready.error();
  auto text = required_text(request, "text");
  if (!text) return text.error();
  auto read = identity::read_link(*text, text_or(request, "round", state.round ? state.round->id : ""));
  if (!read) return read.error();
  return open_link(state, *read);
}

Result<Made> make_link(State& state, const Request& request) {
  if (Status ready = ready_to_share(state); !ready) return ready.error();
  auto round = required_text(request, "round");
  if (!round) return round.error();
  const std::string invitee = identity::make_invitee(state.random, identity::Invited::self_made);
  return open_link(state, identity::make_link(*round, invitee, state.random));
}

Result<Made> links(State& state, const Request&) {
  if (Status ready = ready_to_share(state); !ready) return ready.error();
  auto all = store::Sharing(*state.store).links(state.definition->id());
  if (!all) return all.error();
  Made made;
  made.reply.key("links").open_array();
  for (const LinkRow& link : *all)
    if (Status written = write_link(made.reply, state, link); !written) return written.error();
  made.reply.close_array();
  return made;
}

Result<Made> forget_link(State& state, const Request& request) {
  if (Status ready = ready_to_share(state); !ready) return ready.error();
  auto response = required_text(request, "response");
  if (!response) return response.error();
  store::Sharing sharing(*state.store);
  const auto waiting = sharing.waiting(*response);
  if (!waiting) return waiting.error();
  if (*waiting > 0 && !flag_or(request, "unsent", false))
    return Error{Code::bad_state, "What was finished with this link is not sent yet.", *response};
  Status forgotten = sharing.forget_link(state.definition->id(), *response);
  return forgotten ? Result<Made>(Made{}) : forgotten.error();
}

}  // namespace takestock::commands
