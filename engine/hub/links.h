// The links of a round as the hub knows them: by the hash of their token. A token leaves the hub once, in the
// reply or the mail of its making, and is kept nowhere.
//
// Kinds (link.kind):
//   invited    for a contact, by the team: in a mail-merge file, or in a mail that the hub sends
//   entry      for the team, to enter what came by e-mail, post or telephone (entry.cpp). Good for a day.
//   What
//              is sent with it keeps its channel, and link.received, when it reached the team, counts as the
//              time of its arrival: what was posted before the round closed is in time. It neither opens nor
//              starts a response in the invitee's name (invitee.opened, .started): he did not.
//   self_made  by a respondent; registered by its first push
//   interviewer  for a fieldworker (fieldworkers.h), who is no contact; speaks for his interviews only
// Channel (link.channel, then event.channel and head.channel): "" for what a link's holder sent, "email",
// "post" or "phone" for an entry.
//
// Several links may be good for one invitee. All speak for the same response, so a second one can double
// nothing. That decides what a reminder does: as the hub does not know the token of the first link, each mail
// brings a link of its own, and those before stay good, because the respondent may have the older mail, a
// bookmark or a colleague who was given it. Where a link got into wrong hands, reissuing ends all of them and
// makes one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "hub/job.h"
#include "identity/link.h"

namespace takestock::hub {

inline constexpr char kInvitedLink[] = "invited", kEntryLink[] = "entry", kSelfMadeLink[] = "self_made",
                      kInterviewerLink[] = "interviewer";
inline constexpr Millis kEntryMillis = 86'400'000;
inline constexpr Millis kNoEnd = 0;  ///< of link.ends: as long as the round

struct NewLink {
  const char* kind = kInvitedLink;
  std::string channel;
  std::string by;  ///< the account's name, "" for the hub itself
  Millis ends = kNoEnd;
  Millis received = 0;  ///< of an entry
};

/// Makes a link for an invitee of the round and keeps its hash. Errors stay in desk.work.
identity::Link issue_link(Desk& desk, const std::string& round, const std::string& invitee,
                          const NewLink& made);

/// Ends all links of the invitee that are good now, entries too; how many there were.
std::int64_t revoke_links(Desk& desk, const std::string& round, const std::string& invitee,
                          std::string_view why);

/// What the holder opens: "https://survey.example.org/#/<round>/<code>". `origin` as in Request.
std::string address_of(std::string_view origin, const identity::Link& link);

}  // namespace takestock::hub
