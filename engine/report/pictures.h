// Pictures of results: one SVG text each, of what tabulation releases and of nothing else.
//
// A picture is drawn for one width, at which a letter is 14 to 20 pixels tall, and scales by its viewBox; a
// page asks for as many widths as it has layouts. It is marked role="img" and says in <title> and <desc> what
// it shows, figure by figure. Text is text, in the colour #0b0c0c or #484949 on white; marks stand out at 3:1
// or more and differ by pattern and label, never by colour alone. There is no script, no style and no
// reference to anything outside; colours and fonts are attributes, so that a page may change them by CSS:
//
//   svg { max-width: 100%; height: auto; forced-color-adjust: none }
//
// What is withheld is written [c], without a mark; where a part of a whole is withheld, the place it takes is
// of one size whatever was withheld. The same release gives the same bytes. "" is a picture of nothing: no
// line to draw, or more than can be told apart. Every picture stands beside its table (report.h).
#pragma once

#include <string>
#include <vector>

#include "tabulation/release.h"
#include "tabulation/spidergram.h"
#include "tabulation/trend.h"

namespace takestock::report {

struct Canvas {
  int width = 640;             ///< pixels, 280 to 1200; another is taken for the nearest
  std::string id = "picture";  ///< begins every id inside; a letter first, once in a page
};

/// The shares among the measures, of everybody: a bar each with its interval as a whisker, its value and its
/// base.
std::string headline_bars(const std::vector<tabulation::MeasureResult>& measures, const Canvas& canvas = {});

/// One measure by group, everybody first; intervals as whiskers. At most 60 groups.
std::string group_bars(const tabulation::MeasureResult& measure, const Canvas& canvas = {});

/// How answers are distributed. To one choice of at most 8: a stack for each group, everybody first. Where
/// rows overlap (several choices) or are many: a bar for each row, of everybody. At most 60 rows or groups.
std::string distribution(const tabulation::TableResult& table, const Canvas& canvas = {});

/// A measure that is divided by region: a tile for each region of England and for Wales, where it lies on the
/// map, filled by its value. Regions are known by their names or labels; "" if fewer than three are there.
/// Groups that are not on the map are in a line below it.
std::string region_tiles(const tabulation::MeasureResult& measure, const Canvas& canvas = {});

/// A figure round by round; a distribution has a panel for each of its answers, at most 8. Rounds that do not
/// compare are not joined, a break is numbered, and its reason stands under the same number below.
std::string trend(const tabulation::Trends& trends, const tabulation::Trend& trend,
                  const Canvas& canvas = {});

/// Measures as axes from one middle, a polygon for each series; the first is solid, the others dashed and
/// marked differently. "" with more than 16 axes or 3 series. A withheld figure has no corner, and no side
/// goes to it.
std::string spidergram(const tabulation::SpidergramResult& spidergram, const Canvas& canvas = {});

}  // namespace takestock::report
