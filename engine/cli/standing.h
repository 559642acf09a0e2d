// The responses of a survey as they stand, one event for each.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string>

#include "base/result.h"
#include "results/table.h"
#include "store/store.h"
#include "sync/head.h"

namespace takestock::cli {

class Standing {
 public:
  /// All that is given outlives it. `versions`: of the survey.
  Standing(store::Store& store, const std::string& survey, const results::Versions& versions)
      : store_(store), survey_(survey), versions_(versions) {}

  using Take = std::function<Status(const store::Event&, store::ResponseStatus)>;
  using Events = std::function<Status(std::span<const store::Event>)>;
  /// Every response that was finished and not taken back, by id, as sync/head.h decides; with `drafts` also
  /// those that are not finished, as they stand now (without what is not relevant), last the ones that are
  /// filled in on this device. `events`, if there is one, gets all events of each response before. An error
  /// of either ends it.
  Status each(bool drafts, const Take& take, const Events& events = {});

  /// Of the last each(): responses changed on several devices that did not know of each other.
  std::size_t concurrent() const { return concurrent_; }
  /// Answers of drafts to questions that are not there.
  std::size_t unplaced() const { return unplaced_; }

 private:
  Status find_local_drafts();
  Status take_response(const sync::Head& head, std::span<const store::Event> events, bool drafts,
                       const Take& take);
  Status take_carried_draft(store::Event draft, const Take& take);
  Status take_local_draft(const std::string& id, const Take& take);
  std::shared_ptr<const survey::Definition> version(const std::string& digest) const;

  store::Store& store_;
  const std::string& survey_;
  const results::Versions& versions_;
  std::set<std::string> local_drafts_;
  std::size_t concurrent_ = 0, unplaced_ = 0;
};

}  // namespace takestock::cli
