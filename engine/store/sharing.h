// What a device keeps of links and of the hub: for which responses it may speak, what the hub said of each
// event and what it has not been told yet, and what came from other devices into a response.
//
// An event is owed as long as no receipt of the hub's current epoch is there: of linked responses, submits
// and withdrawals of any maker (a hub that was restored may lack them), and those drafts that were offered.
// Every call is one transaction, as those of Store.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/store.h"

namespace takestock::store {

class Work;

struct LinkRow {
  std::string survey, response, round, code;
  bool self_made = false;
  Millis opened = 0;   ///< last, by this device's clock; later than that of any link opened before
  std::string status;  ///< as last told by a hub (sync/wire.h); "" before
  Millis closes = 0;   ///< 0: not said
  std::string name, organisation;
};

/// What the hub said of an event. Verdicts: those of sync/wire.h, "sent" for what came from the hub, "" for a
/// draft that was offered and of which nothing has been said.
struct Receipt {
  std::string device;
  std::int64_t seq = 0;
  std::string reference;  ///< reference_of() the event
  std::string verdict, reason;
  Millis received = 0, effective = 0;
  bool late = false;
  std::string findings = "[]";  ///< JSON
};

/// The hub as it was at the last contact; hub "" before the first.
struct HubState {
  std::string hub;
  std::int64_t epoch = 0;
  Millis clock_off = 0;  ///< to be added to this device's clock
  Millis contact = 0;    ///< by this device's clock
};

/// An event and what the hub said of it; verdict "" before that.
struct Version {
  Event event;
  std::string verdict, reason, findings;
  bool late = false;
  bool offered = false;  ///< or judged
  bool owed = false;     ///< where the response has a link

  /// The hub counts it, or has not judged it yet.
  bool counted() const { return verdict.empty() || verdict == "stored" || verdict == "sent"; }
  Millis time() const { return event.effective != 0 ? event.effective : event.at; }
};

/// What a hub answered to a batch. Links, receipts and events of responses without a link here are passed
/// over.
struct Account {
  HubState state;
  std::vector<LinkRow> links;  ///< by response: status, closes, name, organisation
  std::vector<Receipt> receipts;
  std::vector<Event> events;  ///< with received and effective
};

/// An answer that was changed elsewhere too, to something else, by the event (device, seq).
struct Conflict {
  std::string name, theirs;  ///< JSON text
  EventRef by;
};

/// What comes into a response from other devices' events.
struct Incoming {
  std::vector<std::pair<std::string, std::string>> answers;  ///< path -> JSON text
  std::vector<std::pair<std::string, std::string>> moved;    ///< as in Store::adopt_definition()
  std::vector<Conflict> conflicts;
  std::vector<std::string> settled;  ///< questions that have no conflict any more
  std::vector<EventRef> seen;        ///< from now on the response is made in the knowledge of these
  ResponseStatus status = ResponseStatus::draft;
  Millis finished = 0;  ///< if it is finished
};

/// Events that were forks, under the names they have now; in the order in which they were made again.
struct NewName {
  std::string response;
  EventRef before, now;
};
using MadeAgain = std::vector<NewName>;

class Sharing {
 public:
  explicit Sharing(Store& store) : rows_(*store.rows_) {}

  /// A new link, or another code of a known one: what was refused to the old code is owed again.
  Status save_link(const LinkRow& link);
  /// "" = all; last opened first. Without an interviewer's own (fieldwork.h).
  Result<std::vector<LinkRow>> links(const std::string& survey);
  /// The link alone: what the hub said of the events stays.
  Status forget_link(const std::string& survey, const std::string& response);

  Result<HubState> hub();
  /// Owed events: of one response, or of all where it is "".
  Result<std::int64_t> waiting(const std::string& response = "");
  /// Links to ask about next, at most `most`, all of one round: those that owe first, then by when they were
  /// asked about. Of interviews only those that owe.
  Result<std::vector<LinkRow>> links_to_ask(std::int64_t most);
  /// The owed events of a link's response by (device, seq), until `visit` says false. It must not call the
  /// store.
  Status each_owed(const LinkRow& link, const std::function<bool(const Event&)>& visit);
  struct Have {
    std::vector<EventRef> latest;  ///< of each device
    std::int64_t stored = 0;       ///< events that the hub has called stored or sent
    std::int64_t answered = 0;
  };
  Result<Have> have(const LinkRow& link);

  /// Takes in all of an account. What was refused as a fork, whoever made it, is made again under
  /// another name, the same on whatever device it happens; a fork of this device's own gives it that name.
  /// Returns how many events here were judged.
  Result<std::size_t> take(const Account& account);
  /// All events of the response, newest first.
  Result<std::vector<Version>> versions(const std::string& survey, const std::string& response);
  /// Those that are counted: heads are made from them.
  Result<std::vector<Event>> counted_events(const std::string& survey, const std::string& response);
  /// From now on this draft event is owed.
  Status offer(const Event& draft);
  /// Appends a withdrawal; the response is a draft from then on.
  Result<Event> withdraw(const std::string& survey, const std::string& response, const std::string& form_hash,
                         std::vector<EventRef> base);

  /// The events in whose knowledge the response is made.
  Result<std::vector<EventRef>> seen(const std::string& survey, const std::string& response);
  /// Takes it into a response, which is made if it is not there.
  Status take_in(const std::string& survey, const std::string& response, const std::string& form_hash,
                 const Incoming& incoming);
  Result<std::vector<Conflict>> conflicts(const std::string& survey, const std::string& response);
  Status settle(const std::string& survey, const std::string& response, const std::string& name);

 private:
  void take_link(Work& work, const HubState& hub, const LinkRow& said);
  void take_event(Work& work, const Account& account, Event event, bool& cloned);
  bool take_receipt(Work& work, const HubState& hub, const Receipt& receipt, MadeAgain& again);
  void make_again(Work& work, const Event& forked, MadeAgain& again);
  void take_name(Work& work, const EventRef& last);
  Store::Rows& rows_;
};

}  // namespace takestock::store
