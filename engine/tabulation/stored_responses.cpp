#include "tabulation/stored_responses.h"

#include <memory>
#include <vector>

#include "store/database.h"

namespace takestock::tabulation {

using store::Event;
using store::Statement;

namespace {

/// Walks through the events by response. Of each response the first event is taken in at once; where a second
/// one follows, that is taken back and the response waits for judgement.
class EventWalk {
 public:
  EventWalk(Statement& rows, Responses& into) : rows_(rows), into_(into) {}

  Status walk() {
    for (auto row = rows_.step();; row = rows_.step()) {
      if (!row) return row.error();
      if (!*row) return Done{};
      if (Status taken = take(); !taken) return taken;
    }
  }
  const std::vector<std::string>& several() const { return several_; }

 private:
  Status take() {
    const std::string_view response = rows_.text(0);
    if (response == last_) return set_aside();
    last_.assign(response);
    aside_ = taken_ = false;
    if (rows_.text(1) != "submit") return Done{};
    Status added = into_.add(rows_.text(2), rows_.text(3));
    if (!added) return Error{added.error().code, added.error().message, last_};
    taken_ = true;
    return Done{};
  }

  Status set_aside() {
    if (taken_) into_.drop_last();
    if (!aside_) several_.push_back(last_);
    taken_ = false, aside_ = true;
    return Done{};
  }

  Statement& rows_;
  Responses& into_;
  std::string last_;
  bool taken_ = false, aside_ = false;
  std::vector<std::string> several_;
};

}  // namespace

Status read_responses(store::Store& store, const std::string& survey, const Standing& standing,
                      Responses& into) {
  auto rows = store.database().prepare(
      "SELECT response, kind, form_hash, body FROM event WHERE survey = ?1 ORDER BY survey, response");
  if (!rows) return rows.error();
  (*rows)->bind(0, survey);
  EventWalk walk(**rows, into);
  if (Status walked = walk.walk(); !walked) return walked;
  for (const std::string& response : walk.several()) {
    const auto events = store.events_of(survey, response);
    if (!events) return events.error();
    const Event* const event = standing(*events);
    if (!event) continue;
    if (Status added = into.add(event->form_hash, event->body); !added)
      return Error{added.error().code, added.error().message, response};
  }
  return into.finish();
}

}  // namespace takestock::tabulation
