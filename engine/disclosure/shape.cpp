#include "disclosure/shape.h"

#include <algorithm>
#include <set>

#include "disclosure/groups.h"

namespace takestock::disclosure {
namespace {

Error wrong(std::string message, std::string where) {
  return {Code::bad_request, std::move(message), std::move(where)};
}

Error too_large(std::string message, std::string where) {
  return {Code::limit, std::move(message), std::move(where)};
}

Status check_labels(const std::vector<std::string>& labels, const std::string& where) {
  if (labels.empty()) return wrong("There is no label here.", where);
  if (labels.size() > kLabels)
    return too_large("There are more than " + std::to_string(kLabels) + " labels.", where);
  std::set<std::string> seen;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (!seen.insert(labels[i]).second)
      return wrong("The label \"" + labels[i] + "\" is there twice.", where + "/" + std::to_string(i));
  }
  return Done{};
}

Status check_dimension(const Dimension& dimension, const std::string& where) {
  if (dimension.variable.empty()) return wrong("A variable has no name.", where + "/variable");
  return check_labels(dimension.labels, where + "/labels");
}

Status check_filters(const std::vector<Filter>& filters, const std::string& where) {
  std::set<std::string> seen;
  for (const Filter& filter : filters) {
    if (filter.variable.empty()) return wrong("A variable has no name.", where);
    if (!seen.insert(filter.variable).second)
      return wrong("The variable \"" + filter.variable + "\" is there twice.", where);
    if (Status ok = check_labels(filter.labels, where + "/" + filter.variable); !ok) return ok;
  }
  return Done{};
}

std::string said(std::size_t number, const char* one, const char* many) {
  return std::to_string(number) + " " + (number == 1 ? one : many);
}

Status check_sizes(const Table& table, const std::string& where) {
  const std::size_t height = table.rows.labels.size(), width = table.width();
  if (table.cells.size() != height * width)
    return wrong("There must be " + said(height, "row", "rows") + " of " + said(width, "cell", "cells") + ".",
                 where + "/cells");
  if (!table.row_totals.empty() && (table.row_totals.size() != height || !table.columns))
    return wrong("There must be one total for each row, in a table with columns.", where + "/row_totals");
  if (!table.column_totals.empty() && (table.column_totals.size() != width || !table.columns))
    return wrong("There must be one total for each column.", where + "/column_totals");
  return Done{};
}

/// One total and what it is the total of.
class Addition {
 public:
  Addition(const Tables& tables, Position total, bool open, bool overlapping)
      : tables_(tables), total_(total), open_(open), overlapping_(overlapping) {}

  void add(const Figure& figure) {
    if (figure.count == Figure::kUnknown) {
      complete_ = false;
      return;
    }
    sum_ = overlapping_ ? std::max(sum_, figure.count) : sum_ + figure.count;
  }

  Status compare(const Figure& total) const {
    if (total.count == Figure::kUnknown || sum_ == total.count) return Done{};
    const std::string place = pointer(tables_, total_);
    if (sum_ > total.count)
      return wrong("The total is " + std::to_string(total.count) + ", but what it is the total of has " +
                       std::to_string(sum_) + ".",
                   place);
    if (!complete_ || open_ || overlapping_) return Done{};
    return wrong("The total is " + std::to_string(total.count) + ", but its figures add up to " +
                     std::to_string(sum_) +
                     "; name the variable in \"open\" if it has answers outside the labels.",
                 place);
  }

 private:
  const Tables& tables_;
  Position total_;
  bool open_, overlapping_, complete_ = true;
  std::int64_t sum_ = 0;
};

class Sums {
 public:
  Sums(const Tables& tables, std::uint32_t number)
      : tables_(tables), table_(tables.tables[number]), number_(number) {}

  Status check() const {
    const auto height = static_cast<std::uint32_t>(table_.rows.labels.size());
    const auto width = static_cast<std::uint32_t>(table_.width());
    for (std::uint32_t r = 0; r < table_.row_totals.size(); ++r) {
      Addition addition(tables_, {number_, Position::row_total, r, 0}, open(*table_.columns),
                        table_.columns->overlapping);
      for (std::uint32_t c = 0; c < width; ++c) addition.add(table_.cells[r * width + c]);
      if (Status ok = addition.compare(table_.row_totals[r]); !ok) return ok;
    }
    for (std::uint32_t c = 0; c < table_.column_totals.size(); ++c) {
      Addition addition(tables_, {number_, Position::column_total, 0, c}, open(table_.rows),
                        table_.rows.overlapping);
      for (std::uint32_t r = 0; r < height; ++r) addition.add(table_.cells[r * width + c]);
      if (Status ok = addition.compare(table_.column_totals[c]); !ok) return ok;
    }
    return check_total();
  }

 private:
  bool open(const Dimension& dimension) const {
    const auto& all = tables_.open;
    return std::find(all.begin(), all.end(), dimension.variable) != all.end();
  }

  Status check_total() const {
    if (!table_.total) return Done{};
    if (Status ok = compare_total(table_.columns ? table_.row_totals : table_.cells, table_.rows); !ok)
      return ok;
    if (!table_.columns) return Done{};
    return compare_total(table_.column_totals, *table_.columns);
  }

  Status compare_total(const std::vector<Figure>& parts, const Dimension& dimension) const {
    if (parts.empty()) return Done{};
    Addition addition(tables_, {number_, Position::total, 0, 0}, open(dimension), dimension.overlapping);
    for (const Figure& figure : parts) addition.add(figure);
    return addition.compare(*table_.total);
  }

  const Tables& tables_;
  const Table& table_;
  std::uint32_t number_;
};

Status check_table(const Tables& tables, std::uint32_t number) {
  const Table& table = tables.tables[number];
  const std::string where = "/tables/" + std::to_string(number);
  if (Status ok = check_dimension(table.rows, where + "/rows"); !ok) return ok;
  if (table.columns) {
    if (Status ok = check_dimension(*table.columns, where + "/columns"); !ok) return ok;
  }
  if (Status ok = check_filters(table.filter, where + "/filter"); !ok) return ok;
  if (Status ok = check_sizes(table, where); !ok) return ok;
  for (const Position& position : positions(table, number)) {
    const std::int64_t count = figure_at(table, position).count;
    if (count < Figure::kUnknown || count > kLargestCount)
      return wrong("A figure is a whole number from 0 to " + std::to_string(kLargestCount) + ".",
                   pointer(tables, position));
  }
  return Sums(tables, number).check();
}

Status check_known(const Tables& tables) {
  for (std::size_t i = 0; i < tables.known.size(); ++i) {
    const Known& known = tables.known[i];
    const std::string where = "/known/" + std::to_string(i);
    if (Status ok = check_filters(known.at, where + "/at"); !ok) return ok;
    if (known.low < 0 || (known.high && *known.high < known.low))
      return wrong("\"low\" must be 0 or more and \"high\" not less than that.", where);
  }
  return Done{};
}

}  // namespace

Status check_shape(const Tables& tables) {
  if (tables.threshold < kSmallestThreshold || tables.threshold > kLargestThreshold)
    return wrong("The threshold must be a whole number from " + std::to_string(kSmallestThreshold) + " to " +
                     std::to_string(kLargestThreshold) + ".",
                 "/threshold");
  if (tables.tables.size() > kTables)
    return too_large("There are more than " + std::to_string(kTables) + " tables.", "/tables");
  std::size_t figures = 0;
  for (std::uint32_t i = 0; i < tables.tables.size(); ++i) {
    if (Status ok = check_table(tables, i); !ok) return ok;
    figures += positions(tables.tables[i], i).size();
  }
  if (figures > kFigures)
    return too_large("There are more than " + std::to_string(kFigures) + " figures.", "/tables");
  return check_known(tables);
}

}  // namespace takestock::disclosure
