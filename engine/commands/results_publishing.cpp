// publish, save: figures as they may be seen, and files of exactly these.
#include <algorithm>

#include "commands/files.h"
#include "commands/results_review.h"
#include "commands/results_state.h"
#include "report/report.h"

namespace takestock::commands {
namespace {

using tabulation::MeasureType;
using tabulation::Publisher;
using tabulation::Report;

Error malformed(const char* name) {
  return {Code::bad_request, std::string("\"") + name + "\" is a list of pairs of names.", name};
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

Result<Pairs> pairs(const Request& request, const char* name) {
  Pairs out;
  for (json::Value pair = request.find(name).first(); pair; pair = pair.next()) {
    const json::Value first = pair.first(), second = first.next();
    if (!first.is(json::Kind::string) || !second.is(json::Kind::string)) return malformed(name);
    out.emplace_back(first.text(), second.text());
  }
  return out;
}

std::vector<std::string> wanted_measures(const Request& request, const tabulation::Measures& measures) {
  std::vector<std::string> names;
  for (json::Value name = request.find("measures").first(); name; name = name.next())
    names.emplace_back(name.text());
  if (names != std::vector<std::string>{"all"}) return names;
  names.clear();
  for (const tabulation::Measure& measure : measures.measures) names.push_back(measure.name);
  return names;
}

Result<tabulation::Request> wanted(const Request& request, const tabulation::Measures& measures) {
  tabulation::Request out;
  out.measures = wanted_measures(request, measures);
  out.by = text_or(request, "by", "");
  auto tables = pairs(request, "tables");
  if (!tables) return tables.error();
  auto where = pairs(request, "where");
  if (!where) return where.error();
  out.tables = std::move(*tables), out.where = std::move(*where);
  return out;
}

Result<std::string> reason_of(const Request& request, bool identified) {
  std::string reason = text_or(request, "reason", "");
  const bool blank = reason.find_first_not_of(" \t\n") == std::string::npos;
  if (identified && blank)
    return Error{Code::bad_request, "Identified results need a reason, which is kept.", "reason"};
  if (!identified && !blank)
    return Error{Code::bad_request, "A reason belongs to identified results.", "reason"};
  return reason;
}

Report report_of(const CountedSurvey& counted, int threshold, bool identified, tabulation::Release release) {
  const tabulation::Codebook& codebook = counted.responses.codebook();
  const survey::Definition& newest = codebook.newest();
  Report report;
  report.survey = counted.survey;
  report.title = newest.text(newest.title(), codebook.language(newest));
  for (const auto& version : codebook.versions())
    report.versions += (report.versions.empty() ? "" : ", ") + version->version();
  report.threshold = threshold, report.identified = identified;
  report.release = std::move(release);
  return report;
}

/// Whether a table of the ledger is of that measure or question.
bool is_of(const std::string& table, const std::string& name) {
  return table == name || table.compare(0, name.size() + 1, name + "/") == 0;
}

bool is_of_any(const std::vector<std::string>& tables, const std::string& name) {
  return std::any_of(tables.begin(), tables.end(), [&](const auto& table) { return is_of(table, name); });
}

/// Takes out what these tables are of; what was taken out.
std::vector<std::string> take_out(tabulation::Request& request, const std::vector<std::string>& tables,
                                  const tabulation::Measures& measures) {
  std::vector<std::string> out;
  const auto measure_is = [&](const std::string& name) {
    const tabulation::Measure* const measure = measures.find(name);
    const bool its = measure && (is_of_any(tables, name) || (measure->type == MeasureType::distribution &&
                                                             is_of_any(tables, measure->question)));
    if (its) out.push_back(name);
    return its;
  };
  const auto table_is = [&](const auto& table) {
    const bool its = is_of_any(tables, table.first);
    if (its) out.push_back(table.first);
    return its;
  };
  auto& names = request.measures;
  names.erase(std::remove_if(names.begin(), names.end(), measure_is), names.end());
  auto& asked = request.tables;
  asked.erase(std::remove_if(asked.begin(), asked.end(), table_is), asked.end());
  return out;
}

struct Published {
  tabulation::Release release;
  std::vector<std::string> left_out;  ///< measures and questions that would give somebody away
};

/// Not even how many there are.
Published nothing_safe(Published out) {
  out.release.responded.hidden = true;
  return out;
}

/// What may be shown of it beside all that was: what would not be safe is left out, and the rest tried again.
Result<Published> publish_safely(ResultsState& state, tabulation::Request request) {
  const CountedSurvey& counted = *state.counted;
  const disclosure::Ledger before = *state.ledger;
  Published out;
  while (true) {
    disclosure::Ledger ledger = before;
    const Publisher publisher{counted.responses, counted.measures, counted.weights, &ledger,
                              edition_of(counted)};
    auto release = publisher.publish(request);
    if (!release) return release.error();
    const auto telling = giving_away(before, ledger);
    if (!telling) return telling.error();
    const auto left_out = take_out(request, *telling, counted.measures);
    out.left_out.insert(out.left_out.end(), left_out.begin(), left_out.end());
    if (!telling->empty() && left_out.empty()) return nothing_safe(std::move(out));
    if (!telling->empty()) continue;
    state.ledger = std::move(ledger);
    out.release = std::move(*release);
    return out;
  }
}

Result<Published> published(ResultsState& state, const tabulation::Request& request, bool identified) {
  if (!identified) return publish_safely(state, request);
  const CountedSurvey& counted = *state.counted;
  const Publisher publisher{counted.responses, counted.measures, counted.weights, nullptr, ""};
  auto release = publisher.publish(request);
  if (!release) return release.error();
  return Published{std::move(*release), {}};
}

std::string label_of(const CountedSurvey& counted, const std::string& name) {
  if (const tabulation::Measure* const measure = counted.measures.find(name)) return measure->label;
  const auto question = counted.responses.codebook().find(name);
  return question ? counted.responses.codebook().questions()[*question].label : name;
}

void write_left_out(Writer& out, const CountedSurvey& counted, const std::vector<std::string>& names) {
  out.key("left_out").open_array();
  for (const std::string& name : names) out.value(label_of(counted, name));
  out.close_array();
}

void write_log(Writer& out, ResultsState& state, const std::string& reason,
               const tabulation::Request& asked) {
  out.key("log").open_object().member("at", state.clock.now()).member("reason", reason);
  out.member("survey", state.counted->survey).key("asked").open_array();
  for (const std::string& name : asked.measures) out.value(name);
  for (const auto& table : asked.tables) out.value(table.first);
  for (const auto& where : asked.where) out.value(where.first + "=" + where.second);
  out.close_array().close_object();
}

std::string written(const Report& shown, const std::string& format) {
  if (format == "json") return tabulation::as_json(shown);
  return format == "csv" ? tabulation::as_csv(shown) : report::html({shown});
}

const char* type_of(const std::string& format) {
  if (format == "json") return "application/json";
  return format == "csv" ? "text/csv" : "text/html";
}

}  // namespace

Result<Made> publish_results(ResultsState& state, const Request& request) {
  const auto survey = counted(state);
  if (!survey) return survey.error();
  const bool identified = flag_or(request, "identified", false);
  const auto reason = reason_of(request, identified);
  if (!reason) return reason.error();
  const auto asked = wanted(request, (*survey)->measures);
  if (!asked) return asked.error();
  auto shown = published(state, *asked, identified);
  if (!shown) return shown.error();
  state.shown = report_of(**survey, state.ledger->threshold(), identified, std::move(shown->release));
  Made made;
  write_view(made.reply, *state.shown);
  write_left_out(made.reply, **survey, shown->left_out);
  if (identified) write_log(made.reply, state, *reason, *asked);
  return made;
}

Result<Made> save_results(ResultsState& state, const Request& request) {
  if (!state.shown) return Error{Code::bad_state, "Nothing has been shown yet.", ""};
  const std::string format = text_or(request, "format", "");
  if (format != "json" && format != "csv" && format != "html")
    return Error{Code::bad_request, "\"format\" is json, csv or html.", "format"};
  const std::string kind = state.shown->identified ? "-identified" : "-results";
  return file(state.shown->survey + kind + "." + format, type_of(format), written(*state.shown, format));
}

}  // namespace takestock::commands
