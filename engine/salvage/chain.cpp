#include "salvage/chain.h"

#include <optional>

#include "base/json.h"
#include "base/utf8.h"
#include "store/splice.h"

namespace takestock::salvage {
namespace {

/// What is known of an answer on the way through its changes.
struct State {
  std::string json;
  std::size_t gaps = 0;  ///< how many changes were known to be missing when it was last known for sure
};

/// The text after the change; nothing if it fits neither what was before it nor JSON.
std::optional<std::string> after(const std::string& before, const Change& change) {
  auto json = store::apply_splice(before, {change.keep_prefix, change.keep_suffix, change.middle});
  if (!json || !is_utf8(*json) || !json::Document::read(*json).ok()) return std::nullopt;
  return json;
}

class Builder {
 public:
  explicit Builder(const std::string& response) : response_(response) {}

  void take(std::int64_t n, const Change& change) {
    if (n != next_) ++gaps_, chains_.missing += n - next_;
    next_ = n + 1;
    chains_.last_at = change.at;
    const bool whole = change.keep_prefix == 0 && change.keep_suffix == 0;
    const auto known = states_.find(change.path);
    auto json =
        whole || known != states_.end() ? after(whole ? "" : known->second.json, change) : std::nullopt;
    if (!json || !proves(n, change, *json)) return lose(change);
    const bool sure = whole || change.sum != 0 || known->second.gaps == gaps_;
    Chain& chain = chains_.by_path[change.path];
    chain.last = {n, change.at, *json};
    if (sure) chain.past.push_back(chain.last);
    states_[change.path] = {std::move(*json), sure ? gaps_ : known->second.gaps};
  }

  Chains finish() { return std::move(chains_); }

 private:
  bool proves(std::int64_t n, const Change& change, const std::string& json) const {
    return change.sum == 0 || change.sum == store::change_sum(response_, n, change.at, change.path, json);
  }

  void lose(const Change& change) {
    ++chains_.unreadable;
    states_.erase(change.path);
    chains_.by_path[change.path].last = {};
  }

  const std::string& response_;
  Chains chains_;
  std::map<std::string, State> states_;
  std::int64_t next_ = 1;
  std::size_t gaps_ = 0;
};

}  // namespace

Chains put_together(const std::string& response, const std::map<std::int64_t, Change>& changes) {
  Builder builder(response);
  for (const auto& [n, change] : changes) builder.take(n, change);
  return builder.finish();
}

}  // namespace takestock::salvage
