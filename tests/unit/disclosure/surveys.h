// Answers from a seed, and the tables that somebody might publish of them.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/doors.h"

namespace takestock::attack {

struct Variable {
  std::string name;
  std::vector<std::string> labels;
  bool open = false;  ///< the last label is never shown
  std::size_t shown() const { return labels.size() - (open ? 1 : 0); }
};

/// Respondents with an answer to every variable.
class Answers {
 public:
  Answers(SeededRandom& random, std::vector<Variable> variables, std::size_t respondents);
  const std::vector<Variable>& variables() const { return variables_; }

  /// A table in the shape of `takestock protect`; columns -1: of one dimension. Filters: (variable, labels).
  using Filters = std::vector<std::pair<std::size_t, std::vector<std::size_t>>>;
  nlohmann::json table(std::size_t rows, int columns, const Filters& filters) const;

 private:
  long count(std::size_t rows, long row, int columns, long column, const Filters& filters) const;
  std::vector<Variable> variables_;
  std::vector<std::vector<std::uint8_t>> answers_;
};

std::size_t chance(SeededRandom& random, std::size_t below);

/// A document of linked, filtered, repeated, turned, one-way, open or sparse tables; every kind in its turn.
nlohmann::json random_release(std::uint64_t seed);
/// Two tables, as somebody might ask for them one after the other.
nlohmann::json random_queries(std::uint64_t seed);
/// Ten regions by eight types of council, most cells small.
nlohmann::json sparse_table(std::uint64_t seed);

/// All figures in the order in which an Attack sees them.
std::vector<long> figures_of(const nlohmann::json& document);

}  // namespace takestock::attack
