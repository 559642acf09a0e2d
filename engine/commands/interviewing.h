// Shared steps of the fieldwork commands (fieldwork.h).
#pragma once

#include <string>

#include "commands/sharing.h"
#include "store/attachments.h"
#include "store/fieldwork.h"

namespace takestock::commands {

// --- the commands, by the file that implements them ---
Result<Made> open_field_store(State&, const Request&);
Result<Made> interviewer(State&, const Request&);
Result<Made> begin_interview(State&, const Request&);
Result<Made> open_interview(State&, const Request&);
Result<Made> set_outcome(State&, const Request&);
Result<Made> set_position(State&, const Request&);
Result<Made> set_label(State&, const Request&);
Result<Made> comment(State&, const Request&);
Result<Made> finish_interview(State&, const Request&);

Result<Made> open_field_page(State&, const Request&);
Result<Made> field_go_on(State&, const Request&);
Result<Made> field_go_back(State&, const Request&);
Result<Made> keep_place(State&, const Request&);

Result<Made> interviews(State&, const Request&);
Result<Made> delete_interview(State&, const Request&);
Result<Made> clear_sent(State&, const Request&);
Result<Made> deletions(State&, const Request&);

Result<Made> field_results_file(State&, const Request&);
Result<Made> import_results(State&, const Request&);

Result<Made> attach(State&, const Request&);
Result<Made> attach_part(State&, const Request&);
Result<Made> attach_end(State&, const Request&);
Result<Made> attachment(State&, const Request&);
Result<Made> attachments_owed(State&, const Request&);
Result<Made> attachment_sent(State&, const Request&);

// --- shared steps ---
/// The interview that the request names by "response" or "number"; not_found.
Result<store::ListedInterview> wanted_interview(State&, const Request&);
/// The open response as an interview; bad_state where it is none.
Result<store::ListedInterview> opened_interview(State&);
/// "interview": as it is stored now.
Status write_interview(Writer& out, State&, const std::string& response);

/// The answer that names a file: 32 hex digits of its SHA-256 and the extension of its type.
std::string attachment_value(std::string_view sha256, std::string_view type);

/// Where the pages of the survey stand among its counted questions.
class Places {
 public:
  explicit Places(const State&);
  /// "page", "question" and "of", in an object that is open.
  void write(Writer& out, const std::string& place) const;

 private:
  std::vector<std::pair<std::string_view, std::size_t>>
      pages_;  ///< by name; 0: none of its questions is counted
  std::size_t counted_ = 0;
};
void write_listed(Writer& out, const store::ListedInterview&, const Places&);

}  // namespace takestock::commands
