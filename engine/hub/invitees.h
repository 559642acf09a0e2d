// Who is asked in a round, and how far each has come.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "hub/contacts_file.h"
#include "hub/job.h"

namespace takestock::hub {

/// A row of the view `contact`. How far somebody has come is the furthest of "no_link", "issued", "opened",
/// "started" and "sent"; whoever has come further has also come nearer, but an entry for him (`channel`)
/// opens and starts nothing.
struct Invitee {
  std::string id, response;
  ContactDetails details;
  bool self_made = false;  ///< he made his link himself: nobody has checked who he is
  bool opted_out = false;
  std::string state, channel;
  Millis last_sent = 0;  ///< effective time of the response that counts
  std::int64_t versions = 0;
};

/// Columns of the view that read_invitee() reads, in its order. In front of any others.
#define TAKESTOCK_INVITEE                                                                              \
  "c.id, c.response, c.name, c.email, c.organisation, c.role, c.council_type, c.region, c.self_made, " \
  "c.opted_out, c.state, c.channel, c.last_sent, c.versions"
inline constexpr int kInviteeColumns = 14;
Invitee read_invitee(const store::Query& row);

/// not_found: the round has nobody of that id.
Result<Invitee> load_invitee(Desk& desk, std::string_view round, std::string_view id);

}  // namespace takestock::hub
