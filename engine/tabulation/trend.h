// Measures and distributions round by round: a line that breaks where a round asked something else.
//
// Made of releases, and of nothing else: what a release withholds is withheld here, and so is every
// difference that stands on it. The rounds' respondents are taken to be different people.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tabulation/release.h"

namespace takestock::tabulation {

/// A figure in one round. `broken`: why it does not compare with the round before it, a sentence; a picture
/// draws no line between the two. "": it does, and `change` is this value less the one before; the first
/// point has neither. `value` and `change` are parts of 1 for shares and net scores. Withheld and undefined
/// figures are as everywhere (Shown).
struct TrendPoint {
  Shown base, value, low, high;
  std::string broken;
  Shown change, change_low, change_high;
};

/// A measure for everybody: one line. A distribution: one line for each answer.
struct TrendLine {
  Heading answer;                  ///< of a measure: empty name, its label
  std::vector<TrendPoint> points;  ///< one for each of Trends::rounds
};

struct Trend {
  std::string name, label;  ///< of the measure, or of the question, in the newest round
  MeasureType type = MeasureType::share;
  std::string method, change_method;  ///< of low and high, in words
  std::vector<TrendLine> lines;
};

/// What a trend over several rounds shows.
struct Trends {
  std::vector<Heading> rounds;   ///< oldest first; label: as people call it ("2014/15")
  std::vector<Shown> responded;  ///< by round
  std::vector<Trend> trends;
  std::vector<std::string> filter;  ///< as of Release
  std::vector<std::string> notes;   ///< sentences, those of a round behind its label
};

/// A round and what is seen of it: the same measures and tables, undivided, were asked of all rounds; one
/// that does not have them leaves them out. All of this outlives the call of trends_of().
struct RoundRelease {
  Heading round;
  const Responses& responses;
  const Measures& measures;
  const Release& release;
  double level = 0.95;  ///< as of Publisher
};

/// `rounds`: oldest first. Two rounds compare in a measure if it is worked out in the same way in both and
/// all questions it reads are the same by fingerprint (fingerprint.h) in all versions that somebody answered.
Trends trends_of(const std::vector<RoundRelease>& rounds);

}  // namespace takestock::tabulation
