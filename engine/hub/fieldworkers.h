// Fieldworkers of a round: people who ask others. They are in no contact's figures, lists or mails; what they
// send are interviews, counted apart.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "hub/job.h"
#include "identity/link.h"

namespace takestock::hub {

struct Fieldworker {
  std::string id;  ///< the invitee of his links: begins with "y"
  std::string name;
  Millis contact = 0;     ///< when his device was last in touch; 0: never
  bool link = false;      ///< one of his links is good
  std::int64_t sent = 0;  ///< interviews of his that count
};

/// By name. An error stays in desk.work.
std::vector<Fieldworker> all_fieldworkers(Desk& desk, std::string_view round);

/// A new link of the fieldworker of that name, who is added where the round has none. An error stays in
/// desk.work.
identity::Link link_fieldworker(Desk& desk, const std::string& round, const std::string& name,
                                const std::string& by);
/// https://survey.example.org/field/#/<round>/<code>
std::string field_address(const std::string& origin, const identity::Link& link);

/// The id of the fieldworker whose interview that response is; "": nobody's of this round.
std::string fieldworker_of(Desk& desk, std::string_view round, std::string_view response);

/// The first half of the ids of a fieldworker's interviews.
std::string interview_prefix(std::string_view round, std::string_view id);

}  // namespace takestock::hub
