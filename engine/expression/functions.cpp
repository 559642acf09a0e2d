#include "expression/functions.h"

#include <algorithm>
#include <array>

namespace takestock::expression {
namespace {

struct Group {
  const Function* rows;
  std::size_t count;
};

// The rows of all files, by name.
class Table {
 public:
  Table() {
    const Group groups[] = {{number_functions::kRows, number_functions::kCount},
                            {text_functions::kRows, text_functions::kCount},
                            {date_functions::kRows, date_functions::kCount},
                            {node_functions::kRows, node_functions::kCount},
                            {geo_functions::kRows, geo_functions::kCount}};
    for (const Group& group : groups)
      for (std::size_t i = 0; i < group.count; ++i) rows_.push_back(&group.rows[i]);
    std::sort(rows_.begin(), rows_.end(),
              [](const Function* a, const Function* b) { return a->name < b->name; });
  }
  std::uint32_t find(std::string_view name) const {
    const auto found =
        std::lower_bound(rows_.begin(), rows_.end(), name,
                         [](const Function* row, std::string_view wanted) { return row->name < wanted; });
    return found == rows_.end() || (*found)->name != name ? kNone
                                                          : static_cast<std::uint32_t>(found - rows_.begin());
  }
  const Function& at(std::uint32_t place) const { return *rows_[place]; }

 private:
  std::vector<const Function*> rows_;
};

const Table& table() {
  static const Table all;
  return all;
}

}  // namespace

std::uint32_t find_function(std::string_view name) { return table().find(name); }
const Function& function_at(std::uint32_t place) { return table().at(place); }

}  // namespace takestock::expression
