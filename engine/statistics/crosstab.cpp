#include "statistics/crosstab.h"

#include <algorithm>
#include <cmath>

#include "statistics/distributions.h"
#include "statistics/sums.h"

namespace takestock::statistics {
namespace {

/// The table without rows and columns in which `measure` of a cell sums to 0.
Crosstab without_empty(const Crosstab& table, double Crosstab::Cell::*measure) {
  std::vector<std::size_t> rows, columns;
  for (std::size_t r = 0; r < table.rows(); ++r)
    if (table.row_total(r).*measure > 0) rows.push_back(r);
  for (std::size_t c = 0; c < table.columns(); ++c)
    if (table.column_total(c).*measure > 0) columns.push_back(c);
  Crosstab kept(std::max<std::size_t>(rows.size(), 1), columns.size());
  for (std::size_t r = 0; r < rows.size(); ++r)
    for (std::size_t c = 0; c < columns.size(); ++c) kept.set(r, c, table.at(rows[r], columns[c]));
  return kept;
}

/// Pearson's X2 / n of the measure; no row or column is empty.
double association(const Crosstab& table, double Crosstab::Cell::*measure) {
  const double whole = table.total().*measure;
  Sum sum;
  for (std::size_t r = 0; r < table.rows(); ++r)
    for (std::size_t c = 0; c < table.columns(); ++c) {
      const double expected = table.row_total(r).*measure * (table.column_total(c).*measure / whole);
      const double distance = table.at(r, c).*measure - expected;
      sum.add(distance * distance / expected);
    }
  return sum.value() / whole;
}

bool has_two_of_each(const Crosstab& table) { return table.rows() > 1 && table.columns() > 1; }

}  // namespace

void Crosstab::Cell::add(const Cell& other) {
  n += other.n;
  weight += other.weight;
  weight_squares += other.weight_squares;
}

Crosstab::Crosstab(std::size_t rows, std::size_t columns) : rows_(rows), cells_(rows * columns) {}

void Crosstab::add(std::size_t row, std::size_t column, double weight) {
  cells_[row + column * rows_].add({1, weight, weight * weight});
}

void Crosstab::set(std::size_t row, std::size_t column, const Cell& cell) {
  cells_[row + column * rows_] = cell;
}

const Crosstab::Cell& Crosstab::at(std::size_t row, std::size_t column) const {
  return cells_[row + column * rows_];
}

Crosstab::Cell Crosstab::row_total(std::size_t row) const {
  Cell sum;
  for (std::size_t column = 0; column < columns(); ++column) sum.add(at(row, column));
  return sum;
}

Crosstab::Cell Crosstab::column_total(std::size_t column) const {
  Cell sum;
  for (std::size_t row = 0; row < rows_; ++row) sum.add(at(row, column));
  return sum;
}

Crosstab::Cell Crosstab::total() const {
  Cell sum;
  for (const Cell& cell : cells_) sum.add(cell);
  return sum;
}

std::optional<ChiSquare> chi_square(const Crosstab& table) {
  const Crosstab kept = without_empty(table, &Crosstab::Cell::n);
  if (!has_two_of_each(kept)) return std::nullopt;
  const double rows = static_cast<double>(kept.rows()), columns = static_cast<double>(kept.columns());
  const double per_answer = association(kept, &Crosstab::Cell::n);
  ChiSquare found;
  found.statistic = per_answer * kept.total().n;
  found.df = (rows - 1) * (columns - 1);
  found.p = chi_square_tail(found.statistic, found.df);
  found.cramers_v = std::sqrt(per_answer / (std::min(rows, columns) - 1));
  return found;
}

namespace {

/// A square matrix of `size` rows.
struct Matrix {
  explicit Matrix(std::size_t n) : size(n), cells(n * n) {}
  double& at(std::size_t row, std::size_t column) { return cells[row * size + column]; }
  double at(std::size_t row, std::size_t column) const { return cells[row * size + column]; }
  std::size_t size;
  std::vector<double> cells;
};

/// The interactions of a table: contrast k compares the cell (row, column) and the last one with the two that
/// share a row or a column with both. They span what is orthogonal to row and column effects.
class Contrasts {
 public:
  explicit Contrasts(const Crosstab& table) : rows_(table.rows()), columns_(table.columns()) {}
  std::size_t count() const { return (rows_ - 1) * (columns_ - 1); }
  /// The coefficient of a cell in contrast k: -1, 0 or 1.
  double at(std::size_t k, std::size_t row, std::size_t column) const {
    return sign(k % (rows_ - 1), row, rows_) * sign(k / (rows_ - 1), column, columns_);
  }

 private:
  static double sign(std::size_t chosen, std::size_t index, std::size_t count) {
    return index == chosen ? 1 : index + 1 == count ? -1 : 0;
  }
  std::size_t rows_, columns_;
};

/// What Rao and Scott's correction is made of: for contrasts C and the cells' shares p with variance V, the
/// matrices C' D^-1 C and C' D^-1 V D^-1 C, D = diag(p); cells with p = 0 have 0 in D^-1.
class Correction {
 public:
  Correction(const Crosstab& table, double rows_of_file)
      : contrasts_(table), plain_(contrasts_.count()), designed_(contrasts_.count()) {
    const double whole = table.total().weight;
    const std::vector<double> centre = centre_of(table);
    for (std::size_t r = 0; r < table.rows(); ++r)
      for (std::size_t c = 0; c < table.columns(); ++c)
        if (table.at(r, c).weight > 0) add(table.at(r, c), r, c, whole, centre);
    for (double& cell : designed_.cells) cell *= rows_of_file / (rows_of_file - 1);
  }
  const Matrix& plain() const { return plain_; }
  const Matrix& designed() const { return designed_; }

 private:
  /// C' D^-1 p: the sum of each contrast over the cells that are not empty.
  std::vector<double> centre_of(const Crosstab& table) const {
    std::vector<double> centre(contrasts_.count(), 0.0);
    for (std::size_t k = 0; k < centre.size(); ++k)
      for (std::size_t r = 0; r < table.rows(); ++r)
        for (std::size_t c = 0; c < table.columns(); ++c)
          if (table.at(r, c).weight > 0) centre[k] += contrasts_.at(k, r, c);
    return centre;
  }

  /// A response in this cell moves C' D^-1 p by w/W (C' D^-1 e - centre), e the cell's unit vector.
  void add(const Crosstab::Cell& cell, std::size_t row, std::size_t column, double whole,
           const std::vector<double>& centre) {
    const double p = cell.weight / whole, squares = cell.weight_squares / (whole * whole);
    for (std::size_t k = 0; k < centre.size(); ++k)
      for (std::size_t l = 0; l < centre.size(); ++l) {
        const double at_k = contrasts_.at(k, row, column), at_l = contrasts_.at(l, row, column);
        plain_.at(k, l) += at_k * at_l / p;
        designed_.at(k, l) += squares * (at_k / p - centre[k]) * (at_l / p - centre[l]);
      }
  }

  Contrasts contrasts_;
  Matrix plain_, designed_;
};

void swap_rows(Matrix& matrix, std::size_t a, std::size_t b) {
  for (std::size_t k = 0; k < matrix.size; ++k) std::swap(matrix.at(a, k), matrix.at(b, k));
}

void subtract_row(Matrix& matrix, std::size_t from, std::size_t row, double factor) {
  for (std::size_t k = 0; k < matrix.size; ++k) matrix.at(from, k) -= factor * matrix.at(row, k);
}

std::size_t pivot_of(const Matrix& a, std::size_t column) {
  std::size_t best = column;
  for (std::size_t row = column + 1; row < a.size; ++row)
    if (std::fabs(a.at(row, column)) > std::fabs(a.at(best, column))) best = row;
  return best;
}

/// a^-1 b by Gauss and Jordan with row pivots; nothing if `a` is singular to working precision.
std::optional<Matrix> solve(Matrix a, Matrix b) {
  double largest = 0;
  for (const double cell : a.cells) largest = std::max(largest, std::fabs(cell));
  for (std::size_t column = 0; column < a.size; ++column) {
    const std::size_t pivot = pivot_of(a, column);
    if (std::fabs(a.at(pivot, column)) <= 1e-13 * largest) return std::nullopt;
    swap_rows(a, pivot, column);
    swap_rows(b, pivot, column);
    for (std::size_t row = 0; row < a.size; ++row) {
      if (row == column) continue;
      const double factor = a.at(row, column) / a.at(column, column);
      subtract_row(a, row, column, factor);
      subtract_row(b, row, column, factor);
    }
  }
  for (std::size_t row = 0; row < a.size; ++row)
    for (std::size_t k = 0; k < a.size; ++k) b.at(row, k) /= a.at(row, row);
  return b;
}

double trace(const Matrix& matrix) {
  double sum = 0;
  for (std::size_t k = 0; k < matrix.size; ++k) sum += matrix.at(k, k);
  return sum;
}

double trace_of_square(const Matrix& matrix) {
  double sum = 0;
  for (std::size_t k = 0; k < matrix.size; ++k)
    for (std::size_t l = 0; l < matrix.size; ++l) sum += matrix.at(k, l) * matrix.at(l, k);
  return sum;
}

}  // namespace

std::optional<RaoScott> rao_scott(const Crosstab& table, std::size_t rows_of_file) {
  const Crosstab kept = without_empty(table, &Crosstab::Cell::weight);
  if (!has_two_of_each(kept) || rows_of_file < 2) return std::nullopt;
  const double m = static_cast<double>(rows_of_file);
  const Correction correction(kept, m);
  const std::optional<Matrix> delta = solve(correction.plain(), correction.designed());
  if (!delta || !(trace(*delta) > 0)) return std::nullopt;
  RaoScott found;
  found.f = association(kept, &Crosstab::Cell::weight) / trace(*delta);
  found.df1 = trace(*delta) * trace(*delta) / trace_of_square(*delta);
  found.df2 = found.df1 * (m - 1);
  found.p = f_tail(found.f, found.df1, found.df2);
  return found;
}

}  // namespace takestock::statistics
