// take_file, take_part, take_end, take_on: results files into the visit's store, each whole or not at all.
#include <algorithm>

#include "commands/results_state.h"

namespace takestock::commands {
namespace {

using store::Event;

constexpr std::size_t kEventsAtATime = 2000;

Result<IncomingFile*> incoming(ResultsState& state, bool ended) {
  if (!state.incoming || state.incoming->ended != ended)
    return Error{Code::bad_state, "No results file is on its way in.", ""};
  return state.incoming.get();
}

Error refusal(const IncomingFile& file, const results::FileProblem& problem) {
  const std::string line = problem.line == 0 ? "" : ", line " + std::to_string(problem.line);
  return {Code::bad_text, problem.text, file.name + line};
}

Status open_memory(ResultsState& state) {
  if (state.store) return Done{};
  auto database = store::open_sqlite(":memory:");
  if (!database) return database.error();
  auto store = store::Store::open(std::move(*database), state.clock, state.random);
  if (!store) return store.error();
  state.store = std::move(*store);
  return Done{};
}

Status save_definitions(store::Store& store, const IncomingFile& file) {
  for (const results::DefinitionText& text : file.definitions)
    if (Status saved = store.save_definition(file.survey, text.version, text.digest, text.json); !saved)
      return saved;
  return Done{};
}

}  // namespace

IncomingFile::IncomingFile(std::string its_name)
    : name(std::move(its_name)),
      reader({[this](const results::ResultsHeader& header) {
                survey = header.survey;
                return Status(Done{});
              },
              [this](const results::DefinitionText& text) {
                definitions.push_back(text);
                return results::check_definition(text, survey);
              },
              [this](const Event& event) {
                events.push_back(event);
                return Status(Done{});
              }}) {}

Result<Made> take_file(ResultsState& state, const Request& request) {
  auto name = required_text(request, "name");
  if (!name) return name.error();
  state.incoming = std::make_unique<IncomingFile>(std::move(*name));
  return Made();
}

Result<Made> take_part(ResultsState& state, const Request&) {
  const auto file = incoming(state, false);
  if (!file) return file.error();
  (*file)->reader.feed(state.attached);
  (*file)->read += state.attached.size();
  Made made;
  made.reply.member("read", (*file)->read);
  return made;
}

Result<Made> take_end(ResultsState& state, const Request&) {
  const auto file = incoming(state, false);
  if (!file) return file.error();
  const auto problems = (*file)->reader.finish();
  Status kept = problems.empty() ? open_memory(state) : Status(refusal(**file, problems.front()));
  if (kept) kept = save_definitions(*state.store, **file);
  if (!kept) {
    state.incoming.reset();
    return kept.error();
  }
  (*file)->ended = true;
  Made made;
  made.reply.member("survey", (*file)->survey).member("definitions", (*file)->definitions.size());
  made.reply.member("left", (*file)->events.size());
  return made;
}

Result<Made> take_on(ResultsState& state, const Request&) {
  const auto file = incoming(state, true);
  if (!file) return file.error();
  const std::size_t left = (*file)->events.size() - (*file)->kept, now = std::min(left, kEventsAtATime);
  const auto added = state.store->add_events(std::span(&(*file)->events[0] + (*file)->kept, now));
  if (!added) return added.error();
  (*file)->kept += now;
  if (now == left) state.incoming.reset();
  Made made;
  made.reply.member("left", left - now);
  return made;
}

Result<Made> forget_results(ResultsState& state, const Request&) {
  state.shown.reset(), state.ledger.reset(), state.counted.reset();
  state.incoming.reset(), state.store.reset();
  state.settings = {}, state.round_survey.clear();
  return Made();
}

}  // namespace takestock::commands
