#include "disclosure/simplex.h"

#include <algorithm>
#include <cmath>

namespace takestock::disclosure {
namespace {

constexpr double kZero = 1e-11;         // entries of the inverse beneath are rounding
constexpr double kPivot = 1e-8;         // rates beneath do not limit a step
constexpr std::size_t kPatience = 60;   // steps without progress before the smallest-number rule
constexpr std::size_t kRefactor = 500;  // pivots

}  // namespace

Simplex::Simplex(std::size_t rows, Work* work)
    : rows_(rows), work_(work), low_(rows, -kInfinite), high_(rows, kInfinite), value_(rows), cost_(rows) {}

std::uint32_t Simplex::add_column(std::span<const Entry> entries, double low, double high, double start) {
  entries_.insert(entries_.end(), entries.begin(), entries.end());
  starts_.push_back(entries_.size());
  low_.push_back(low);
  high_.push_back(high);
  value_.push_back(start);
  cost_.push_back(0);
  for (const Entry& entry : entries) value_[entry.row] += entry.value * start;
  return static_cast<std::uint32_t>(starts_.size() - 2);
}

void Simplex::bound_row(std::uint32_t row, double low, double high) {
  low_[row] = low;
  high_[row] = high;
}

void Simplex::clear_objective() { std::fill(cost_.begin(), cost_.end(), 0.0); }

void Simplex::begin() {
  if (begun_) return;
  begun_ = true;
  inverse_.assign(rows_ * rows_, 0);
  basis_.resize(rows_);
  basic_.assign(value_.size(), 0);
  prices_.resize(rows_);
  column_.resize(rows_);
  for (std::size_t i = 0; i < rows_; ++i) {
    inverse_[i * rows_ + i] = 1;
    basis_[i] = i;
    basic_[i] = 1;
  }
}

double Simplex::infeasibility() const {
  double sum = 0;
  for (const std::size_t v : basis_)
    sum += std::max(0.0, low_[v] - value_[v]) + std::max(0.0, value_[v] - high_[v]);
  return sum;
}

double Simplex::objective() const {
  double sum = 0;
  for (std::size_t v = 0; v < cost_.size(); ++v) sum += cost_[v] * value_[v];
  return sum;
}

void Simplex::price_basis(bool feasible) {
  std::fill(prices_.begin(), prices_.end(), 0.0);
  for (std::size_t i = 0; i < rows_; ++i) {
    const std::size_t v = basis_[i];
    double cost = cost_[v];
    if (!feasible) cost = value_[v] < low_[v] - kTolerance ? 1 : value_[v] > high_[v] + kTolerance ? -1 : 0;
    if (cost == 0) continue;
    const double* row = &inverse_[i * rows_];
    for (std::size_t k = 0; k < rows_; ++k) prices_[k] += cost * row[k];
  }
}

/// What the objective gains by one more of it.
double Simplex::reduced_cost(std::size_t variable) const {
  if (variable < rows_) return -prices_[variable];
  double sum = 0;
  for (std::size_t e = starts_[variable - rows_]; e < starts_[variable - rows_ + 1]; ++e)
    sum += prices_[entries_[e].row] * entries_[e].value;
  return sum;
}

/// The largest gain; after many steps without progress the first gain, which cannot go round in circles.
bool Simplex::choose_entering(Step& step, bool feasible) {
  const bool careful = idle_steps_ > kPatience;
  double best = kTolerance;
  for (std::size_t v = 0; v < value_.size(); ++v) {
    if (basic_[v] || low_[v] == high_[v]) continue;
    const double gain = (feasible ? cost_[v] : 0) + reduced_cost(v);
    if (std::abs(gain) <= best) continue;
    if (gain > 0 ? value_[v] >= high_[v] : value_[v] <= low_[v]) continue;
    best = std::abs(gain);
    step.entering = v;
    step.direction = gain > 0 ? 1 : -1;
    step.gain = best;
    if (careful) return true;
  }
  return best > kTolerance;
}

void Simplex::load_entering_column(std::size_t variable) {
  if (variable < rows_) {
    for (std::size_t i = 0; i < rows_; ++i) column_[i] = inverse_[i * rows_ + variable];
    return;
  }
  const std::size_t first = starts_[variable - rows_], last = starts_[variable - rows_ + 1];
  for (std::size_t i = 0; i < rows_; ++i) {
    const double* row = &inverse_[i * rows_];
    double sum = 0;
    for (std::size_t e = first; e < last; ++e) sum -= row[entries_[e].row] * entries_[e].value;
    column_[i] = std::abs(sum) < kZero ? 0 : sum;
  }
}

/// How far the variable at that place of the basis lets a step go that changes it at `rate`.
double Simplex::room(std::size_t place, double rate, bool feasible, double& bound) const {
  const std::size_t v = basis_[place];
  const double value = value_[v];
  if (rate > 0) {
    bound = !feasible && value < low_[v] - kTolerance ? low_[v] : high_[v];
    if (!feasible && value > high_[v] + kTolerance) return kInfinite;
  } else {
    bound = !feasible && value > high_[v] + kTolerance ? high_[v] : low_[v];
    if (!feasible && value < low_[v] - kTolerance) return kInfinite;
  }
  return std::isinf(bound) ? kInfinite : std::max(0.0, (bound - value) / rate);
}

/// Of those that stop the step first the one with the largest rate. False: nothing stops it.
bool Simplex::choose_leaving(Step& step, bool feasible) {
  const std::size_t v = step.entering;
  const double own = step.direction > 0 ? high_[v] - value_[v] : value_[v] - low_[v];
  step.leaving_at = rows_;
  step.length = own;
  double best_rate = 0, bound = 0;
  const bool careful = idle_steps_ > kPatience;
  for (std::size_t i = 0; i < rows_; ++i) {
    const double rate = -step.direction * column_[i];
    if (std::abs(rate) < kPivot) continue;
    const double length = room(i, rate, feasible, bound);
    if (std::isinf(length) || length > step.length + 1e-9) continue;
    const bool tie = step.leaving_at != rows_ && length > step.length - 1e-9;
    if (tie && (careful ? basis_[i] > basis_[step.leaving_at] : std::abs(rate) <= best_rate)) continue;
    step.leaving_at = i;
    step.length = tie ? std::min(length, step.length) : length;
    step.leaves_for = bound;
    best_rate = std::abs(rate);
  }
  return !std::isinf(step.length);
}

void Simplex::take(const Step& step) {
  idle_steps_ = step.length > 1e-9 ? 0 : idle_steps_ + 1;
  const double change = step.direction * step.length;
  for (std::size_t i = 0; i < rows_; ++i) {
    if (column_[i] != 0) value_[basis_[i]] -= change * column_[i];
  }
  double& value = value_[step.entering];
  value += change;
  if (step.endless) return;
  if (step.leaving_at == rows_) {
    value = step.direction > 0 ? high_[step.entering] : low_[step.entering];
    return;
  }
  const std::size_t leaving = basis_[step.leaving_at];
  value_[leaving] = step.leaves_for;
  pivot(step.leaving_at);
  basic_[leaving] = 0;
  basic_[step.entering] = 1;
  basis_[step.leaving_at] = step.entering;
  if (++pivots_ % kRefactor == 0) refactor();
}

/// The inverse after the loaded column took that place of the basis.
void Simplex::pivot(std::size_t place) {
  double* row = &inverse_[place * rows_];
  const double by = column_[place];
  support_.clear();
  for (std::size_t k = 0; k < rows_; ++k) {
    if (row[k] == 0) continue;
    row[k] /= by;
    support_.push_back(static_cast<std::uint32_t>(k));
  }
  for (std::size_t i = 0; i < rows_; ++i) {
    const double factor = column_[i];
    if (i == place || factor == 0) continue;
    double* other = &inverse_[i * rows_];
    for (const std::uint32_t k : support_) {
      other[k] -= factor * row[k];
      if (std::abs(other[k]) < kZero) other[k] = 0;
    }
  }
}

/// The values of the basis from those of all others.
void Simplex::recompute() {
  std::vector<double> sides(rows_);
  for (std::size_t v = 0; v < value_.size(); ++v) {
    if (basic_[v] || value_[v] == 0) continue;
    if (v < rows_) {
      sides[v] -= value_[v];
      continue;
    }
    for (std::size_t e = starts_[v - rows_]; e < starts_[v - rows_ + 1]; ++e)
      sides[entries_[e].row] += entries_[e].value * value_[v];
  }
  for (std::size_t i = 0; i < rows_; ++i) {
    const double* row = &inverse_[i * rows_];
    double sum = 0;
    for (std::size_t k = 0; k < rows_; ++k) sum += row[k] * sides[k];
    value_[basis_[i]] = sum;
  }
}

/// The inverse afresh, against the rounding of many pivots: each column enters where its entry is largest.
void Simplex::refactor() {
  const std::vector<std::size_t> wanted = basis_;
  std::fill(inverse_.begin(), inverse_.end(), 0.0);
  std::vector<std::uint8_t> placed(rows_);
  for (std::size_t i = 0; i < rows_; ++i) inverse_[i * rows_ + i] = 1;
  for (std::size_t i = 0; i < rows_; ++i) basis_[i] = i;
  for (const std::size_t v : wanted) {
    if (v < rows_) placed[v] = 1;
  }
  for (const std::size_t v : wanted) {
    if (v < rows_) continue;
    load_entering_column(v);
    std::size_t best = rows_;
    for (std::size_t i = 0; i < rows_; ++i) {
      if (!placed[i] && (best == rows_ || std::abs(column_[i]) > std::abs(column_[best]))) best = i;
    }
    pivot(best);
    placed[best] = 1;
    basis_[best] = v;
  }
  recompute();
}

/// Prices, gains, the entering column and the inverse.
void Simplex::spend_on_step() const {
  if (work_) work_->spend(entries_.size() + value_.size() + rows_ * (8 + support_.size()));
}

Simplex::End Simplex::run(bool feasible, double enough, std::size_t most_steps) {
  const std::size_t most = std::min(most_steps, 2000 + 30 * value_.size());
  idle_steps_ = 0;
  for (std::size_t steps = 0; steps < most && (!work_ || work_->left > 0); ++steps) {
    spend_on_step();
    if (feasible ? objective() >= enough : infeasibility() < kTolerance) return End::enough;
    price_basis(feasible);
    Step step;
    if (!choose_entering(step, feasible)) return End::optimal;
    load_entering_column(step.entering);
    if (!choose_leaving(step, feasible)) {
      if (std::isinf(enough)) return End::unbounded;
      step.length = (enough - objective()) / step.gain + 1;
      step.endless = true;
    }
    take(step);
  }
  return End::gave_up;
}

bool Simplex::make_feasible() {
  begin();
  run(false, kInfinite, kManySteps);
  return infeasibility() < 1e-5;
}

Simplex::End Simplex::maximise(double enough, std::size_t most_steps) {
  begin();
  return run(true, enough, most_steps);
}

}  // namespace takestock::disclosure
