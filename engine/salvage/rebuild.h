// Writing what was salvaged into a new database.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "salvage/judge.h"

namespace takestock::salvage {

/// How many rows of each table were stored, in one transaction, durably; the rest broke a rule of the schema.
Result<std::vector<std::size_t>> rebuild(const std::string& path, const std::vector<Table>& tables,
                                         const Judgement& judgement);

}  // namespace takestock::salvage
