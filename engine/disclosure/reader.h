// A reader who joins everything that was published: between which counts can a figure be?
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "disclosure/pieces.h"
#include "disclosure/release.h"

namespace takestock::disclosure {

class Reader {
 public:
  /// Sees all figures but those that must be hidden. The release outlives this.
  explicit Reader(const Release& release);

  bool hidden(std::uint32_t line) const { return hidden_[line]; }
  void hide(const std::vector<std::uint32_t>& lines);

  /// Whether the reader can narrow a hidden figure or a remainder down to fewer than `threshold` steps from
  /// its lowest to its highest whole number. Also if the question could not be decided.
  bool narrows(std::uint32_t line);
  /// What narrows() found when it was true.
  double low(std::uint32_t line) const { return low_[line]; }
  double high(std::uint32_t line) const { return high_[line]; }

  /// Shows a hidden figure again if that lets the reader narrow down none of `guarded`.
  bool show(std::uint32_t line, const std::vector<std::uint32_t>& guarded);

  /// For each line the bounds that the reader knows.
  Bounds bounds() const;

 private:
  /// What the lines were at a point that the reader cannot exclude, where that is not the truth.
  using Witness = std::vector<std::pair<std::uint32_t, double>>;
  bool wide(std::uint32_t line) const;
  bool possible(const Witness& witness) const;
  void look_again();
  void note(std::uint32_t piece);

  const Release& release_;
  std::vector<double> truth_, low_, high_;
  std::vector<std::uint8_t> hidden_;
  std::vector<Witness> witnesses_;
  Bounds bounds_;
  std::unique_ptr<Pieces> pieces_;
  std::uint32_t last_narrowed_ = 0;
};

}  // namespace takestock::disclosure
