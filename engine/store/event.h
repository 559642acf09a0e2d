// The immutable event: what travels in a results file and to the hub. See sync/ for who wins.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/doors.h"

namespace takestock::store {

/// `submit`: a whole finished document. `draft`: a whole unfinished one, carried so that nothing is lost; it
/// never counts. `withdraw`: the respondent takes the response back (body is "").
enum class EventKind : std::uint8_t { submit, draft, withdraw };
const char* event_kind_name(EventKind);
/// The kind of that name, nothing if there is none.
std::optional<EventKind> event_kind(std::string_view name);

struct EventRef {
  std::string device;
  std::int64_t seq = 0;
  friend bool operator==(const EventRef& a, const EventRef& b) {
    return a.device == b.device && a.seq == b.seq;
  }
};

/// Key: (survey, response, device, seq). `seq` counts what the device made, from 1; under each of its names
/// (Store::device()) it only rises.
struct Event {
  std::string survey, response, device;
  std::int64_t seq = 0;
  std::string form_hash;  ///< survey::Definition::digest()
  EventKind kind = EventKind::submit;
  std::vector<EventRef> base;  ///< heads this device had seen of this response when it made the event
  Millis at = 0;               ///< the device's clock
  int offset_minutes = 0;      ///< its time zone then
  std::string body;            ///< the record: one JSON object; submit: relevant answers only, draft: all
  std::string sha256;          ///< lower-case hex over all of the above, see digest()
  // What a hub said of it; 0 before that. No part of the event: not in the digest.
  Millis received = 0;   ///< when it arrived there
  Millis effective = 0;  ///< what counts as its time: the device's clock set right, never after `received`

  /// SHA-256 over "takestock event 1" and the fields before sha256 in that order, each as
  /// "<bytes>:<text>,": numbers in decimal, kind by its name, base as its count and then device and seq of
  /// each. Fixed for ever: tests/vectors/store/event-digests.txt.
  std::string digest() const;
};

}  // namespace takestock::store
