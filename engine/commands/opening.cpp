// define, round, open_store, resume, language: what must be there before a question is shown.
#include <algorithm>
#include <utility>

#include "base/digest.h"
#include "commands/sharing.h"
#include "commands/state.h"
#include "commands/views.h"
#include "results/line_members.h"

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

/// A response to open: as it is stored, or one of that id, which is stored with its first answer.
struct Wanted {
  std::optional<store::ResponseRow> row;
  std::string id;
};

/// The one of that id, which may have no more than a link yet; what others have sent comes into it first.
Result<Wanted> wanted_response(State& state, const std::string& id) {
  auto linked = link_of(state, id);
  if (!linked) return linked.error();
  if (*linked)
    if (auto merged = merge_news(state, id); !merged) return merged.error();
  auto row = state.store->load(state.definition->id(), id);
  if (row) return Wanted{std::move(*row), id};
  if (*linked && row.error().code == Code::not_found) return Wanted{std::nullopt, id};
  return row.error();
}

Result<Wanted> wanted_response(State& state, const Request& request) {
  if (!state.store) return Wanted{};
  if (request.find("response")) {
    auto id = required_text(request, "response");
    return id ? wanted_response(state, *id) : id.error();
  }
  auto link = last_link(state);
  if (!link) return link.error();
  if (*link) return wanted_response(state, (*link)->response);
  auto rows = state.store->list(state.definition->id());
  if (!rows) return rows.error();
  if (rows->empty()) return Wanted{};
  return Wanted{std::move(rows->front()), ""};
}

}  // namespace

Status store_definition(State& state) {
  if (state.definition_stored) return Done{};
  const Definition& definition = *state.definition;
  if (state.definition_json.empty() && !state.store->definition(definition.digest()))
    return Error{Code::bad_state, "The text of the survey is no longer at hand; call define again.", ""};
  if (!state.digest_checked && sha256_hex(state.definition_json) != definition.digest())
    return Error{Code::bad_state, "The digest that was stated is not that of the survey's text.", ""};
  state.digest_checked = true;
  Status saved = state.store->save_definition(definition.id(), definition.version(), definition.digest(),
                                              state.definition_json);
  state.definition_stored = saved.ok();
  return saved;
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

namespace {

Status choose_language(State& state, const std::string& wanted) {
  const auto found = language_named(*state.definition, wanted);
  if (!found) return found.error();
  state.language = *found;
  if (state.open) state.open->response->speak(state.language);
  return Done{};
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
  const auto unknown = std::count_if(open.unknown.begin(), open.unknown.end(),
                                     [](const auto& answer) { return !about_record(answer.first); });
  made.reply.member("unknown", unknown).member("filled_in_by", filled_in_by(open));
  write_open_page(made.reply, state);
  return made;
}

}  // namespace

const char* where_at(const Open& open) {
  if (open.row && open.row->status == store::ResponseStatus::finished) return "finished";
  return open.checking ? "check" : open.page ? "page" : "start";
}

Status reload(State& state) {
  const Open& before = *state.open;
  auto row = state.store->load(state.definition->id(), response_id(before));
  if (!row) return row.error();
  auto open = load_response(state, state.definition, *row);
  if (!open) return open.error();
  open->id = before.id;
  open->checking = before.checking;
  open->confirmed = before.confirmed;
  open->page = before.page;
  if (open->page && !shown(*open->response, state.pages.all()[*open->page]))
    open->page = state.pages.first(*open->response);
  state.open = std::move(*open);
  return Done{};
}

Result<Made> state_digest(State& state, const Request& request) {
  auto sha256 = required_text(request, "sha256");
  if (!sha256.ok()) return sha256.error();
  if (!results::is_hex(*sha256, 64))
    return Error{Code::bad_request, "A digest is 64 lower-case hex digits.", "sha256"};
  state.stated_digest = std::move(*sha256);
  return Made{};
}

Result<Made> define(State& state, std::string_view document) {
  const std::string stated = std::exchange(state.stated_digest, {});
  Definition::Outcome outcome = Definition::read(document, stated);
  if (!outcome.definition) return refused(outcome.problems);
  state.open.reset();
  state.definition = std::move(outcome.definition);
  state.definition_json = document;
  state.definition_stored = false;
  state.digest_checked = stated.empty();
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
  auto wanted = keep ? wanted_response(state, request) : Wanted{};
  if (!wanted) return wanted.error();
  auto open = wanted->row ? load_response(state, state.definition, *wanted->row) : new_response(state, keep);
  if (!open) return open.error();
  open->id = wanted->id;
  state.open = std::move(*open);
  if (wanted->row)
    restore_notes(*state.open, wanted->row->notes), restore_place(state, *state.open, wanted->row->place);
  return resumed(state);
}

Result<Made> resume_response(State& state, const std::string& response) {
  Writer text;
  text.open_object().member("response", response).close_object();
  const json::Document request = json::Document::read(text.text());
  return resume(state, request.root());
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

void write_open_page(Writer& out, State& state) {
  out.key("page");
  if (state.open && state.open->page)
    write_page(out, state, *state.open, *state.open->page);
  else
    out.value(nullptr);
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
  if (!state.about) return open;
  auto about = state.about(state, open);
  if (!about) return about.error();
  open.about = std::move(*about);
  return open;
}

}  // namespace takestock::commands
