#include "commands/rows.h"
#include "commands/state.h"

namespace takestock::commands {
namespace {

using Read = Result<Made> (*)(State&, std::string_view);

constexpr Row kCommands[] = {
    {"digest", state_digest},
    {"open_store", open_store},
    {"resume", resume},
    {"language", set_language},
    {"open_page", open_page},
    {"answer", answer},
    {"continue", go_on},
    {"back", go_back},
    {"contents", contents},
    {"confirm_section", confirm_section},
    {"check", check},
    {"finish", finish},
    {"responses", responses},
    {"remove", remove_response},
    {"link", link},
    {"make_link", make_link},
    {"links", links},
    {"forget_link", forget_link},
    {"sync_batch", sync_batch},
    {"sync_account", sync_account},
    {"sync", sync_state},
    {"save_to_hub", save_to_hub},
    {"withdraw", withdraw},
    {"conflicts", conflicts},
    {"choose", choose},
    {"versions", versions},
    {"version", version},
    {"bring_back", bring_back},
    {"filled_in_by", set_filled_in_by},
    {"copy", copy},
    {"results_file", results_file},
};

/// Commands whose request is a document of its own, read with its places.
struct DocumentRow {
  std::string_view name;
  Read read;
};
constexpr DocumentRow kDocuments[] = {{"define", define}, {"round", read_round}};

Result<Made> dispatch(State& state, std::string_view command, std::string_view request) {
  for (const std::span<const Row> rows : {state.more, std::span<const Row>(kCommands)})
    for (const Row& row : rows)
      if (row.name == command) return run_row(state, row, request);
  for (const DocumentRow& row : kDocuments)
    if (row.name == command) return row.read(state, request);
  return Error{Code::bad_request, "There is no such command.", std::string(command)};
}

}  // namespace

Reply failure(const Error& error) {
  Writer out;
  out.open_object().member("ok", false).key("error").open_object();
  out.member("code", code_name(error.code)).member("message", error.message).member("where", error.where);
  out.close_object().close_object();
  return {out.take(), {}};
}

Reply success(Made&& made) {
  made.reply.close_object();
  return {made.reply.take(), std::move(made.attachment)};
}

Session::Session(Clock& clock, Random& random, std::span<const Row> more)
    : state_(std::make_unique<State>(clock, random, more)) {}
Session::~Session() = default;

Reply Session::call(std::string_view command, std::string_view request) {
  Result<Made> made = dispatch(*state_, command, request);
  state_->attached = {};
  return made ? success(std::move(*made)) : failure(made.error());
}

void Session::attach(std::string_view bytes) { state_->attached = bytes; }

StateView Session::view() const {
  if (!state_->open) return {};
  const response::Response& response = *state_->open->response;
  return {response.flag_view().data(), response.number_view().data(), response.size()};
}

Result<std::string> required_text(const Request& request, std::string_view name) {
  const json::Value found = request.find(name);
  if (!found.is(json::Kind::string))
    return Error{Code::bad_request, "The request needs a text \"" + std::string(name) + "\".",
                 std::string(name)};
  return std::string(found.text());
}

std::string text_or(const Request& request, std::string_view name, const std::string& otherwise) {
  const json::Value found = request.find(name);
  return found.is(json::Kind::string) ? std::string(found.text()) : otherwise;
}

bool flag_or(const Request& request, std::string_view name, bool otherwise) {
  const json::Value found = request.find(name);
  return found.is(json::Kind::boolean) ? found.boolean() : otherwise;
}

Result<Open*> opened(State& state) {
  if (!state.open) return Error{Code::bad_state, "No response is open; call resume first.", ""};
  return &*state.open;
}

}  // namespace takestock::commands
