#include <algorithm>

#include "report/outline.h"
#include "report/titles.h"
#include "tabulation/words.h"

namespace takestock::report {

using tabulation::Shown;
using tabulation::shown_count;
using tabulation::shown_share;
using tabulation::TableResult;

namespace {

/// Groups in one table, so that it is as wide as a page.
constexpr std::size_t kGroupsAcross = 4, kSharesAcross = 6;

std::string groups_said(std::size_t from, std::size_t to, std::size_t all) {
  if (to - from == all) return "";
  return " (groups " + std::to_string(from + 1) + " to " + std::to_string(to) + " of " + std::to_string(all) +
         ")";
}

/// Some of the groups of a table, with everybody before the first.
class Block {
 public:
  Block(const TableResult& table, std::size_t from, std::size_t to)
      : table_(table), from_(from), to_(to), all_(from == 0) {}

  Grid counts() const {
    Grid grid{caption("Counts, and percentages of those who answered"), {{{"", 1}}, {{"Answer", 1}}}, {}};
    if (all_) add_head(grid, "All");
    for (std::size_t column = from_; column < to_; ++column) add_head(grid, table_.columns[column].label);
    for (std::size_t row = 0; row < table_.rows.size(); ++row) grid.rows.push_back(answer(row));
    grid.rows.push_back(beside("Answered", table_.bases, table_.base));
    grid.rows.push_back(beside(tabulation::kSkippedLabel, table_.skipped, table_.skipped.back()));
    grid.rows.push_back(beside(tabulation::kNotAskedLabel, table_.not_asked, table_.not_asked.back()));
    return grid;
  }

  Grid across() const {
    Grid grid{caption("Percentages of those who gave each answer"), {{{"Answer", 1}}}, {}};
    for (std::size_t column = from_; column < to_; ++column)
      grid.heads[0].push_back({table_.columns[column].label, 1});
    for (std::size_t row = 0; row < table_.rows.size(); ++row) {
      grid.rows.push_back({table_.rows[row].label});
      for (std::size_t column = from_; column < to_; ++column)
        grid.rows.back().push_back(shown_share(table_.row_shares[at(row, column)]));
    }
    return grid;
  }

 private:
  std::size_t at(std::size_t row, std::size_t column) const { return row * table_.columns.size() + column; }

  std::string caption(const std::string& what) const {
    return what + groups_said(from_, to_, divided(table_) ? table_.columns.size() : 0);
  }

  static void add_head(Grid& grid, const std::string& label) {
    grid.heads[0].push_back({label, 2});
    grid.heads[1].push_back({"Count", 1});
    grid.heads[1].push_back({"%", 1});
  }

  static void add_pair(std::vector<std::string>& row, const Shown& count, const Shown& share) {
    row.push_back(shown_count(count));
    row.push_back(shown_share(share));
  }

  std::vector<std::string> answer(std::size_t row) const {
    std::vector<std::string> out{table_.rows[row].label};
    if (all_) add_pair(out, table_.row_totals[row], table_.row_total_shares[row]);
    for (std::size_t column = from_; column < to_; ++column)
      add_pair(out, table_.counts[at(row, column)], table_.column_shares[at(row, column)]);
    return out;
  }

  std::vector<std::string> beside(const char* label, const std::vector<Shown>& counts,
                                  const Shown& all) const {
    std::vector<std::string> out{label};
    if (all_) out.insert(out.end(), {shown_count(all), ""});
    for (std::size_t column = from_; column < to_; ++column)
      out.insert(out.end(), {shown_count(counts[column]), ""});
    return out;
  }

  const TableResult& table_;
  std::size_t from_, to_;
  bool all_;
};

}  // namespace

Section table_section(const TableResult& table) {
  const std::string title = title_of(table);
  Section section{title, {}, {}, {}};
  if (table.several) section.sentences.push_back("More than one answer could be given.");
  if (table.weighted) section.sentences.push_back("Counts are of responses; percentages are weighted.");
  section.pictures.push_back({"Percentages of those who answered",
                              [&](const Canvas& canvas) { return distribution(table, canvas); }});
  const std::size_t groups = divided(table) ? table.columns.size() : 0;
  for (std::size_t from = 0; from == 0 || from < groups; from += kGroupsAcross)
    section.grids.push_back(Block(table, from, std::min(groups, from + kGroupsAcross)).counts());
  for (std::size_t from = 0; from < groups; from += kSharesAcross)
    section.grids.push_back(Block(table, from, std::min(groups, from + kSharesAcross)).across());
  return section;
}

}  // namespace takestock::report
