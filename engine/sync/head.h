// Who wins: which of a response's events is its answer today.
//
// A pure function of the set of events and of their effective times. In whatever order they arrived, in
// whatever batches and however often, the head is the same, byte for byte.
//
//  - Submits and withdrawals stand for the response. Drafts never do; they are only carried.
//  - An event is passed over if a later one knew of it: one of the same device with a higher seq, or one
//  whose base
//    names it or a later event of its device, directly or through other events of the set. Events that claim
//    to know of each other (which no honest device makes) count as not knowing of each other.
//  - Of those that nobody passed over, the later effective time wins; at the same time the greater (device,
//  seq). The effective time is what the hub says it is (store::Event::effective); before it did, the device's
//  clock.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "base/doors.h"
#include "base/result.h"
#include "store/event.h"
#include "store/store.h"

namespace takestock::sync {

struct Head {
  std::optional<store::EventRef> event;  ///< absent: there are only drafts
  store::EventKind kind = store::EventKind::draft;
  Millis at = 0;  ///< effective time
  std::vector<store::EventRef>
      concurrent;  ///< lost to `event` although neither knew of the other, by (device, seq)
  std::optional<store::EventRef> draft;  ///< the newest draft that `event` did not know of

  /// A finished response that was not taken back.
  bool counts() const { return event && kind == store::EventKind::submit; }
};

/// The head of one response. `events` are all of that response, in any order, repeated or not; of two events
/// with one key (a fork, which the store keeps aside) the one with the smaller sha256 is meant. Time and
/// memory grow with the number of events and of their bases; nothing is recursive.
Head head_of(std::span<const store::Event> events);

/// The event with that key; null if it is not there.
const store::Event* find(std::span<const store::Event> events, const store::EventRef& ref);

/// The events that somebody knows of who has seen `seen`: these, what their devices had made before, and what
/// was known to the makers of all those; by key.
std::vector<store::Event> known_by(std::span<const store::Event> events,
                                   const std::vector<store::EventRef>& seen);

/// What an event that is made now, by somebody who has seen all of `events`, has to give as its base: the
/// head and what is concurrent with it, by (device, seq).
std::vector<store::EventRef> frontier(std::span<const store::Event> events);

/// Every response of a survey that has events, by id, with its head and all its events. Memory holds one
/// response at a time. An error of `visit` ends the walk and is returned.
using VisitHead = std::function<Status(const Head&, std::span<const store::Event>)>;
Status each_head(store::Store& store, const std::string& survey, const VisitHead& visit);

}  // namespace takestock::sync
