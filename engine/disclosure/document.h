// Tables as a JSON document, for `takestock protect` and for what a round remembers as released.
//
//   {"threshold": 10, "open": ["q3"], "dominance": [],
//    "tables": [{"name": "...", "rows": {"variable": "region", "labels": ["North", "South"]},
//                "columns": {"variable": "type", "labels": [...], "overlapping": false},
//                "filter": {"year": ["2015"]}, "cells": [[n or null, ...], ...], "row_totals": [...],
//                "column_totals": [...], "total": n, "released": false,
//                "zeros_hidden": false}],
//    "known": [{"at": {"region": ["North"]}, "low": 0, "high": 0}]}
//
// Only "tables" and of a table "rows" and "cells" must be there. Without "columns" the cells are one list, or
// lists of one. Counts are whole numbers; null is a figure that was withheld earlier. Members that are not
// named here are passed over.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "disclosure/tables.h"

namespace takestock::disclosure {

struct Document {
  Tables tables;
  /// Where each figure stands in the source, in the order cells, row totals, column totals, total, table by
  /// table.
  struct Span {
    std::size_t offset = 0, size = 0;
  };
  std::vector<Span> places;
  std::vector<std::size_t> starts;  ///< of each table, behind its bracket
  std::vector<bool> zeros_hidden;   ///< of each table, as it was read
};

/// Errors: bad_text (not JSON; `where` line:column), bad_request (`where` a JSON pointer), limit.
Result<Document> read_document(std::string_view source);

/// The source byte for byte, but null in the place of every hidden figure, and "zeros_hidden" put in front
/// where protect() set it.
std::string redacted(std::string_view source, const Document& document);

/// As read_document() reads it, hidden figures null.
std::string write_document(const Tables& tables);

}  // namespace takestock::disclosure
