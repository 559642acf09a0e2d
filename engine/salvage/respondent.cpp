#include "salvage/respondent.h"

#include <algorithm>
#include <optional>

#include "salvage/proof.h"

namespace takestock::salvage {
namespace {

constexpr char kDisagrees[] = "The answer and the last change in its history are not the same.";
constexpr char kAlone[] = "Its history is lost, so nothing shows whether it is right.";
constexpr char kNoRow[] = "It is not among the answers any more, only in their history.";
constexpr char kLater[] = "A later change may be lost with the damaged part of the log.";
constexpr char kFollows[] = "What the answer became later is doubtful.";

class Weighing {
 public:
  Weighing(const std::string& survey, const std::string& id, const FoundResponse& found,
           const std::set<std::string>& paths, std::int64_t updated, bool log_damaged)
      : found_(found), paths_(paths), log_damaged_(log_damaged), chains_(put_together(id, found.changes)) {
    right_.finding.survey = survey, right_.finding.response = id;
    for (const store::Event& event : found.events) said_.merge(said_in(event));
    later_lost_ = log_damaged && !explained(updated);
  }

  RightResponse run() {
    note_changes();
    for (const auto& [path, candidates] : found_.answers) weigh_answer(path, candidates);
    for (const auto& [path, chain] : chains_.by_path)
      if (!found_.answers.count(path)) weigh_history(path, chain);
    return std::move(right_);
  }

 private:
  /// The response's last change is in its history, or it was no change of an answer.
  bool explained(std::int64_t updated) const {
    if (updated != 0 && updated <= chains_.last_at) return true;
    return std::any_of(found_.events.begin(), found_.events.end(),
                       [&](const store::Event& event) { return event.at == updated; });
  }

  void note_changes() {
    if (found_.changes.empty()) return;
    right_.last_number = found_.changes.rbegin()->first;
    right_.first_at = found_.changes.begin()->second.at;
    right_.last_at = chains_.last_at;
    right_.finding.changes_missing = chains_.missing + chains_.unreadable;
  }

  void weigh_answer(const std::string& path, const std::vector<Candidate>& candidates) {
    const auto chain = chains_.by_path.find(path);
    const Past* last =
        chain != chains_.by_path.end() && chain->second.last.n > 0 ? &chain->second.last : nullptr;
    const auto json = right_one(path, candidates, last);
    if (json) return keep(path, *json, chain == chains_.by_path.end() ? Chain{} : chain->second);
    const char* reason = later_lost_ ? kLater : last ? kDisagrees : kAlone;
    for (const Candidate& candidate : candidates) doubt(path, 0, 0, candidate.json, reason);
    if (chain != chains_.by_path.end()) doubt_history(path, chain->second, last ? reason : kFollows);
  }

  std::optional<std::string> right_one(const std::string& path, const std::vector<Candidate>& candidates,
                                       const Past* last) const {
    const auto which = [&](auto&& is_right) -> std::optional<std::string> {
      const auto first = std::find_if(candidates.begin(), candidates.end(), is_right);
      if (first == candidates.end()) return std::nullopt;
      return first->json;
    };
    if (auto proven = which([](const Candidate& c) { return c.proven; })) return proven;
    if (later_lost_) return std::nullopt;
    if (last) {
      if (auto same = which([&](const Candidate& c) { return c.json == last->json; })) return same;
    }
    if (log_damaged_ || candidates.size() > 1 || !paths_.count(path)) return std::nullopt;
    return which([&](const Candidate& c) { return says(said_, path, c.json); });
  }

  /// The history leads to the answer that is kept, or ends before it where it is damaged.
  void keep(const std::string& path, const std::string& json, const Chain& chain) {
    right_.answers.emplace(path, json);
    const bool leads_there = chain.last.n > 0 && chain.last.json == json;
    if (!leads_there) return doubt_history(path, chain, kDisagrees);
    for (const Past& past : chain.past) right_.history.emplace(past.n, std::make_pair(path, past));
    right_.history.emplace(chain.last.n, std::make_pair(path, chain.last));
  }

  /// A path without an answer: the answer was moved to another path, or its row is lost.
  void weigh_history(const std::string& path, const Chain& chain) {
    if (chain.last.n == 0) return doubt_history(path, chain, kFollows);
    if (!moved(chain.last)) return doubt_history(path, chain, kNoRow);
    for (const Past& past : chain.past) right_.history.emplace(past.n, std::make_pair(path, past));
  }

  bool moved(const Past& last) const {
    return std::any_of(right_.history.begin(), right_.history.end(), [&](const auto& later) {
      return later.first > last.n && later.second.second.json == last.json;
    });
  }

  void doubt_history(const std::string& path, const Chain& chain, const char* reason) {
    for (const Past& past : chain.past) doubt(path, past.n, past.at, past.json, reason);
    if (chain.last.n > 0 && (chain.past.empty() || chain.past.back().n != chain.last.n))
      doubt(path, chain.last.n, chain.last.at, chain.last.json, reason);
  }

  void doubt(const std::string& path, std::int64_t n, std::int64_t at, const std::string& json,
             const char* reason) {
    ResponseFinding& finding = right_.finding;
    right_.doubts.push_back({finding.survey, finding.response, path, n, at, json, reason});
    const bool unanswered = !right_.answers.count(path);
    if (unanswered &&
        std::find(finding.doubtful.begin(), finding.doubtful.end(), path) == finding.doubtful.end())
      finding.doubtful.push_back(path);
  }

  const FoundResponse& found_;
  const std::set<std::string>& paths_;
  const bool log_damaged_;
  Chains chains_;
  std::set<std::string> said_;
  bool later_lost_ = false;
  RightResponse right_;
};

}  // namespace

RightResponse weigh(const std::string& survey, const std::string& id, const FoundResponse& found,
                    const std::set<std::string>& paths, std::int64_t updated, bool log_damaged) {
  return Weighing(survey, id, found, paths, updated, log_damaged).run();
}

}  // namespace takestock::salvage
