// From figures to lengths. Private to the room.
#pragma once

#include <string>
#include <vector>

#include "tabulation/print.h"

namespace takestock::report {

struct Scale {
  double low = 0, high = 1;
  std::string low_text, high_text;

  /// 0 at the low end, 1 at the high one; what lies outside is taken to the end.
  double part(double value) const;
};

/// 0 to 1 for shares, -1 to 1 for net scores; otherwise from 0, as far as the figures that are shown need.
Scale scale_of(tabulation::MeasureType type, const std::vector<tabulation::Shown>& figures);
Scale scale_between(tabulation::MeasureType type, double low, double high);

/// The next of 1, 2 and 5 times a power of ten; 1 for what is not above 0.
double rounded_up(double value);

/// As tabulation::value_text().
std::string figure(tabulation::MeasureType type, const tabulation::Shown& shown);

}  // namespace takestock::report
