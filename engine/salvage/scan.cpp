#include "salvage/scan.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "salvage/big_endian.h"
#include "salvage/node.h"

namespace takestock::salvage {
namespace {

constexpr std::uint64_t kLargestRow = 256u * 1024 * 1024;
constexpr int kDeepest = 20;  // levels of a b-tree; SQLite's own limit

class Scanner {
 public:
  Scanner(const Pages& pages, const std::vector<Table>& tables)
      : pages_(pages),
        tables_(tables),
        seen_(pages.count() + 1),
        budget_(4 * std::uint64_t(pages.count()) * pages.size()) {}

  Scan run() {
    walk_schema();
    mark_free();
    look_everywhere();
    if (!pages_.log().whole()) read_older();
    return std::move(scan_);
  }

 private:
  struct Payload {
    std::string bytes;
    bool proven = false;
    std::vector<std::uint32_t> overflow;
  };

  /// The pages behind a cell. Nothing: they are not there, or other than as many as the payload needs.
  std::optional<Payload> gather(const Cell& cell, bool proven) {
    if (cell.size > kLargestRow || cell.size > budget_) return std::nullopt;
    Payload payload{std::string(cell.local), proven, {}};
    const std::size_t room = pages_.size() - 4;
    std::uint32_t next = cell.overflow;
    while (payload.bytes.size() < cell.size) {
      const std::string_view page = pages_.at(next);
      if (page.empty()) return std::nullopt;
      payload.overflow.push_back(next);
      payload.proven = payload.proven && pages_.proven(next);
      payload.bytes += page.substr(
          4, static_cast<std::size_t>(std::min<std::uint64_t>(room, cell.size - payload.bytes.size())));
      next = u32(page, 0);
    }
    if (cell.overflow != 0) budget_ -= cell.size;
    if (cell.overflow != 0 && next != 0) return std::nullopt;
    return payload;
  }

  /// Puts the row's number where the table has it.
  static bool numbered(const Table& table, Row& row, const std::int64_t* rowid) {
    for (std::size_t i = 0; i < std::min(row.size(), table.columns.size()); ++i)
      if (table.columns[i].is_rowid && row[i].kind == ValueKind::null)
        row[i] = {ValueKind::integer, *rowid, ""};
    return fits(table, row);
  }

  std::optional<std::size_t> table_of(Row& row, const std::int64_t* rowid) const {
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      const Table& table = tables_[i];
      if (table.by_rowid == (rowid != nullptr) && row.size() <= table.columns.size() &&
          numbered(table, row, rowid))
        return i;
    }
    return std::nullopt;
  }

  struct Origin {
    std::uint32_t page = 0;
    bool current = true, proven = false;
    bool strange = false;  ///< rows of tables that are not salvaged are expected here: they are no gap
  };

  void take_rows(const Node& node, const Origin& origin) {
    for (const Cell& cell : node.cells) {
      if (node.kind == NodeKind::table_interior) continue;
      auto payload = gather(cell, origin.proven);
      if (!payload) {
        if (origin.current) ++scan_.gaps.cells;
        continue;
      }
      take_row(std::move(*payload), node.of_table() ? &cell.rowid : nullptr, origin);
    }
  }

  /// `rowid`: null on an index's page.
  void take_row(Payload payload, const std::int64_t* rowid, const Origin& origin) {
    auto row = read_row(payload.bytes);
    const auto table = row ? table_of(*row, rowid) : std::nullopt;
    if (origin.current)
      for (const std::uint32_t page : payload.overflow) seen_[page] = true;
    if (table)
      scan_.rows.push_back({*table, std::move(*row), origin.page, std::move(payload.overflow), origin.current,
                            payload.proven});
    else if (origin.current && !origin.strange)
      ++scan_.gaps.rows;
  }

  // --- from the list of tables

  void walk_schema() {
    const std::string_view first = pages_.at(1);
    if (first.empty() || first.substr(0, 16) != std::string_view("SQLite format 3\0", 16))
      scan_.gaps.schema = true;
    std::vector<Cell> listed;
    walk(1, true, 0,
         [&](const Node& node) { listed.insert(listed.end(), node.cells.begin(), node.cells.end()); });
    bool any = false;
    for (const Cell& cell : listed) any = walk_listed(cell) || any;
    if (!any) scan_.gaps.schema = true;
  }

  /// True: it is one of the tables.
  bool walk_listed(const Cell& cell) {
    if (cell.size == 0) return false;
    const auto payload = gather(cell, false);
    const auto row = payload ? read_row(payload->bytes) : std::nullopt;
    if (!row || row->size() != 5 || (*row)[3].kind != ValueKind::integer) {
      scan_.gaps.schema = true;
      return false;
    }
    for (const std::uint32_t page : payload->overflow) seen_[page] = true;
    const std::int64_t root = (*row)[3].integer;
    if (root == 0) return false;  // a trigger
    const std::string& name = (*row)[1].text;
    const auto table =
        std::find_if(tables_.begin(), tables_.end(), [&](const Table& t) { return t.name == name; });
    const bool known = table != tables_.end();
    if (root < 1 || root > pages_.count())
      ++scan_.gaps.pages;
    else
      walk(static_cast<std::uint32_t>(root), known && table->by_rowid, 0, [&](const Node& node) {
        take_rows(node, {page_, true, pages_.proven(page_), !known});
      });
    return known;
  }

  template <typename Visit>
  void walk(std::uint32_t number, bool of_table, int depth, const Visit& visit) {
    const std::string_view page = pages_.at(number);
    if (page.empty() || seen_[number] || depth > kDeepest) {
      ++scan_.gaps.pages;
      return;
    }
    const Node node = read_node(page, number);
    if (node.kind == NodeKind::none || node.of_table() != of_table) {
      ++scan_.gaps.pages;
      return;  // whatever it is will be looked at as a page to which nothing leads
    }
    seen_[number] = true;
    scan_.gaps.cells += node.unreadable;
    page_ = number;
    visit(node);
    if (!node.interior()) return;
    for (const Cell& cell : node.cells) walk(cell.child, of_table, depth + 1, visit);
    walk(node.right, of_table, depth + 1, visit);
  }

  // --- the list of free pages

  /// Marks them if the list is what the file's header says of it; else they count as pages like others.
  void mark_free() {
    const std::string_view first = pages_.at(1);
    if (first.size() < 100) return;
    std::vector<std::uint32_t> free;
    for (std::uint32_t trunk = u32(first, 32); trunk != 0;) {
      const std::string_view page = pages_.at(trunk);
      if (page.empty() || seen_[trunk] || free.size() > pages_.count()) return;
      free.push_back(trunk);
      const std::size_t leaves = u32(page, 4);
      if (leaves > page.size() / 4 - 2) return;
      for (std::size_t i = 0; i < leaves; ++i) free.push_back(u32(page, 8 + 4 * i));
      trunk = u32(page, 0);
    }
    if (free.size() != u32(first, 36)) return;
    for (const std::uint32_t number : free)
      if (number <= pages_.count() && !seen_[number]) seen_[number] = true;
  }

  // --- whatever nothing leads to

  void look_everywhere() {
    for (std::uint32_t number = 1; number <= pages_.count(); ++number)
      if (!seen_[number]) look_at(number);
  }

  void look_at(std::uint32_t number) {
    const std::string_view page = pages_.at(number);
    const Node node = read_node(page, number);
    if (node.kind != NodeKind::none) {
      if (number != 1) ++scan_.gaps.stray;
      take_rows(node, {number, true, pages_.proven(number), true});
    } else if (page.find_first_not_of('\0') == std::string_view::npos) {
      ++scan_.gaps.blank;
    }
  }

  /// What pages were before: where the log is damaged the newest version of a page may be one that is lost.
  void read_older() {
    for (std::uint32_t number = 1; number <= pages_.count(); ++number)
      for (const std::string_view page : pages_.before(number))
        take_rows(read_node(page, number), {number, false, false, true});
  }

  const Pages& pages_;
  const std::vector<Table>& tables_;
  std::vector<bool> seen_;
  std::uint64_t
      budget_;  ///< bytes of long rows that will be read: damaged cells may all lead to the same pages
  std::uint32_t page_ = 0;  ///< that is being visited
  Scan scan_;
};

}  // namespace

Scan scan(const Pages& pages, const std::vector<Table>& tables) { return Scanner(pages, tables).run(); }

}  // namespace takestock::salvage
