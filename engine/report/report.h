// Results as documents for people: short sentences first, then each picture beside its table.
//
// Both documents hold the same: what they are, who responded, the headlines, figures by group, tables, what
// changed over time, the comparison with peers, and notes on method. Only what tabulation released is in
// them; [c] is what is withheld. The same results give the same bytes.
#pragma once

#include <string>
#include <vector>

#include "base/doors.h"
#include "tabulation/peers.h"
#include "tabulation/print.h"
#include "tabulation/spidergram.h"
#include "tabulation/trend.h"

namespace takestock::report {

/// What is referred to outlives the call. Pointers may be null: there is none of it. `spidergrams`: all of
/// them, those of the peers too.
struct Material {
  const tabulation::Report& results;
  std::vector<tabulation::SpidergramResult> spidergrams{};
  const tabulation::Trends* trends = nullptr;
  const tabulation::PeerRelease* peers = nullptr;
};

/// One self-contained page without script: from a phone's width of 320 pixels up, and on A4 in black and
/// white. Every picture is there for a narrow and for a wide page; one of the two is shown.
std::string html(const Material& material);

/// A Word document (results/docx.h) with headings, and tables whose header rows are marked; without pictures.
/// `at`: when it was made, shown as a date of `offset_minutes`' zone.
std::string docx(const Material& material, Millis at, int offset_minutes = 0);

}  // namespace takestock::report
