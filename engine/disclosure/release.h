// A release as the equations and inequalities that its readers have: one line for each figure and for each
// remainder that must not be worked out, each a sum over the cells of the joint tables.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/result.h"
#include "disclosure/groups.h"
#include "disclosure/joint.h"
#include "disclosure/simplex.h"

namespace takestock::disclosure {

struct Line {
  enum Role : std::uint8_t {
    figure,     ///< shown: exactly `count`; hidden: `low` or more
    remainder,  ///< what one figure has more than another, or a total more than its labels: within nothing
    known,      ///< from `low` to `high`
    agreement   ///< of two joint tables where they overlap: 0
  } role = figure;
  Sum sum;
  std::int64_t count = Figure::kUnknown;
  double low = 0, high = kInfinite;
  bool fixed = false;    ///< shown, and cannot be hidden: released before
  bool must = false;     ///< must be hidden: small, withheld earlier, or in a group that gave one answer
  bool guarded = false;  ///< a reader must not narrow it down, if it is hidden
  bool total = false;    ///< of at least one table
  bool fresh = false;    ///< of a table that is not released: something new, if it is seen
  bool touched = true;   ///< what is fresh could tell something of it
};

/// Figures of 0 that are shown have no line: their cells are left out of the joint tables.
struct Release {
  int threshold = kDefaultThreshold;
  std::size_t cells = 0;
  std::size_t groups = 0;  ///< with a figure, of 0 too
  std::vector<Line> lines;
  std::vector<std::vector<Position>> places;  ///< of the first lines, which are the figures
  std::vector<std::vector<Entry>> columns;    ///< by cell: its lines
  std::vector<double> point;                  ///< cells that give all figures
  std::shared_ptr<Work> work;                 ///< for everything that is solved about it
  /// The same lines as they were known before anything fresh was seen. Only with `next`, and where something
  /// was withheld earlier.
  std::shared_ptr<const Release> before;
  /// Of a large one: the same lines where the joint tables agree by what they share being as it is at
  /// `point`. They do not touch each other then. Where a figure can vary here, it can in the whole.
  std::shared_ptr<const Release> parted;

  /// `next`: as of protect_next(), lines are guarded only if they are touched. Errors as of protect().
  static Result<Release> of(const Tables& tables, bool next, std::uint64_t most_work);
  double value(std::size_t line) const;  ///< at `point`
  double value_of(const Sum& sum) const;
};

}  // namespace takestock::disclosure
