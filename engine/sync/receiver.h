// The hub's judgement of a batch: what is kept, what counts, what is told. Rules only: no sockets, no SQL.
//
// The order of the questions, for each event:
//  1. Does the hub know the link, does it speak for this response, and is the event what its digest says?
//  Else
//     refused, and nothing else is told. A revoked link is an unknown one.
//  2. Has the hub this very event already? Then its first verdict and times again.
//  3. Has it another one of that device and number? Then fork, and so with everything of that device behind
//  it
//     in the batch: who made them had not seen what the hub has under that name.
//  4. Has the link ended, is the round not open yet or closed? Then held. Only the hub's clock decides: what
//     arrives by `closes` is in time; within `grace` after it, in time but late, if its effective time is not
//     after `closes`.
//  5. Is it a response that nobody was asked for, in a file? Then held.
//  6. Is its version of the survey unknown here? Then held. Else the engine reads a submit as the page does;
//     what has findings is invalid.
//  7. Else stored: it counts.
// Effective time: at + how far the device's clock is off, or what the hub said before it was restored from a
// backup; never later than the arrival. What the team enters for somebody arrived when the letter did: that
// decides whether it is in time.
// How far a clock is off is known between two bounds: at least as far as the last account showed the device
// (that was under way for a while), at most from sent_at to the first byte of the batch (that too). The lower
// one is taken, so that nobody is late because a request took long; the upper one where there is no other, or
// where they are further apart than five minutes: then the device's clock was set meanwhile.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/doors.h"
#include "base/json_writer.h"
#include "base/result.h"
#include "store/event.h"
#include "sync/batch.h"
#include "sync/head.h"

namespace takestock::sync {

/// The definition with that digest; null: not known.
using FindDefinition = std::function<std::shared_ptr<const survey::Definition>(const std::string& digest)>;
/// Digests and engine, event by event: what can be said without the hub's tables. Takes the time.
void examine(Batch& batch, const FindDefinition& definition);

enum class Verdict : std::uint8_t { stored, held, invalid, fork, refused };
const char* verdict_name(Verdict verdict);
std::optional<Verdict> verdict_named(std::string_view name);

struct Judgement {
  Verdict verdict = Verdict::refused;
  std::string reason;  ///< held: "ended", "not_open", "closed", "unknown_form", "unknown_response"; refused:
                       ///< "link", "response", "digest", "erased"; stored: "clock" where the device's clock
                       ///< was more than five minutes off
  Millis received = 0, effective = 0;
  bool late = false;
  std::vector<EventFinding> findings;
};

/// [{"name":"q7","code":"required"},..]
void write_findings(json::Writer& out, const std::vector<EventFinding>& findings);

struct RoundTimes {
  std::string survey;
  Millis opens = 0, closes = 0, grace = 0;  ///< opens, closes: 0 = always, never
};

/// What the hub has on a link that it knows and that was not revoked.
struct Standing {
  std::string name, organisation, channel;
  Millis ends = 0;  ///< 0: never
  Millis arrived =
      0;  ///< when what is entered with it reached the team, by post or otherwise; 0: it arrives now
  bool asked = true;  ///< false: nobody of this round is asked for that response, which came in a file
};

/// An event as the hub keeps it.
struct Kept {
  std::string response, sha256;
  Judgement judgement;
};

/// What the hub has, as the rules need it; all within one transaction. An error inside it stays there: the
/// caller looks for it afterwards.
class Ledger {
 public:
  virtual ~Ledger() = default;
  virtual std::optional<RoundTimes> round(const std::string& id) = 0;
  /// Nothing: unknown or revoked. Makes a self-made link known where the round allows.
  virtual std::optional<Standing> standing(const BatchLink& link) = 0;
  /// Its holder has opened the link, and perhaps begun to answer.
  virtual void note_use(const BatchLink& link, bool started) = 0;
  virtual std::vector<Kept> kept(const store::Event& event) = 0;  ///< of that device and number
  virtual void keep(const BatchLink& link, const Standing& standing, const store::Event& event,
                    const Judgement& judgement) = 0;
  /// The response's events with verdict stored, by (device, seq); without body.
  virtual std::vector<store::Event> counted(const std::string& response) = 0;
  virtual void set_head(const std::string& response, const Head& head, std::size_t versions) = 0;
  /// A counted event as it was made, with its times here.
  virtual std::optional<store::Event> whole(const std::string& response, const store::EventRef& ref) = 0;
};

/// How many of them are submits.
std::size_t versions_of(std::span<const store::Event> counted);

struct HubName {
  std::string id;
  std::int64_t epoch = 0;
};

struct Received {
  /// Of an event of the batch.
  struct Said {
    Judgement judgement;
    bool again = false;  ///< the hub had it before, and said so then
  };
  std::string account;                                                    ///< what is sent back
  std::vector<Said> said;                                                 ///< as the batch's events
  std::size_t stored = 0, held = 0, invalid = 0, forks = 0, refused = 0;  ///< events that are new
};

/// Judges, keeps and answers. An examined batch may be received again where it could not be committed.
Received receive(Batch& batch, Ledger& ledger, const HubName& hub, Millis now);

}  // namespace takestock::sync
