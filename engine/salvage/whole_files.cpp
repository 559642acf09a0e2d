#include "salvage/whole_files.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/digest.h"
#include "salvage/columns.h"

namespace takestock::salvage {
namespace {

using Parts = std::map<std::int64_t, const Row*>;  ///< by number

bool is_whole(const Columns& file, const Parts& parts, const Table& part_table) {
  Sha256 sum;
  std::int64_t size = 0, next = 0;
  for (const auto& [number, row] : parts) {
    if (number != next++) return false;
    const std::string bytes = Columns(part_table, *row).text("bytes");
    sum.add(bytes);
    size += static_cast<std::int64_t>(bytes.size());
  }
  return size == file.integer("size") && hex(sum.finish()) == file.text("sha256");
}

template <typename Goes>
void take_out(std::vector<Row>& rows, Goes goes) {
  rows.erase(std::remove_if(rows.begin(), rows.end(), goes), rows.end());
}

}  // namespace

std::size_t keep_whole_files(const Table& files, std::vector<Row>& file_rows, const Table& parts,
                             std::vector<Row>& part_rows) {
  std::map<std::int64_t, Parts> by_file;
  for (const Row& row : part_rows) {
    const Columns part(parts, row);
    by_file[part.integer("attachment")].emplace(part.integer("part"), &row);
  }
  std::set<std::int64_t> whole;
  std::size_t damaged = 0;
  for (const Row& row : file_rows) {
    const Columns file(files, row);
    if (file.text("sha256").empty()) continue;
    if (is_whole(file, by_file[file.integer("id")], parts))
      whole.insert(file.integer("id"));
    else
      ++damaged;
  }
  take_out(file_rows, [&](const Row& row) { return !whole.count(Columns(files, row).integer("id")); });
  take_out(part_rows,
           [&](const Row& row) { return !whole.count(Columns(parts, row).integer("attachment")); });
  return damaged;
}

}  // namespace takestock::salvage
