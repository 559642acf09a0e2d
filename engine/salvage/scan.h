// Every row that can be found in a file: walking from its schema where that is intact, and looking at every
// page that nothing leads to.
//
// A row is of the table whose shape it has (tables.h), wherever it lies: so pages that changed places, or
// whose table is not known any more, are read all the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "salvage/pages.h"
#include "salvage/row.h"
#include "salvage/tables.h"

namespace takestock::salvage {

struct FoundRow {
  std::size_t table = 0;  ///< index into the tables
  Row row;
  std::uint32_t page = 0;               ///< on which it begins
  std::vector<std::uint32_t> overflow;  ///< on which it goes on
  bool current =
      false;  ///< of a page as it is now; else of an older version of it (only if the log is damaged)
  bool proven = false;  ///< every page it lies on is Pages::proven()
};

/// What could not be read.
struct Gaps {
  std::size_t pages = 0;  ///< missing, or not what leads to them says they are
  std::size_t cells = 0;  ///< rows that are cut or lead nowhere
  std::size_t rows = 0;   ///< rows that are no row of any table
  std::size_t stray = 0;  ///< pages with rows to which nothing leads
  std::size_t blank = 0;  ///< pages full of zeros to which nothing leads
  bool schema = false;    ///< the list of tables is damaged
  bool none() const { return pages + cells + rows + stray + blank == 0 && !schema; }
};

struct Scan {
  std::vector<FoundRow> rows;
  Gaps gaps;
};

Scan scan(const Pages& pages, const std::vector<Table>& tables);

}  // namespace takestock::salvage
