#include "tabulation/review.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string_view>

namespace takestock::tabulation {
namespace {

using disclosure::Figure;
using disclosure::Filter;
using disclosure::Table;

/// Of a group: which answers it gave; a variable that is not there: any.
using Group = std::map<std::string, std::vector<std::string>>;

constexpr char kEverybody[] = "everyone";

/// Those who also gave that answer. Where the group gave another one it becomes nobody: no label is left.
Group narrowed(Group group, const std::string& variable, const std::string& label) {
  if (variable == kEverybody) return group;
  const auto before = group.find(variable);
  const bool possible =
      before == group.end() || std::binary_search(before->second.begin(), before->second.end(), label);
  group[variable] = possible ? std::vector<std::string>{label} : std::vector<std::string>();
  return group;
}

bool nobody(const Group& group) {
  return std::any_of(group.begin(), group.end(),
                     [](const auto& constraint) { return constraint.second.empty(); });
}

/// "q/asked" is "(answered)" for whoever gave an answer to q, or ticked one of its choices ("q/a").
constexpr std::string_view kAsked = "/asked";

bool is_answer(const std::string& label) { return label.empty() || label[0] != '('; }

bool implied(const Group& group, const std::string& asked) {
  if (asked.size() <= kAsked.size() || asked.substr(asked.size() - kAsked.size()) != kAsked) return false;
  const std::string question = asked.substr(0, asked.size() - kAsked.size());
  return std::any_of(group.begin(), group.end(), [&](const auto& constraint) {
    const std::string& variable = constraint.first;
    const bool its = variable == question || (variable != asked && variable.rfind(question + "/", 0) == 0);
    return its && std::all_of(constraint.second.begin(), constraint.second.end(), is_answer);
  });
}

/// Each constraint of the larger group holds in the smaller one.
bool part_of(const Group& smaller, const Group& larger) {
  return std::all_of(larger.begin(), larger.end(), [&](const auto& constraint) {
    const auto its = smaller.find(constraint.first);
    if (its == smaller.end()) return implied(smaller, constraint.first);
    return std::includes(constraint.second.begin(), constraint.second.end(), its->second.begin(),
                         its->second.end());
  });
}

/// Counts that are shown, by group.
class ShownCounts {
 public:
  struct Count {
    Group group;
    std::int64_t count = 0;
    std::size_t table = 0;
  };

  explicit ShownCounts(const disclosure::Tables& tables) {
    for (std::size_t i = 0; i < tables.tables.size(); ++i) add(tables.tables[i], i);
  }
  const std::map<Group, Count>& counts() const { return counts_; }

 private:
  void add(const Table& table, std::size_t number) {
    Group all;
    for (const Filter& filter : table.filter) {
      std::vector<std::string> labels = filter.labels;
      std::sort(labels.begin(), labels.end());
      all[filter.variable] = std::move(labels);
    }
    const auto column = [&](const Group& group, std::size_t place) {
      return table.columns ? narrowed(group, table.columns->variable, table.columns->labels[place]) : group;
    };
    for (std::size_t row = 0; row < table.rows.labels.size(); ++row) {
      const Group group = narrowed(all, table.rows.variable, table.rows.labels[row]);
      for (std::size_t place = 0; place < table.width(); ++place)
        add(column(group, place), table.cells[row * table.width() + place], number);
      if (!table.row_totals.empty()) add(group, table.row_totals[row], number);
    }
    for (std::size_t place = 0; place < table.column_totals.size(); ++place)
      add(column(all, place), table.column_totals[place], number);
    if (table.total) add(all, *table.total, number);
  }

  void add(Group group, const Figure& figure, std::size_t number) {
    if (figure.count == Figure::kUnknown || figure.hidden || nobody(group)) return;
    Count count{group, figure.count, number};
    counts_.emplace(std::move(group), std::move(count));
  }

  std::map<Group, Count> counts_;
};

/// Whether a table of the ledger is of that measure or question.
bool is_of(const std::string& table, const std::string& name) {
  return table == name || table.compare(0, name.size() + 1, name + "/") == 0;
}

bool is_of_any(const std::vector<std::string>& tables, const std::string& name) {
  return std::any_of(tables.begin(), tables.end(), [&](const auto& table) { return is_of(table, name); });
}

bool told(const ShownCounts::Count& one, const ShownCounts::Count& other) {
  return one.count < other.count ? part_of(one.group, other.group) : part_of(other.group, one.group);
}

}  // namespace

std::vector<std::string> giving_away(const disclosure::Ledger& before, const disclosure::Ledger& after) {
  const ShownCounts known(before.tables()), shown(after.tables());
  std::multimap<std::int64_t, const ShownCounts::Count*> by_size;
  for (const auto& [group, count] : shown.counts()) by_size.emplace(count.count, &count);
  std::set<std::string> names;
  for (const auto& [group, fresh] : shown.counts()) {
    if (known.counts().count(group) > 0) continue;
    const std::int64_t near = after.threshold() - 1;
    const auto end = by_size.upper_bound(fresh.count + near);
    for (auto other = by_size.lower_bound(fresh.count - near); other != end; ++other)
      if (other->first != fresh.count && told(fresh, *other->second))
        names.insert(after.tables().tables[std::max(fresh.table, other->second->table)].name);
  }
  return std::vector<std::string>(names.begin(), names.end());
}

std::vector<std::string> take_out(Request& request, const std::vector<std::string>& tables,
                                  const Measures& measures) {
  std::vector<std::string> out;
  const auto measure_is = [&](const std::string& name) {
    const Measure* const measure = measures.find(name);
    const bool its = measure && (is_of_any(tables, name) || (measure->type == MeasureType::distribution &&
                                                             is_of_any(tables, measure->question)));
    if (its) out.push_back(name);
    return its;
  };
  const auto table_is = [&](const auto& table) {
    const bool its = is_of_any(tables, table.first);
    if (its) out.push_back(table.first);
    return its;
  };
  auto& names = request.measures;
  names.erase(std::remove_if(names.begin(), names.end(), measure_is), names.end());
  auto& asked = request.tables;
  asked.erase(std::remove_if(asked.begin(), asked.end(), table_is), asked.end());
  return out;
}

}  // namespace takestock::tabulation
