// Tables of counts as they are published together, and which of their figures may be seen.
//
// A figure is the count of one group: the answers that a row, a column and a filter have in common. Tables
// are joined through the names of their variables and labels: the same group in two tables is one figure.
// Whoever makes tables hands them in whole and shows only what is not `hidden` afterwards: a percentage, a
// mean or a bar is shown only if both the count and the base it is made of are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace takestock::disclosure {

inline constexpr int kSmallestThreshold = 5, kLargestThreshold = 1000, kDefaultThreshold = 10;
inline constexpr std::int64_t kLargestCount = 1'000'000'000;

/// What a table may have at most, and how many tables a release; reaching one is Code::limit.
inline constexpr std::size_t kTables = 500, kLabels = 1000, kFigures = 20'000;

struct Figure {
  static constexpr std::int64_t kUnknown = -1;
  std::int64_t count = kUnknown;  ///< of responses, unweighted; kUnknown: withheld earlier, stays hidden
  bool hidden = false;            ///< set by protect() and Ledger::show(); shown as [c]
};

/// The rows or the columns of a table.
struct Dimension {
  std::string variable;
  std::vector<std::string> labels;  ///< each once
  /// A response may have several of the labels (select_multiple): they do not add up to the total.
  bool overlapping = false;
};

/// Only responses whose answer is one of the labels are in the table.
struct Filter {
  std::string variable;
  std::vector<std::string> labels;
};

/// A total counts everybody whom the filter lets in: if the variable is among Tables::open also those whose
/// answer is no label of the table, else exactly those with one of its labels. A table of those who answered
/// an open question says so by a filter: that variable with all of its labels.
struct Table {
  std::string name;
  Dimension rows;
  std::optional<Dimension> columns;  ///< none: a table of one dimension, whose cells are its rows
  std::vector<Filter> filter;        ///< all of them hold; each variable once
  std::vector<Figure> cells;         ///< row by row; rows x columns of them
  std::vector<Figure> row_totals;    ///< one per row, or none: not published
  std::vector<Figure> column_totals;
  std::optional<Figure> total;
  bool released = false;  ///< published already: what it shows cannot be hidden any more
  /// Its zeros are hidden too, so that a hidden figure of it may be 0. Set by protect() where nothing less
  /// helps, beside what was released or is known.
  bool zeros_hidden = false;

  std::size_t width() const { return columns ? columns->labels.size() : 1; }
};

/// What readers know from elsewhere, for instance that a group cannot exist.
struct Known {
  std::vector<Filter> at;
  std::int64_t low = 0;
  std::optional<std::int64_t> high;
};

struct Tables {
  int threshold = kDefaultThreshold;
  /// Variables with answers outside the labels shown (skipped, don't know). A variable that is only used by
  /// filters always has such answers.
  std::vector<std::string> open;
  /// Variables whose answer must stay unknown also where a whole group gave the same one (0 % and 100 %): the
  /// figures of such a group, zeros too, are withheld together. Anywhere else zeros are shown.
  std::vector<std::string> dominance;
  std::vector<Table> tables;
  std::vector<Known> known;
};

/// What was hidden; each group counts once, however many tables have it.
struct Summary {
  std::size_t figures = 0;  ///< groups with a figure
  std::size_t small = 0;    ///< of them with 1 to threshold - 1 responses: hidden
  std::size_t hidden = 0;   ///< all hidden ones
  /// Places ("/tables/0/cells/1/2") of what a reader can narrow down all the same, by what `released` tables
  /// and `known` say; nothing published now makes it worse.
  std::vector<std::string> exposed;
  bool withheld = false;   ///< by a Ledger: nothing can be shown, because of `exposed` or `undecided`
  bool undecided = false;  ///< it would have taken too much work to tell what must be hidden: everything is
};

/// Marks as hidden what must not be seen: every figure of 1 to threshold - 1 responses, and others so that a
/// reader who joins all of the tables (linear programming over the joint table, and knowing that a hidden
/// figure is 1 or more where zeros are shown) finds at least `threshold` + 1 whole numbers possible for every
/// hidden figure beneath 2 x threshold - 1, and for every remainder beneath `threshold`: what one group has
/// more than others that are part of it. Hides as few as it can find. Errors: bad_request with `where` a JSON
/// pointer into the document of document.h (labels twice, a wrong number of cells, figures that contradict
/// each other); limit.
Result<Summary> protect(Tables& tables);

/// The same where the released tables were protected when they were: of what they withhold only that is
/// looked at of which the other tables could tell something. Hides everything that is not released, and says
/// so, when the work (multiplications, about) is spent.
Result<Summary> protect_next(Tables& tables, std::uint64_t most_work);

}  // namespace takestock::disclosure
