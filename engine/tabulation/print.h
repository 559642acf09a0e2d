// A release as people and programs read it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tabulation/peers.h"
#include "tabulation/release.h"
#include "tabulation/spidergram.h"
#include "tabulation/trend.h"

namespace takestock::tabulation {

struct Report {
  std::string survey, title, versions;
  int threshold = 10;
  bool identified = false;  ///< not protected: said at the top
  Release release;          ///< of rounds: the newest one's
  std::vector<SpidergramResult> spidergrams{};
  std::optional<Trends> trends{};
  std::optional<PeerRelease> peers{};
};

/// Plain text of at most about 100 columns: headlines first.
std::string as_text(const Report& report);
/// One JSON object; withheld figures are null and their names are listed beside them in "hidden". Shares are
/// parts of 1.
std::string as_json(const Report& report);
/// Records of table, row, column, figure, value (RFC 4180, safe for spreadsheets); [c] is what is withheld.
std::string as_csv(const Report& report);

/// "97% said it was a good use of their time"
std::string headline(const MeasureResult& measure, const MeasureLine& line);
/// "97%", "12.5", "+31"; [c] or a dash.
std::string value_text(const MeasureResult& measure, const Shown& shown);
std::string shown_count(const Shown& shown);
std::string shown_share(const Shown& shown);
/// The sentences under the figures: what [c] means, how intervals are made.
std::vector<std::string> footnotes(const Report& report);

}  // namespace takestock::tabulation
