// Counts on their way to the disclosure room and back. Private to the room.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "disclosure/ledger.h"
#include "tabulation/axis.h"

namespace takestock::tabulation {

using disclosure::Filter;

/// Where a count stands in the draft's tables.
struct Place {
  enum class In : std::uint8_t { cells, row_totals, column_totals, total } in = In::cells;
  std::size_t table = 0, index = 0;
};

class Draft {
 public:
  /// The number of the table in the draft. A variable that several filters name becomes one of all of them.
  std::size_t add(disclosure::Table table);
  /// Marks what must be hidden; nothing is without a ledger.
  Status protect(disclosure::Ledger* ledger, std::string_view edition);

  Shown count(const Place& place) const;
  bool seen(const Place& place) const { return !figure(place).hidden; }
  double number(const Place& place) const { return static_cast<double>(figure(place).count); }
  /// The value, if all counts that it stands on are seen.
  Shown derived(std::optional<double> value, std::initializer_list<Place> from) const;
  bool any_hidden() const { return any_hidden_; }
  /// Why nothing at all may be seen, a sentence; "" if something may.
  const std::string& withheld() const { return withheld_; }

 private:
  const disclosure::Figure& figure(const Place& place) const;
  std::vector<disclosure::Table> tables_;
  bool any_hidden_ = false;
  std::string withheld_;
};

/// What every figure of a release is made from.
struct Basis {
  const Responses& responses;
  const Weights& weights;
  Rows which;                  ///< the rows that the filter lets in
  std::vector<Filter> filter;  ///< the same, as the disclosure room knows it
  double level = 0.95;
  bool protect = true;

  bool weighted() const { return !which.weights.empty(); }
  /// N of everybody, or of one group of that question; nothing if it is not known.
  std::optional<double> population(const std::string& question, std::optional<std::size_t> code) const;
  /// A weighted share tells more than the counts it stands on: it is published in whole per cent.
  std::optional<double> published_share(std::optional<double> share) const;
};

inline disclosure::Figure figure_of(double count) { return {static_cast<std::int64_t>(count), false}; }
/// "q/asked": whether a question was answered, skipped or not asked.
std::string asked_variable(const std::string& question);
inline constexpr char kAnsweredLabel[] = "(answered)";

}  // namespace takestock::tabulation
