#include "salvage/columns.h"

#include <algorithm>
#include <tuple>

namespace takestock::salvage {

Row key_of(const Table& table, const Row& row) {
  Row key;
  for (std::size_t i = 0; i < row.size(); ++i)
    if (table.columns[i].key) key.push_back(row[i]);
  return key;
}

bool before(const Row& a, const Row& b) {
  return std::lexicographical_compare(
      a.begin(), a.end(), b.begin(), b.end(), [](const Value& x, const Value& y) {
        return std::tie(x.kind, x.integer, x.text) < std::tie(y.kind, y.integer, y.text);
      });
}

}  // namespace takestock::salvage
