#include "disclosure/reader.h"

#include <algorithm>
#include <cmath>

namespace takestock::disclosure {
namespace {

constexpr double kRounding = 1e-6;
constexpr std::size_t kWitnesses = 3000;

double whole_above(double value) { return std::ceil(value - kRounding); }
double whole_below(double value) { return std::floor(value + kRounding); }

}  // namespace

Reader::Reader(const Release& release) : release_(release) {
  for (std::uint32_t i = 0; i < release.lines.size(); ++i) {
    const Line& line = release.lines[i];
    hidden_.push_back(line.role == Line::figure && line.must);
    truth_.push_back(line.count != Figure::kUnknown ? static_cast<double>(line.count) : release.value(i));
  }
  look_again();
}

Bounds Reader::bounds() const {
  Bounds out(release_.lines.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = {release_.lines[i].low, release_.lines[i].high};
    if (release_.lines[i].role == Line::figure && !hidden_[i]) out[i] = {truth_[i], truth_[i]};
  }
  return out;
}

void Reader::hide(const std::vector<std::uint32_t>& lines) {
  for (const std::uint32_t line : lines) hidden_[line] = 1;
  look_again();
}

bool Reader::possible(const Witness& witness) const {
  return std::all_of(witness.begin(), witness.end(), [&](const auto& entry) {
    return release_.lines[entry.first].role != Line::figure || hidden_[entry.first];
  });
}

/// After a change of what is hidden.
void Reader::look_again() {
  low_ = high_ = truth_;
  for (const Witness& witness : witnesses_) {
    if (!possible(witness)) continue;
    for (const auto& [line, value] : witness) {
      low_[line] = std::min(low_[line], value);
      high_[line] = std::max(high_[line], value);
    }
  }
  bounds_ = bounds();
  pieces_ = std::make_unique<Pieces>(release_, bounds_, release_.point);
}

/// The point to which the piece was just taken.
void Reader::note(std::uint32_t piece) {
  Witness witness;
  for (const std::uint32_t line : pieces_->lines(piece)) {
    const double value = pieces_->value(line);
    if (std::abs(value - truth_[line]) < kTolerance) continue;
    witness.emplace_back(line, value);
    low_[line] = std::min(low_[line], value);
    high_[line] = std::max(high_[line], value);
  }
  if (witness.empty()) return;
  if (witnesses_.size() == kWitnesses)
    witnesses_.erase(witnesses_.begin(), witnesses_.begin() + kWitnesses / 2);
  witnesses_.push_back(std::move(witness));
}

bool Reader::wide(std::uint32_t line) const {
  return whole_below(high_[line]) - whole_above(low_[line]) >= release_.threshold;
}

bool Reader::narrows(std::uint32_t line) {
  const Line& its = release_.lines[line];
  if (its.role == Line::figure && !hidden_[line]) return false;
  if (wide(line)) return false;
  const std::uint32_t piece = pieces_->piece_of(line);
  bool decided = true;
  if (piece != Pieces::kNone) {
    decided = pieces_->drive(line, 1, whole_above(low_[line]) + release_.threshold) != Simplex::End::gave_up;
    note(piece);
    if (wide(line)) return false;
    decided &=
        pieces_->drive(line, -1, whole_below(high_[line]) - release_.threshold) != Simplex::End::gave_up;
    note(piece);
    if (wide(line)) return false;
  }
  return !decided || whole_below(high_[line]) > 0;
}

bool Reader::show(std::uint32_t line, const std::vector<std::uint32_t>& guarded) {
  const std::uint32_t piece = pieces_->piece_of(line);
  std::vector<std::uint8_t> touched(release_.lines.size());
  touched[line] = 1;
  if (piece != Pieces::kNone) {
    for (const std::uint32_t other : pieces_->lines(piece)) touched[other] = 1;
  }
  hidden_[line] = 0;
  look_again();
  const auto narrowed = [&](std::uint32_t other) {
    if (!touched[other] || !narrows(other)) return false;
    last_narrowed_ = other;
    return true;
  };
  const bool known = std::find(guarded.begin(), guarded.end(), last_narrowed_) != guarded.end();
  if ((known && narrowed(last_narrowed_)) || std::any_of(guarded.begin(), guarded.end(), narrowed)) {
    hidden_[line] = 1;
    look_again();
    return false;
  }
  return true;
}

}  // namespace takestock::disclosure
