#include "survey/dependencies.h"

#include <algorithm>
#include <array>

#include "survey/definition.h"

namespace takestock::survey {

namespace {

constexpr std::uint32_t kNone = 0xffffffffu;
constexpr std::size_t kAspects = 6;

std::array<ExpressionId, kAspects> expressions_of(const Node& node) {
  return {node.relevant,     node.calculation, node.required_if,
          node.read_only_if, node.constraint,  node.choice_filter};
}

}  // namespace

/// Vertices 0..cells-1 are the cells in document order, the others the values of the nodes: what an
/// expression that refers to the node must wait for. Edges lead from a vertex to what it waits for.
class DependencyBuilder {
 public:
  explicit DependencyBuilder(const Definition& definition)
      : definition_(definition), nodes_(definition.nodes()) {}

  std::vector<Slot> build(Dependencies& out) {
    list_cells();
    link();
    if (auto cycle = order(); !cycle.empty()) return cycle;
    write(out);
    return {};
  }

 private:
  using Vertex = std::uint32_t;
  struct Frame {
    Vertex vertex;
    std::uint32_t edge;
  };
  enum Mark : std::uint8_t { unseen, open, done };

  [[gnu::noinline]] void list_cells() {
    firsts_.reserve(nodes_.size() + 1);
    for (Slot slot = 0; slot < nodes_.size(); ++slot) list_cells_of(slot);
    firsts_.push_back(static_cast<Vertex>(cells_.size()));
  }

  [[gnu::noinline]] void list_cells_of(Slot slot) {
    firsts_.push_back(static_cast<Vertex>(cells_.size()));
    const auto expressions = expressions_of(nodes_[slot]);
    for (std::size_t a = 0; a < kAspects; ++a)
      if (expressions[a] != kNoExpression) cells_.push_back({slot, static_cast<Aspect>(a)});
  }

  const expression::Expression& expression(const Cell& cell) const {
    const auto expressions = expressions_of(nodes_[cell.slot]);
    return definition_.expression(expressions[static_cast<std::size_t>(cell.aspect)]);
  }

  Vertex cell_of(Slot slot, Aspect aspect) const {
    for (Vertex v = firsts_[slot]; v < firsts_[slot + 1]; ++v)
      if (cells_[v].aspect == aspect) return v;
    return kNone;
  }

  Vertex value_of(Slot slot) const { return static_cast<Vertex>(cells_.size() + slot); }

  /// The cell that decides whether a node is relevant: its own, else that of the nearest ancestor that has
  /// one.
  Vertex relevance_of(Slot slot) const { return relevance_[slot]; }

  [[gnu::noinline]] void find_relevance() {
    relevance_.resize(nodes_.size(), kNone);
    for (Slot slot = 0; slot < nodes_.size(); ++slot) find_relevance_of(slot);
  }

  [[gnu::noinline]] void find_relevance_of(Slot slot) {
    const Slot parent = nodes_[slot].parent;
    if (parent != kNoSlot) relevance_[slot] = relevance_[parent];
    if (const Vertex own = cell_of(slot, Aspect::relevant); own != kNone) relevance_[slot] = own;
  }

  [[gnu::noinline]] void link() {
    find_relevance();
    edge_starts_.reserve(cells_.size() + nodes_.size() + 1);
    for (const Cell& cell : cells_) link_cell(cell);
    for (Slot slot = 0; slot < nodes_.size(); ++slot) link_value(slot);
    edge_starts_.push_back(static_cast<std::uint32_t>(edges_.size()));
  }

  void add_edge(Vertex to) {
    if (to != kNone) edges_.push_back(to);
  }

  [[gnu::noinline]] void link_cell(const Cell& cell) {
    const expression::Expression& reader = expression(cell);
    unbound_.push_back(reader.reads_unbound_paths());
    edge_starts_.push_back(static_cast<std::uint32_t>(edges_.size()));
    const Slot parent = nodes_[cell.slot].parent;
    if (cell.aspect != Aspect::relevant)
      add_edge(relevance_of(cell.slot));
    else if (parent != kNoSlot)
      add_edge(relevance_of(parent));
    if (cell.aspect == Aspect::choice_filter) add_edge(cell_of(cell.slot, Aspect::calculation));
    if (cell.aspect == Aspect::constraint) add_edge(value_of(cell.slot));
    for (const Slot read : reader.references())
      if (read != cell.slot ? read < nodes_.size() : waits_for_itself(cell)) add_edge(value_of(read));
  }

  /// A constraint does and that is said already; once() reads what the calculation gave before.
  bool waits_for_itself(const Cell& cell) const {
    return cell.aspect != Aspect::constraint &&
           (cell.aspect != Aspect::calculation || !expression(cell).volatile_result());
  }

  [[gnu::noinline]] void link_value(Slot slot) {
    edge_starts_.push_back(static_cast<std::uint32_t>(edges_.size()));
    add_edge(relevance_of(slot));
    add_edge(cell_of(slot, Aspect::calculation));
    add_edge(cell_of(slot, Aspect::choice_filter));
    for (Slot child = nodes_[slot].first_child; child != kNoSlot; child = nodes_[child].next_sibling)
      add_edge(value_of(child));
  }

  /// Depth-first from every cell in document order; what may read anything comes last.
  [[gnu::noinline]] std::vector<Slot> order() {
    marks_.assign(cells_.size() + nodes_.size(), unseen);
    for (const bool unbound : {false, true})
      for (Vertex v = 0; v < cells_.size(); ++v)
        if (unbound_[v] == unbound && marks_[v] == unseen && !visit(v)) return cycle();
    return {};
  }

  [[gnu::noinline]] bool visit(Vertex from) {
    enter(from);
    while (!stack_.empty()) {
      Frame& top = stack_.back();
      if (top.edge == edge_starts_[top.vertex + 1]) {
        leave();
        continue;
      }
      const Vertex next = edges_[top.edge++];
      if (marks_[next] == open) return enter(next), false;
      if (marks_[next] == unseen) enter(next);
    }
    return true;
  }

  void enter(Vertex vertex) {
    marks_[vertex] = open;
    stack_.push_back({vertex, edge_starts_[vertex]});
  }

  void leave() {
    const Vertex vertex = stack_.back().vertex;
    stack_.pop_back();
    marks_[vertex] = done;
    if (vertex >= cells_.size()) return;
    sorted_.push_back(vertex);
  }

  /// The slots of the cells between the two entries of the vertex on top of the stack.
  std::vector<Slot> cycle() const {
    std::vector<Slot> slots;
    const Vertex closing = stack_.back().vertex;
    for (std::size_t i = stack_.size() - 1; i-- > 0;) {
      const Vertex vertex = stack_[i].vertex;
      if (vertex < cells_.size() && (slots.empty() || slots.back() != cells_[vertex].slot))
        slots.push_back(cells_[vertex].slot);
      if (vertex == closing) break;
    }
    if (slots.size() > 1 && slots.front() == slots.back()) slots.pop_back();
    std::reverse(slots.begin(), slots.end());
    return slots;
  }

  /// The nodes whose values a cell waits for are those it reads.
  template <typename Found>
  void for_each_read(Vertex cell, Found found) const {
    const auto values = static_cast<Vertex>(cells_.size());
    for (std::uint32_t edge = edge_starts_[cell]; edge < edge_starts_[cell + 1]; ++edge)
      if (edges_[edge] >= values) found(edges_[edge] - values);
  }

  void count_readers(std::vector<std::uint32_t>& starts) const {
    starts.assign(nodes_.size() + 1, 0);
    for (Vertex cell = 0; cell < cells_.size(); ++cell)
      for_each_read(cell, [&](Slot slot) { ++starts[slot + 1]; });
    for (std::size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
  }

  [[gnu::noinline]] void write(Dependencies& out) const {
    count_readers(out.starts_);
    out.readers_.resize(out.starts_.back());
    out.cells_.reserve(sorted_.size());
    std::vector<std::uint32_t> next(out.starts_.begin(), out.starts_.end() - 1);
    for (const Vertex cell : sorted_) {
      const auto id = static_cast<CellId>(out.cells_.size());
      if (unbound_[cell]) out.always_.push_back(id);
      out.cells_.push_back(cells_[cell]);
      for_each_read(cell, [&](Slot slot) {
        out.readers_[next[slot]++] = id;
        if (nodes_[slot].first_child != kNoSlot) out.groups_are_read_ = true;
      });
    }
  }

  const Definition& definition_;
  std::span<const Node> nodes_;
  std::vector<Cell> cells_;
  std::vector<Vertex> firsts_;     ///< per slot, and one more: its first cell
  std::vector<Vertex> relevance_;  ///< per slot
  std::vector<std::uint32_t> edge_starts_;
  std::vector<Vertex> edges_;
  std::vector<bool> unbound_;   ///< per cell
  std::vector<Vertex> sorted_;  ///< cells, what they wait for before them
  std::vector<Mark> marks_;
  std::vector<Frame> stack_;
};

std::size_t Dependencies::memory_bytes() const {
  return cells_.capacity() * sizeof(Cell) + starts_.capacity() * sizeof(std::uint32_t) +
         (readers_.capacity() + always_.capacity()) * sizeof(CellId);
}

std::vector<Slot> Dependencies::build(const Definition& definition, Dependencies& out) {
  out = {};
  return DependencyBuilder(definition).build(out);
}

}  // namespace takestock::survey
