// The rows: definitions, responses, their answers, an append-only history of every change, and immutable
// events.
//
// Every call is one transaction: when it returns ok, what it did is durable (synchronous=FULL); when it does
// not, nothing of it was kept.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/doors.h"
#include "base/result.h"
#include "store/database.h"
#include "store/event.h"

namespace takestock::store {

enum class ResponseStatus : std::uint8_t { draft, finished };
const char* response_status_name(ResponseStatus);

/// A response on this device. `id` is 32 lower-case hex digits.
struct ResponseRow {
  std::string survey, id, form_hash;
  ResponseStatus status = ResponseStatus::draft;
  Millis created = 0, updated = 0, finished = 0;  ///< 0: not finished yet
  std::int64_t revision = 0;                      ///< grows by one with every stored change
  std::string place;                              ///< the page the respondent is on; the caller's words
  std::string notes;  ///< the caller's own JSON (sections confirmed, ...), "" if none
};

struct HistoryRow {
  std::int64_t n = 0;  ///< 1, 2, ... per response
  Millis at = 0;
  std::string path, value;  ///< JSON text after the change
};

/// Pairs of texts, as path -> JSON text.
using Answers = std::span<const std::pair<std::string, std::string>>;

struct Saved {
  std::int64_t revision;
  Millis at;
};

class Store {
 public:
  /// Opens or creates the schema; migrates an older one in one transaction; refuses a newer one
  /// (storage_damaged says so plainly).
  static Result<std::unique_ptr<Store>> open(std::unique_ptr<Database> database, Clock& clock,
                                             Random& random);
  ~Store();

  /// Under which events are made: 32 lower-case hex digits, of which the first 16 are the device's, made at
  /// first opening (see also add_events()), and the others drawn anew at every opening. So no two events ever
  /// have one name and number, also where the files were put back to an older copy or copied elsewhere: what
  /// goes on from there begins with an opening.
  const std::string& device() const;
  /// By this device, in this opening or an earlier one.
  bool made_here(const Event& event) const;

  Status save_definition(const std::string& survey, const std::string& version, const std::string& digest,
                         std::string_view json);
  Result<std::string> definition(const std::string& digest);  ///< not_found
  struct DefinitionRow {
    std::string survey, version, digest;
  };
  Result<std::vector<DefinitionRow>> definitions();

  /// `answers` is what it starts with; each counts as a change. `id`: that of a link's response, else a new
  /// one is made.
  Result<ResponseRow> create(const std::string& survey, const std::string& form_hash, Answers answers = {},
                             const std::string& place = "", const std::string& notes = "",
                             const std::string& id = "");
  Result<ResponseRow> load(const std::string& survey, const std::string& id);  ///< not_found
  Result<std::vector<ResponseRow>> list(
      const std::string& survey);  ///< newest change first; "" = all surveys
  /// path -> JSON text, by path.
  Result<std::vector<std::pair<std::string, std::string>>> answers(const std::string& survey,
                                                                   const std::string& id);

  /// One answer: upserts it, appends it to the history, moves the revision. `json` "null" keeps a blank in
  /// the history. The very value that is stored already is not a change: nothing is written and the revision
  /// stays. Errors beside the database's: not_found, bad_state (the response is finished).
  Result<Saved> save_answer(const std::string& survey, const std::string& id, const std::string& path,
                            std::string_view json);
  /// Several at once: an answer and those that it took away, in one transaction. `at` and `revision` are the
  /// last one's.
  Result<Saved> save_answers(const std::string& survey, const std::string& id, Answers answers);
  /// The respondent's place and the caller's notes; not part of the history. Does not move the revision.
  Status save_place(const std::string& survey, const std::string& id, const std::string& place,
                    const std::string& notes);
  /// The response is from now on one of another version of the definition. `moved`: answers whose question
  /// stands elsewhere there, old path -> new path; the history of the new path starts with what was there.
  Status adopt_definition(const std::string& survey, const std::string& id, const std::string& form_hash,
                          Answers moved = {});
  /// Makes the response finished and appends a submit event with that body. bad_state: it is finished
  /// already. As every event that is made here, it is from then on what the response has seen (sharing.h).
  Result<Event> finish(const std::string& survey, const std::string& id, const std::string& body,
                       std::vector<EventRef> base);
  /// finished -> draft, with the answer that takes it up again and, where `form_hash` is not "", as
  /// adopt_definition(); events stay. bad_state: a draft.
  Result<Saved> reopen(const std::string& survey, const std::string& id, Answers answers = {},
                       const std::string& form_hash = "", Answers moved = {});
  /// Appends a draft event of an unfinished response (to be carried in a results file), unless the last event
  /// of this response from this device already has exactly this body; returns that event or the new one.
  Result<Event> carry_draft(const std::string& survey, const std::string& id, const std::string& body,
                            std::vector<EventRef> base);
  /// Every change ever made, oldest first; complete texts.
  Result<std::vector<HistoryRow>> history(const std::string& survey, const std::string& id);
  /// Deletes the response, its answers, history and events from this device, and what a hub said of them, but
  /// not its link; overwrites where they stood in its files.
  Status remove(const std::string& survey, const std::string& id);

  /// Adds events of anyone, in any order. Same key and digest: already present. Same key, other digest: a
  /// fork (two devices with one name, as after a running one was copied); both are kept for ever and both are
  /// visited below, so that no order of arrival decides. An event that this device did not make but bears its
  /// name shows such a copy: from then on this one makes its own under a new name. Events whose digest() is
  /// not their sha256 are refused as bad_text before anything is stored.
  struct Added {
    std::size_t added = 0, present = 0, forked = 0;
  };
  Result<Added> add_events(std::span<const Event> events);
  /// In key order, forks by sha256. "" = all. `visit` must not call this store; its error ends the visit and
  /// is returned.
  Status each_event(const std::string& survey, const std::function<Status(const Event&)>& visit);
  Result<std::vector<Event>> events_of(const std::string& survey, const std::string& response);
  /// Ids of all responses that have events, ascending.
  Result<std::vector<std::string>> responses_with_events(const std::string& survey);

  Database& database();

 private:
  friend class Attachments;
  friend class Fieldwork;
  friend class Sharing;
  struct Rows;
  explicit Store(std::unique_ptr<Rows>);
  std::unique_ptr<Rows> rows_;
};

}  // namespace takestock::store
