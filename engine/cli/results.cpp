#include "results.h"

#include "base/doors.h"
#include "identified.h"
#include "options.h"
#include "output.h"
#include "report/report.h"
#include "results_compared.h"

namespace takestock::cli {
namespace {

using tabulation::Report;

std::string written(const WantedResults& wanted, const Report& report) {
  if (wanted.format == "json") return as_json(report);
  if (wanted.format == "csv") return as_csv(report);
  if (wanted.format == "text") return as_text(report);
  const report::Material material{report, report.spidergrams, report.trends ? &*report.trends : nullptr,
                                  report.peers ? &*report.peers : nullptr};
  return wanted.format == "html" ? report::html(material) : report::docx(material, system_clock().now());
}

Result<Report> report_of_one(const WantedResults& wanted, ResultsData& data) {
  tabulation::Request request = wanted.request;
  request.measures = data.named(request.measures);
  auto release = data.publisher().publish(request);
  if (!release) return release.error();
  Report report = report_about(wanted, data);
  report.spidergrams = tabulation::spidergrams_of(data.measures(), *release);
  report.release = std::move(*release);
  return report;
}

Result<Report> report_of(const WantedResults& wanted, ResultsRounds& rounds) {
  if (wanted.rounds) return report_of_rounds(wanted, rounds);
  auto data = ResultsData::open(wanted.files, wanted, 0);
  if (!data) return data.error();
  rounds.push_back(std::move(*data));
  if (!wanted.rounds_by.empty()) return report_of_rounds_by(wanted, *rounds.front());
  if (!wanted.peers.peers.empty()) return report_of_peers(wanted, *rounds.front());
  return report_of_one(wanted, *rounds.front());
}

Status publish(const WantedResults& wanted, const std::vector<std::string>& words) {
  ResultsRounds rounds;
  const auto report = report_of(wanted, rounds);
  if (!report) return report.error();
  if (wanted.identified)
    if (Status logged = log_identified("results", wanted.files[0], wanted.reason, words); !logged)
      return logged;
  Output output(wanted.out);
  Status done = output.open();
  for (auto data = rounds.begin(); done && data != rounds.end(); ++data) done = (*data)->remember();
  if (done) done = output.write(written(wanted, *report));
  return done ? output.finish() : done;
}

}  // namespace

int results(std::vector<std::string> args) {
  const auto wanted = WantedResults::read(args);
  if (!wanted) return misused("results", wanted.error().message, kResultsUsage);
  const Status done = publish(*wanted, args);
  return done ? 0 : failed("results", done.error());
}

}  // namespace takestock::cli
