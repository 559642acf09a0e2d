#include "hub/endpoints.h"

namespace takestock::hub {

std::vector<Endpoint> all_endpoints() {
  const std::vector<std::span<const Endpoint>> files = {
      // one line for each file that has rows
      health_endpoints(), session_endpoints(),     user_endpoints(),         audit_endpoints(),
      round_endpoints(),  sync_endpoints(),        contact_endpoints(),      link_endpoints(),
      entry_endpoints(),  progress_endpoints(),    mail_endpoints(),         held_endpoints(),
      export_endpoints(), fieldworker_endpoints(), results_file_endpoints(), attachment_endpoints(),
  };
  std::vector<Endpoint> all;
  for (const std::span<const Endpoint> rows : files) all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

}  // namespace takestock::hub
