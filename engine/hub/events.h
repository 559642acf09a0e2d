// The tables event and head, and what a push changes in link and invitee: the receiver's rules
// (sync/receiver.h) on SQL.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "hub/job.h"
#include "hub/metrics.h"
#include "store/event.h"
#include "sync/receiver.h"

namespace takestock::hub {

/// Whether one more link of a respondent's own making may be registered now.
using AllowSelfMade = std::function<bool()>;

/// The ledger of one round, within the transaction of a job.
class EventLedger : public sync::Ledger {
 public:
  EventLedger(Desk& desk, AllowSelfMade allow) : desk_(desk), allow_(std::move(allow)) {}

  /// One was not allowed: the caller answers "later", and keeps nothing.
  bool too_many() const { return too_many_; }

  std::optional<sync::RoundTimes> round(const std::string& id) override;
  std::optional<sync::Standing> standing(const sync::BatchLink& link) override;
  void note_use(const sync::BatchLink& link, bool started) override;
  std::vector<sync::Kept> kept(const store::Event& event) override;
  void keep(const sync::BatchLink& link, const sync::Standing& standing, const store::Event& event,
            const sync::Judgement& judgement) override;
  std::vector<store::Event> counted(const std::string& response) override;
  void set_head(const std::string& response, const sync::Head& head, std::size_t versions) override;
  std::optional<store::Event> whole(const std::string& response, const store::EventRef& ref) override;

 protected:
  Desk& desk() { return desk_; }

 private:
  std::optional<sync::Standing> register_self_made(const sync::BatchLink& link);
  std::optional<sync::Standing> interviewer_standing(const sync::BatchLink& link);
  void note_contact(const std::string& fieldworker);
  Desk& desk_;
  AllowSelfMade allow_;
  struct Use {
    bool opened = false, started = false;
  };
  std::string round_;
  std::map<std::string, Use> used_;                ///< by response
  std::map<std::string, std::string> interviews_;  ///< response -> fieldworker, of what was kept
  std::set<std::string> contacts_;                 ///< fieldworkers whose contact has been noted
  bool open_to_anyone_ = false, too_many_ = false;
};

/// For the audit trail: "3 stored, 1 held"; "" where nothing was new.
std::string counts_of(const sync::Received& received);
void count(Metrics& metrics, const sync::Received& received);

/// An event as it is stored, with its verdict. `event.at` is the device's.
struct StoredEvent {
  store::Event event;
  sync::Judgement judgement;
  std::string channel;  ///< "", or how the answers came: "email", "post", "phone"
};
/// All of a response, or of a round (response ""), by response, device, seq. An error of `visit` ends the
/// walk.
Status each_stored_event(store::Work& work, std::string_view round, std::string_view response,
                         const std::function<Status(const StoredEvent&)>& visit);

/// Works the head out anew: a function of the response's events with verdict stored. To be called by whoever
/// changes a verdict.
void update_head(Desk& desk, const std::string& round, const std::string& response);

/// Which event: a key and its digest.
struct EventKey {
  std::string response, device;
  std::int64_t seq = 0;
  std::string sha256;
};
/// Of a held event. Released, it is stored and counts, or is invalid if the engine had findings; discarded,
/// it stays held with the reason "discarded". Errors: not_found, bad_state (it is not held), the database's.
Status release_event(Desk& desk, const std::string& round, const EventKey& key);
Status discard_event(Desk& desk, const std::string& round, const EventKey& key);

/// A version of the survey has become known: what was held for the lack of it is examined and judged now.
/// Of the rounds of one store, those where there was any.
struct TakenUp {
  std::string round;
  std::size_t events = 0;
};
std::vector<TakenUp> take_up_definition(Desk& desk, std::shared_ptr<const survey::Definition> definition);

/// Takes the answers of a response away for ever. Keys and digests stay, so that no device brings them back.
/// The files of its attachments go with remove_unused_attachments(), in a job that follows.
void erase_response(Desk& desk, const std::string& round, const std::string& response);

}  // namespace takestock::hub
