#include "salvage/node.h"

#include <algorithm>

#include "salvage/big_endian.h"

namespace takestock::salvage {
namespace {

constexpr std::size_t kFileHeader = 100;  // before the first page's own

struct Head {
  NodeKind kind = NodeKind::none;
  std::size_t cells = 0, places = 0;  ///< how many, and where their places begin
  std::uint32_t right = 0;
};

NodeKind kind_of(unsigned char byte) {
  return byte == 2 || byte == 5 || byte == 10 || byte == 13 ? NodeKind(byte) : NodeKind::none;
}

Head head_of(std::string_view page, std::uint32_t number) {
  const std::size_t start = number == 1 ? kFileHeader : 0;
  if (page.size() < start + 12) return {};
  Head head;
  head.kind = kind_of(static_cast<unsigned char>(page[start]));
  const bool interior = head.kind == NodeKind::index_interior || head.kind == NodeKind::table_interior;
  head.places = start + (interior ? 12 : 8);
  if (interior) head.right = u32(page, start + 8);
  head.cells = std::min<std::size_t>(u16(page, start + 3), (page.size() - head.places) / 2);
  return head;
}

/// How much of a payload stands in the page: section 1.6, "Cell Payload Overflow Pages".
std::size_t local_size(std::uint64_t payload, std::size_t usable, bool table_leaf) {
  const std::size_t most = table_leaf ? usable - 35 : (usable - 12) * 64 / 255 - 23;
  if (payload <= most) return payload;
  const std::size_t least = (usable - 12) * 32 / 255 - 23;
  const std::size_t fitting = least + (payload - least) % (usable - 4);
  return fitting <= most ? fitting : least;
}

/// Reads the payload that begins at `at`. False: it does not fit.
bool read_payload(std::string_view page, std::size_t at, NodeKind kind, Cell& cell) {
  const auto size = read_varint(page, at);
  if (!size) return false;
  const bool table_leaf = kind == NodeKind::table_leaf;
  if (table_leaf) {
    const auto rowid = read_varint(page, at);
    if (!rowid) return false;
    cell.rowid = static_cast<std::int64_t>(*rowid);
  }
  const std::size_t local = local_size(*size, page.size(), table_leaf);
  const bool goes_on = local < *size;
  if (at > page.size() || local + (goes_on ? 4 : 0) > page.size() - at) return false;
  cell.size = *size;
  cell.local = page.substr(at, local);
  if (goes_on) cell.overflow = u32(page, at + local);
  return true;
}

bool read_cell(std::string_view page, std::size_t at, const Node& node, Cell& cell) {
  if (node.interior()) {
    if (at + 4 > page.size()) return false;
    cell.child = u32(page, at);
    at += 4;
  }
  return node.kind == NodeKind::table_interior || read_payload(page, at, node.kind, cell);
}

}  // namespace

std::optional<std::uint64_t> read_varint(std::string_view bytes, std::size_t& at) {
  std::uint64_t value = 0;
  for (int i = 0; i < 9; ++i) {
    if (at >= bytes.size()) return std::nullopt;
    const auto byte = static_cast<unsigned char>(bytes[at++]);
    if (i == 8) return value << 8 | byte;
    value = value << 7 | (byte & 0x7f);
    if (byte < 0x80) return value;
  }
  return value;
}

Node read_node(std::string_view page, std::uint32_t number) {
  const Head head = head_of(page, number);
  Node node;
  node.kind = head.kind;
  node.right = head.right;
  if (head.kind == NodeKind::none) return node;
  for (std::size_t i = 0; i < head.cells; ++i) {
    const std::size_t at = u16(page, head.places + 2 * i);
    Cell cell;
    if (at >= head.places + 2 * head.cells && read_cell(page, at, node, cell))
      node.cells.push_back(cell);
    else
      ++node.unreadable;
  }
  return node;
}

bool fills_page(std::string_view page, std::uint32_t number) {
  const Node node = read_node(page, number);
  if (node.kind == NodeKind::none || node.unreadable > 0) return false;
  return std::any_of(node.cells.begin(), node.cells.end(), [&](const Cell& cell) {
    const char* end = cell.local.data() + cell.local.size() + (cell.overflow != 0 ? 4 : 0);
    return cell.size > 0 && end == page.data() + page.size();
  });
}

}  // namespace takestock::salvage
