// Inside the store: what a Store holds, and the parts of its calls.
#pragma once

#include <cstdint>
#include <string>

#include "store/event_row.h"
#include "store/store.h"
#include "store/work.h"

namespace takestock::store {

#define EVENT_COLUMNS "survey, response, device, seq, sha256, form_hash, kind, base, at, offset_minutes, body"
/// Events with what the hub said of them: event_row().
#define SELECT_EVENTS                \
  "SELECT " EVENT_COLUMNS            \
  ", received, effective FROM event" \
  " LEFT JOIN receipt USING(survey, response, device, seq, sha256)"
Status check(const Event& event);  ///< bad_text: no proper key, or the digest does not fit

/// What a Store holds. The members are parts of its calls, each within the transaction of that call.
struct Store::Rows {
  Statements statements;
  Clock& clock;
  Random& random;
  std::string device;
  bool traces_left = false;  ///< a removal is not yet overwritten in the files

  static constexpr std::size_t kOwnDigits = 16;  ///< of the name, kept over openings
  bool made_here(const Event& event) const;

  Status prepare();  ///< schema and device
  std::string new_id();
  /// Rewrites the files without what was deleted: SQLite's secure_delete alone leaves copies of moved rows in
  /// pages and in the log. Where it cannot be done now it is done before a later change or at the next
  /// opening.
  void erase_traces();

  /// A response that can be changed; else the work fails with not_found or bad_state and the row is empty.
  struct Draft {
    std::string form_hash;
    std::int64_t revision = 0;
  };
  Draft draft(Work& work, const std::string& survey, const std::string& id);

  /// Each a change of its own in the history; how many were none (the very value was stored already) is not
  /// counted.
  std::int64_t write_answers(Work& work, const std::string& survey, const std::string& id, Millis at,
                             Answers answers);
  void adopt(Work& work, const std::string& survey, const std::string& id, Millis at,
             const std::string& form_hash, Answers moved);

  /// All rows of a response but its link, to be overwritten by erase_traces() after the commit.
  void remove(Work& work, const std::string& survey, const std::string& id);

  void insert_response(Work& work, const ResponseRow& row);
  void remember_seen(Work& work, const std::string& survey, const std::string& id,
                     const std::vector<EventRef>& seen);
  /// Makes this device's next event, stores it, and takes it as what the response has seen.
  Event append_event(Work& work, Event event, Millis at);
  void insert_event(Work& work, const Event& event);
  void count_event(Work& work, const Event& event, Added& added, bool& cloned);
  void become_new_device(Work& work);
};

}  // namespace takestock::store
