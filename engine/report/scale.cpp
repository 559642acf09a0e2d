#include "report/scale.h"

#include <algorithm>
#include <cmath>

namespace takestock::report {

using tabulation::MeasureType;
using tabulation::Shown;

double Scale::part(double value) const {
  return high > low ? std::clamp((value - low) / (high - low), 0.0, 1.0) : 0;
}

double rounded_up(double value) {
  if (!(value > 0)) return 1;
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double step : {1.0, 2.0, 5.0})
    if (value <= step * power * (1 + 1e-9)) return step * power;
  return 10 * power;
}

std::string figure(MeasureType type, const Shown& shown) {
  tabulation::MeasureResult measure;
  measure.type = type;
  return value_text(measure, shown);
}

Scale scale_between(MeasureType type, double low, double high) {
  return {low, high, figure(type, {low, false}), figure(type, {high, false})};
}

Scale scale_of(MeasureType type, const std::vector<Shown>& figures) {
  if (type == MeasureType::share || type == MeasureType::distribution)
    return scale_between(MeasureType::share, 0, 1);
  if (type == MeasureType::net_score) return scale_between(type, -1, 1);
  double low = 0, high = 0;
  for (const Shown& shown : figures) {
    low = std::min(low, shown.value.value_or(0));
    high = std::max(high, shown.value.value_or(0));
  }
  if (low == 0 || high > 0) high = rounded_up(high);
  return scale_between(type, low < 0 ? -rounded_up(-low) : 0, high);
}

}  // namespace takestock::report
