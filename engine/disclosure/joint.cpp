#include "disclosure/joint.h"

#include <algorithm>
#include <set>

namespace takestock::disclosure {
namespace {

using Variables = std::vector<std::uint32_t>;

bool contains(const Variables& all, const Variables& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

Variables variables_of(const Group& group) {
  Variables out;
  for (const Restriction& restriction : group.where) out.push_back(restriction.variable);
  return out;
}

/// Who is the neighbour of whom; variables are taken out one by one.
class Graph {
 public:
  explicit Graph(std::size_t size) : neighbours_(size), present_(size) {}

  void connect(const Variables& scope) {
    for (const std::uint32_t a : scope) {
      present_[a] = true;
      for (const std::uint32_t b : scope) {
        if (a != b) neighbours_[a].insert(b);
      }
    }
  }

  /// Takes out the variable whose neighbours need the fewest new edges; gives it with them.
  bool eliminate(Variables& scope) {
    std::size_t best = 0, least = 0;
    bool found = false;
    for (std::size_t v = 0; v < neighbours_.size(); ++v) {
      if (!present_[v]) continue;
      const std::size_t missing = missing_edges(v);
      if (found && missing >= least) continue;
      found = true;
      best = v;
      least = missing;
    }
    if (found) take_out(best, scope);
    return found;
  }

 private:
  std::size_t missing_edges(std::size_t v) const {
    std::size_t missing = 0;
    for (const std::uint32_t a : neighbours_[v]) {
      for (const std::uint32_t b : neighbours_[v]) missing += a < b && !neighbours_[a].count(b);
    }
    return missing;
  }

  void take_out(std::size_t v, Variables& scope) {
    const auto own = static_cast<std::uint32_t>(v);
    const Variables around(neighbours_[v].begin(), neighbours_[v].end());
    connect(around);
    for (const std::uint32_t a : around) neighbours_[a].erase(own);
    present_[v] = false;
    scope = around;
    scope.insert(std::lower_bound(scope.begin(), scope.end(), own), own);
  }

  std::vector<std::set<std::uint32_t>> neighbours_;
  std::vector<bool> present_;
};

}  // namespace

Result<Joint> Joint::of(const std::vector<std::uint32_t>& sizes, std::span<const Group> groups,
                        std::span<const Group> empty, std::span<const Group> emptied) {
  Joint joint;
  joint.sizes_ = sizes;
  if (Status made = joint.make_tables(groups); !made) return made.error();
  joint.make_tree();
  joint.number_cells(empty, emptied);
  return joint;
}

Status Joint::make_tables(std::span<const Group> groups) {
  Graph graph(sizes_.size());
  for (const Group& group : groups) graph.connect(variables_of(group));
  Variables scope;
  std::size_t cells = 1;
  while (graph.eliminate(scope)) {
    const bool part = std::any_of(tables_.begin(), tables_.end(),
                                  [&](const Table& table) { return contains(table.variables, scope); });
    if (part) continue;
    std::size_t size = 1;
    for (const std::uint32_t v : scope) size = std::min(kJointCells + 1, size * sizes_[v]);
    cells += size;
    if (cells > kJointCells) {
      return Error{Code::limit,
                   "These tables can be joined to one of more than " + std::to_string(kJointCells) +
                       " cells, which is too many to work through; cross or filter by fewer variables.",
                   "/tables"};
    }
    tables_.push_back({scope, std::vector<std::uint32_t>(size)});
  }
  if (tables_.empty()) tables_.push_back({{}, std::vector<std::uint32_t>(1)});
  return Done{};
}

/// Prim's maximum spanning tree by the variables shared: of these tables that is a junction tree.
void Joint::make_tree() {
  std::vector<Edge> best(tables_.size());
  std::vector<bool> in(tables_.size());
  for (std::size_t done = 0, next = 0; done < tables_.size(); ++done) {
    if (done > 0) {
      next = tables_.size();
      for (std::size_t i = 0; i < tables_.size(); ++i) {
        if (in[i]) continue;
        if (next == tables_.size() || best[i].shared.size() > best[next].shared.size()) next = i;
      }
      edges_.push_back(best[next]);
    }
    in[next] = true;
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      Variables shared;
      std::set_intersection(tables_[i].variables.begin(), tables_[i].variables.end(),
                            tables_[next].variables.begin(), tables_[next].variables.end(),
                            std::back_inserter(shared));
      if (!in[i] && (done == 0 || shared.size() > best[i].shared.size()))
        best[i] = {next, i, std::move(shared)};
    }
  }
}

template <typename Act>
void Joint::each_cell_of(const Table& table, std::span<const Group> groups, Act act) const {
  for (const Group& group : groups) {
    if (contains(table.variables, variables_of(group))) each_cell(table, group, act);
  }
}

void Joint::number_cells(std::span<const Group> empty, std::span<const Group> emptied) {
  for (Table& table : tables_) {
    each_cell_of(table, empty, [&](std::size_t place) { table.cell[place] = kLeftOut; });
    for (std::uint32_t& cell : table.cell) {
      if (cell != kLeftOut) cell = static_cast<std::uint32_t>(cells_++);
    }
    each_cell_of(table, emptied, [&](std::size_t place) {
      if (table.cell[place] != kLeftOut) emptied_.push_back(table.cell[place]);
    });
  }
  std::sort(emptied_.begin(), emptied_.end());
  emptied_.erase(std::unique(emptied_.begin(), emptied_.end()), emptied_.end());
}

bool Joint::covers(std::size_t table, const Group& group) const {
  return contains(tables_[table].variables, variables_of(group));
}

std::size_t Joint::table_of(const Group& group) const {
  std::size_t best = tables_.size();
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    if (covers(i, group) && (best == tables_.size() || tables_[i].cell.size() < tables_[best].cell.size()))
      best = i;
  }
  return best;
}

void Joint::each_cell(const Table& table, const Group& group,
                      const std::function<void(std::size_t)>& place) const {
  std::vector<std::size_t> places{0};
  for (const std::uint32_t v : table.variables) {
    const Restriction* restriction = group.of(v);
    std::vector<std::size_t> further;
    for (const std::size_t before : places) {
      if (restriction) {
        for (const std::uint32_t part : restriction->parts) further.push_back(before * sizes_[v] + part);
      } else {
        for (std::uint32_t part = 0; part < sizes_[v]; ++part) further.push_back(before * sizes_[v] + part);
      }
    }
    places = std::move(further);
  }
  for (const std::size_t its : places) place(its);
}

std::vector<std::uint32_t> Joint::cells(std::size_t table, const Group& group) const {
  const Table& its = tables_[table];
  std::vector<std::uint32_t> out;
  each_cell(its, group, [&](std::size_t place) {
    if (its.cell[place] != kLeftOut) out.push_back(its.cell[place]);
  });
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<Sum> Joint::agreements() const {
  std::vector<Sum> out;
  for (const Edge& edge : edges_) agreements(edge, out);
  return out;
}

void Joint::agreements(const Edge& edge, std::vector<Sum>& out) const {
  Group group;
  for (const std::uint32_t v : edge.shared) group.where.push_back({v, {0}});
  while (true) {
    out.push_back({cells(edge.a, group), cells(edge.b, group)});
    std::size_t digit = 0;
    while (digit < edge.shared.size() && ++group.where[digit].parts[0] == sizes_[edge.shared[digit]])
      group.where[digit++].parts[0] = 0;
    if (digit == edge.shared.size()) return;
  }
}

}  // namespace takestock::disclosure
