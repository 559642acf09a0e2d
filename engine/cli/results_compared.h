// Results over several rounds, and beside those of peers.
#pragma once

#include <memory>
#include <vector>

#include "results_data.h"
#include "results_options.h"
#include "tabulation/print.h"

namespace takestock::cli {

using ResultsRounds = std::vector<std::unique_ptr<ResultsData>>;

/// A file for each round (wanted.rounds). The report's release is the newest one's. What the report stands on
/// is kept in `rounds`, oldest first.
Result<tabulation::Report> report_of_rounds(const WantedResults& wanted, ResultsRounds& rounds);
/// The choices of a question name the rounds, in their order; those that nobody chose are left out.
Result<tabulation::Report> report_of_rounds_by(const WantedResults& wanted, ResultsData& data);
Result<tabulation::Report> report_of_peers(const WantedResults& wanted, ResultsData& data);

/// Who and what: without a release.
tabulation::Report report_about(const WantedResults& wanted, const ResultsData& data);

}  // namespace takestock::cli
