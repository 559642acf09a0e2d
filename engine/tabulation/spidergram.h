// Measures that are the axes of one picture. They are said among the "measures" of a definition:
//
//   {"name": "core", "type": "spidergram", "label": "The five core areas", "low": 0, "high": 10,
//    "series": [{"label": "Today", "axes": ["core_context", "core_finance", "core_leadership"]},
//               {"label": "In two years", "axes": ["target_context", "target_finance",
//               "target_leadership"]}]}
//
// Each axis names a mean, a median, a share or a net score of the same definition; `low` is in the middle,
// `high` at the rim (absent: 0 and 1 of shares, -1 and 1 of net scores; means and medians say them). At least
// three axes, the same number in each series, all of one type; axis by axis the series belong together.
#pragma once

#include <string>
#include <vector>

#include "tabulation/release.h"

namespace takestock::tabulation {

struct SpidergramSeries {
  std::string label;
  std::vector<Shown> values, low, high, bases;  ///< by axis; low and high: the interval, where there is one
};

/// What a spidergram shows, for everybody in the release.
struct SpidergramResult {
  std::string name, label;
  MeasureType type = MeasureType::mean;
  double low = 0, high = 1;   ///< of every axis
  std::vector<Heading> axes;  ///< measures of the first series
  std::vector<SpidergramSeries> series;
};

/// Those whose measures are all in the release.
std::vector<SpidergramResult> spidergrams_of(const Measures& measures, const Release& release);

}  // namespace takestock::tabulation
