#include "expression/program.h"

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
  char* const block = static_cast<char*>(::operator new(size));
  std::unique_ptr<Program> program(new (block) Program);
  put(put(put(block + sizeof(Program), from.nodes), from.references), from.text);
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
