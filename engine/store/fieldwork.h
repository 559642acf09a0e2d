// Interviews: the responses that one device collects for an interviewer, numbered 1, 2, ... per round as on a
// tally sheet, each with a link of its own to the hub; and a log of those that were deleted.
//
// A list of thousands must open at once, so all that it shows stands in columns. Every call is one
// transaction, as those of Store.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "store/sharing.h"
#include "store/work.h"

namespace takestock::store {

struct InterviewRow {
  std::string survey, response, round;
  std::int64_t number = 0;  ///< no number is given twice, also after a deletion
  std::string interviewer;  ///< the name when it was begun
  std::string label;        ///< what identifies it on this device
  std::string outcome;      ///< the caller's words; "" if none was said
  std::string position;     ///< JSON; "" if there is none
  Millis started = 0, ended = 0;
};

/// sent: a hub has what was finished last. refused: it has it or not, but it does not count.
enum class InterviewStatus : std::uint8_t { draft, finished, sent, refused };
const char* interview_status_name(InterviewStatus);

struct ListedInterview {
  InterviewRow row;
  InterviewStatus status = InterviewStatus::draft;
  Millis updated = 0;
  std::string place;  ///< as ResponseRow::place
  Millis sent = 0;    ///< when the hub got what it has of it, by its clock; 0: nothing
  std::int64_t attachments = 0, attachments_owed = 0;

  /// The hub has all of it, so that it may go from here.
  bool safe() const { return status == InterviewStatus::sent && attachments_owed == 0; }
};

struct Deletion {
  std::string response, round;
  std::int64_t number = 0;
  Millis at = 0;
  std::string status, outcome;  ///< as they were then
};

class Fieldwork {
 public:
  explicit Fieldwork(Store& store) : rows_(*store.rows_) {}

  /// The interviewer's own link, from now on the one in use; `link.response` is "". Where it replaces another
  /// one of the same invitee, which `code_begins` tells (the letters of the code that name the invitee), the
  /// interviews of that one are sent with it.
  Status take_up(const LinkRow& link, const std::string& code_begins);
  /// The one in use; name and status as the hub said last.
  Result<std::optional<LinkRow>> interviewer(const std::string& survey);
  /// The interviewer's name for as long as the hub has said none.
  Status name_interviewer(const std::string& survey, const std::string& name);

  /// A new draft with the values that it starts with: the response, its link and its number, all or nothing.
  /// `interview`: survey, response, round, interviewer, label. bad_state: no interviewer's link is in use.
  Result<InterviewRow> begin(const InterviewRow& interview, const std::string& form_hash, Answers answers);
  /// The response of that number; not_found.
  Result<std::string> numbered(const std::string& survey, const std::string& round, std::int64_t number);
  Result<std::optional<ListedInterview>> find(const std::string& survey, const std::string& response);
  /// Newest first.
  Result<std::vector<ListedInterview>> list(const std::string& survey);
  /// Label, outcome, position and ended. not_found.
  Status save(const InterviewRow& interview);

  /// Removes interviews with their links, attachments and all that Store::remove() removes, and logs them.
  Status remove(std::span<const ListedInterview> interviews);
  Result<std::vector<Deletion>> deletions();  ///< newest first

 private:
  struct Standing;
  static std::vector<Standing> standings(Query row);
  static ListedInterview listed(const Query& row, const std::vector<Standing>& standings);
  Store::Rows& rows_;
};

}  // namespace takestock::store
