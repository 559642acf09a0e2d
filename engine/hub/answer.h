// What goes back over the connection, whoever made it: the site, an endpoint or a refusal.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/doors.h"
#include "hub/job.h"

namespace takestock::hub {

struct Answer {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::shared_ptr<const std::string> body = nullptr;  ///< null: none
  bool fieldwork = false;  ///< of the page that may use camera, microphone and position
};

/// An endpoint's reply: never cached, packed with gzip where that is accepted and worth it.
Answer answer_of(Reply&& reply, std::string_view accept_encoding);

/// Whether "gzip, br;q=0.8" accepts that coding.
bool accepts(std::string_view accept_encoding, std::string_view coding);

/// Status line and headers, those of build-scripts/headers.json on all, for fieldwork as field-headers.json
/// says. `https`: tells browsers to stay with it. A header with a line break is left out.
std::string head_text(const Answer& answer, Millis now, bool https, bool keep_alive);

}  // namespace takestock::hub
