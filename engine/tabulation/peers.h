// One council's figures beside those of others like it, without showing any other's.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tabulation/release.h"
#include "tabulation/spidergram.h"

namespace takestock::tabulation {

/// `own`: the question that says which council a response is of, and the council. `peers`: a question and the
/// choices that make a council one of the group (the same question: a list of councils); the council itself
/// is never among them.
struct PeerRequest {
  std::vector<std::string> measures;
  std::pair<std::string, std::string> own;
  std::string peers;
  std::vector<std::string> among;
};

/// A measure of the council and of its peers. The group's value is that of all its responses together; the
/// quartiles are of the councils' own values, each council once. `refused`: why nothing of the group is
/// shown; `no_quartiles`: why its quartiles are not; sentences, "" if they are.
struct PeerMeasure {
  std::string name, label;
  MeasureType type = MeasureType::share;
  std::string method;      ///< of low and high, in words
  MeasureLine own, group;  ///< by their `group`: the council, and the peers in words
  Shown councils;          ///< in the group, with an answer that counts here
  Shown lower_quartile, median, upper_quartile;
  std::string refused, no_quartiles;
};

struct PeerRelease {
  Heading own;        ///< the council
  std::string peers;  ///< "Type of council: District": the group in words
  std::vector<PeerMeasure> measures;
  std::vector<SpidergramResult> spidergrams;  ///< their series: the council, then its peers
  std::vector<std::string> notes;             ///< sentences
};

/// Nothing of a group of fewer councils than the threshold, or in which one gave more than half of the
/// responses, is shown; nor what would tell of a council beside what was shown before. Errors as of
/// Publisher::publish(). Without a ledger everything is shown.
Result<PeerRelease> compare_with_peers(const Publisher& publisher, const PeerRequest& request);

}  // namespace takestock::tabulation
