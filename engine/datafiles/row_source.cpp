#include "datafiles/row_source.h"

#include <algorithm>
#include <cmath>

namespace takestock::datafiles {

namespace {

/// False: the value is not of its variable's type.
bool widen(Extent& extent, const Value& value) {
  if (std::isnan(value.number)) return false;
  extent.least = std::min(extent.least, value.number);
  extent.most = std::max(extent.most, value.number);
  extent.whole = extent.whole && value.number == std::trunc(value.number);
  return true;
}

}  // namespace

Result<Contents> contents_of(RowSource& source) {
  Contents contents;
  contents.variables = source.variables();
  contents.extents.resize(contents.variables.size());
  const Status walked = source.each_row([&](std::span<const Value> values) -> Status {
    ++contents.rows;
    for (std::size_t i = 0; i < values.size(); ++i) {
      Variable& variable = contents.variables[i];
      if (values[i].missing != Missing::none || variable.type == Type::code) continue;
      Extent& extent = contents.extents[i];
      extent.bytes = std::max(extent.bytes, values[i].text.size());
      if (variable.type != Type::text && !widen(extent, values[i])) variable.type = Type::text;
    }
    return Done{};
  });
  if (!walked) return walked.error();
  return contents;
}

}  // namespace takestock::datafiles
