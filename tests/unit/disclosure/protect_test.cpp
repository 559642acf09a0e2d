// What a reader must not be able to work out of published tables.
#include <doctest/doctest.h>

#include "disclosure/document.h"
#include "disclosure/ledger.h"
#include "disclosure/tables.h"

using namespace takestock;
using namespace takestock::disclosure;

namespace {

Tables tables_of(const std::string& json) {
  Result<Document> document = read_document(json);
  REQUIRE_MESSAGE(document.ok(), document.error().message << document.error().where);
  return document->tables;
}

std::string protected_text(const std::string& json) {
  Result<Document> document = read_document(json);
  REQUIRE(document.ok());
  const Result<Summary> summary = protect(document->tables);
  REQUIRE_MESSAGE(summary.ok(), summary.error().message << " " << summary.error().where);
  return redacted(json, *document);
}

Error refusal(const std::string& json) {
  Result<Document> document = read_document(json);
  if (!document) return document.error();
  const Result<Summary> summary = protect(document->tables);
  REQUIRE_FALSE(summary.ok());
  return summary.error();
}

const char* const kTwoWay =
    R"({"threshold": 10, "tables": [{"rows": {"variable": "region", "labels": ["a", "b", "c"]},
        "columns": {"variable": "type", "labels": ["x", "y", "z"]},
        "cells": [[3, 20, 30], [40, 50, 60], [70, 80, 90]],
        "row_totals": [53, 150, 240], "column_totals": [113, 150, 180], "total": 443}]})";

}  // namespace

TEST_CASE("a small count is hidden with three others around it, and nothing else is touched") {
  const std::string out = protected_text(kTwoWay);
  const Tables after = tables_of(out);
  CHECK(after.tables[0].cells[0].count == Figure::kUnknown);
  std::size_t hidden = 0;
  for (const Figure& figure : after.tables[0].cells) hidden += figure.count == Figure::kUnknown;
  CHECK(hidden == 4);
  CHECK(after.tables[0].total->count == 443);
  CHECK(out.find("\"row_totals\": [53, 150, 240], \"column_totals\": [113, 150, 180]") != std::string::npos);
}
