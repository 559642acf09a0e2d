#include "results_data.h"

#include <fstream>

#include "files.h"
#include "round_file.h"

namespace takestock::cli {

using tabulation::RoundSettings;

namespace {

/// The round's own, or the only one.
std::string nth(const std::vector<std::string>& files, std::size_t number) {
  if (files.empty()) return "";
  return files[files.size() == 1 ? 0 : number];
}

}  // namespace

Result<std::unique_ptr<ResultsData>> ResultsData::open(const std::vector<std::string>& files,
                                                       const WantedResults& wanted, std::size_t number) {
  auto counted = count_files(files, wanted.key, wanted.survey, wanted.language, wanted.open());
  if (!counted) return counted.error();
  const std::string round = nth(wanted.round, number);
  auto settings =
      round.empty() ? Result<RoundSettings>(RoundSettings()) : round_settings(round, counted->survey);
  if (!settings) return settings.error();
  std::unique_ptr<ResultsData> data(new ResultsData(std::move(*counted), std::move(*settings)));
  auto weights = tabulation::weigh(data->responses(), data->settings_);
  if (!weights) return weights.error();
  data->weights_ = std::move(*weights);
  data->releases_ = nth(wanted.releases, number), data->identified_ = wanted.identified;
  if (Status opened = data->open_ledger(); !opened) return opened.error();
  return data;
}

Status ResultsData::open_ledger() {
  ledger_ = tabulation::ledger_for(responses().codebook(), measures(), threshold());
  std::ifstream there(releases_);
  if (releases_.empty() || !there) return Done{};
  const auto text = read_file(releases_);
  if (!text) return text.error();
  auto ledger = disclosure::Ledger::read(*text);
  if (!ledger) return Error{ledger.error().code, ledger.error().message, releases_};
  if (ledger->threshold() != threshold())
    return Error{Code::bad_request,
                 "What was published before had the threshold " + std::to_string(ledger->threshold()) +
                     "; it stays the same for a round.",
                 releases_};
  ledger_ = std::move(*ledger);
  return Done{};
}

std::vector<std::string> ResultsData::named(const std::vector<std::string>& names) const {
  if (names != std::vector<std::string>{"all"}) return names;
  std::vector<std::string> out;
  for (const tabulation::Measure& measure : measures().measures) out.push_back(measure.name);
  return out;
}

tabulation::Publisher ResultsData::publisher() {
  return {responses(), measures(), weights_, identified_ ? nullptr : &ledger_,
          std::to_string(responses().rows())};
}

Status ResultsData::remember() const {
  return releases_.empty() ? Status(Done{}) : write_file(releases_, ledger_.write());
}

}  // namespace takestock::cli
