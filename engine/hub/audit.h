// The audit trail: who did what when, written in the transaction of what was done.
#pragma once

#include <string_view>

#include "hub/job.h"

namespace takestock::hub {

/// Adds an entry. `round`: "" for what belongs to none (accounts). `user`: the account's name, "" for the hub
/// itself. `action`: a stable word ("round_closed", "links_issued"). `detail`: one plain English sentence or
/// ""; it never holds a token, a link, a password or an answer; cut after 2,000 bytes.
void record(Desk& desk, std::string_view round, std::string_view user, std::string_view action,
            std::string_view detail);

}  // namespace takestock::hub
