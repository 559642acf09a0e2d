#include "disclosure/release.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "disclosure/pieces.h"
#include "disclosure/shape.h"
#include "disclosure/spread.h"

namespace takestock::disclosure {
namespace {

/// Cells up to which everything is worked through as a whole.
constexpr std::size_t kSmall = 1000;

/// A group with a figure, and all places that have it.
struct Entity {
  std::int64_t count = Figure::kUnknown;
  std::vector<Position> places;
  bool shown_before = false, withheld = false, total = false, fresh = false;
  bool zeros_shown = false;  ///< in at least one of its tables
  bool may_be_zero() const { return withheld || !zeros_shown; }
};

class Builder {
 public:
  Builder(const Tables& tables, bool next, std::uint64_t most_work) : tables_(tables), next_(next) {
    release_.threshold = tables.threshold;
    release_.work = std::make_shared<Work>(Work{most_work});
  }

  Result<Release> build() {
    if (Status ok = check_shape(tables_); !ok) return ok.error();
    Result<Groups> groups = Groups::of(tables_);
    if (!groups) return groups.error();
    groups_ = std::move(groups).value();
    if (Status ok = find_figures(); !ok) return ok.error();
    for (const Table& table : tables_.tables) withhold_single_answers(table);
    find_outside();
    find_rests();
    const Result<Joint> joint = make_lines();
    if (!joint) return joint.error();
    make_columns();
    if (next_) find_touched(joint->emptied());
    const std::shared_ptr<Release> before = as_before();
    const std::vector<std::uint32_t> number = leave_out(joint->emptied());
    make_columns();
    if (Status found = find_point(); !found) return found.error();
    if (before) finish_before(*before, number);
    release_.before = before;
    if (release_.cells > kSmall) release_.parted = parted();
    return std::move(release_);
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
    entity.fresh |= !table.released;
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
    std::size_t with_answers = 0, unknown = 0;
    for (const Position& position : group) {
      const std::int64_t count = figure_at(tables_.tables[position.table], position).count;
      with_answers += count > 0;
      unknown += count == Figure::kUnknown;
    }
    const bool may_be_single = unknown == group.size();  // withheld earlier: it is not known why
    if (!may_be_single && (unknown > 0 || with_answers != 1)) return;
    for (const Position& position : group)
      withhold(groups_.at(tables_, position), may_be_single ? Figure::kUnknown : 0);
  }

  /// With the zeros that are part of it: shown, they would add up to it. `nothing`: the count of such a zero,
  /// which is unknown where it was withheld earlier.
  void withhold(const Group& group, std::int64_t nothing) {
    const auto found = entities_.find(group);
    if (found == entities_.end()) return;
    const std::int64_t count = found->second.count;
    found->second.withheld |= nothing == 0 || count == nothing;
    if (count != nothing) return;
    for (auto& [other, entity] : entities_) {
      if (entity.count == nothing && inside(other, group)) entity.withheld = true;
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

  Result<Joint> make_lines() {
    std::vector<Group> all, empty, emptied;
    for (const auto& [group, entity] : entities_) {
      all.push_back(group);
      if (entity.count != 0 || entity.may_be_zero()) continue;
      (next_ && !entity.shown_before ? emptied : empty).push_back(group);
    }
    for (const auto& [group, count] : remainders_) all.push_back(group);
    for (const Known& known : tables_.known) {
      const Group group = groups_.at(known.at);
      all.push_back(group);
      if (known.high && *known.high == 0) empty.push_back(group);
    }
    Result<Joint> joint = Joint::of(groups_.sizes(), all, empty, emptied);
    if (!joint) return joint;
    release_.cells = joint->cells();
    release_.groups = entities_.size();
    add_figures(*joint);
    add_remainders(*joint);
    add_knowledge(*joint);
    return joint;
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
      line.fresh = entity.fresh && !line.fixed;
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
        parts.push_back({i, release_.lines[i].count, with_somebody(joint, table, *figures_[i])});
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

  static std::vector<std::uint32_t> with_somebody(const Joint& joint, std::size_t table, const Group& group) {
    const std::vector<std::uint32_t> all = joint.cells(table, group);
    std::vector<std::uint32_t> out;
    std::set_difference(all.begin(), all.end(), joint.emptied().begin(), joint.emptied().end(),
                        std::back_inserter(out));
    return out;
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

  /// What lines could say before anything fresh was seen falls into pieces; those that nothing fresh is in
  /// stay as they were, and need not be looked at again.
  void find_touched(const std::vector<std::uint32_t>& emptied) {
    Bounds before(release_.lines.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
      const Line& line = release_.lines[i];
      const bool exact = line.fixed || line.role == Line::agreement || line.role == Line::known;
      if (exact) before[i] = {line.low, line.high};
      if (line.fixed) before[i].low = before[i].high = static_cast<double>(line.count);
    }
    std::vector<double> point(release_.cells);
    const std::optional<std::vector<std::uint32_t>> pieces = Pieces::of_cells(release_, before, point);
    if (!pieces) return;
    std::vector<std::uint8_t> touched(release_.cells + 1);
    for (const std::uint32_t cell : emptied) mark(*pieces, cell, touched);
    for (const Line& line : release_.lines) {
      if (!line.fresh) continue;
      for (const std::uint32_t cell : line.sum.plus) mark(*pieces, cell, touched);
    }
    for (Line& line : release_.lines) {
      const auto in_touched = [&](std::uint32_t cell) {
        return (*pieces)[cell] != Pieces::kNone && touched[(*pieces)[cell]];
      };
      line.touched = line.fresh || std::any_of(line.sum.plus.begin(), line.sum.plus.end(), in_touched);
      line.guarded &= line.touched;
    }
  }

  static void mark(const std::vector<std::uint32_t>& pieces, std::uint32_t cell,
                   std::vector<std::uint8_t>& touched) {
    if (pieces[cell] != Pieces::kNone) touched[pieces[cell]] = 1;
  }

  std::shared_ptr<Release> as_before() const {
    const auto withheld_earlier = [](const Line& line) {
      return line.guarded && line.count == Figure::kUnknown;
    };
    if (!next_ || std::none_of(release_.lines.begin(), release_.lines.end(), withheld_earlier))
      return nullptr;
    return std::make_shared<Release>(release_);
  }

  void finish_before(Release& before, const std::vector<std::uint32_t>& number) const {
    before.point.resize(before.cells);
    for (std::size_t cell = 0; cell < before.cells; ++cell)
      before.point[cell] = number[cell] == Pieces::kNone ? 0 : release_.point[number[cell]];
    for (std::size_t i = 0; i < before.lines.size(); ++i)
      before.lines[i].low = before.lines[i].fresh ? 0 : release_.lines[i].low;
  }

  /// Cells that nobody is in, as is seen from now on. Gives the cells' new numbers, kNone for those.
  std::vector<std::uint32_t> leave_out(const std::vector<std::uint32_t>& emptied) {
    std::vector<std::uint32_t> number(release_.cells);
    std::uint32_t next = 0;
    for (std::uint32_t cell = 0; cell < release_.cells; ++cell) {
      const bool is_empty = std::binary_search(emptied.begin(), emptied.end(), cell);
      number[cell] = is_empty ? Pieces::kNone : next++;
    }
    release_.cells = next;
    for (Line& line : release_.lines) {
      for (std::vector<std::uint32_t>* cells : {&line.sum.plus, &line.sum.minus}) {
        std::size_t kept = 0;
        for (const std::uint32_t cell : *cells) {
          if (number[cell] != Pieces::kNone) (*cells)[kept++] = number[cell];
        }
        cells->resize(kept);
      }
    }
    return number;
  }

  void make_columns() {
    release_.columns.assign(release_.cells, {});
    add_columns(release_);
  }

  static void add_columns(Release& release) {
    for (std::uint32_t i = 0; i < release.lines.size(); ++i) {
      for (const std::uint32_t cell : release.lines[i].sum.plus) release.columns[cell].push_back({i, 1});
      for (const std::uint32_t cell : release.lines[i].sum.minus) release.columns[cell].push_back({i, -1});
    }
  }

  /// Figures that were withheld earlier are 1 or more, or, if that cannot be, 0 or more.
  Status find_point() {
    if (fit()) return Done{};
    for (Line& line : release_.lines) {
      if (line.role == Line::figure && line.count == Figure::kUnknown) line.low = 0;
    }
    if (fit()) return Done{};
    if (release_.work->left == 0)
      return Error{Code::limit, "These tables are too much work to protect.", "/tables"};
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
    release_.point = release_.cells > kSmall ? spread(release_, bounds) : first_guess();
    return Pieces::fit(release_, bounds, release_.point);
  }

  std::shared_ptr<const Release> parted() const {
    auto out = std::make_shared<Release>(release_);
    out->before = nullptr;
    for (std::size_t i = 0; i < release_.lines.size(); ++i) {
      if (release_.lines[i].role != Line::agreement) continue;
      Line other = out->lines[i];
      other.sum = {std::move(out->lines[i].sum.minus), {}};
      out->lines[i].sum.minus.clear();
      out->lines.push_back(std::move(other));
      for (Line* line : {&out->lines[i], &out->lines.back()})
        line->low = line->high = out->value_of(line->sum);
    }
    out->columns.assign(out->cells, {});
    add_columns(*out);
    return out;
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
  const bool next_;
  Groups groups_;
  std::map<Group, Entity> entities_;
  std::map<Group, std::int64_t> remainders_;
  std::vector<const Group*> figures_;  ///< by line
  std::set<std::vector<std::uint32_t>> sums_;
  std::set<std::pair<std::size_t, std::size_t>> pairs_;
  Release release_;
};

}  // namespace

Result<Release> Release::of(const Tables& tables, bool next, std::uint64_t most_work) {
  return Builder(tables, next, most_work).build();
}

double Release::value(std::size_t line) const { return value_of(lines[line].sum); }

double Release::value_of(const Sum& sum) const {
  double out = 0;
  for (const std::uint32_t cell : sum.plus) out += point[cell];
  for (const std::uint32_t cell : sum.minus) out -= point[cell];
  return out;
}

}  // namespace takestock::disclosure
