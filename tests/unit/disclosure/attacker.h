// A reader who wants to know: everything that a published document says, put into one linear program over the
// joint table of all its variables. Knows nothing of the engine, only the document.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace takestock::attack {

/// Maximises one linear form over A x = b (rows `equal`), A x >= b (the others), x >= 0. Entries 0 or 1.
struct Program {
  std::size_t columns = 0;
  std::vector<std::vector<int>> rows;  ///< the columns with 1
  std::vector<double> sides;
  std::vector<bool> equal;
};

/// An own one, in the plainest way: a dense tableau in two phases by Bland's rule where it stalls. One-off
/// checks put another in its place.
class Solver {
 public:
  explicit Solver(const Program& program);
  bool possible() const { return possible_; }
  /// Of the sum of these columns; infinite if nothing limits it.
  double most(const std::vector<int>& columns);
  double least(const std::vector<int>& columns);

 private:
  double optimise(const std::vector<int>& columns, double sign);
  bool run(std::vector<double>& costs, std::size_t usable);
  void pivot(std::vector<double>& costs, std::size_t row, std::size_t column);
  std::size_t rows_, width_, structural_, artificial_from_;
  std::vector<std::vector<double>> tableau_;  ///< each row ends with its side
  std::vector<std::size_t> basis_;
  bool possible_ = false;
};

/// A figure of the document: who is counted, as columns of the joint table.
struct Sight {
  std::string place;
  std::vector<int> columns;  ///< ascending
  bool hidden = false;
  long count = 0;  ///< if shown
  int table = 0;
};

class Attack {
 public:
  /// More cells than `most_cells`: cells() is 0 and nothing is tried.
  Attack(const nlohmann::json& published, std::size_t most_cells);
  std::size_t cells() const { return cells_; }
  const std::vector<Sight>& sights() const { return sights_; }

  /// The sentences of what leaks: a hidden figure narrowed to fewer than `threshold` whole numbers above a
  /// lowest one beneath it; with `truth`, the counts of all sights, also a remainder of 1 to threshold - 1
  /// between a group and a part of it from another table.
  std::vector<std::string> leaks(const std::vector<long>* truth);
  /// Of two shown figures, one of them part of the other: differences of 1 to threshold - 1.
  std::size_t differences() const;
  std::size_t tried() const { return tried_; }

 private:
  using Sets = std::vector<std::pair<std::string, std::vector<std::string>>>;
  void learn_labels(const nlohmann::json& published);
  void learn(const std::string& variable, const nlohmann::json& labels);
  std::vector<int> columns_of(const Sets& sets) const;
  void see_table(const nlohmann::json& table, const std::string& place);
  void add_total(Sets& sets, const nlohmann::json& side) const;
  std::vector<int> left(const std::vector<int>& cells) const;
  void add_row(const std::vector<int>& columns, bool equal, double side);
  void see(const nlohmann::json& count, Sets sets, const std::string& place);
  void set_up(const nlohmann::json& published);
  bool narrow(const std::vector<int>& columns, Solver& solver, std::string& says);

  long threshold_ = 10;
  int tables_ = 0;
  std::size_t cells_ = 0, tried_ = 0;
  std::vector<std::string> variables_;
  std::vector<std::vector<std::string>> labels_;  ///< "" for any other answer
  std::vector<std::string> open_, shown_;
  std::vector<Sight> sights_;
  Program program_;
  std::vector<int> column_of_cell_;
};

}  // namespace takestock::attack
