// What a visit to the results page holds, shared by the files that implement its commands.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "commands/results_session.h"
#include "commands/state.h"
#include "disclosure/ledger.h"
#include "results/results_file.h"
#include "store/store.h"
#include "tabulation/print.h"
#include "tabulation/responses.h"
#include "tabulation/weights.h"

namespace takestock::commands {

/// A results file on its way in: nothing of it counts before it has ended well.
struct IncomingFile {
  explicit IncomingFile(std::string its_name);
  IncomingFile(const IncomingFile&) = delete;

  std::string name, survey;
  std::vector<results::DefinitionText> definitions;
  std::vector<store::Event> events;
  std::size_t read = 0, kept = 0;
  bool ended = false;
  results::ResultsReader reader;
};

/// The responses of one survey, in columns.
struct CountedSurvey {
  std::string survey;
  tabulation::Measures measures;  ///< of the newest version
  tabulation::Responses responses;
  tabulation::Weights weights;
  std::vector<std::uint64_t> prints;  ///< one per response that counts, of its event's digest; ascending
};

struct ResultsSession::State {
  State(Clock& c, Random& r) : clock(c), random(r) {}
  Clock& clock;
  Random& random;
  std::string_view attached;  ///< bytes for the call that runs
  std::unique_ptr<store::Store> store;
  std::unique_ptr<IncomingFile> incoming;
  tabulation::RoundSettings settings;
  std::string round_survey;  ///< of the settings; "": no round was given
  std::optional<CountedSurvey> counted;
  std::optional<disclosure::Ledger> ledger;  ///< of `counted`
  std::optional<tabulation::Report> shown;   ///< what was published last
};

using ResultsState = ResultsSession::State;

struct ResultsRow {
  std::string_view name;
  Result<Made> (*run)(ResultsState&, const Request& request);
};
std::span<const ResultsRow> results_rows();

// --- the commands, by the file that implements them ---
Result<Made> take_file(ResultsState&, const Request&);
Result<Made> take_part(ResultsState&, const Request&);
Result<Made> take_end(ResultsState&, const Request&);
Result<Made> take_on(ResultsState&, const Request&);
Result<Made> forget_results(ResultsState&, const Request&);

Result<Made> results_round(ResultsState&, const Request&);
Result<Made> count_results(ResultsState&, const Request&);

Result<Made> recall(ResultsState&, const Request&);
Result<Made> record(ResultsState&, const Request&);

Result<Made> publish_results(ResultsState&, const Request&);
Result<Made> save_results(ResultsState&, const Request&);

// --- shared steps ---
/// What was counted, or bad_state.
Result<CountedSurvey*> counted(ResultsState&);
/// The names of the state of the data, for the ledger: grows with the responses.
std::string edition_of(const CountedSurvey&);
/// "View": of what was published last.
void write_view(Writer& out, const tabulation::Report&);

}  // namespace takestock::commands
