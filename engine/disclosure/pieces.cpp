#include "disclosure/pieces.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace takestock::disclosure {
namespace {

/// Union-find.
class Classes {
 public:
  explicit Classes(std::size_t size) : up_(size) { std::iota(up_.begin(), up_.end(), 0u); }
  std::uint32_t of(std::uint32_t i) {
    while (up_[i] != i) i = up_[i] = up_[up_[i]];
    return i;
  }
  void join(std::uint32_t a, std::uint32_t b) { up_[of(a)] = of(b); }

 private:
  std::vector<std::uint32_t> up_;
};

template <typename Visit>
void each_term(const Sum& sum, Visit visit) {
  for (const std::uint32_t cell : sum.plus) visit(cell, 1.0);
  for (const std::uint32_t cell : sum.minus) visit(cell, -1.0);
}

}  // namespace

Pieces::Pieces(const Release& release, const Bounds& bounds, const std::vector<double>& point)
    : release_(release), bounds_(bounds), point_(point) {
  std::vector<double> copy = point;  // settling finds what is there already
  settle(copy);
  take_apart();
}

Pieces::Pieces(const Release& release, const Bounds& bounds, std::vector<double>& point, bool& possible)
    : release_(release), bounds_(bounds), point_(point) {
  possible = settle(point);
  if (possible) take_apart();
}

std::optional<std::vector<std::uint32_t>> Pieces::of_cells(const Release& release, const Bounds& bounds,
                                                           std::vector<double>& point) {
  bool possible = true;
  const Pieces pieces(release, bounds, point, possible);
  if (!possible) return std::nullopt;
  std::vector<std::uint32_t> out(release.cells, kNone);
  for (std::uint32_t piece = 0; piece < pieces.cells_.size(); ++piece) {
    for (const std::uint32_t cell : pieces.cells_[piece]) out[cell] = piece;
  }
  return out;
}

bool Pieces::fit(const Release& release, const Bounds& bounds, std::vector<double>& point) {
  bool possible = true;
  Pieces pieces(release, bounds, point, possible);
  if (!possible) return false;
  for (std::uint32_t piece = 0; piece < pieces.cells_.size(); ++piece) {
    if (!pieces.solver(piece).make_feasible()) return false;
    for (const std::uint32_t cell : pieces.cells_[piece])
      point[cell] = pieces.solver(piece).column_value(pieces.column_of_[cell]);
  }
  return true;
}

/// Lines with an exact value and one open cell give that cell its value; lines that add up to nothing all.
/// False: a cell would be less than nothing, or a line cannot have its value.
bool Pieces::settle(std::vector<double>& point) {
  settled_.assign(release_.cells, 0);
  open_.resize(release_.lines.size());
  places_.resize(release_.lines.size());
  std::vector<std::uint32_t> next;
  for (std::uint32_t i = 0; i < release_.lines.size(); ++i) {
    const Sum& sum = release_.lines[i].sum;
    open_[i] = static_cast<std::uint32_t>(sum.plus.size() + sum.minus.size());
    if (bounds_[i].exact()) next.push_back(i);
  }
  while (!next.empty()) {
    const std::uint32_t line = next.back();
    next.pop_back();
    if (!settle_line(line, point, next)) return false;
  }
  return true;
}

bool Pieces::settle_line(std::uint32_t line, std::vector<double>& point, std::vector<std::uint32_t>& next) {
  const Sum& sum = release_.lines[line].sum;
  const double rest = bounds_[line].low - places_[line].settled;
  if (open_[line] == 0) return std::abs(rest) < 1e-5;
  const bool nothing = std::abs(rest) < kTolerance && (sum.minus.empty() || sum.plus.empty());
  if (open_[line] > 1 && !nothing) return true;
  bool possible = true;
  each_term(sum, [&](std::uint32_t cell, double sign) {
    if (settled_[cell]) return;
    const double value = nothing ? 0 : rest * sign;
    possible = possible && value > -1e-5;
    settle_cell(cell, std::max(0.0, value), point, next);
  });
  return possible;
}

void Pieces::settle_cell(std::uint32_t cell, double value, std::vector<double>& point,
                         std::vector<std::uint32_t>& next) {
  settled_[cell] = 1;
  point[cell] = value;
  for (const Entry& entry : release_.columns[cell]) {
    places_[entry.row].settled += entry.value * value;
    --open_[entry.row];
    if (bounds_[entry.row].exact()) next.push_back(entry.row);
  }
}

void Pieces::take_apart() {
  Classes classes(release_.cells);
  for (const Line& line : release_.lines) {
    std::uint32_t first = kNone;
    each_term(line.sum, [&](std::uint32_t cell, double) {
      if (settled_[cell]) return;
      if (first == kNone) first = cell;
      classes.join(first, cell);
    });
  }
  std::vector<std::uint32_t> piece_of_class(release_.cells, kNone);
  column_of_.resize(release_.cells);
  for (std::uint32_t cell = 0; cell < release_.cells; ++cell) {
    if (settled_[cell]) continue;
    std::uint32_t& piece = piece_of_class[classes.of(cell)];
    if (piece == kNone) {
      piece = static_cast<std::uint32_t>(cells_.size());
      cells_.emplace_back();
    }
    column_of_[cell] = static_cast<std::uint32_t>(cells_[piece].size());
    cells_[piece].push_back(cell);
  }
  lines_.resize(cells_.size());
  solvers_.resize(cells_.size());
  for (std::uint32_t i = 0; i < release_.lines.size(); ++i) {
    each_term(release_.lines[i].sum, [&](std::uint32_t cell, double) {
      if (!settled_[cell]) places_[i].piece = piece_of_class[classes.of(cell)];
    });
    if (places_[i].piece != kNone) lines_[places_[i].piece].push_back(i);
  }
}

Simplex& Pieces::solver(std::uint32_t piece) {
  if (!solvers_[piece]) make_solver(piece);
  return *solvers_[piece];
}

/// A line over a single open cell becomes bounds of its column, a remainder, whose bounds say nothing, is a
/// sum; all others become rows.
void Pieces::make_solver(std::uint32_t piece) {
  const std::vector<std::uint32_t>& cells = cells_[piece];
  Bounds columns(cells.size());
  std::uint32_t rows = 0;
  for (const std::uint32_t i : lines_[piece]) {
    const Sum& sum = release_.lines[i].sum;
    Place& place = places_[i];
    place.kind = release_.lines[i].role == Line::remainder ? Place::sum
                 : open_[i] == 1 && sum.minus.empty()      ? Place::column
                                                           : Place::row;
    if (place.kind == Place::row) place.number = rows++;
    if (place.kind != Place::column) continue;
    for (const std::uint32_t cell : sum.plus) {
      if (!settled_[cell]) place.number = column_of_[cell];
    }
    Bound& bound = columns[place.number];
    bound.low = std::max(bound.low, bounds_[i].low - place.settled);
    bound.high = std::min(bound.high, bounds_[i].high - place.settled);
  }
  solvers_[piece] = std::make_unique<Simplex>(rows, release_.work.get());
  Simplex& solver = *solvers_[piece];
  std::vector<Entry> entries;
  for (std::size_t c = 0; c < cells.size(); ++c) {
    entries.clear();
    for (const Entry& entry : release_.columns[cells[c]]) {
      if (places_[entry.row].kind == Place::row) entries.push_back({places_[entry.row].number, entry.value});
    }
    const double start = std::min(std::max(point_[cells[c]], columns[c].low), columns[c].high);
    solver.add_column(entries, columns[c].low, columns[c].high, start);
  }
  for (const std::uint32_t i : lines_[piece]) {
    const Place& place = places_[i];
    if (place.kind == Place::row)
      solver.bound_row(place.number, bounds_[i].low - place.settled, bounds_[i].high - place.settled);
  }
}

void Pieces::add_objective(Simplex& its, std::uint32_t line, double cost) const {
  const Place& place = places_[line];
  if (place.kind == Place::row) its.set_row_objective(place.number, cost);
  if (place.kind == Place::column) its.set_column_objective(place.number, cost);
  if (place.kind != Place::sum) return;
  for (const std::uint32_t cell : release_.lines[line].sum.plus) {
    if (!settled_[cell]) its.set_column_objective(column_of_[cell], cost);
  }
}

Simplex::End Pieces::drive(std::uint32_t line, int direction, double enough) {
  Simplex& its = solver(places_[line].piece);
  its.clear_objective();
  add_objective(its, line, direction);
  return its.maximise(direction * (enough - places_[line].settled));
}

void Pieces::drive_together(std::uint32_t piece, const std::vector<std::pair<std::uint32_t, int>>& directions,
                            std::size_t most_steps) {
  Simplex& its = solver(piece);
  its.clear_objective();
  for (const auto& [line, direction] : directions) add_objective(its, line, direction);
  its.maximise(kInfinite, most_steps);
}

double Pieces::value(std::uint32_t line) const {
  const Place& place = places_[line];
  if (place.piece == kNone || !solvers_[place.piece]) return release_.value(line);
  const Simplex& its = *solvers_[place.piece];
  if (place.kind == Place::row) return place.settled + its.row_value(place.number);
  if (place.kind == Place::column) return place.settled + its.column_value(place.number);
  double sum = place.settled;
  for (const std::uint32_t cell : release_.lines[line].sum.plus) {
    if (!settled_[cell]) sum += its.column_value(column_of_[cell]);
  }
  return sum;
}

}  // namespace takestock::disclosure
