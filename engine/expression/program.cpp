#include "expression/program.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace takestock::expression {
namespace {

/// Copies them to `to` and gives the place behind them.
template <typename List>
char* put(char* to, const List& list) {
  const std::size_t bytes = list.size() * sizeof list[0];
  if (bytes != 0) std::memcpy(to, list.data(), bytes);
  return to + bytes;
}

}  // namespace

void Room::Block::leave() {
  if (--left_in_it == 0) ::operator delete(this);
}

void Room::close() {
  if (block_) block_->leave();
  block_ = nullptr;
}

/// The first block has room for one program, which may be the only one; the others are ever larger.
void Room::open(std::size_t bytes) {
  constexpr std::size_t kMost = 32 * 1024;
  close();
  size_ = std::max(bytes, std::min(2 * size_, kMost));
  static_assert(sizeof(Block) <= alignof(std::max_align_t));
  char* const memory = static_cast<char*>(::operator new(alignof(std::max_align_t) + size_));
  block_ = new (memory) Block{1};
  free_ = memory + alignof(std::max_align_t);
  left_ = size_;
}

Room::Piece Room::take(std::size_t bytes) {
  bytes = (bytes + alignof(Program) - 1) / alignof(Program) * alignof(Program);
  if (bytes > left_) open(bytes);
  char* const at = free_;
  free_ += bytes;
  left_ -= bytes;
  ++block_->left_in_it;
  return {at, static_cast<std::uint32_t>(at - reinterpret_cast<char*>(block_))};
}

void Program::operator delete(Program* program, std::destroying_delete_t) {
  auto* const block = reinterpret_cast<Room::Block*>(reinterpret_cast<char*>(program) - program->in_block);
  program->~Program();
  block->leave();
}

void Workspace::clear() {
  nodes.clear();
  references.clear();
  patterns.clear();
  text.clear();
}

std::unique_ptr<Program> Program::make(Workspace& from) {
  static_assert(sizeof(Program) % alignof(Node) == 0, "nodes start right behind the program");
  static_assert(sizeof(Node) % alignof(Slot) == 0, "references start right behind the nodes");
  const std::size_t size = sizeof(Program) + from.nodes.size() * sizeof(Node) +
                           from.references.size() * sizeof(Slot) + from.text.size();
  const Room::Piece piece = from.room.take(size);
  std::unique_ptr<Program> program(new (piece.at) Program);
  program->in_block = piece.in_block;
  put(put(put(piece.at + sizeof(Program), from.nodes), from.references), from.text);
  program->node_count = static_cast<std::uint32_t>(from.nodes.size());
  program->reference_count = static_cast<std::uint32_t>(from.references.size());
  program->text_size = static_cast<std::uint32_t>(from.text.size());
  if (!from.patterns.empty())
    program->patterns = std::make_unique<std::vector<Regex>>(std::move(from.patterns));
  return program;
}

std::size_t Program::memory_bytes() const {
  return sizeof(Program) + node_count * sizeof(Node) + reference_count * sizeof(Slot) + text_size;
}

}  // namespace takestock::expression
