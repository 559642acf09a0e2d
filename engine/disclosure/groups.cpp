#include "disclosure/groups.h"

#include <algorithm>

namespace takestock::disclosure {
namespace {

/// Each label of an overlapping variable is a variable of its own: ticked or not.
std::string tick(const std::string& variable, const std::string& label) { return variable + '\0' + label; }

std::vector<std::uint32_t> everything(std::uint32_t size) {
  std::vector<std::uint32_t> all(size);
  for (std::uint32_t i = 0; i < size; ++i) all[i] = i;
  return all;
}

template <typename List>
List intersection(const List& a, const List& b) {
  List out;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

}  // namespace

const Restriction* Group::of(std::uint32_t variable) const {
  const auto found = std::lower_bound(where.begin(), where.end(), variable,
                                      [](const Restriction& r, std::uint32_t v) { return r.variable < v; });
  return found != where.end() && found->variable == variable ? &*found : nullptr;
}

bool inside(const Group& inner, const Group& outer) {
  if (inner.nobody) return true;
  if (outer.nobody || outer.where.size() > inner.where.size()) return false;
  for (const Restriction& restriction : outer.where) {
    const Restriction* mine = inner.of(restriction.variable);
    if (!mine || !std::includes(restriction.parts.begin(), restriction.parts.end(), mine->parts.begin(),
                                mine->parts.end()))
      return false;
  }
  return true;
}

std::string pointer(const Tables& tables, const Position& position) {
  const std::string table = "/tables/" + std::to_string(position.table);
  const std::string row = "/" + std::to_string(position.row), column = "/" + std::to_string(position.column);
  switch (position.kind) {
    case Position::cell:
      return table + "/cells" + row + (tables.tables[position.table].columns ? column : "");
    case Position::row_total:
      return table + "/row_totals" + row;
    case Position::column_total:
      return table + "/column_totals" + column;
    default:
      return table + "/total";
  }
}

const Figure& figure_at(const Table& table, const Position& position) {
  switch (position.kind) {
    case Position::cell:
      return table.cells[position.row * table.width() + position.column];
    case Position::row_total:
      return table.row_totals[position.row];
    case Position::column_total:
      return table.column_totals[position.column];
    default:
      return *table.total;
  }
}

Figure& figure_at(Table& table, const Position& position) {
  return const_cast<Figure&>(figure_at(static_cast<const Table&>(table), position));
}

std::vector<Position> positions(const Table& table, std::uint32_t number) {
  std::vector<Position> all;
  const auto width = static_cast<std::uint32_t>(table.width());
  for (std::uint32_t i = 0; i < table.cells.size(); ++i)
    all.push_back({number, Position::cell, i / width, i % width});
  for (std::uint32_t i = 0; i < table.row_totals.size(); ++i)
    all.push_back({number, Position::row_total, i, 0});
  for (std::uint32_t i = 0; i < table.column_totals.size(); ++i)
    all.push_back({number, Position::column_total, 0, i});
  if (table.total) all.push_back({number, Position::total, 0, 0});
  return all;
}

Result<Groups> Groups::of(const Tables& tables) {
  Groups groups;
  groups.find_overlapping(tables);
  if (Status checked = groups.check_filters(tables); !checked) return checked.error();
  groups.collect(tables);
  groups.find_parts(tables.open);
  groups.uses_.clear();
  return groups;
}

void Groups::find_overlapping(const Tables& tables) {
  const auto look = [&](const Dimension& dimension) {
    if (dimension.overlapping) overlapping_[dimension.variable] = true;
  };
  for (const Table& table : tables.tables) {
    look(table.rows);
    if (table.columns) look(*table.columns);
  }
}

/// "a or b" of answers that may be both is not a group that figures add up to.
Status Groups::check_filters(const Tables& tables) const {
  const auto check = [&](const Filter& filter, const std::string& where) -> Status {
    if (filter.labels.size() < 2 || !overlapping_.count(filter.variable)) return Done{};
    return Error{
        Code::bad_request,
        "\"" + filter.variable + "\" can have several answers at once, so a filter may name only one.",
        where};
  };
  for (std::size_t i = 0; i < tables.tables.size(); ++i) {
    for (const Filter& filter : tables.tables[i].filter) {
      if (Status ok = check(filter, "/tables/" + std::to_string(i) + "/filter"); !ok) return ok;
    }
  }
  for (std::size_t i = 0; i < tables.known.size(); ++i) {
    for (const Filter& filter : tables.known[i].at) {
      if (Status ok = check(filter, "/known/" + std::to_string(i) + "/at"); !ok) return ok;
    }
  }
  return Done{};
}

void Groups::use(const std::string& variable, const Labels& labels, bool is_filter) {
  if (overlapping_.count(variable)) {
    for (const std::string& label : labels) uses_[tick(variable, label)].sets = {{label}};
    return;
  }
  Uses& uses = uses_[variable];
  if (!is_filter) {
    uses.shown = true;
    for (const std::string& label : labels) uses.sets.push_back({label});
  }
  uses.sets.push_back(labels);
}

void Groups::collect(const Tables& tables) {
  for (const Table& table : tables.tables) {
    use(table.rows.variable, table.rows.labels, false);
    if (table.columns) use(table.columns->variable, table.columns->labels, false);
    for (const Filter& filter : table.filter) use(filter.variable, filter.labels, true);
  }
  for (const Known& known : tables.known) {
    for (const Filter& filter : known.at) use(filter.variable, filter.labels, true);
  }
}

/// Labels that are in exactly the same sets are one part.
void Groups::find_parts(const std::vector<std::string>& open) {
  for (auto& [name, uses] : uses_) {
    std::map<std::string, std::vector<std::size_t>> sets_of;
    for (std::size_t i = 0; i < uses.sets.size(); ++i) {
      for (const std::string& label : uses.sets[i]) sets_of[label].push_back(i);
    }
    Variable variable;
    variable.number = static_cast<std::uint32_t>(sizes_.size());
    variable.open = !uses.shown || std::find(open.begin(), open.end(), name) != open.end();
    std::map<std::vector<std::size_t>, std::uint32_t> parts;
    for (const auto& [label, sets] : sets_of) {
      const auto next = static_cast<std::uint32_t>(parts.size() + (variable.open ? 1 : 0));
      variable.part_of[label] = parts.emplace(sets, next).first->second;
    }
    sizes_.push_back(static_cast<std::uint32_t>(parts.size() + (variable.open ? 1 : 0)));
    ticked_.push_back(name.find('\0') != std::string::npos);
    variables_[name] = std::move(variable);
  }
}

void Groups::restrict_to_parts(Group& group, std::uint32_t variable, std::vector<std::uint32_t> parts) const {
  const auto found = std::lower_bound(group.where.begin(), group.where.end(), variable,
                                      [](const Restriction& r, std::uint32_t v) { return r.variable < v; });
  if (found != group.where.end() && found->variable == variable) {
    found->parts = intersection(found->parts, parts);
    group.nobody = group.nobody || found->parts.empty();
    return;
  }
  group.nobody = group.nobody || parts.empty();
  if (parts.size() < sizes_[variable]) group.where.insert(found, {variable, std::move(parts)});
}

void Groups::restrict_to(Group& group, const std::string& variable, const Labels& labels) const {
  if (overlapping_.count(variable)) {
    for (const std::string& label : labels)
      restrict_to_parts(group, variables_.at(tick(variable, label)).number, {1});
    return;
  }
  const Variable& its = variables_.at(variable);
  std::vector<std::uint32_t> parts;
  for (const std::string& label : labels) parts.push_back(its.part_of.at(label));
  std::sort(parts.begin(), parts.end());
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  restrict_to_parts(group, its.number, std::move(parts));
}

/// A total over that dimension: everybody if the variable is open, else those with one of the labels.
void Groups::restrict_total(Group& group, const Dimension& dimension) const {
  if (overlapping_.count(dimension.variable) || variables_.at(dimension.variable).open) return;
  restrict_to(group, dimension.variable, dimension.labels);
}

Group Groups::at(const std::vector<Filter>& filters) const {
  Group group;
  for (const Filter& filter : filters) restrict_to(group, filter.variable, filter.labels);
  return group;
}

Group Groups::at(const Tables& tables, const Position& position) const {
  const Table& table = tables.tables[position.table];
  Group group = at(table.filter);
  const bool by_row = position.kind == Position::cell || position.kind == Position::row_total;
  const bool by_column = position.kind == Position::cell || position.kind == Position::column_total;
  if (by_row)
    restrict_to(group, table.rows.variable, {table.rows.labels[position.row]});
  else
    restrict_total(group, table.rows);
  if (!table.columns) return group;
  if (by_column)
    restrict_to(group, table.columns->variable, {table.columns->labels[position.column]});
  else
    restrict_total(group, *table.columns);
  return group;
}

bool Groups::restrict_to_outside(Group& group, const Dimension& dimension) const {
  if (overlapping_.count(dimension.variable) || !variables_.at(dimension.variable).open) return false;
  const Variable& its = variables_.at(dimension.variable);
  std::vector<std::uint32_t> inner;
  for (const std::string& name : dimension.labels) inner.push_back(its.part_of.at(name));
  std::sort(inner.begin(), inner.end());
  const std::vector<std::uint32_t> all = everything(sizes_[its.number]);
  std::vector<std::uint32_t> outer;
  std::set_difference(all.begin(), all.end(), inner.begin(), inner.end(), std::back_inserter(outer));
  restrict_to_parts(group, its.number, std::move(outer));
  return !group.nobody;
}

bool Groups::restrict_by(Group& group, const Dimension& dimension, std::uint32_t label) const {
  if (label == kOutside) return restrict_to_outside(group, dimension);
  if (label == kAll)
    restrict_total(group, dimension);
  else
    restrict_to(group, dimension.variable, {dimension.labels[label]});
  return !group.nobody;
}

std::optional<Group> Groups::outside(const Table& table, std::uint32_t row, std::uint32_t column) const {
  Group group = at(table.filter);
  if (!restrict_by(group, table.rows, row)) return std::nullopt;
  if (table.columns && !restrict_by(group, *table.columns, column)) return std::nullopt;
  return group;
}

}  // namespace takestock::disclosure
