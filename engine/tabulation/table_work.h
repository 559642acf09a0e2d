// A table from its counts to what may be seen of it. Private to the room.
#pragma once

#include <string>
#include <vector>

#include "tabulation/draft.h"

namespace takestock::tabulation {

class TableWork {
 public:
  /// Counts, and adds what is to be protected to the draft. Errors: unsupported, see axis_of().
  static Result<TableWork> make(const Basis& basis, std::size_t row_question, const Axis& columns,
                                Draft& draft);
  /// After the draft is protected.
  TableResult result(const Draft& draft) const;

 private:
  TableWork(const Basis& basis, Axis columns) : basis_(basis), columns_(std::move(columns)) {}
  Status count_one(std::size_t question, Draft& draft);
  void count_several(std::size_t question, Draft& draft);
  void count_asked(std::size_t question, Draft& draft);
  disclosure::Table empty_table(const std::string& name, disclosure::Dimension rows) const;
  void fill(disclosure::Table& table, const std::vector<std::size_t>& groups, bool totals) const;
  bool divided() const { return columns_.variable != "everyone"; }
  const statistics::Crosstab::Cell& cell(std::size_t row, std::size_t column) const;
  Place cell_place(std::size_t row, std::size_t column) const;
  Place base_place(std::optional<std::size_t> column) const;
  Place row_total_place(std::size_t row) const;
  Place asked_place(std::size_t status, std::optional<std::size_t> column) const;
  Shown column_share(const Draft& draft, std::size_t row, std::size_t column) const;
  Shown row_share(const Draft& draft, std::size_t row, std::size_t column) const;
  Shown total_share(const Draft& draft, std::size_t row) const;
  bool column_seen(const Draft& draft, std::size_t column) const;
  bool row_divisor_seen(const Draft& draft, std::size_t row) const;

  const Basis& basis_;
  Axis columns_, rows_;
  bool several_ = false;
  Heading title_;
  statistics::Crosstab counts_{1, 1}, asked_{3, 1};
  std::vector<std::size_t> tables_;  ///< in the draft: of all rows, or one for each choice
  std::size_t asked_table_ = 0;
};

}  // namespace takestock::tabulation
