#include <algorithm>
#include <cmath>

#include "base/doors.h"
#include "disclosure/complement.h"
#include "disclosure/reader.h"
#include "disclosure/release.h"
#include "disclosure/tables.h"

namespace takestock::disclosure {
namespace {

/// One way of hiding enough.
struct Choice {
  std::vector<std::uint8_t> hidden;  ///< by line
  std::vector<std::uint32_t> exposed;
  double cost = 0;
  bool decided = true;  ///< false: there was no work left to look at everything
};

class Chooser {
 public:
  Chooser(const Release& release, std::uint64_t seed) : release_(release), reader_(release) {
    SeededRandom random(seed);
    for (std::uint32_t i = 0; i < release.lines.size(); ++i) {
      const Line& line = release.lines[i];
      const double size = std::log1p(static_cast<double>(std::max<std::int64_t>(line.count, 0)));
      const double jitter = seed == 0 ? 0 : static_cast<double>(random.next() % 1000) / 2000;
      weights_.push_back((line.total ? 1.2 : 1.0) + 0.02 * size + jitter);
      if (line.guarded) guarded_.push_back(i);
    }
    std::sort(guarded_.begin(), guarded_.end(), [&](std::uint32_t a, std::uint32_t b) {
      return release.lines[a].count != release.lines[b].count
                 ? release.lines[a].count < release.lines[b].count
                 : a < b;
    });
  }

  Choice choose() {
    hide_enough();
    Choice choice;
    choice.decided = may_go_on();
    show_again();
    choice.exposed = exposed_;
    for (std::uint32_t i = 0; i < release_.lines.size(); ++i) {
      choice.hidden.push_back(reader_.hidden(i));
      if (reader_.hidden(i)) choice.cost += 1 + 1e-3 * weights_[i];
    }
    return choice;
  }

 private:
  bool may_go_on() const { return release_.work->left > 0; }

  void hide_enough() {
    bool changed = true;
    while (changed) {
      changed = false;
      reader_.look_around(guarded_);
      for (std::size_t i = 0; i < guarded_.size() && may_go_on();) {
        if (!reader_.narrows(guarded_[i])) {
          ++i;
        } else if (guard(guarded_[i])) {
          changed = true;
        } else {
          exposed_.push_back(guarded_[i]);
          guarded_.erase(guarded_.begin() + static_cast<std::ptrdiff_t>(i));
        }
      }
    }
  }

  /// Hides more for that line; false: nothing helps. The reader's lowest value often falls by what is hidden
  /// to let the highest rise, so the first try counts on that.
  bool guard(std::uint32_t line) {
    const double floor = std::max(0.0, release_.lines[line].low);
    for (const double low : {floor, std::ceil(reader_.low(line) - 1e-6)}) {
      const double wanted = low + release_.threshold;
      if (wanted <= std::floor(reader_.high(line) + 1e-6)) continue;
      const std::vector<std::uint32_t> more = complement(release_, reader_, line, wanted, weights_);
      if (more.empty()) continue;
      reader_.hide(more);
      return true;
    }
    return release_.lines[line].count == Figure::kUnknown && hide_all_fresh();
  }

  /// Then what was withheld earlier is as uncertain as it was. False: that is so already.
  bool hide_all_fresh() {
    std::vector<std::uint32_t> more;
    for (std::uint32_t i = 0; i < release_.lines.size(); ++i) {
      if (release_.lines[i].fresh && !reader_.hidden(i)) more.push_back(i);
    }
    reader_.hide(more);
    return !more.empty();
  }

  void show_again() {
    std::vector<std::uint32_t> extra;
    for (std::uint32_t i = 0; i < release_.lines.size(); ++i) {
      if (reader_.hidden(i) && !release_.lines[i].must) extra.push_back(i);
    }
    std::sort(extra.begin(), extra.end(), [&](std::uint32_t a, std::uint32_t b) {
      return weights_[a] != weights_[b] ? weights_[a] > weights_[b] : a < b;
    });
    for (auto line = extra.begin(); line != extra.end() && may_go_on(); ++line) reader_.show(*line, guarded_);
  }

  const Release& release_;
  Reader reader_;
  std::vector<double> weights_;
  std::vector<std::uint32_t> guarded_, exposed_;
};

/// Small tables are worth many tries: each finds another way, some a better one.
std::uint64_t tries_for(std::size_t cells) {
  constexpr std::size_t kWork = 4000, kMost = 24;
  return std::clamp<std::size_t>(kWork / std::max<std::size_t>(cells, 1), 1, kMost);
}

Choice best_choice(const Release& release) {
  Choice best = Chooser(release, 0).choose();
  const std::uint64_t tries = tries_for(release.cells);
  for (std::uint64_t seed = 1; seed < tries && release.work->left > 0; ++seed) {
    Choice other = Chooser(release, seed).choose();
    if (other.decided && other.exposed.size() <= best.exposed.size() && other.cost < best.cost)
      best = std::move(other);
  }
  return best;
}

Summary carry_out(const Release& release, const Choice& choice, Tables& tables) {
  Summary summary;
  summary.figures = release.groups;
  for (std::size_t i = 0; i < release.places.size(); ++i) {
    const Line& line = release.lines[i];
    summary.small += line.count > 0 && line.count < release.threshold;
    summary.hidden += choice.hidden[i];
    for (const Position& position : release.places[i]) {
      Table& table = tables.tables[position.table];
      if (choice.hidden[i] && !table.released) figure_at(table, position).hidden = true;
    }
  }
  for (const std::uint32_t line : choice.exposed) {
    if (line < release.places.size())
      summary.exposed.push_back(pointer(tables, release.places[line].front()));
  }
  return summary;
}

/// Of the tables whose figures are exposed; false: all of them do so already.
bool hide_zeros(const Release& release, const Choice& choice, Tables& tables) {
  bool changed = false;
  const auto hide_in = [&](Table& table) {
    changed |= !table.released && !table.zeros_hidden;
    table.zeros_hidden |= !table.released;
  };
  for (const std::uint32_t line : choice.exposed) {
    if (line >= release.places.size()) {
      for (Table& table : tables.tables) hide_in(table);
      continue;
    }
    for (const Position& position : release.places[line]) hide_in(tables.tables[position.table]);
  }
  if (changed || choice.exposed.empty()) return changed;
  for (Table& table : tables.tables) hide_in(table);
  return changed;
}

void hide_unknown(Tables& tables) {
  for (Table& table : tables.tables) {
    for (const Position& position : positions(table, 0)) {
      Figure& figure = figure_at(table, position);
      figure.hidden = figure.count == Figure::kUnknown;
    }
  }
}

void hide_all(Tables& tables) {
  for (Table& table : tables.tables) {
    for (const Position& position : positions(table, 0)) figure_at(table, position).hidden = !table.released;
  }
}

Summary undecided(const Release& release, Tables& tables) {
  hide_all(tables);
  Summary summary;
  summary.figures = summary.hidden = release.groups;
  summary.undecided = true;
  return summary;
}

Result<Summary> protect(Tables& tables, bool next, std::uint64_t most_work) {
  while (true) {
    const Result<Release> release = Release::of(tables, next, most_work);
    if (!release) return release.error();
    const Choice choice = best_choice(*release);
    if (!choice.decided) return undecided(*release, tables);
    most_work = release->work->left;
    if (hide_zeros(*release, choice, tables)) continue;
    hide_unknown(tables);
    return carry_out(*release, choice, tables);
  }
}

}  // namespace

Result<Summary> protect(Tables& tables) { return protect(tables, false, Work().left); }

Result<Summary> protect_next(Tables& tables, std::uint64_t most_work) {
  return protect(tables, true, most_work);
}

}  // namespace takestock::disclosure
