// The rows of the interface (README.md), by the file that has them.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "hub/hub.h"
#include "hub/job.h"

namespace takestock::hub {

inline constexpr char kMetricsPath[] = "/metrics", kSessionPath[] = "/api/v1/session";

std::span<const Endpoint> health_endpoints();        ///< health.cpp
std::span<const Endpoint> session_endpoints();       ///< session_endpoints.cpp
std::span<const Endpoint> user_endpoints();          ///< users.cpp
std::span<const Endpoint> audit_endpoints();         ///< audit.cpp
std::span<const Endpoint> round_endpoints();         ///< rounds.cpp
std::span<const Endpoint> sync_endpoints();          ///< sync_endpoint.cpp
std::span<const Endpoint> contact_endpoints();       ///< contacts.cpp
std::span<const Endpoint> link_endpoints();          ///< links.cpp
std::span<const Endpoint> entry_endpoints();         ///< entry.cpp
std::span<const Endpoint> progress_endpoints();      ///< progress.cpp
std::span<const Endpoint> mail_endpoints();          ///< mail.cpp
std::span<const Endpoint> held_endpoints();          ///< held.cpp
std::span<const Endpoint> export_endpoints();        ///< export.cpp
std::span<const Endpoint> fieldworker_endpoints();   ///< fieldworkers.cpp
std::span<const Endpoint> results_file_endpoints();  ///< results_files.cpp
std::span<const Endpoint> attachment_endpoints();    ///< attachments.cpp

/// All of them. (endpoints.cpp: when a file with rows compiles, its line goes there.)
std::vector<Endpoint> all_endpoints();

/// Sends what the batches of mail ask for; null where no mail is set up. Settings that cannot be used are
/// logged and count as none. Before requests are served. (mailer.cpp)
std::unique_ptr<Background> start_mail(Hub& hub);

}  // namespace takestock::hub
