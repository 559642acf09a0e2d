// Results files at the hub: responses that came by hand, in a file of a device (results/results_file.h).
//
// Every event goes through the same rules as one that was sent (sync/receiver.h), with the channel "file" and
// no link: it is the team who takes it in. An interview is of the fieldworker whose id begins as its own
// (identity::is_interview_of), any other response of the contact it belongs to; what belongs to nobody of the
// round is held with the reason "unknown_response". The device's clock is taken to be right, as a file does
// not say when it was handed over. Its attachments are kept as if they had been sent (attachments.h). A file
// that is taken in again, or whose responses came by signal before or come afterwards, changes nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "results/results_file.h"
#include "store/event.h"

namespace takestock::hub {

inline constexpr std::size_t kResultsFileBytes = 64 * 1024 * 1024;
inline constexpr std::size_t kFileEvents = 256;  ///< of one transaction

struct ReadFile {
  struct File {
    results::Attachment attachment;
    std::string bytes;
  };
  results::ResultsHeader header;
  std::vector<store::Event> events;
  std::vector<File> files;
  std::vector<results::FileProblem> problems;  ///< any: the file is not taken in
};
ReadFile read_results_file(std::string_view bytes);

/// What became of a response of a file; of several events what is worst.
enum class Outcome : std::uint8_t {
  present,  ///< all of it was here
  draft,    ///< only unfinished, which never counts
  added,
  held,     ///< kept, does not count: for the team to decide
  invalid,  ///< kept, does not count: the survey would not have let it be sent so
  refused,  ///< not kept, or a copied device's
};
const char* outcome_name(Outcome outcome);

}  // namespace takestock::hub
