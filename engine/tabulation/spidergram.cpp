#include "tabulation/spidergram.h"

#include <algorithm>
#include <optional>

namespace takestock::tabulation {

namespace {

const MeasureResult* measure_in(const Release& release, const std::string& name) {
  const auto same = [&](const MeasureResult& measure) { return measure.name == name; };
  const auto found = std::find_if(release.measures.begin(), release.measures.end(), same);
  return found == release.measures.end() ? nullptr : &*found;
}

std::optional<SpidergramSeries> series_of(const Spidergram::Series& series, const Release& release) {
  SpidergramSeries out;
  out.label = series.label;
  for (const std::string& axis : series.axes) {
    const MeasureResult* const measure = measure_in(release, axis);
    if (!measure) return std::nullopt;
    const MeasureLine& all = measure->lines.front();
    out.values.push_back(all.value), out.low.push_back(all.low), out.high.push_back(all.high);
    out.bases.push_back(all.base);
  }
  return out;
}

std::optional<SpidergramResult> result_of(const Spidergram& spidergram, const Release& release) {
  SpidergramResult out;
  out.name = spidergram.name, out.label = spidergram.label;
  out.low = spidergram.low, out.high = spidergram.high;
  for (const Spidergram::Series& series : spidergram.series) {
    auto made = series_of(series, release);
    if (!made) return std::nullopt;
    out.series.push_back(std::move(*made));
  }
  for (const std::string& axis : spidergram.series.front().axes) {
    const MeasureResult& measure = *measure_in(release, axis);
    out.axes.push_back({measure.name, measure.label, Part::answer});
    out.type = measure.type;
  }
  return out;
}

}  // namespace

std::vector<SpidergramResult> spidergrams_of(const Measures& measures, const Release& release) {
  std::vector<SpidergramResult> out;
  for (const Spidergram& spidergram : measures.spidergrams)
    if (auto made = result_of(spidergram, release)) out.push_back(std::move(*made));
  return out;
}

}  // namespace takestock::tabulation
