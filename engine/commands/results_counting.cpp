// round, count: how results are weighted and protected, and what can be asked for.
#include <algorithm>
#include <set>

#include "commands/results_state.h"
#include "survey/round.h"
#include "sync/head.h"
#include "tabulation/stored_responses.h"

namespace takestock::commands {
namespace {

using store::Event;
using store::Store;
using tabulation::Codebook;
using tabulation::Kind;
using tabulation::Measures;
using tabulation::Question;
using tabulation::Responses;

/// All versions of a survey.
struct Versions {
  std::vector<results::DefinitionText> texts;
  results::Versions read;
};

Result<Versions> versions_of(Store& store, const std::string& survey) {
  const auto rows = store.definitions();
  if (!rows) return rows.error();
  Versions out;
  for (const Store::DefinitionRow& row : *rows) {
    if (row.survey != survey) continue;
    auto json = store.definition(row.digest);
    if (!json) return json.error();
    auto read = survey::Definition::read(*json);
    if (!read.definition)
      return Error{Code::bad_definition, "Version " + row.version + " of " + survey + " cannot be read.",
                   row.digest};
    out.texts.push_back({row.digest, row.version, std::move(*json)});
    out.read.push_back(std::move(read.definition));
  }
  return out;
}

Result<std::vector<std::string>> surveys_of(Store& store) {
  const auto rows = store.definitions();
  if (!rows) return rows.error();
  std::set<std::string> surveys;
  for (const Store::DefinitionRow& row : *rows) surveys.insert(row.survey);
  return std::vector<std::string>(surveys.begin(), surveys.end());
}

Result<Measures> measures_of(const Versions& versions, const survey::Definition& newest,
                             const std::string& language) {
  for (const results::DefinitionText& text : versions.texts) {
    if (text.digest != newest.digest()) continue;
    auto outcome = Measures::read(text.json, newest, language);
    if (outcome.measures) return std::move(*outcome.measures);
    return Error{
        Code::bad_definition,
        "The measures of version " + text.version + " have mistakes: " + outcome.problems.front().text,
        outcome.problems.front().pointer};
  }
  return Measures();
}

const Event* standing(std::span<const Event> events) {
  const sync::Head head = sync::head_of(events);
  return head.counts() ? sync::find(events, *head.event) : nullptr;
}

std::uint64_t print_of(std::string_view sha256) {
  std::uint64_t print = 0;
  for (const char digit : sha256.substr(0, 16))
    print = print << 4 | static_cast<std::uint64_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
  return print;
}

/// Of every response that counts: by these one set of responses is told from another.
Result<std::vector<std::uint64_t>> prints_of(Store& store, const std::string& survey) {
  std::vector<std::uint64_t> prints;
  auto rows = store.database().prepare(
      "SELECT response, kind, min(sha256), count(*) FROM event WHERE survey = ?1 GROUP BY survey, response");
  if (!rows) return rows.error();
  (*rows)->bind(0, survey);
  std::vector<std::string> several;
  for (auto row = (*rows)->step(); !row || *row; row = (*rows)->step()) {
    if (!row) return row.error();
    if ((*rows)->integer(3) > 1)
      several.emplace_back((*rows)->text(0));
    else if ((*rows)->text(1) == "submit")
      prints.push_back(print_of((*rows)->text(2)));
  }
  for (const std::string& response : several) {
    const auto events = store.events_of(survey, response);
    if (!events) return events.error();
    if (const Event* event = standing(*events)) prints.push_back(print_of(event->sha256));
  }
  std::sort(prints.begin(), prints.end());
  return prints;
}

Result<CountedSurvey> count_survey(Store& store, const std::string& survey, const std::string& language,
                                   const tabulation::RoundSettings& settings) {
  const auto versions = versions_of(store, survey);
  if (!versions) return versions.error();
  if (versions->read.empty())
    return Error{Code::not_found, "None of these files is of the survey " + survey + ".", ""};
  const Codebook plain(versions->read, {language, {}});
  auto measures = measures_of(*versions, plain.newest(), language);
  if (!measures) return measures.error();
  auto texts = tabulation::texts_of_conditions(versions->read);
  texts.merge(tabulation::texts_of_measures(*measures, plain.newest()));
  Responses responses(Codebook(versions->read, {language, measures->attributes}), texts);
  if (Status read = tabulation::read_responses(store, survey, standing, responses); !read)
    return read.error();
  auto weights = tabulation::weigh(responses, settings);
  if (!weights) return weights.error();
  auto prints = prints_of(store, survey);
  if (!prints) return prints.error();
  return CountedSurvey{survey, std::move(*measures), std::move(responses), std::move(*weights),
                       std::move(*prints)};
}

bool is_attribute(const Measures& measures, const Question& question) {
  const auto& names = measures.attributes;
  return std::find(names.begin(), names.end(), question.name) != names.end();
}

void write_question(Writer& out, const Question& question, bool attribute) {
  out.open_object().member("name", question.name).member("label", question.label);
  out.member("several", question.kind == Kind::several).member("attribute", attribute);
  out.key("choices").open_array();
  for (const tabulation::Category& category : question.codes)
    out.open_object().member("name", category.name).member("label", category.label).close_object();
  out.close_array().close_object();
}

void write_counted(Writer& out, const CountedSurvey& counted) {
  const Codebook& codebook = counted.responses.codebook();
  const survey::Definition& newest = codebook.newest();
  out.member("survey", counted.survey);
  out.member("title", newest.text(newest.title(), codebook.language(newest)));
  out.member("responses", counted.responses.rows()).member("weighted", !counted.weights.values.empty());
  out.key("versions").open_array();
  for (const auto& version : codebook.versions()) out.value(version->version());
  out.close_array().key("measures").open_array();
  for (const tabulation::Measure& measure : counted.measures.measures)
    out.open_object()
        .member("name", measure.name)
        .member("label", measure.label)
        .member("type", tabulation::measure_type_name(measure.type))
        .close_object();
  out.close_array().key("questions").open_array();
  for (const Question& question : codebook.questions())
    if (question.kind == Kind::one || question.kind == Kind::several)
      write_question(out, question, is_attribute(counted.measures, question));
  out.close_array();
}

Error mistakes(const std::vector<survey::Problem>& problems) {
  return {Code::bad_request, "This round has mistakes: " + problems.front().text, problems.front().pointer};
}

}  // namespace

Result<Made> results_round(ResultsState& state, const Request& request) {
  const auto text = required_text(request, "text");
  if (!text) return text.error();
  const auto round = survey::Round::read(*text);
  if (!round.round) return mistakes(round.problems);
  auto settings = tabulation::RoundSettings::read(*text);
  if (!settings.settings) return mistakes(settings.problems);
  state.settings = std::move(*settings.settings);
  state.round_survey = round.round->survey;
  Made made;
  made.reply.member("survey", state.round_survey).member("id", round.round->id);
  made.reply.member("threshold", state.settings.threshold);
  return made;
}

Result<Made> count_results(ResultsState& state, const Request& request) {
  if (!state.store) return Error{Code::bad_state, "No results file was opened.", ""};
  state.shown.reset(), state.ledger.reset(), state.counted.reset();
  const auto surveys = surveys_of(*state.store);
  if (!surveys) return surveys.error();
  const std::string wanted = text_or(request, "survey", surveys->empty() ? "" : surveys->front());
  const bool of_round = state.round_survey == wanted;
  auto made_of = count_survey(*state.store, wanted, text_or(request, "language", ""),
                              of_round ? state.settings : tabulation::RoundSettings());
  if (!made_of) return made_of.error();
  const int threshold = of_round ? state.settings.threshold : disclosure::kDefaultThreshold;
  state.ledger = tabulation::ledger_for(made_of->responses.codebook(), made_of->measures, threshold);
  state.counted = std::move(*made_of);
  Made made;
  made.reply.member("threshold", threshold).member("round", of_round).key("surveys").open_array();
  for (const std::string& survey : *surveys) made.reply.value(survey);
  made.reply.close_array();
  write_counted(made.reply, *state.counted);
  return made;
}

Result<CountedSurvey*> counted(ResultsState& state) {
  if (!state.counted) return Error{Code::bad_state, "Nothing was counted; call count first.", ""};
  return &*state.counted;
}

std::string edition_of(const CountedSurvey& counted) { return std::to_string(counted.responses.rows()); }

}  // namespace takestock::commands
