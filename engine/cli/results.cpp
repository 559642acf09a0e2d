#include "results.h"

#include <fstream>

#include "counted.h"
#include "files.h"
#include "identified.h"
#include "options.h"
#include "output.h"
#include "report/report.h"
#include "round_file.h"
#include "tabulation/print.h"

namespace takestock::cli {
namespace {

using tabulation::Publisher;
using tabulation::Report;
using tabulation::Request;
using tabulation::RoundSettings;

constexpr char kUsage[] =
    "results FILE... [--measure NAME,...|all] [--by QUESTION] [--table ROW [COLUMN]] [--where NAME=CODE,...] "
    "[--round ROUND.json] [--format text|json|csv|html|docx] [-o OUT] [--releases FILE] "
    "[--identified --reason TEXT] [--survey ID] [--language L] [--key FILE]";

struct Wanted {
  std::vector<std::string> files;
  Request request;
  std::string survey, language, key, round, format, out, releases, reason;
  bool identified = false;
};

std::vector<std::string> parted(const std::string& text, char by) {
  std::vector<std::string> parts;
  std::size_t start = 0;
  for (std::size_t end; (end = text.find(by, start)) != std::string::npos; start = end + 1)
    parts.push_back(text.substr(start, end - start));
  parts.push_back(text.substr(start));
  return parts;
}

/// "--table ROW COLUMN" takes two words, which become one: the other options take one.
std::vector<std::string> with_tables_joined(const std::vector<std::string>& words) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    out.push_back(words[i]);
    if (words[i] != "--table" || i + 1 == words.size()) continue;
    out.push_back(words[++i]);
    const bool column =
        i + 1 < words.size() && words[i + 1].substr(0, 1) != "-" && out.back().find(',') == std::string::npos;
    if (column) out.back() += "," + words[++i];
  }
  return out;
}

Error wrong(std::string sentence) { return {Code::bad_request, std::move(sentence), ""}; }

Status read_where(const std::string& text, Request& request) {
  if (text.empty()) return Done{};
  for (const std::string& condition : parted(text, ',')) {
    const std::size_t equal = condition.find('=');
    if (equal == std::string::npos || equal == 0)
      return wrong("--where takes QUESTION=CHOICE, several with commas.");
    request.where.emplace_back(condition.substr(0, equal), condition.substr(equal + 1));
  }
  return Done{};
}

Result<Wanted> read_wanted(const std::vector<std::string>& words) {
  const auto options = Options::read(with_tables_joined(words),
                                     {"--measure", "--by", "--table", "--where", "--round", "--format", "-o",
                                      "--releases", "--reason", "--survey", "--language", "--key"},
                                     {"--identified"});
  if (!options) return options.error();
  Wanted wanted;
  wanted.files = options->files();
  wanted.survey = options->value("--survey"), wanted.language = options->value("--language");
  wanted.key = options->value("--key"), wanted.round = options->value("--round");
  wanted.out = options->has("-o") ? options->value("-o") : "-";
  wanted.format = options->has("--format") ? options->value("--format") : "text";
  wanted.releases = options->value("--releases"), wanted.reason = options->value("--reason");
  wanted.identified = options->has("--identified");
  wanted.request.by = options->value("--by");
  if (options->has("--measure")) wanted.request.measures = parted(options->value("--measure"), ',');
  if (options->has("--table")) {
    const auto table = parted(options->value("--table"), ',');
    if (table.size() > 2) return wrong("--table takes a question for the rows and one for the columns.");
    wanted.request.tables.emplace_back(table[0], table.size() == 2 ? table[1] : wanted.request.by);
  } else if (!options->has("--measure")) {
    wanted.request.measures = {"all"};
  }
  if (Status read = read_where(options->value("--where"), wanted.request); !read) return read.error();
  if (wanted.files.empty()) return wrong("name a database, or one or more results files.");
  if (wanted.identified && !is_reason(wanted.reason))
    return wrong("identified results need a --reason, which is kept.");
  if (!wanted.identified && !wanted.reason.empty()) return wrong("--reason belongs to --identified.");
  if (wanted.identified && !wanted.releases.empty()) return wrong("--releases is for what is published.");
  for (const char* format : {"text", "json", "csv", "html", "docx"})
    if (wanted.format == format) return wanted;
  return wrong("--format is text, json, csv, html or docx.");
}

Result<disclosure::Ledger> ledger_of(const Wanted& wanted, const Counted& counted, int threshold) {
  auto fresh = tabulation::ledger_for(counted.responses.codebook(), counted.measures, threshold);
  std::ifstream there(wanted.releases);
  if (wanted.releases.empty() || !there) return fresh;
  const auto text = read_file(wanted.releases);
  if (!text) return text.error();
  auto ledger = disclosure::Ledger::read(*text);
  if (!ledger) return Error{ledger.error().code, ledger.error().message, wanted.releases};
  if (ledger->threshold() != threshold)
    return wrong("What was published before had the threshold " + std::to_string(ledger->threshold()) +
                 "; it stays the same for a round.");
  return ledger;
}

std::string written(const Wanted& wanted, const Report& report) {
  if (wanted.format == "json") return as_json(report);
  if (wanted.format == "csv") return as_csv(report);
  if (wanted.format == "docx") return report::docx({report}, system_clock().now());
  return wanted.format == "html" ? report::html({report}) : as_text(report);
}

Report report_of(const Wanted& wanted, const Counted& counted, int threshold, tabulation::Release release) {
  const auto& codebook = counted.responses.codebook();
  Report report;
  report.survey = counted.survey;
  report.title = codebook.newest().text(codebook.newest().title(), codebook.language(codebook.newest()));
  for (const auto& version : codebook.versions())
    report.versions += (report.versions.empty() ? "" : ", ") + version->version();
  report.threshold = threshold, report.identified = wanted.identified;
  report.release = std::move(release);
  return report;
}

void name_all(Request& request, const tabulation::Measures& measures) {
  if (request.measures != std::vector<std::string>{"all"}) return;
  request.measures.clear();
  for (const tabulation::Measure& measure : measures.measures) request.measures.push_back(measure.name);
}

Status publish(Wanted wanted, const std::vector<std::string>& words) {
  std::vector<std::string> open;
  if (!wanted.request.by.empty()) open.push_back(wanted.request.by);
  for (const auto& table : wanted.request.tables) open.push_back(table.second);
  for (const auto& where : wanted.request.where) open.push_back(where.first);
  const auto counted = count_files(wanted.files, wanted.key, wanted.survey, wanted.language, open);
  if (!counted) return counted.error();
  const auto settings = wanted.round.empty() ? Result<RoundSettings>(RoundSettings())
                                             : round_settings(wanted.round, counted->survey);
  if (!settings) return settings.error();
  const auto weights = tabulation::weigh(counted->responses, *settings);
  if (!weights) return weights.error();
  auto ledger = ledger_of(wanted, *counted, settings->threshold);
  if (!ledger) return ledger.error();
  name_all(wanted.request, counted->measures);
  const Publisher publisher{counted->responses, counted->measures, *weights,
                            wanted.identified ? nullptr : &*ledger,
                            std::to_string(counted->responses.rows())};
  auto release = publisher.publish(wanted.request);
  if (!release) return release.error();
  if (wanted.identified)
    if (Status logged = log_identified("results", wanted.files[0], wanted.reason, words); !logged)
      return logged;
  Output output(wanted.out);
  Status done = output.open();
  if (done && !wanted.releases.empty()) done = write_file(wanted.releases, ledger->write());
  if (done)
    done =
        output.write(written(wanted, report_of(wanted, *counted, settings->threshold, std::move(*release))));
  return done ? output.finish() : done;
}

}  // namespace

int results(std::vector<std::string> args) {
  auto wanted = read_wanted(args);
  if (!wanted) return misused("results", wanted.error().message, kUsage);
  const Status done = publish(std::move(*wanted), args);
  return done ? 0 : failed("results", done.error());
}

}  // namespace takestock::cli
