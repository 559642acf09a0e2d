#include "disclosure/spread.h"

#include <algorithm>
#include <cmath>

namespace takestock::disclosure {
namespace {

constexpr int kSweeps = 400;
constexpr double kNear = 1e-10;

class Spread {
 public:
  Spread(const Release& release, const Bounds& bounds)
      : release_(release), bounds_(bounds), cells_(release.cells, 1.0) {}

  std::vector<double> run() {
    for (int sweep = 0; sweep < kSweeps; ++sweep) {
      furthest_ = 0;
      for (std::size_t i = 0; i < bounds_.size(); ++i) fit(release_.lines[i], bounds_[i]);
      if (furthest_ < kNear) break;
    }
    return std::move(cells_);
  }

 private:
  double total(const std::vector<std::uint32_t>& cells) const {
    double sum = 0;
    for (const std::uint32_t cell : cells) sum += cells_[cell];
    return sum;
  }
  void scale(const std::vector<std::uint32_t>& cells, double by) {
    for (const std::uint32_t cell : cells) cells_[cell] *= by;
  }

  void fit(const Line& line, const Bound& bound) {
    if (line.role == Line::remainder) return;
    const double have = total(line.sum.plus);
    if (line.role == Line::agreement) return agree(line.sum, have, total(line.sum.minus));
    const double wanted = std::clamp(have, bound.low, bound.high);
    if (wanted == have || have <= 0) return;
    furthest_ = std::max(furthest_, std::abs(wanted - have));
    scale(line.sum.plus, wanted / have);
  }

  void agree(const Sum& sum, double a, double b) {
    furthest_ = std::max(furthest_, std::abs(a - b));
    if (a <= 0 || b <= 0) {
      scale(sum.plus, 0), scale(sum.minus, 0);
      return;
    }
    scale(sum.plus, std::sqrt(b / a)), scale(sum.minus, std::sqrt(a / b));
  }

  const Release& release_;
  const Bounds& bounds_;
  std::vector<double> cells_;
  double furthest_ = 0;
};

}  // namespace

std::vector<double> spread(const Release& release, const Bounds& bounds) {
  return Spread(release, bounds).run();
}

}  // namespace takestock::disclosure
