#include "unit/disclosure/attacker.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <set>

namespace takestock::attack {
namespace {

constexpr double kSmall = 1e-9;

bool has(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace

Solver::Solver(const Program& program) : rows_(program.rows.size()), structural_(program.columns) {
  const auto surplus =
      static_cast<std::size_t>(std::count(program.equal.begin(), program.equal.end(), false));
  artificial_from_ = structural_ + surplus;
  width_ = artificial_from_ + rows_;
  tableau_.assign(rows_, std::vector<double>(width_ + 1));
  std::size_t next = structural_;
  std::vector<double> costs(width_ + 1);
  for (std::size_t i = 0; i < rows_; ++i) {
    for (const int column : program.rows[i]) tableau_[i][static_cast<std::size_t>(column)] = 1;
    if (!program.equal[i]) tableau_[i][next++] = -1;
    tableau_[i][artificial_from_ + i] = 1;
    tableau_[i][width_] = program.sides[i];
    basis_.push_back(artificial_from_ + i);
    for (std::size_t c = 0; c <= width_; ++c)
      costs[c] += c >= artificial_from_ && c < width_ ? 0 : tableau_[i][c];
  }
  run(costs, artificial_from_);
  possible_ = costs[width_] < 1e-6;
  for (std::size_t i = 0; i < rows_; ++i) {  // artificial ones that stayed, at 0
    if (basis_[i] < artificial_from_) continue;
    for (std::size_t c = 0; c < artificial_from_; ++c) {
      if (std::abs(tableau_[i][c]) < 1e-7) continue;
      pivot(costs, i, c);
      break;
    }
  }
}

void Solver::pivot(std::vector<double>& costs, std::size_t row, std::size_t column) {
  std::vector<double>& its = tableau_[row];
  const double by = its[column];
  std::vector<std::size_t> where;
  for (std::size_t c = 0; c <= width_; ++c) {
    its[c] /= by;
    if (std::abs(its[c]) > kSmall) where.push_back(c);
  }
  const auto clear = [&](std::vector<double>& other) {
    const double factor = other[column];
    if (factor == 0) return;
    for (const std::size_t c : where) other[c] -= factor * its[c];
    other[column] = 0;
  };
  for (std::size_t i = 0; i < rows_; ++i) {
    if (i != row) clear(tableau_[i]);
  }
  clear(costs);
  basis_[row] = column;
}

/// False: nothing limits it.
bool Solver::run(std::vector<double>& costs, std::size_t usable) {
  for (std::size_t idle = 0;;) {
    std::size_t enter = usable;
    for (std::size_t c = 0; c < usable; ++c) {
      if (costs[c] <= 1e-8 || (enter != usable && costs[c] <= costs[enter])) continue;
      enter = c;
      if (idle > 50) break;
    }
    if (enter == usable) return true;
    std::size_t leave = rows_;
    double least = 0;
    for (std::size_t i = 0; i < rows_; ++i) {
      if (tableau_[i][enter] <= 1e-8) continue;
      const double ratio = tableau_[i][width_] / tableau_[i][enter];
      if (leave != rows_ && (ratio > least + kSmall || (ratio > least - kSmall && basis_[i] > basis_[leave])))
        continue;
      leave = i;
      least = ratio;
    }
    if (leave == rows_) return false;
    idle = least > kSmall ? 0 : idle + 1;
    pivot(costs, leave, enter);
  }
}

double Solver::optimise(const std::vector<int>& columns, double sign) {
  std::vector<double> costs(width_ + 1);
  for (const int column : columns) costs[static_cast<std::size_t>(column)] = sign;
  for (std::size_t i = 0; i < rows_; ++i) {
    const double factor = costs[basis_[i]];
    if (factor == 0) continue;
    for (std::size_t c = 0; c <= width_; ++c) costs[c] -= factor * tableau_[i][c];
  }
  if (!run(costs, artificial_from_)) return std::numeric_limits<double>::infinity();
  return -costs[width_];
}

double Solver::most(const std::vector<int>& columns) { return optimise(columns, 1); }
double Solver::least(const std::vector<int>& columns) { return -optimise(columns, -1); }

Attack::Attack(const nlohmann::json& published, std::size_t most_cells) {
  threshold_ = published.value("threshold", 10L);
  if (published.contains("open")) open_ = published["open"].get<std::vector<std::string>>();
  learn_labels(published);
  std::size_t size = 1;
  for (std::size_t v = 0; v < variables_.size(); ++v) {
    if (!has(shown_, variables_[v]) || has(open_, variables_[v])) labels_[v].push_back("");
    size *= labels_[v].size();
    if (size > most_cells) return;
  }
  cells_ = size;
  for (std::size_t i = 0; i < published["tables"].size(); ++i)
    see_table(published["tables"][i], "/tables/" + std::to_string(i));
  set_up(published);
}

void Attack::learn(const std::string& variable, const nlohmann::json& labels) {
  const auto found = std::find(variables_.begin(), variables_.end(), variable);
  const auto at = static_cast<std::size_t>(found - variables_.begin());
  if (found == variables_.end()) {
    variables_.push_back(variable);
    labels_.emplace_back();
  }
  for (const auto& label : labels) {
    if (!has(labels_[at], label.get<std::string>())) labels_[at].push_back(label.get<std::string>());
  }
}

void Attack::learn_labels(const nlohmann::json& published) {
  for (const auto& table : published["tables"]) {
    for (const char* side : {"rows", "columns"}) {
      if (!table.contains(side)) continue;
      learn(table[side]["variable"], table[side]["labels"]);
      shown_.push_back(table[side]["variable"]);
    }
    if (!table.contains("filter")) continue;
    for (const auto& [variable, labels] : table["filter"].items()) learn(variable, labels);
  }
  if (!published.contains("known")) return;
  for (const auto& known : published["known"]) {
    for (const auto& [variable, labels] : known["at"].items()) learn(variable, labels);
  }
}

std::vector<int> Attack::columns_of(const Sets& sets) const {
  std::vector<int> out;
  for (std::size_t cell = 0; cell < cells_; ++cell) {
    std::size_t rest = cell;
    bool in = true;
    for (std::size_t v = 0; v < variables_.size() && in; ++v) {
      const std::string& label = labels_[v][rest % labels_[v].size()];
      rest /= labels_[v].size();
      for (const auto& [variable, allowed] : sets)
        in = in && (variable != variables_[v] || has(allowed, label));
    }
    if (in) out.push_back(static_cast<int>(cell));
  }
  return out;
}

void Attack::see(const nlohmann::json& count, Sets sets, const std::string& place) {
  sights_.push_back(
      {place, columns_of(sets), count.is_null(), count.is_null() ? 0 : count.get<long>(), tables_});
}

/// Everybody, or those with one of the labels where there are no other answers.
void Attack::add_total(Sets& sets, const nlohmann::json& side) const {
  if (!has(open_, side["variable"])) sets.emplace_back(side["variable"], side["labels"]);
}

void Attack::see_table(const nlohmann::json& table, const std::string& place) {
  ++tables_;
  Sets filter;
  if (table.contains("filter")) {
    for (const auto& [variable, labels] : table["filter"].items()) filter.emplace_back(variable, labels);
  }
  const nlohmann::json& rows = table["rows"];
  const bool two_way = table.contains("columns");
  const auto with = [&](int row, int column) {
    Sets sets = filter;
    const auto add = [&](const nlohmann::json& side, int number) {
      if (number < 0)
        add_total(sets, side);
      else
        sets.emplace_back(side["variable"],
                          std::vector<std::string>{side["labels"][static_cast<std::size_t>(number)]});
    };
    add(rows, row);
    if (two_way) add(table["columns"], column);
    return sets;
  };
  const int height = static_cast<int>(rows["labels"].size());
  const int width = two_way ? static_cast<int>(table["columns"]["labels"].size()) : 1;
  for (int r = 0; r < height; ++r) {
    const nlohmann::json& line = table["cells"][static_cast<std::size_t>(r)];
    for (int c = 0; c < width; ++c)
      see(two_way ? line[static_cast<std::size_t>(c)] : line, with(r, c),
          place + "/cells/" + std::to_string(r) + "/" + std::to_string(c));
  }
  for (int r = 0; r < height && table.contains("row_totals"); ++r)
    see(table["row_totals"][static_cast<std::size_t>(r)], with(r, -1),
        place + "/row_totals/" + std::to_string(r));
  for (int c = 0; c < width && table.contains("column_totals"); ++c)
    see(table["column_totals"][static_cast<std::size_t>(c)], with(-1, c),
        place + "/column_totals/" + std::to_string(c));
  if (table.contains("total")) see(table["total"], with(-1, -1), place + "/total");
}

/// What is 0 is left out of the program; what is hidden is 1 or more, for zeros are shown.
void Attack::set_up(const nlohmann::json& published) {
  std::vector<bool> gone(cells_);
  for (const Sight& sight : sights_) {
    if (sight.hidden || sight.count != 0) continue;
    for (const int column : sight.columns) gone[static_cast<std::size_t>(column)] = true;
  }
  int next = 0;
  for (std::size_t cell = 0; cell < cells_; ++cell) column_of_cell_.push_back(gone[cell] ? -1 : next++);
  program_.columns = static_cast<std::size_t>(next);
  std::set<std::vector<int>> seen;
  for (Sight& sight : sights_) {
    sight.columns = left(sight.columns);
    if (!sight.columns.empty() && seen.insert(sight.columns).second)
      add_row(sight.columns, !sight.hidden, sight.hidden ? 1 : static_cast<double>(sight.count));
  }
  if (!published.contains("known")) return;
  for (const auto& known : published["known"]) {
    Sets sets;
    for (const auto& [variable, labels] : known["at"].items()) sets.emplace_back(variable, labels);
    add_row(left(columns_of(sets)), false, known["low"].get<double>());
  }
}

std::vector<int> Attack::left(const std::vector<int>& cells) const {
  std::vector<int> out;
  for (const int cell : cells) {
    if (column_of_cell_[static_cast<std::size_t>(cell)] >= 0)
      out.push_back(column_of_cell_[static_cast<std::size_t>(cell)]);
  }
  return out;
}

void Attack::add_row(const std::vector<int>& columns, bool equal, double side) {
  program_.rows.push_back(columns);
  program_.equal.push_back(equal);
  program_.sides.push_back(side);
}

bool Attack::narrow(const std::vector<int>& columns, Solver& solver, std::string& says) {
  ++tried_;
  const double low = std::ceil(solver.least(columns) - 1e-6), high = std::floor(solver.most(columns) + 1e-6);
  says = std::to_string(low) + " to " + std::to_string(high);
  const auto threshold = static_cast<double>(threshold_);
  return high - low < threshold && low < threshold;
}

std::size_t Attack::differences() const {
  std::size_t found = 0;
  for (const Sight& whole : sights_) {
    for (const Sight& part : sights_) {
      if (whole.hidden || part.hidden || whole.count <= part.count || whole.count - part.count >= threshold_)
        continue;
      found +=
          std::includes(whole.columns.begin(), whole.columns.end(), part.columns.begin(), part.columns.end());
    }
  }
  return found;
}

std::vector<std::string> Attack::leaks(const std::vector<long>* truth) {
  std::vector<std::string> out;
  Solver solver(program_);
  if (!solver.possible()) return {"the document contradicts itself"};
  std::string says;
  std::set<std::vector<int>> seen;
  for (const Sight& sight : sights_) {
    if (!sight.hidden && sight.count > 0 && sight.count < threshold_) out.push_back(sight.place + ": shown");
    if (sight.hidden && seen.insert(sight.columns).second && narrow(sight.columns, solver, says))
      out.push_back(sight.place + ": " + says);
  }
  if (!truth) return out;
  for (std::size_t outer = 0; outer < sights_.size(); ++outer) {
    for (std::size_t inner = 0; inner < sights_.size(); ++inner) {
      const Sight &whole = sights_[outer], &part = sights_[inner];
      const long rest = (*truth)[outer] - (*truth)[inner];
      if (rest <= 0 || rest >= threshold_ || whole.table == part.table) continue;
      if (!std::includes(whole.columns.begin(), whole.columns.end(), part.columns.begin(),
                         part.columns.end()))
        continue;
      std::vector<int> columns;
      std::set_difference(whole.columns.begin(), whole.columns.end(), part.columns.begin(),
                          part.columns.end(), std::back_inserter(columns));
      if (seen.insert(columns).second && narrow(columns, solver, says))
        out.push_back(whole.place + " less " + part.place + ": " + says);
    }
  }
  return out;
}

}  // namespace takestock::attack
