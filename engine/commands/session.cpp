#include <exception>
#include <new>

#include "commands/state.h"

namespace takestock::commands {
namespace {

using Run = Result<Made> (*)(State&, const Json&);
using Read = Result<Made> (*)(State&, std::string_view);

struct Row {
  std::string_view name;
  Run run;
};

constexpr Row kCommands[] = {
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
    {"copy", copy},
    {"results_file", results_file},
};

/// Commands whose request is a document of its own, read with its places.
struct DocumentRow {
  std::string_view name;
  Read read;
};
constexpr DocumentRow kDocuments[] = {{"define", define}, {"round", read_round}};

Reply failure(const Error& error) {
  const Json json = {
      {"ok", false},
      {"error", {{"code", code_name(error.code)}, {"message", error.message}, {"where", error.where}}}};
  return {json.dump(-1, ' ', false, Json::error_handler_t::replace), {}};
}

Reply success(Made&& made) {
  Json json = {{"ok", !made.fields.contains("problems") || made.fields["problems"].empty()}};
  json.update(made.fields);
  return {json.dump(-1, ' ', false, Json::error_handler_t::replace), std::move(made.attachment)};
}

Result<Made> dispatch(State& state, std::string_view command, std::string_view request) {
  for (const DocumentRow& row : kDocuments)
    if (row.name == command) return row.read(state, request);
  for (const Row& row : kCommands) {
    if (row.name != command) continue;
    const Json json = request.empty() ? Json::object() : Json::parse(request, nullptr, false);
    if (!json.is_object())
      return Error{Code::bad_request, "The request is not a JSON object.", std::string(command)};
    return row.run(state, json);
  }
  return Error{Code::bad_request, "There is no such command.", std::string(command)};
}

}  // namespace

Session::Session(Clock& clock, Random& random) : state_(std::make_unique<State>(clock, random)) {}
Session::~Session() = default;

Reply Session::call(std::string_view command, std::string_view request) {
  try {
    Result<Made> made = dispatch(*state_, command, request);
    return made ? success(std::move(*made)) : failure(made.error());
  } catch (const std::bad_alloc&) {
    return failure({Code::limit, "There is not enough memory for this.", std::string(command)});
  } catch (const std::exception& broken) {
    return failure({Code::internal, broken.what(), std::string(command)});
  }
}

StateView Session::view() const {
  if (!state_->open) return {};
  const response::Response& response = *state_->open->response;
  return {response.flag_view().data(), response.number_view().data(), response.size()};
}

Result<std::string> required_text(const Json& request, const char* name) {
  const auto found = request.find(name);
  if (found == request.end() || !found->is_string())
    return Error{Code::bad_request, std::string("The request needs a text \"") + name + "\".", name};
  return found->get<std::string>();
}

std::string text_or(const Json& request, const char* name, const std::string& otherwise) {
  const auto found = request.find(name);
  return found != request.end() && found->is_string() ? found->get<std::string>() : otherwise;
}

bool flag_or(const Json& request, const char* name, bool otherwise) {
  const auto found = request.find(name);
  return found != request.end() && found->is_boolean() ? found->get<bool>() : otherwise;
}

Result<Open*> opened(State& state) {
  if (!state.open) return Error{Code::bad_state, "No response is open; call resume first.", ""};
  return &*state.open;
}

}  // namespace takestock::commands
