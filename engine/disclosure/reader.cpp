#include "disclosure/reader.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace takestock::disclosure {
namespace {

constexpr double kRounding = 1e-6;
constexpr std::size_t kWitnesses = 3000;
constexpr std::size_t kSteps = 1000;    // of one look
constexpr std::size_t kWorthwhile = 8;  // lines that a look shows to be wide

double whole_above(double value) { return std::ceil(value - kRounding); }
double whole_below(double value) { return std::floor(value + kRounding); }

}  // namespace

namespace {

Bounds bounds_before(const Release& before) {
  Bounds out;
  for (const Line& line : before.lines) {
    out.push_back({line.low, line.high});
    if (line.fixed) out.back().low = out.back().high = static_cast<double>(line.count);
  }
  return out;
}

}  // namespace

Earlier::Earlier(const Release& before)
    : before_(before), bounds_(bounds_before(before)), pieces_(before, bounds_, before.point) {}

std::optional<Bound> Earlier::range(std::uint32_t line) {
  const double now = before_.value(line);
  if (pieces_.piece_of(line) == Pieces::kNone) return Bound{whole_above(now), whole_below(now)};
  Bound out;
  if (pieces_.drive(line, -1, -kInfinite) != Simplex::End::optimal) return std::nullopt;
  out.low = whole_above(pieces_.value(line));
  const Simplex::End end = pieces_.drive(line, 1, kInfinite);
  if (end == Simplex::End::gave_up) return std::nullopt;
  if (end == Simplex::End::optimal) out.high = whole_below(pieces_.value(line));
  return out;
}

Reader::Reader(const Release& release) : release_(release) {
  if (release.before) earlier_ = std::make_unique<Earlier>(*release.before);
  for (std::uint32_t i = 0; i < release.lines.size(); ++i) {
    const Line& line = release.lines[i];
    hidden_.push_back(line.role == Line::figure && line.must);
    truth_.push_back(line.count != Figure::kUnknown ? static_cast<double>(line.count) : release.value(i));
  }
  look_again();
}

Bounds Reader::bounds_of(const Release& release) const {
  Bounds out(release.lines.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = {release.lines[i].low, release.lines[i].high};
    if (release.lines[i].role == Line::figure && !hidden_[i]) out[i] = {truth_[i], truth_[i]};
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
  bounds_ = bounds_of(release_);
  pieces_ = std::make_unique<Pieces>(release_, bounds_, release_.point);
  if (!release_.parted) return;
  parted_bounds_ = bounds_of(*release_.parted);
  parted_ = std::make_unique<Pieces>(*release_.parted, parted_bounds_, release_.point);
}

/// The point to which the piece was just taken.
void Reader::note(const Pieces& pieces, std::uint32_t piece) {
  Witness witness;
  for (const std::uint32_t line : pieces.lines(piece)) {
    if (line >= truth_.size()) continue;
    const double value = pieces.value(line);
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

/// False: it could not be decided how far the line can go.
bool Reader::widen(Pieces& pieces, std::uint32_t line) {
  const std::uint32_t piece = pieces.piece_of(line);
  if (piece == Pieces::kNone) return true;
  const Simplex::End up = pieces.drive(line, 1, whole_above(low_[line]) + release_.threshold);
  note(pieces, piece);
  if (wide(line)) return true;
  const Simplex::End down = pieces.drive(line, -1, whole_below(high_[line]) - release_.threshold);
  note(pieces, piece);
  return up != Simplex::End::gave_up && down != Simplex::End::gave_up;
}

void Reader::look_around(const std::vector<std::uint32_t>& lines) {
  if (!parted_) return;
  SeededRandom random(1);
  std::size_t before = lines.size() + kWorthwhile, left = lines.size();
  while (left + kWorthwhile <= before && release_.work->left > 0) {
    before = left;
    look_around(*parted_, lines, random);
    look_around(*pieces_, lines, random);
    left = static_cast<std::size_t>(
        std::count_if(lines.begin(), lines.end(), [&](std::uint32_t line) { return is_open(line); }));
  }
}

bool Reader::is_open(std::uint32_t line) const {
  return (release_.lines[line].role != Line::figure || hidden_[line]) && !wide(line);
}

/// Lines that are not wide yet go up or down, at random; those that went down as far as can be only up.
void Reader::look_around(Pieces& pieces, const std::vector<std::uint32_t>& lines, SeededRandom& random) {
  std::map<std::uint32_t, std::vector<std::pair<std::uint32_t, int>>> directions;
  for (const std::uint32_t line : lines) {
    if (!is_open(line) || pieces.piece_of(line) == Pieces::kNone) continue;
    const bool up = random.next() % 2, lowest = low_[line] <= release_.lines[line].low + kRounding;
    if (up || !lowest) directions[pieces.piece_of(line)].emplace_back(line, up ? 1 : -1);
  }
  for (const auto& [piece, its] : directions) {
    pieces.drive_together(piece, its, kSteps);
    note(pieces, piece);
  }
}

bool Reader::narrows(std::uint32_t line) {
  const Line& its = release_.lines[line];
  if (its.role == Line::figure && !hidden_[line]) return false;
  if (wide(line)) return false;
  if (parted_) widen(*parted_, line);
  if (wide(line)) return false;
  const bool decided = widen(*pieces_, line);
  if (wide(line)) return false;
  if (!decided) return true;
  if (earlier_ && its.count == Figure::kUnknown) return !as_earlier(line);
  return whole_below(high_[line]) > 0;
}

/// It was no wider, so what is fresh tells nothing of it.
bool Reader::as_earlier(std::uint32_t line) {
  const std::optional<Bound> range = earlier_->range(line);
  return range && whole_above(low_[line]) <= range->low && whole_below(high_[line]) >= range->high;
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
