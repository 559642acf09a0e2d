// One page of a b-tree: its cells (https://sqlite.org/fileformat2.html section 1.6). Every number in it may
// be wrong; nothing is read that lies outside of the page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace takestock::salvage {

enum class NodeKind : std::uint8_t {
  none = 0,
  index_interior = 2,
  table_interior = 5,
  index_leaf = 10,
  table_leaf = 13
};

/// What stands of a row in the page itself.
struct Cell {
  std::uint32_t child = 0;     ///< interior pages: the page before it
  std::int64_t rowid = 0;      ///< of a table's row
  std::uint64_t size = 0;      ///< of the whole payload; 0 in a table's interior page, which has none
  std::string_view local;      ///< its beginning, or all of it
  std::uint32_t overflow = 0;  ///< where it goes on; 0: it is all here
};

struct Node {
  NodeKind kind = NodeKind::none;
  std::vector<Cell> cells;
  std::uint32_t right = 0;     ///< interior pages: the last child
  std::size_t unreadable = 0;  ///< cells that do not fit into the page

  bool interior() const { return kind == NodeKind::index_interior || kind == NodeKind::table_interior; }
  bool of_table() const { return kind == NodeKind::table_interior || kind == NodeKind::table_leaf; }
};

/// kind none: this is no page of a b-tree.
Node read_node(std::string_view page, std::uint32_t number);

/// It has rows, all of them lie in the page, and the first that was written ends where the page does.
bool fills_page(std::string_view page, std::uint32_t number);

/// The integer of up to nine bytes at `at`, which moves behind it; nothing if it is cut.
std::optional<std::uint64_t> read_varint(std::string_view bytes, std::size_t& at);

}  // namespace takestock::salvage
