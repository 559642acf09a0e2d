// A reader who joins everything that was published: between which counts can a figure be?
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/doors.h"
#include "disclosure/pieces.h"
#include "disclosure/release.h"

namespace takestock::disclosure {

/// Between which whole numbers a line could be before anything fresh was seen.
class Earlier {
 public:
  explicit Earlier(const Release& before);  ///< outlives this
  /// Nothing: it could not be decided.
  std::optional<Bound> range(std::uint32_t line);

 private:
  const Release& before_;
  const Bounds bounds_;
  Pieces pieces_;
};

class Reader {
 public:
  /// Sees all figures but those that must be hidden. The release outlives this.
  explicit Reader(const Release& release);

  bool hidden(std::uint32_t line) const { return hidden_[line]; }
  void hide(const std::vector<std::uint32_t>& lines);

  /// Whether the reader can narrow a hidden figure or a remainder down to fewer than `threshold` steps from
  /// its lowest to its highest whole number, or what was withheld earlier, if it was narrower than that
  /// already, any further. Also if the question could not be decided.
  bool narrows(std::uint32_t line);
  /// Looks for points at which many of the lines are far from where they are at once: narrows() is quicker
  /// then.
  void look_around(const std::vector<std::uint32_t>& lines);
  /// What narrows() found when it was true.
  double low(std::uint32_t line) const { return low_[line]; }
  double high(std::uint32_t line) const { return high_[line]; }

  /// Shows a hidden figure again if that lets the reader narrow down none of `guarded`.
  bool show(std::uint32_t line, const std::vector<std::uint32_t>& guarded);

  /// For each line of the release, or of its parted one, the bounds that the reader knows.
  Bounds bounds_of(const Release& release) const;

 private:
  /// What the lines were at a point that the reader cannot exclude, where that is not the truth.
  using Witness = std::vector<std::pair<std::uint32_t, double>>;
  bool wide(std::uint32_t line) const;
  bool is_open(std::uint32_t line) const;
  bool widen(Pieces& pieces, std::uint32_t line);
  void look_around(Pieces& pieces, const std::vector<std::uint32_t>& lines, SeededRandom& random);
  bool as_earlier(std::uint32_t line);
  bool possible(const Witness& witness) const;
  void look_again();
  void note(const Pieces& pieces, std::uint32_t piece);

  const Release& release_;
  std::vector<double> truth_, low_, high_;
  std::vector<std::uint8_t> hidden_;
  std::vector<Witness> witnesses_;
  Bounds bounds_, parted_bounds_;
  std::unique_ptr<Pieces> pieces_, parted_;
  std::unique_ptr<Earlier> earlier_;
  std::uint32_t last_narrowed_ = 0;
};

}  // namespace takestock::disclosure
