#include "disclosure/complement.h"

#include <algorithm>

namespace takestock::disclosure {
namespace {

/// The piece of the release in which the line would be if everything that can be hidden were.
class Problem {
 public:
  Problem(const Release& release, const Reader& reader, std::uint32_t target)
      : release_(release),
        bounds_(reader.bounds_of(release)),
        target_(target),
        elastic_(elastic(release, reader)),
        pieces_(release, opened(), release.point),
        piece_(pieces_.piece_of(target)),
        row_of_(release.lines.size(), kNone) {
    if (piece_ == Pieces::kNone) return;
    for (const std::uint32_t i : pieces_.lines(piece_)) {
      if (release.lines[i].role != Line::remainder || i == target) row_of_[i] = rows_++;
    }
  }

  std::vector<std::uint32_t> solve(double wanted, const std::vector<double>& weights) {
    if (piece_ == Pieces::kNone) return {};
    Simplex simplex(rows_, release_.work.get());
    add_cells(simplex);
    add_changes(simplex, weights);
    for (const std::uint32_t i : pieces_.lines(piece_)) {
      if (row_of_[i] == kNone) continue;
      const double settled = pieces_.settled(i);
      simplex.bound_row(row_of_[i], bounds_[i].low - settled, bounds_[i].high - settled);
    }
    const double settled = pieces_.settled(target_), low = std::min(bounds_[target_].low, wanted);
    simplex.bound_row(row_of_[target_], low - settled, std::max(wanted, release_.value(target_)) - settled);
    double heaviest = 1;
    for (const double weight : weights) heaviest = std::max(heaviest, weight);
    simplex.set_row_objective(row_of_[target_], 300 * heaviest);
    simplex.maximise();
    return changed(simplex);
  }

 private:
  static constexpr std::uint32_t kNone = Pieces::kNone;
  struct Change {
    std::uint32_t line, more, less;  ///< columns of the problem
  };

  static std::vector<std::uint8_t> elastic(const Release& release, const Reader& reader) {
    std::vector<std::uint8_t> out;
    for (std::uint32_t i = 0; i < release.lines.size(); ++i) {
      const Line& line = release.lines[i];
      out.push_back(line.role == Line::figure && !line.fixed && !reader.hidden(i));
    }
    return out;
  }

  const Bounds& opened() {
    opened_ = bounds_;
    for (std::size_t i = 0; i < opened_.size(); ++i) {
      if (elastic_[i]) opened_[i] = {};
    }
    return opened_;
  }

  void add_cells(Simplex& simplex) const {
    std::vector<Entry> entries;
    for (const std::uint32_t cell : pieces_.cells(piece_)) {
      entries.clear();
      for (const Entry& entry : release_.columns[cell]) {
        if (row_of_[entry.row] != kNone) entries.push_back({row_of_[entry.row], entry.value});
      }
      simplex.add_column(entries, 0, kInfinite, release_.point[cell]);
    }
  }

  void add_changes(Simplex& simplex, const std::vector<double>& weights) {
    for (const std::uint32_t i : pieces_.lines(piece_)) {
      if (!elastic_[i]) continue;
      const Entry more{row_of_[i], -1}, less{row_of_[i], 1};
      const double most = std::max(0.0, static_cast<double>(release_.lines[i].count) - release_.lines[i].low);
      Change change{i, simplex.add_column({&more, 1}, 0, kInfinite, 0), 0};
      change.less = simplex.add_column({&less, 1}, 0, most, 0);
      simplex.set_column_objective(change.more, -weights[i]);
      simplex.set_column_objective(change.less, -weights[i]);
      changes_.push_back(change);
    }
  }

  std::vector<std::uint32_t> changed(const Simplex& simplex) const {
    std::vector<std::uint32_t> out;
    for (const Change& change : changes_) {
      if (simplex.column_value(change.more) + simplex.column_value(change.less) > 1e-6)
        out.push_back(change.line);
    }
    return out;
  }

  const Release& release_;
  const Bounds bounds_;
  Bounds opened_;
  const std::uint32_t target_;
  const std::vector<std::uint8_t> elastic_;
  const Pieces pieces_;
  const std::uint32_t piece_;
  std::uint32_t rows_ = 0;
  std::vector<std::uint32_t> row_of_;
  std::vector<Change> changes_;
};

}  // namespace

std::vector<std::uint32_t> complement(const Release& release, const Reader& reader, std::uint32_t line,
                                      double wanted, const std::vector<double>& weights) {
  if (release.parted) {
    std::vector<std::uint32_t> near = Problem(*release.parted, reader, line).solve(wanted, weights);
    if (!near.empty()) return near;
  }
  return Problem(release, reader, line).solve(wanted, weights);
}

}  // namespace takestock::disclosure
