#include "results_compared.h"

#include <algorithm>
#include <deque>

#include "tabulation/counting.h"

namespace takestock::cli {

using tabulation::Heading;
using tabulation::Release;
using tabulation::Report;
using tabulation::Request;
using tabulation::RoundRelease;

namespace {

/// "2014/15=a.takestock" apart; without a label it is the file's name.
void split_round(const std::string& word, std::string& label, std::string& file) {
  const std::size_t equal = word.find('=');
  const bool labelled = equal != std::string::npos && equal > 0 && word.find('/') != 0;
  file = labelled ? word.substr(equal + 1) : word;
  label = labelled ? word.substr(0, equal) : file.substr(file.find_last_of('/') + 1);
  if (!labelled) label = label.substr(0, label.find_last_of('.'));
}

/// What of the request the round has: others ask for it too.
Request had_by(const ResultsData& data, Request request) {
  const auto lacks_measure = [&](const std::string& name) { return !data.measures().find(name); };
  const auto lacks_question = [&](const auto& table) {
    return !data.responses().codebook().find(table.first);
  };
  request.measures = data.named(request.measures);
  request.measures.erase(std::remove_if(request.measures.begin(), request.measures.end(), lacks_measure),
                         request.measures.end());
  request.tables.erase(std::remove_if(request.tables.begin(), request.tables.end(), lacks_question),
                       request.tables.end());
  return request;
}

/// Something that no round has is a mistake.
Status check_had(const ResultsRounds& rounds, const Request& request) {
  const auto one_has = [&](const auto& has) { return std::any_of(rounds.begin(), rounds.end(), has); };
  for (const std::string& name : request.measures)
    if (name != "all" && !one_has([&](const auto& data) { return data->measures().find(name) != nullptr; }))
      return Error{Code::not_found, "There is no measure \"" + name + "\".", ""};
  for (const auto& table : request.tables)
    if (!one_has(
            [&](const auto& data) { return data->responses().codebook().find(table.first).has_value(); }))
      return Error{Code::not_found, "There is no question \"" + table.first + "\".", ""};
  return Done{};
}

Report with_trends(Report report, const std::vector<RoundRelease>& rounds,
                   const tabulation::Measures& measures) {
  report.trends = tabulation::trends_of(rounds);
  report.release = rounds.back().release;
  report.spidergrams = tabulation::spidergrams_of(measures, report.release);
  return report;
}

}  // namespace

Report report_about(const WantedResults& wanted, const ResultsData& data) {
  const auto& codebook = data.responses().codebook();
  Report report;
  report.survey = data.survey();
  report.title = codebook.newest().text(codebook.newest().title(), codebook.language(codebook.newest()));
  for (const auto& version : codebook.versions())
    report.versions += (report.versions.empty() ? "" : ", ") + version->version();
  report.threshold = data.threshold(), report.identified = wanted.identified;
  return report;
}

Result<Report> report_of_rounds(const WantedResults& wanted, ResultsRounds& rounds) {
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < wanted.files.size(); ++i) {
    std::string label, file;
    split_round(wanted.files[i], label, file);
    auto data = ResultsData::open({file}, wanted, i);
    if (!data) return data.error();
    if (!rounds.empty() && (*data)->survey() != rounds.front()->survey())
      return Error{Code::bad_request,
                   "This is the survey " + (*data)->survey() + ", not " + rounds.front()->survey() + ".",
                   file};
    rounds.push_back(std::move(*data)), labels.push_back(label);
  }
  if (Status had = check_had(rounds, wanted.request); !had) return had.error();
  std::deque<Release> releases;
  std::vector<RoundRelease> compared;
  for (std::size_t i = 0; i < rounds.size(); ++i) {
    auto release = rounds[i]->publisher().publish(had_by(*rounds[i], wanted.request));
    if (!release)
      return Error{release.error().code, labels[i] + ": " + release.error().message, release.error().where};
    releases.push_back(std::move(*release));
    const Heading round{labels[i], labels[i], tabulation::Part::answer};
    compared.push_back({round, rounds[i]->responses(), rounds[i]->measures(), releases.back()});
  }
  return with_trends(report_about(wanted, *rounds.back()), compared, rounds.back()->measures());
}

Result<Report> report_of_rounds_by(const WantedResults& wanted, ResultsData& data) {
  const auto& codebook = data.responses().codebook();
  const auto question = codebook.find(wanted.rounds_by);
  if (!question || codebook.questions()[*question].kind != tabulation::Kind::one)
    return Error{Code::not_found, "There is no question \"" + wanted.rounds_by + "\" with one choice.", ""};
  std::deque<Release> releases;
  std::vector<RoundRelease> compared;
  const auto counts = tabulation::count(tabulation::groups_of(data.responses(), *question),
                                        tabulation::everyone(), {data.responses().rows(), {}, {}});
  const auto& codes = codebook.questions()[*question].codes;
  for (std::size_t code = 0; code < codes.size(); ++code) {
    if (counts.at(tabulation::kFirstCode + code, 0).n == 0) continue;
    Request request = wanted.request;
    request.measures = data.named(request.measures);
    request.where.emplace_back(wanted.rounds_by, codes[code].name);
    auto release = data.publisher().publish(request);
    if (!release) return release.error();
    releases.push_back(std::move(*release));
    compared.push_back({{codes[code].name, codes[code].label, tabulation::Part::answer},
                        data.responses(),
                        data.measures(),
                        releases.back()});
  }
  if (compared.size() < 2)
    return Error{Code::bad_request, "\"" + wanted.rounds_by + "\" names fewer than two rounds.", ""};
  return with_trends(report_about(wanted, data), compared, data.measures());
}

Result<Report> report_of_peers(const WantedResults& wanted, ResultsData& data) {
  tabulation::PeerRequest request = wanted.peers;
  for (const std::string& name : data.named(wanted.request.measures)) {
    const tabulation::Measure* const measure = data.measures().find(name);
    const bool all = wanted.request.measures == std::vector<std::string>{"all"};
    if (all && measure && measure->type == tabulation::MeasureType::distribution) continue;
    request.measures.push_back(name);
  }
  Report report = report_about(wanted, data);
  auto everybody = data.publisher().publish({});
  if (!everybody) return everybody.error();
  report.release = std::move(*everybody);
  auto peers = tabulation::compare_with_peers(data.publisher(), request);
  if (!peers) return peers.error();
  report.spidergrams = peers->spidergrams;
  report.peers = std::move(*peers);
  return report;
}

}  // namespace takestock::cli
