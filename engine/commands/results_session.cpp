#include "commands/results_session.h"

#include "commands/results_state.h"

namespace takestock::commands {
namespace {

constexpr ResultsRow kRows[] = {
    {"take_file", take_file},   {"take_part", take_part}, {"take_end", take_end},       {"take_on", take_on},
    {"forget", forget_results}, {"round", results_round}, {"count", count_results},     {"recall", recall},
    {"record", record},         {"save", save_results},   {"publish", publish_results},
};

Result<Made> run(ResultsState& state, std::string_view command, std::string_view request) {
  for (const ResultsRow& row : results_rows())
    if (row.name == command) return run_row(state, row, request);
  return Error{Code::bad_request, "There is no such command.", std::string(command)};
}

}  // namespace

std::span<const ResultsRow> results_rows() { return kRows; }

ResultsSession::ResultsSession(Clock& clock, Random& random)
    : state_(std::make_unique<State>(clock, random)) {}
ResultsSession::~ResultsSession() = default;

Reply ResultsSession::call(std::string_view command, std::string_view request) {
  Result<Made> made = run(*state_, command, request);
  state_->attached = {};
  return made ? success(std::move(*made)) : failure(made.error());
}

void ResultsSession::attach(std::string_view bytes) { state_->attached = bytes; }

}  // namespace takestock::commands
