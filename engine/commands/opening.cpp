// define, round, open_store, resume, language: what must be there before a question is shown.
#include <algorithm>

#include "commands/state.h"
#include "commands/views.h"

namespace takestock::commands {
namespace {

using survey::Definition;

Json problem_views(const std::vector<survey::Problem>& problems) {
  Json list = Json::array();
  for (const survey::Problem& problem : problems)
    list.push_back({{"pointer", problem.pointer},
                    {"line", problem.line},
                    {"column", problem.column},
                    {"code", problem.code},
                    {"text", problem.text}});
  return list;
}

Made refused(const std::vector<survey::Problem>& problems) {
  Made made;
  made.fields["error"] = {{"code", code_name(Code::bad_definition)},
                          {"message", problems.front().text},
                          {"where", problems.front().pointer}};
  made.fields["problems"] = problem_views(problems);
  return made;
}

Json survey_view(const State& state) {
  const Definition& definition = *state.definition;
  return {{"id", definition.id()},
          {"version", definition.version()},
          {"digest", definition.digest()},
          {"title", definition.text(definition.title(), state.language)},
          {"languages", definition.languages()},
          {"questions", counted_questions(definition).size()},
          {"nodes", definition.nodes().size()},
          {"memory_bytes", definition.memory_bytes()}};
}

Json time_view(const std::optional<Millis>& time) { return time ? Json(*time) : Json(nullptr); }

Status store_definition(State& state) {
  if (!state.store || state.definition_json.empty()) return Done{};
  const Definition& definition = *state.definition;
  Status saved = state.store->save_definition(definition.id(), definition.version(), definition.digest(),
                                              state.definition_json);
  if (saved) state.definition_json = std::string();
  return saved;
}

Json row_views(State& state, const std::vector<store::ResponseRow>& rows) {
  Json list = Json::array();
  for (const store::ResponseRow& row : rows) {
    const auto last = last_submitted(state, row.survey, row.id);
    list.push_back(response_view(row, last && *last ? reference_of(**last) : ""));
  }
  return list;
}

void restore_notes(Open& open, const std::string& notes) {
  const Json json = Json::parse(notes, nullptr, false);
  if (!json.is_object() || !json.contains("confirmed") || !json["confirmed"].is_array()) return;
  for (const Json& name : json["confirmed"])
    if (name.is_string()) open.confirmed.insert(name.get<std::string>());
}

/// Where the respondent was: "check", or the named page if it is still asked, else the first page.
void restore_place(const State& state, Open& open, const std::string& place) {
  open.checking = place == "check";
  if (place.empty() || open.checking) return;
  const auto page = state.pages.named(*state.definition, place);
  const bool usable = page && shown(*open.response, state.pages.all()[*page]);
  open.page = usable ? page : state.pages.first(*open.response);
}

Result<std::optional<store::ResponseRow>> wanted_row(State& state, const Json& request) {
  std::optional<store::ResponseRow> none;
  if (!state.store) return none;
  const std::string& survey = state.definition->id();
  if (request.contains("response")) {
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
  open.keep = keep;
  return open;
}

Status choose_language(State& state, const std::string& wanted) {
  const auto& languages = state.definition->languages();
  const auto found = std::find(languages.begin(), languages.end(), wanted);
  if (found == languages.end())
    return Error{Code::not_found, "The survey is not offered in the language \"" + wanted + "\".",
                 "language"};
  state.language = static_cast<std::size_t>(found - languages.begin());
  return Done{};
}

const char* where_at(const Open& open) {
  if (open.row && open.row->status == store::ResponseStatus::finished) return "finished";
  return open.checking ? "check" : open.page ? "page" : "start";
}

Result<Made> resumed(State& state) {
  Open& open = *state.open;
  Made made;
  const auto counted = counted_questions(*state.definition);
  const auto answered = std::count_if(counted.begin(), counted.end(), [&](expression::NodeId node) {
    return open.response->relevant(node) && !open.response->answer(node).blank();
  });
  std::string reference;
  if (open.row) {
    auto last = last_submitted(state, open.row->survey, open.row->id);
    if (!last) return last.error();
    if (*last) reference = reference_of(**last);
  }
  made.fields["response"] = open.row ? response_view(*open.row, reference) : Json(nullptr);
  made.fields["answered"] = answered;
  made.fields["asked"] = counted.size();
  made.fields["at"] = where_at(open);
  made.fields["page"] = open.page ? page_view(state, open, *open.page) : Json(nullptr);
  made.fields["unknown"] = open.unknown.size();
  return made;
}

}  // namespace

Result<Made> define(State& state, std::string_view document) {
  Definition::Outcome outcome = Definition::read(document);
  if (!outcome.definition) return refused(outcome.problems);
  state.open.reset();
  state.definition = std::move(outcome.definition);
  state.definition_json = document;
  state.pages = Pages(*state.definition);
  state.language = 0;
  Made made;
  made.fields["survey"] = survey_view(state);
  return made;
}

Result<Made> read_round(State& state, std::string_view document) {
  survey::Round::Outcome outcome = survey::Round::read(document);
  if (!outcome.round) return refused(outcome.problems);
  state.round = std::move(outcome.round);
  const survey::Round& round = *state.round;
  Made made;
  made.fields["round"] = {{"id", round.id},
                          {"survey", round.survey},
                          {"organisation", round.organisation},
                          {"organisation_short", round.organisation_short},
                          {"opens", time_view(round.opens)},
                          {"closes", time_view(round.closes)},
                          {"promise", round.promise},
                          {"privacy", round.privacy},
                          {"contact_name", round.contact_name},
                          {"contact_email", round.contact_email},
                          {"lost_link_email", round.lost_link_email},
                          {"other_ways", round.other_ways},
                          {"minutes", round.minutes},
                          {"open_to_anyone", round.open_to_anyone},
                          {"demonstration", round.demonstration},
                          {"open", round.open_at(state.clock.now())}};
  return made;
}

Result<Made> open_store(State& state, const Json& request) {
  state.open.reset();
  state.store.reset();
  auto database = store::open_sqlite(text_or(request, "path", "survey.db"), text_or(request, "vfs", ""));
  if (!database) return database.error();
  auto opened_store = store::Store::open(std::move(*database), state.clock, state.random);
  if (!opened_store) return opened_store.error();
  state.store = std::move(*opened_store);
  auto rows = state.store->list("");
  if (!rows) return rows.error();
  Made made;
  made.fields["device"] = state.store->device();
  made.fields["sqlite"] = store::sqlite_version();
  made.fields["responses"] = row_views(state, *rows);
  return made;
}

Result<Made> resume(State& state, const Json& request) {
  if (!state.definition) return Error{Code::bad_state, "No survey is loaded; call define first.", ""};
  const bool keep = flag_or(request, "keep", true);
  if (keep && !state.store) return Error{Code::bad_state, "No database is open; call open_store first.", ""};
  if (request.contains("language")) {
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
  auto open = *row ? load_response(state, **row) : new_response(state, keep);
  if (!open) return open.error();
  state.open = std::move(*open);
  if (*row) restore_notes(*state.open, (*row)->notes), restore_place(state, *state.open, (*row)->place);
  return resumed(state);
}

Result<Made> set_language(State& state, const Json& request) {
  if (!state.definition) return Error{Code::bad_state, "No survey is loaded; call define first.", ""};
  auto wanted = required_text(request, "language");
  if (!wanted) return wanted.error();
  Status chosen = choose_language(state, *wanted);
  if (!chosen) return chosen.error();
  Made made;
  const bool page = state.open && state.open->page;
  made.fields["page"] = page ? page_view(state, *state.open, *state.open->page) : Json(nullptr);
  return made;
}

Result<Open> load_response(State& state, const store::ResponseRow& row) {
  auto made = response::Response::make(state.definition, state.clock, state.random);
  if (!made) return made.error();
  auto answers = state.store->answers(row.survey, row.id);
  if (!answers) return answers.error();
  auto restored = (*made)->restore(*answers);
  if (!restored) return restored.error();
  if (row.form_hash != state.definition->digest()) {
    Status adopted = state.store->adopt_definition(row.survey, row.id, state.definition->digest());
    if (!adopted) return adopted.error();
  }
  Open open;
  open.response = std::move(*made);
  open.row = row;
  open.row->form_hash = state.definition->digest();
  open.unknown = std::move(restored->unknown);
  return open;
}

}  // namespace takestock::commands
