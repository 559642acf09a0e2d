// Tests of association in a table of two questions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace takestock::statistics {

/// Who gave which two answers. Shares of rows and columns (X1, X2) are share() of a cell and a total.
class Crosstab {
 public:
  struct Cell {
    double n = 0;               ///< answers
    double weight = 0;          ///< sum of w
    double weight_squares = 0;  ///< sum of w^2
    void add(const Cell& other);
  };

  Crosstab(std::size_t rows, std::size_t columns);
  void add(std::size_t row, std::size_t column, double weight = 1);
  void set(std::size_t row, std::size_t column, const Cell& cell);

  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return cells_.size() / rows_; }
  const Cell& at(std::size_t row, std::size_t column) const;
  Cell row_total(std::size_t row) const;
  Cell column_total(std::size_t column) const;
  Cell total() const;

 private:
  std::size_t rows_;
  std::vector<Cell> cells_;
};

/// C1, C2: Pearson's chi-square of the unweighted counts over the non-empty rows and columns, without
/// continuity correction, and Cramer's V. Nothing if fewer than two rows or two columns have answers.
struct ChiSquare {
  double statistic = 0;
  double df = 0;
  double p = 1;
  double cramers_v = 0;
};
std::optional<ChiSquare> chi_square(const Crosstab& table);

/// C3: the same question asked of a weighted sample: Pearson's statistic with Rao and Scott's second-order
/// correction as an F, what R's svychisq(statistic = "F") gives for independently drawn rows. `rows_of_file`
/// counts all responses, also those outside the table. Nothing as for C1, and if empty cells leave the
/// correction undefined.
struct RaoScott {
  double f = 0;
  double df1 = 0;
  double df2 = 0;
  double p = 1;
};
std::optional<RaoScott> rao_scott(const Crosstab& table, std::size_t rows_of_file);

}  // namespace takestock::statistics
