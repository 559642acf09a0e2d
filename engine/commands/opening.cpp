// define, round, open_store, resume, language: what must be there before a question is shown.
#include <algorithm>

#include "commands/state.h"
#include "commands/views.h"

namespace takestock::commands {
namespace {

using survey::Definition;

void write_problems(Writer& out, const std::vector<survey::Problem>& problems) {
  out.open_array();
  for (const survey::Problem& problem : problems) {
    out.open_object().member("pointer", problem.pointer).member("line", problem.line);
    out.member("column", problem.column)
        .member("code", problem.code)
        .member("text", problem.text)
        .close_object();
  }
  out.close_array();
}

Made refused(const std::vector<survey::Problem>& problems) {
  Made made(false);
  made.reply.key("error").open_object().member("code", code_name(Code::bad_definition));
  made.reply.member("message", problems.front().text)
      .member("where", problems.front().pointer)
      .close_object();
  write_problems(made.reply.key("problems"), problems);
  return made;
}

void write_survey(Writer& out, const State& state) {
  const Definition& definition = *state.definition;
  out.open_object().member("id", definition.id()).member("version", definition.version());
  out.member("digest", definition.digest())
      .member("title", definition.text(definition.title(), state.language));
  out.key("languages").open_array();
  for (const std::string& language : definition.languages()) out.value(language);
  out.close_array();
  out.member("questions", counted_questions(definition).size()).member("nodes", definition.nodes().size());
  out.member("memory_bytes", definition.memory_bytes()).close_object();
}

void write_time(Writer& out, std::string_view name, const std::optional<Millis>& time) {
  if (time)
    out.member(name, *time);
  else
    out.member(name, nullptr);
}

Status store_definition(State& state) {
  if (state.definition_stored) return Done{};
  const Definition& definition = *state.definition;
  if (state.definition_json.empty() && !state.store->definition(definition.digest()))
    return Error{Code::bad_state, "The text of the survey is no longer at hand; call define again.", ""};
  Status saved = state.store->save_definition(definition.id(), definition.version(), definition.digest(),
                                              state.definition_json);
  state.definition_stored = saved.ok();
  return saved;
}

/// Those with a default, and calculations that read the clock or chance.
std::vector<expression::NodeId> started_nodes(const Definition& definition) {
  std::vector<expression::NodeId> nodes;
  for (Slot slot = 0; slot < definition.nodes().size(); ++slot) {
    const survey::Node& node = definition.node(slot);
    const bool by_default =
        node.default_expression != survey::kNoExpression || !definition.default_text(node).empty();
    const bool calculated = node.calculation != survey::kNoExpression &&
                            definition.expression(node.calculation).volatile_result();
    if (by_default || calculated) nodes.push_back(slot);
  }
  return nodes;
}

void restore_notes(Open& open, const std::string& notes) {
  const json::Document document = json::Document::read(notes);
  if (!document.ok()) return;
  for (json::Value name = document.root().find("confirmed").first(); name; name = name.next())
    open.confirmed.insert(std::string(name.text()));
}

/// Where the respondent was: at the check, or at the named page if it is still asked, else the first page.
void restore_place(const State& state, Open& open, const std::string& place) {
  open.checking = place == kCheckPlace;
  if (place.empty() || open.checking) return;
  const auto page = state.pages.named(*state.definition, place);
  const bool usable = page && shown(*open.response, state.pages.all()[*page]);
  open.page = usable ? page : state.pages.first(*open.response);
}

Result<std::optional<store::ResponseRow>> wanted_row(State& state, const Request& request) {
  std::optional<store::ResponseRow> none;
  if (!state.store) return none;
  const std::string& survey = state.definition->id();
  if (request.find("response")) {
    auto id = required_text(request, "response");
    if (!id) return id.error();
    auto row = state.store->load(survey, *id);
    if (!row) return row.error();
    return std::optional<store::ResponseRow>(std::move(*row));
  }
  auto rows = state.store->list(survey);
  if (!rows) return rows.error();
  if (rows->empty()) return none;
  return std::optional<store::ResponseRow>(std::move(rows->front()));
}

Result<Open> new_response(State& state, bool keep) {
  auto made = response::Response::make(state.definition, state.clock, state.random);
  if (!made) return made.error();
  Open open;
  open.response = std::move(*made);
  open.response->speak(state.language);
  open.keep = keep;
  return open;
}

Status choose_language(State& state, const std::string& wanted) {
  const auto found = language_named(*state.definition, wanted);
  if (!found) return found.error();
  state.language = *found;
  if (state.open) state.open->response->speak(state.language);
  return Done{};
}

/// "page": the open page, or null.
void write_open_page(Writer& out, State& state) {
  out.key("page");
  if (state.open && state.open->page)
    write_page(out, state, *state.open, *state.open->page);
  else
    out.value(nullptr);
}

const char* where_at(const Open& open) {
  if (open.row && open.row->status == store::ResponseStatus::finished) return "finished";
  return open.checking ? "check" : open.page ? "page" : "start";
}

Result<Made> resumed(State& state) {
  Open& open = *state.open;
  const auto counted = counted_questions(*state.definition);
  const auto answered = std::count_if(counted.begin(), counted.end(), [&](expression::NodeId node) {
    return open.response->relevant(node) && !open.response->answer(node).blank();
  });
  Made made;
  made.reply.key("response");
  Status written =
      open.row ? write_stored(made.reply, state, *open.row) : (made.reply.value(nullptr), Status(Done{}));
  if (!written) return written.error();
  made.reply.member("answered", answered).member("asked", counted.size()).member("at", where_at(open));
  made.reply.member("unknown", open.unknown.size());
  write_open_page(made.reply, state);
  return made;
}

}  // namespace

Result<Made> define(State& state, std::string_view document) {
  Definition::Outcome outcome = Definition::read(document);
  if (!outcome.definition) return refused(outcome.problems);
  state.open.reset();
  state.definition = std::move(outcome.definition);
  state.definition_json = document;
  state.definition_stored = false;
  state.pages = Pages(*state.definition);
  state.started = started_nodes(*state.definition);
  state.language = 0;
  Made made;
  write_survey(made.reply.key("survey"), state);
  return made;
}

Result<Made> read_round(State& state, std::string_view document) {
  survey::Round::Outcome outcome = survey::Round::read(document);
  if (!outcome.round) return refused(outcome.problems);
  state.round = std::move(outcome.round);
  const survey::Round& round = *state.round;
  Made made;
  Writer& out = made.reply.key("round").open_object();
  out.member("id", round.id).member("survey", round.survey).member("organisation", round.organisation);
  out.member("organisation_short", round.organisation_short);
  write_time(out, "opens", round.opens);
  write_time(out, "closes", round.closes);
  out.member("open", round.open_at(state.clock.now())).member("promise", round.promise);
  out.member("privacy", round.privacy).member("contact_name", round.contact_name);
  out.member("contact_email", round.contact_email).member("lost_link_email", round.lost_link_email);
  out.member("other_ways", round.other_ways).member("minutes", round.minutes);
  out.member("open_to_anyone", round.open_to_anyone)
      .member("demonstration", round.demonstration)
      .close_object();
  return made;
}

Result<Made> open_store(State& state, const Request& request) {
  state.open.reset();
  state.store.reset();
  auto database = store::open_sqlite(text_or(request, "path", "survey.db"), text_or(request, "vfs", ""));
  if (!database) return database.error();
  auto opened_store = store::Store::open(std::move(*database), state.clock, state.random);
  if (!opened_store) return opened_store.error();
  state.store = std::move(*opened_store);
  state.definition_stored = false;
  Made made;
  made.reply.member("device", state.store->device()).member("sqlite", store::sqlite_version());
  Status written = write_responses(made.reply, state, "");
  if (!written) return written.error();
  return made;
}

Result<Made> resume(State& state, const Request& request) {
  if (!state.definition) return Error{Code::bad_state, "No survey is loaded; call define first.", ""};
  const bool keep = flag_or(request, "keep", true);
  if (keep && !state.store) return Error{Code::bad_state, "No database is open; call open_store first.", ""};
  if (request.find("language")) {
    Status chosen = choose_language(state, text_or(request, "language", ""));
    if (!chosen) return chosen.error();
  }
  if (keep) {
    Status stored = store_definition(state);
    if (!stored) return stored.error();
  }
  state.definition_json = std::string();
  state.open.reset();
  auto row = keep ? wanted_row(state, request) : std::optional<store::ResponseRow>();
  if (!row) return row.error();
  auto open = *row ? load_response(state, state.definition, **row) : new_response(state, keep);
  if (!open) return open.error();
  state.open = std::move(*open);
  if (*row) restore_notes(*state.open, (*row)->notes), restore_place(state, *state.open, (*row)->place);
  return resumed(state);
}

Result<Made> set_language(State& state, const Request& request) {
  if (!state.definition) return Error{Code::bad_state, "No survey is loaded; call define first.", ""};
  auto wanted = required_text(request, "language");
  if (!wanted) return wanted.error();
  Status chosen = choose_language(state, *wanted);
  if (!chosen) return chosen.error();
  Made made;
  made.reply.member("title", state.definition->text(state.definition->title(), state.language));
  write_open_page(made.reply, state);
  return made;
}

Result<std::size_t> language_named(const Definition& definition, const std::string& wanted) {
  const auto& languages = definition.languages();
  const auto found = std::find(languages.begin(), languages.end(), wanted);
  if (found != languages.end()) return static_cast<std::size_t>(found - languages.begin());
  return Error{Code::not_found, "The survey is not offered in the language \"" + wanted + "\".", "language"};
}

Result<Open> load_response(State& state, std::shared_ptr<const Definition> definition,
                           const store::ResponseRow& row) {
  auto made = response::Response::make(std::move(definition), state.clock, state.random);
  if (!made) return made.error();
  auto answers = state.store->answers(row.survey, row.id);
  if (!answers) return answers.error();
  auto restored = (*made)->restore(*answers);
  if (!restored) return restored.error();
  Open open;
  open.response = std::move(*made);
  open.response->speak(state.language);
  open.row = row;
  open.unknown = std::move(restored->unknown);
  open.moved = std::move(restored->moved);
  return open;
}

}  // namespace takestock::commands
