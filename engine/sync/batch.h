// A batch as it arrived at the hub (wire.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/doors.h"
#include "base/result.h"
#include "identity/link.h"
#include "store/event.h"
#include "sync/findings.h"

namespace takestock::sync {

struct BatchLimits {
  std::size_t bytes = 512 * 1024;             ///< of all
  std::size_t bytes_alone = 4 * 1024 * 1024;  ///< of a batch with a single event
  std::size_t events = 256, links = 64, base = 1000, have = 1000;
};

struct BatchLink {
  std::optional<identity::Link> link;  ///< absent: what was sent is no link
  /// The response it speaks for; "" if it is no link, or an interviewer's that asks about itself or names a
  /// response that is not of his interviews.
  std::string response;
  std::vector<store::EventRef> have;
  std::int64_t known = 0, answered = 0;
  std::string held_by;
};

struct BatchEvent {
  store::Event event;  ///< its survey is that of the definition it names, "" if that is not known
  std::size_t link = 0;
  Millis effective = 0;     ///< as a hub said before it was restored; 0: none did
  bool genuine = false;     ///< the digest is right for that survey
  bool known_form = false;  ///< its definition is known
  std::vector<EventFinding> findings;
};

struct Batch {
  std::string device, hub, round;
  std::int64_t epoch = 0;
  Millis sent_at = 0;
  std::optional<Millis> clock_off;  ///< the hub's clock less the device's, as the last account showed it
  Millis began = 0;                 ///< when the hub got the first of it, by its clock; 0: not known
  std::vector<BatchLink> links;
  std::vector<BatchEvent> events;
};

/// Reads what was sent (wire.h), strictly. Errors: bad_text, limit; `where` is "line N".
Result<Batch> read_batch(std::string_view text, const BatchLimits& limits = {});

}  // namespace takestock::sync
