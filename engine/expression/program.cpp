#include "expression/program.h"

#include <cstring>

namespace takestock::expression {

std::unique_ptr<Program> Program::make(const std::vector<Node>& nodes, std::string_view text) {
  static_assert(sizeof(Program) % alignof(Node) == 0, "nodes start right behind the program");
  const std::size_t node_bytes = nodes.size() * sizeof(Node);
  char* block = static_cast<char*>(::operator new(sizeof(Program) + node_bytes + text.size()));
  std::unique_ptr<Program> program(new (block) Program);
  if (node_bytes != 0) std::memcpy(block + sizeof(Program), nodes.data(), node_bytes);
  if (!text.empty()) std::memcpy(block + sizeof(Program) + node_bytes, text.data(), text.size());
  program->node_count = static_cast<std::uint32_t>(nodes.size());
  program->text_size = static_cast<std::uint32_t>(text.size());
  return program;
}

std::size_t Program::memory_bytes() const {
  return sizeof(Program) + node_count * sizeof(Node) + text_size + references.capacity() * sizeof(Slot);
}

}  // namespace takestock::expression
