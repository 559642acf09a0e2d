#include "expression/functions.h"

#include <array>

namespace takestock::expression {
namespace {

struct Group {
  const Function* rows;
  std::size_t count;
};

// The rows of all files, found by a hash of their names.
class Table {
 public:
  Table() {
    const Group groups[] = {{number_functions::kRows, number_functions::kCount},
                            {text_functions::kRows, text_functions::kCount},
                            {date_functions::kRows, date_functions::kCount},
                            {node_functions::kRows, node_functions::kCount},
                            {geo_functions::kRows, geo_functions::kCount}};
    for (const Group& group : groups)
      for (std::size_t i = 0; i < group.count; ++i) add(group.rows[i]);
  }
  std::uint32_t find(std::string_view name) const {
    for (std::uint32_t bucket = hash(name);; ++bucket) {
      const Function* row = buckets_[bucket % kBuckets];
      if (row == nullptr) return kNoFunction;
      if (row->name == name) return bucket % kBuckets;
    }
  }
  const Function& at(std::uint32_t place) const { return *buckets_[place]; }

 private:
  static constexpr std::uint32_t kBuckets = 512;  // five times the rows: nearly every name has its own

  static std::uint32_t hash(std::string_view name) {
    std::uint32_t out = 2166136261u;
    for (char c : name) out = (out ^ static_cast<std::uint8_t>(c)) * 16777619u;
    return (out ^ out >> 15) % kBuckets;
  }
  void add(const Function& row) {
    std::uint32_t bucket = hash(row.name);
    while (buckets_[bucket % kBuckets] != nullptr) ++bucket;
    buckets_[bucket % kBuckets] = &row;
  }

  std::array<const Function*, kBuckets> buckets_{};
};

const Table& table() {
  static const Table all;
  return all;
}

}  // namespace

std::uint32_t find_function(std::string_view name) { return table().find(name); }
const Function& function_at(std::uint32_t place) { return table().at(place); }

}  // namespace takestock::expression
