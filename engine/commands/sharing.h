// Shared steps of the commands about links, the hub and versions: linking, syncing, merging, versions.
#pragma once

#include "commands/state.h"
#include "store/sharing.h"
#include "sync/head.h"

namespace takestock::commands {

/// bad_state without a database or a survey.
Status ready_to_share(const State&);
/// The link to that response.
Result<std::optional<store::LinkRow>> link_of(State&, const std::string& response);
/// The one that was opened last, of the round in use.
Result<std::optional<store::LinkRow>> last_link(State&);

/// As the command resume, of that response.
Result<Made> resume_response(State&, const std::string& response);
/// What there is of a response, and which of it stands.
struct Shared {
  std::vector<store::Version> versions;  ///< newest first
  sync::Head head;
  const store::Version* current() const;                            ///< the head; null if there is none
  const store::Version* find(const store::EventRef&) const;         ///< null if it is not there
  const store::Version* last_of(const store::Store& device) const;  ///< its last submit; null if none
};
Result<Shared> shared_of(State&, const std::string& survey, const std::string& response);

/// The id of the open response; "" if it has none yet.
std::string response_id(const Open&);
/// What an event of that response has to give as its base: what it was made in the knowledge of.
Result<std::vector<store::EventRef>> seen_of(State&, const std::string& response);
/// Brings what other devices sent into the response, as far as it has not been; stored when it returns. The
/// names of the questions whose answers changed.
Result<std::vector<std::string>> merge_news(State&, const std::string& response);
/// After its rows were changed: the open response as it is stored now, where the respondent was.
Status reload(State&);

/// What has to be written for a response to have the answers of that record and no others.
Result<Stored> answers_to_write(State&, const std::string& response, std::string_view record);

/// Who filled it in: kept with the answers under that path, sent at the end of a record in the group "meta",
/// as ODK keeps what is about a record.
inline constexpr char kFilledInBy[] = "filled_in_by", kFilledInByPath[] = "/meta/filled_in_by";
/// No answer to a question, but something said about the record.
inline bool about_record(std::string_view path) { return path.starts_with("/meta/"); }
std::string filled_in_by(const Open&);                   ///< "" if nobody said
std::string filled_in_by_of(std::string_view record);    ///< the same, of an event's body
std::string with_meta(std::string record, const Open&);  ///< as it is sent
/// An answer that the survey has no question for.
Result<Made> save_unknown(State&, const std::string& path, const std::string& json);

/// Conflicts that somebody has to choose between: those whose two answers differ still.
Result<std::vector<store::Conflict>> open_conflicts(State&, const Open&);
Status write_conflicts(Writer& out, State&, const Open&, const std::vector<store::Conflict>&);
Status write_sync(Writer& out, State&, const std::string& response);

}  // namespace takestock::commands
