#include "disclosure/complement.h"

#include <algorithm>

namespace takestock::disclosure {
namespace {

class Problem {
 public:
  Problem(const Release& release, const Reader& reader, std::uint32_t target)
      : release_(release), bounds_(reader.bounds()), target_(target) {
    for (std::uint32_t i = 0; i < release.lines.size(); ++i) {
      const Line& line = release.lines[i];
      elastic_.push_back(line.role == Line::figure && !line.fixed && !reader.hidden(i));
      row_of_.push_back(line.role == Line::remainder && i != target ? kNone : rows_++);
    }
  }

  std::vector<std::uint32_t> solve(double wanted, const std::vector<double>& weights) {
    Simplex simplex(rows_);
    add_cells(simplex);
    add_changes(simplex, weights);
    for (std::uint32_t i = 0; i < row_of_.size(); ++i) {
      if (row_of_[i] != kNone) simplex.bound_row(row_of_[i], bounds_[i].low, bounds_[i].high);
    }
    const double low = std::min(bounds_[target_].low, wanted);
    simplex.bound_row(row_of_[target_], low, std::max(wanted, release_.value(target_)));
    double heaviest = 1;
    for (const double weight : weights) heaviest = std::max(heaviest, weight);
    simplex.set_row_objective(row_of_[target_], 300 * heaviest);
    simplex.maximise();
    return changed(simplex);
  }

 private:
  static constexpr std::uint32_t kNone = 0xffffffffu;
  struct Change {
    std::uint32_t line, more, less;  ///< columns of the problem
  };

  void add_cells(Simplex& simplex) const {
    std::vector<Entry> entries;
    for (std::size_t cell = 0; cell < release_.cells; ++cell) {
      entries.clear();
      for (const Entry& entry : release_.columns[cell]) {
        if (row_of_[entry.row] != kNone) entries.push_back({row_of_[entry.row], entry.value});
      }
      simplex.add_column(entries, 0, kInfinite, release_.point[cell]);
    }
  }

  void add_changes(Simplex& simplex, const std::vector<double>& weights) {
    for (std::uint32_t i = 0; i < elastic_.size(); ++i) {
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
  std::uint32_t target_, rows_ = 0;
  std::vector<std::uint8_t> elastic_;
  std::vector<std::uint32_t> row_of_;
  std::vector<Change> changes_;
};

}  // namespace

std::vector<std::uint32_t> complement(const Release& release, const Reader& reader, std::uint32_t line,
                                      double wanted, const std::vector<double>& weights) {
  return Problem(release, reader, line).solve(wanted, weights);
}

}  // namespace takestock::disclosure
