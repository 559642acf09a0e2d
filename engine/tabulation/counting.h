// Counting over columns: which group each row is in, and how many rows two groupings have in common.
// Unprotected figures: they leave the room only through release.h.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "statistics/crosstab.h"
#include "tabulation/responses.h"

namespace takestock::tabulation {

/// The group of each row, from 0. A view: the column, or whoever made the groups, lives longer.
struct Groups {
  std::span<const std::uint8_t> narrow;
  std::span<const std::uint16_t> wide;  ///< in place of narrow
  std::size_t count = 1;                ///< how many groups there are; both spans empty: all rows in group 0
};
/// Groups 0 and 1 are kSkipped and kNotAsked, then a code each (of numbers, several choices and texts: 2 for
/// answered).
Groups groups_of(const Responses& responses, std::size_t question);
inline Groups everyone() { return {}; }

/// What rows count, and how much each. Empty spans: all of them, 1 each.
struct Rows {
  std::size_t size = 0;
  std::span<const std::uint8_t> mask;
  std::span<const double> weights;
};

/// Every row that counts, by its two groups.
statistics::Crosstab count(const Groups& rows, const Groups& columns, const Rows& which);
/// Of the rows that ticked a choice, how many are in each group: one row per choice, one column per group.
statistics::Crosstab count_ticks(const Responses& responses, std::size_t question, const Groups& columns,
                                 const Rows& which);

}  // namespace takestock::tabulation
