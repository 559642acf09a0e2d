#include "disclosure/release.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "disclosure/pieces.h"
#include "disclosure/shape.h"

namespace takestock::disclosure {
namespace {

/// A group with a figure, and all places that have it.
struct Entity {
  std::int64_t count = Figure::kUnknown;
  std::vector<Position> places;
  bool shown_before = false, withheld = false, total = false;
  bool zeros_shown = false;  ///< in at least one of its tables
  bool may_be_zero() const { return withheld || !zeros_shown; }
};

class Builder {
 public:
  explicit Builder(const Tables& tables) : tables_(tables) { release_.threshold = tables.threshold; }

  Result<Release> build() {
    if (Status ok = check_shape(tables_); !ok) return ok.error();
    Result<Groups> groups = Groups::of(tables_);
    if (!groups) return groups.error();
    groups_ = std::move(groups).value();
    if (Status ok = find_figures(); !ok) return ok.error();
    for (const Table& table : tables_.tables) withhold_single_answers(table);
    find_outside();
    find_rests();
    if (Status ok = make_lines(); !ok) return ok.error();
    make_columns();
    return find_point();
  }

 private:
  struct Outside {
    Group group;
    std::int64_t count;
  };

  Status find_figures() {
    for (std::uint32_t i = 0; i < tables_.tables.size(); ++i) {
      for (const Position& position : positions(tables_.tables[i], i)) {
        if (Status ok = add(position); !ok) return ok;
      }
    }
    return Done{};
  }

  Status add(const Position& position) {
    const Table& table = tables_.tables[position.table];
    const std::int64_t count = figure_at(table, position).count;
    const Group group = groups_.at(tables_, position);
    if (group.nobody) {
      if (count <= 0) return Done{};
      return Error{Code::bad_request,
                   "No answer can be in this group, by its labels and the filter, but it has " +
                       std::to_string(count) + ".",
                   pointer(tables_, position)};
    }
    Entity& entity = entities_[group];
    if (count != Figure::kUnknown && entity.count != Figure::kUnknown && count != entity.count) {
      return Error{Code::bad_request,
                   "This figure is " + std::to_string(count) + ", but the same group has " +
                       std::to_string(entity.count) + " at " + pointer(tables_, entity.places.front()) +
                       "; name a variable in \"open\" if it has answers outside the labels shown.",
                   pointer(tables_, position)};
    }
    if (count != Figure::kUnknown) entity.count = count;
    entity.shown_before |= table.released && count != Figure::kUnknown;
    entity.zeros_shown |= !table.zeros_hidden;
    entity.total |= position.kind != Position::cell;
    entity.places.push_back(position);
    return Done{};
  }

  /// Of a variable named in `dominance`: a row, a column or the totals in which everybody gave one answer.
  void withhold_single_answers(const Table& table) {
    const auto number = static_cast<std::uint32_t>(&table - tables_.tables.data());
    const auto height = static_cast<std::uint32_t>(table.rows.labels.size());
    const auto width = static_cast<std::uint32_t>(table.width());
    if (table.columns && confidential(*table.columns)) {
      for (std::uint32_t r = 0; r < height; ++r) {
        std::vector<Position> group;
        for (std::uint32_t c = 0; c < width; ++c) group.push_back({number, Position::cell, r, c});
        withhold_if_single(group);
      }
      withhold_if_single(totals(table.column_totals.size(), {number, Position::column_total, 0, 0}));
    }
    if (!confidential(table.rows)) return;
    for (std::uint32_t c = 0; c < width; ++c) {
      std::vector<Position> group;
      for (std::uint32_t r = 0; r < height; ++r) group.push_back({number, Position::cell, r, c});
      withhold_if_single(group);
    }
    withhold_if_single(totals(table.row_totals.size(), {number, Position::row_total, 0, 0}));
  }

  static std::vector<Position> totals(std::size_t size, Position first) {
    std::vector<Position> out;
    for (std::uint32_t i = 0; i < size; ++i) {
      (first.kind == Position::row_total ? first.row : first.column) = i;
      out.push_back(first);
    }
    return out;
  }

  bool confidential(const Dimension& dimension) const {
    const auto& all = tables_.dominance;
    return !dimension.overlapping && dimension.labels.size() > 1 &&
           std::find(all.begin(), all.end(), dimension.variable) != all.end();
  }

  void withhold_if_single(const std::vector<Position>& group) {
    std::size_t with_answers = 0;
    for (const Position& position : group) {
      const std::int64_t count = figure_at(tables_.tables[position.table], position).count;
      if (count == Figure::kUnknown) return;
      with_answers += count > 0;
    }
    if (with_answers != 1) return;
    for (const Position& position : group) withhold(groups_.at(tables_, position));
  }

  /// With the zeros that are part of it: shown, they would add up to it.
  void withhold(const Group& group) {
    const auto found = entities_.find(group);
    if (found == entities_.end()) return;
    found->second.withheld = true;
    if (found->second.count != 0) return;
    for (auto& [other, entity] : entities_) {
      if (entity.count == 0 && inside(other, group)) entity.withheld = true;
    }
  }

  /// What an open variable leaves over between totals and labels.
  void find_outside() {
    for (const Table& table : tables_.tables) {
      const auto height = static_cast<std::uint32_t>(table.rows.labels.size());
      const auto width = static_cast<std::uint32_t>(table.width());
      const std::uint32_t all = Groups::kAll, outside = Groups::kOutside;
      for (std::uint32_t c = 0; c < width && table.columns; ++c) add_outside(table, outside, c);
      for (std::uint32_t r = 0; r < height && table.columns; ++r) add_outside(table, r, outside);
      add_outside(table, outside, all);
      if (table.columns) add_outside(table, all, outside);
      if (table.columns) add_outside(table, outside, outside);
    }
  }

  /// What is left of a group beside others that take different answers of one variable from it, each in a
  /// table of its own.
  void find_rests() {
    std::map<std::pair<Group, std::uint32_t>, std::vector<const Group*>> families;
    for (const auto& [group, entity] : entities_) {
      for (std::size_t i = 0; i < group.where.size(); ++i) {
        Group outer = group;
        outer.where.erase(outer.where.begin() + static_cast<std::ptrdiff_t>(i));
        if (entities_.count(outer)) families[{std::move(outer), group.where[i].variable}].push_back(&group);
      }
    }
    for (const auto& [key, members] : families) add_rest(key.first, key.second, members);
  }

  void add_rest(const Group& outer, std::uint32_t variable, const std::vector<const Group*>& members) {
    std::int64_t rest = entities_.at(outer).count;
    std::vector<std::uint32_t> left(groups_.sizes()[variable]);
    std::iota(left.begin(), left.end(), 0u);
    for (const Group* member : members) {
      const std::vector<std::uint32_t>& parts = member->of(variable)->parts;
      const std::size_t before = left.size();
      std::vector<std::uint32_t> remaining;
      std::set_difference(left.begin(), left.end(), parts.begin(), parts.end(),
                          std::back_inserter(remaining));
      left = std::move(remaining);
      rest = less(rest, entities_.at(*member).count);
      if (before != left.size() + parts.size() || rest < 1) return;
    }
    if (left.empty() || rest >= tables_.threshold) return;
    Group group = outer;
    group.where.push_back({variable, std::move(left)});
    std::sort(group.where.begin(), group.where.end());
    if (!entities_.count(group)) remainders_[group] = rest;
  }

  void add_outside(const Table& table, std::uint32_t row, std::uint32_t column) {
    const std::optional<Group> group = groups_.outside(table, row, column);
    if (!group || entities_.count(*group)) return;
    const std::int64_t count = remaining(table, row, column);
    if (count >= 1 && count < tables_.threshold) remainders_[*group] = count;
  }

  /// kUnknown if a figure that it takes is not there or not known.
  static std::int64_t remaining(const Table& table, std::uint32_t row, std::uint32_t column) {
    constexpr std::uint32_t outside = Groups::kOutside;
    if (row == outside && column == outside)
      return less(remaining(table, Groups::kAll, outside), sum_of_rows_outside(table));
    const bool by_row = row == outside;
    std::int64_t rest = by_row ? count_of(table, Groups::kAll, column) : count_of(table, row, Groups::kAll);
    const std::size_t labels = by_row ? table.rows.labels.size() : table.width();
    for (std::uint32_t i = 0; i < labels; ++i)
      rest = less(rest, by_row ? count_of(table, i, column) : count_of(table, row, i));
    return rest;
  }

  static std::int64_t sum_of_rows_outside(const Table& table) {
    std::int64_t sum = 0;
    for (std::uint32_t r = 0; r < table.rows.labels.size(); ++r) {
      const std::int64_t one = remaining(table, r, Groups::kOutside);
      if (one == Figure::kUnknown) return Figure::kUnknown;
      sum += one;
    }
    return sum;
  }

  static std::int64_t less(std::int64_t a, std::int64_t b) {
    return a == Figure::kUnknown || b == Figure::kUnknown ? Figure::kUnknown : a - b;
  }

  static std::int64_t count_of(const Table& table, std::uint32_t row, std::uint32_t column) {
    constexpr std::uint32_t all = Groups::kAll;
    if (!table.columns) column = row == all ? all : 0;
    if (row == all && column == all) return table.total ? table.total->count : Figure::kUnknown;
    if (row == all) return table.column_totals.empty() ? Figure::kUnknown : table.column_totals[column].count;
    if (column == all && table.columns)
      return table.row_totals.empty() ? Figure::kUnknown : table.row_totals[row].count;
    return table.cells[row * table.width() + column].count;
  }

  Status make_lines() {
    std::vector<Group> all, empty;
    for (const auto& [group, entity] : entities_) {
      all.push_back(group);
      if (entity.count == 0 && !entity.may_be_zero()) empty.push_back(group);
    }
    for (const auto& [group, count] : remainders_) all.push_back(group);
    for (const Known& known : tables_.known) {
      const Group group = groups_.at(known.at);
      all.push_back(group);
      if (known.high && *known.high == 0) empty.push_back(group);
    }
    Result<Joint> joint = Joint::of(groups_.sizes(), all, empty);
    if (!joint) return joint.error();
    release_.cells = joint->cells();
    release_.groups = entities_.size();
    add_figures(*joint);
    add_remainders(*joint);
    add_knowledge(*joint);
    return Done{};
  }

  void add_figures(const Joint& joint) {
    const std::int64_t threshold = tables_.threshold;
    for (const auto& [group, entity] : entities_) {
      if (entity.count == 0 && !entity.may_be_zero()) continue;
      Line line;
      line.sum = joint.sum(group);
      line.count = entity.count;
      line.low = entity.may_be_zero() ? 0 : 1;
      line.fixed = entity.shown_before;
      line.total = entity.total;
      const bool small = entity.count > 0 && entity.count < threshold;
      line.must = !line.fixed && (small || entity.withheld || entity.count <= 0);
      line.guarded = !line.fixed && (entity.count == Figure::kUnknown ||
                                     (entity.count > 0 && entity.count < 2 * threshold - 1));
      release_.lines.push_back(std::move(line));
      release_.places.push_back(entity.places);
      figures_.push_back(&group);
    }
  }

  void add_remainders(const Joint& joint) {
    for (const auto& [group, count] : remainders_) add_remainder(joint.sum(group), count);
    for (std::size_t table = 0; table < joint.tables(); ++table) add_pairs(joint, table);
  }

  /// What has more than another that is part of it, also if it is so only because other groups are empty.
  void add_pairs(const Joint& joint, std::size_t table) {
    struct Part {
      std::size_t line;
      std::int64_t count;
      std::vector<std::uint32_t> cells;
    };
    std::vector<Part> parts;
    for (std::size_t i = 0; i < figures_.size(); ++i) {
      if (release_.lines[i].count > 0 && joint.covers(table, *figures_[i]))
        parts.push_back({i, release_.lines[i].count, joint.cells(table, *figures_[i])});
    }
    std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.count < b.count; });
    for (std::size_t i = 0; i < parts.size(); ++i) {
      for (std::size_t k = i + 1; k < parts.size(); ++k) {
        const Part &inner = parts[i], &outer = parts[k];
        const std::int64_t rest = outer.count - inner.count;
        if (rest >= tables_.threshold) break;
        if (rest == 0 ||
            !std::includes(outer.cells.begin(), outer.cells.end(), inner.cells.begin(), inner.cells.end()))
          continue;
        if (!pairs_.insert({outer.line, inner.line}).second || !to_guard(outer.line, inner.line)) continue;
        Sum sum;
        std::set_difference(outer.cells.begin(), outer.cells.end(), inner.cells.begin(), inner.cells.end(),
                            std::back_inserter(sum.plus));
        add_remainder(std::move(sum), rest);
      }
    }
  }

  bool to_guard(std::size_t outer, std::size_t inner) const {
    return !(release_.lines[outer].fixed && release_.lines[inner].fixed) && !add_up_in_a_table(outer, inner);
  }

  /// Then the remainder is made of figures of that table, which are guarded themselves.
  bool add_up_in_a_table(std::size_t outer, std::size_t inner) const {
    for (const Restriction& restriction : figures_[inner]->where) {
      const Restriction* other = figures_[outer]->of(restriction.variable);
      if (groups_.ticked(restriction.variable) && (!other || *other != restriction)) return false;
    }
    for (const Position& a : release_.places[outer]) {
      for (const Position& b : release_.places[inner]) {
        if (a.table == b.table) return true;
      }
    }
    return false;
  }

  void add_remainder(Sum sum, std::int64_t count) {
    if (!sums_.insert(sum.plus).second) return;
    Line line;
    line.role = Line::remainder;
    line.sum = std::move(sum);
    line.count = count;
    line.guarded = true;
    release_.lines.push_back(std::move(line));
  }

  void add_knowledge(const Joint& joint) {
    for (const Known& known : tables_.known) {
      Line line;
      line.role = Line::known;
      line.sum = joint.sum(groups_.at(known.at));
      line.low = static_cast<double>(known.low);
      if (known.high) line.high = static_cast<double>(*known.high);
      if (line.high > 0) release_.lines.push_back(std::move(line));
    }
    for (Sum& sum : joint.agreements()) {
      if (sum.plus.empty() && sum.minus.empty()) continue;
      Line line;
      line.role = Line::agreement;
      line.sum = std::move(sum);
      line.high = 0;
      release_.lines.push_back(std::move(line));
    }
  }

  void make_columns() {
    release_.columns.resize(release_.cells);
    for (std::uint32_t i = 0; i < release_.lines.size(); ++i) {
      for (const std::uint32_t cell : release_.lines[i].sum.plus) release_.columns[cell].push_back({i, 1});
      for (const std::uint32_t cell : release_.lines[i].sum.minus) release_.columns[cell].push_back({i, -1});
    }
  }

  /// Figures that were withheld earlier are 1 or more, or, if that cannot be, 0 or more.
  Result<Release> find_point() {
    if (fit()) return std::move(release_);
    for (Line& line : release_.lines) {
      if (line.role == Line::figure && line.count == Figure::kUnknown) line.low = 0;
    }
    if (fit()) return std::move(release_);
    return Error{Code::bad_request, "The figures contradict each other: no answers could give all of them.",
                 "/tables"};
  }

  bool fit() {
    Bounds bounds(release_.lines.size());
    for (std::size_t i = 0; i < bounds.size(); ++i) {
      const Line& line = release_.lines[i];
      bounds[i] = {line.low, line.high};
      if (line.role == Line::figure && line.count != Figure::kUnknown)
        bounds[i].low = bounds[i].high = static_cast<double>(line.count);
    }
    release_.point = first_guess();
    return Pieces::fit(release_, bounds, release_.point);
  }

  /// Right where a figure has a cell of its own.
  std::vector<double> first_guess() const {
    std::vector<double> guess(release_.cells);
    for (const Line& line : release_.lines) {
      if (line.role == Line::figure && line.count > 0 && line.sum.plus.size() == 1)
        guess[line.sum.plus[0]] = static_cast<double>(line.count);
    }
    return guess;
  }

  const Tables& tables_;
  Groups groups_;
  std::map<Group, Entity> entities_;
  std::map<Group, std::int64_t> remainders_;
  std::vector<const Group*> figures_;  ///< by line
  std::set<std::vector<std::uint32_t>> sums_;
  std::set<std::pair<std::size_t, std::size_t>> pairs_;
  Release release_;
};

}  // namespace

Result<Release> Release::of(const Tables& tables) { return Builder(tables).build(); }

double Release::value(std::size_t line) const {
  double sum = 0;
  for (const std::uint32_t cell : lines[line].sum.plus) sum += point[cell];
  for (const std::uint32_t cell : lines[line].sum.minus) sum -= point[cell];
  return sum;
}

}  // namespace takestock::disclosure
