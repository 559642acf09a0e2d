#include "tabulation/counting.h"

#include <algorithm>

namespace takestock::tabulation {

using statistics::Crosstab;

namespace {

/// Every row in one group.
struct Alone {
  std::size_t operator[](std::size_t) const { return 0; }
};

/// Hands the groups to `act` as an array of their own width.
template <typename Act>
void with(const Groups& groups, Act act) {
  if (!groups.narrow.empty())
    act(groups.narrow.data());
  else if (!groups.wide.empty())
    act(groups.wide.data());
  else
    act(Alone{});
}

/// Counts into four tables in turn: a row does not wait for the one before it.
template <typename R, typename C>
void add_counts(R rows, C columns, const Rows& which, std::vector<std::uint32_t>* lanes, std::size_t width) {
  const std::uint8_t* const mask = which.mask.empty() ? nullptr : which.mask.data();
  for (std::size_t i = 0; i < which.size; ++i) {
    const std::uint32_t one = mask ? mask[i] : 1;
    lanes[i & 3][static_cast<std::size_t>(rows[i]) * width + columns[i]] += one;
  }
}

struct Weighed {
  double weight = 0, squares = 0;
  std::uint64_t n = 0;
};

template <typename R, typename C>
void add_weights(R rows, C columns, const Rows& which, std::vector<Weighed>* lanes, std::size_t width) {
  const std::uint8_t* const mask = which.mask.empty() ? nullptr : which.mask.data();
  for (std::size_t i = 0; i < which.size; ++i) {
    if (mask && !mask[i]) continue;
    Weighed& cell = lanes[i & 3][static_cast<std::size_t>(rows[i]) * width + columns[i]];
    const double w = which.weights[i];
    cell.weight += w;
    cell.squares += w * w;
    ++cell.n;
  }
}

template <typename Lane, typename Add>
void fill(Crosstab& out, const Groups& rows, const Groups& columns, Add add) {
  std::vector<Lane> lanes[4];
  for (auto& lane : lanes) lane.resize(rows.count * columns.count);
  with(rows, [&](auto r) { with(columns, [&](auto c) { add(r, c, lanes); }); });
  for (std::size_t at = 0; at < lanes[0].size(); ++at) {
    Crosstab::Cell cell;
    for (const auto& lane : lanes) {
      if constexpr (std::is_same_v<Lane, Weighed>)
        cell.add({static_cast<double>(lane[at].n), lane[at].weight, lane[at].squares});
      else
        cell.add({double(lane[at]), double(lane[at]), double(lane[at])});
    }
    out.set(at / columns.count, at % columns.count, cell);
  }
}

/// Calls `act` with every ticked row.
template <typename Act>
void each_tick(const std::vector<std::uint64_t>& words, Act act) {
  for (std::size_t word = 0; word < words.size(); ++word)
    for (std::uint64_t left = words[word]; left; left &= left - 1)
      act(word * 64 + static_cast<std::size_t>(__builtin_ctzll(left)));
}

}  // namespace

Groups groups_of(const Responses& responses, std::size_t question) {
  const Column& column = responses.column(question);
  const std::size_t codes = responses.codebook().questions()[question].codes.size();
  const std::size_t count = kFirstCode + (column.kind() == Kind::one ? codes : 1);
  if (column.is_wide()) return {{}, column.wide(), count};
  return {column.narrow(), {}, count};
}

Crosstab count(const Groups& rows, const Groups& columns, const Rows& which) {
  Crosstab out(rows.count, columns.count);
  if (which.weights.empty())
    fill<std::uint32_t>(out, rows, columns,
                        [&](auto r, auto c, auto* lanes) { add_counts(r, c, which, lanes, columns.count); });
  else
    fill<Weighed>(out, rows, columns,
                  [&](auto r, auto c, auto* lanes) { add_weights(r, c, which, lanes, columns.count); });
  return out;
}

Crosstab count_ticks(const Responses& responses, std::size_t question, const Groups& columns,
                     const Rows& which) {
  const std::size_t choices = responses.codebook().questions()[question].codes.size();
  Crosstab out(std::max<std::size_t>(choices, 1), columns.count);
  for (std::size_t choice = 0; choice < choices; ++choice) {
    std::vector<Crosstab::Cell> cells(columns.count);
    with(columns, [&](auto group) {
      each_tick(responses.column(question).ticks(choice), [&](std::size_t row) {
        if (!which.mask.empty() && !which.mask[row]) return;
        const double w = which.weights.empty() ? 1 : which.weights[row];
        Crosstab::Cell& cell = cells[group[row]];
        cell.n += 1, cell.weight += w, cell.weight_squares += w * w;
      });
    });
    for (std::size_t at = 0; at < cells.size(); ++at) out.set(choice, at, cells[at]);
  }
  return out;
}

}  // namespace takestock::tabulation
