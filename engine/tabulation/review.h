// A second look at what is about to be shown: two counts of which one group is part of the other must not
// differ by a small group either, in however many answers they differ.
#pragma once

#include <string>
#include <vector>

#include "disclosure/ledger.h"
#include "tabulation/release.h"

namespace takestock::tabulation {

/// The names of tables that are in `after` and not in `before` and, with each other or with what was shown
/// before, give a small group away; of two that do so together the later one. Empty: nothing does.
std::vector<std::string> giving_away(const disclosure::Ledger& before, const disclosure::Ledger& after);

/// Takes measures and tables out of `request` that are of these tables; the names of what was taken out.
std::vector<std::string> take_out(Request& request, const std::vector<std::string>& tables,
                                  const Measures& measures);

}  // namespace takestock::tabulation
