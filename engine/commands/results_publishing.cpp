// publish, save: figures as they may be seen, and files of exactly these.
#include <algorithm>

#include "commands/files.h"
#include "commands/results_state.h"
#include "report/report.h"

namespace takestock::commands {
namespace {

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

Result<tabulation::Release> published(ResultsState& state, const tabulation::Request& request,
                                      bool identified) {
  const CountedSurvey& counted = *state.counted;
  const Publisher publisher{counted.responses, counted.measures, counted.weights,
                            identified ? nullptr : &*state.ledger, identified ? "" : edition_of(counted)};
  return publisher.publish(request);
}

void write_left_out(Writer& out, const std::vector<std::string>& labels) {
  out.key("left_out").open_array();
  for (const std::string& label : labels) out.value(label);
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
  state.shown = report_of(**survey, state.ledger->threshold(), identified, std::move(*shown));
  Made made;
  write_view(made.reply, *state.shown);
  write_left_out(made.reply, state.shown->release.left_out);
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
