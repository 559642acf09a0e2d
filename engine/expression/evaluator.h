// Runs a compiled program. Each operation can be asked for a boolean, a number, a text or nodes; what it
// gives by itself is converted on the way, so that numbers and booleans never pass through memory. Private to
// the room.
//
// A failure (a limit, a wrong argument) leaves through Failure, caught where the room is entered.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "expression/expression.h"
#include "expression/program.h"

namespace takestock::expression {

using NodeSet = std::vector<NodeId>;

struct Failure {
  Error error;
};

/// Leaves with the sentence `before` + `word` + `after`.
[[noreturn]] void fail(std::string_view before, std::string_view word = {}, std::string_view after = {});

/// A value whose type was not known beforehand. `number` holds booleans and dates too.
struct Cell {
  Type type = Type::text;
  double number = 0;
  std::string text;
  NodeSet nodes;
};

Cell boolean_cell(bool value);
Cell number_cell(double value);
Cell date_cell(double days);
Cell text_cell(std::string text);

/// Where the evaluation stands; changes inside predicates.
struct Focus {
  NodeId node;
  std::size_t position;
  std::size_t size;
};

class Evaluator {
 public:
  Evaluator(const Program& program, const Context& context, Environment& surroundings)
      : tree(context.tree),
        environment(surroundings),
        focus{context.node, context.position, context.size},
        current(context.current == kNoNode ? context.node : context.current),
        program_(program),
        steps_left_(surroundings.limits.steps),
        bytes_left_(surroundings.limits.bytes) {}

  bool boolean(const Node&);
  double number(const Node&);
  /// A view of the tree, of the program or of `scratch`.
  std::string_view text(const Node&, std::string& scratch);
  std::string text(const Node&);
  /// Fails where the operation does not give nodes.
  NodeSet nodes(const Node&);
  Cell any(const Node&);

  // The nodes of a path that may have only one, without a set.
  bool gives_nodes(const Node& node) const { return node.type == Type::nodes; }

  const Node& child(const Node& node) const { return program_.node(node.child); }
  const Node* first(const Node& node) const { return at(node.child); }
  const Node* next(const Node& node) const { return at(node.next); }
  /// Argument number `index` of a call, nullptr if it was not given.
  const Node* argument(const Node& call, int index) const;

  // Conversions (XPath 1.0 section 4 and the dialect's dates).
  double node_number(NodeId);
  double text_to_number(std::string_view);
  std::string date_to_text(double days);
  bool cell_boolean(const Cell&);
  double cell_number(const Cell&);
  std::string cell_text(const Cell&);
  /// Local days: what a date or date-time text means, NaN if it is none.
  double days_of_text(std::string_view);
  int offset_at(double days);

  /// Counts what is made; reaching a limit fails.
  void step(std::uint64_t count = 1) {
    if (steps_left_ < count) out_of_steps();
    steps_left_ -= count;
  }
  void spend(std::size_t bytes) {
    if (bytes_left_ < bytes) out_of_bytes();
    bytes_left_ -= bytes;
  }

  /// The compiled pattern of a regex() call whose pattern is a literal, else nullptr.
  const Regex* pattern(const Node& call) const {
    return call.b == 0 ? nullptr : &(*program_.patterns)[call.b - 1];
  }
  std::string_view literal(const Node& node) const { return program_.text(node); }
  void sort_nodes(NodeSet&);

  const Tree& tree;
  Environment& environment;
  Focus focus;
  const NodeId current;

 private:
  const Node* at(Index index) const { return index == kNone ? nullptr : &program_.node(index); }
  [[noreturn]] static void out_of_steps();
  [[noreturn]] static void out_of_bytes();

  bool number_is_true(double n) { return n != 0 && n == n; }
  bool any_bound(const Node& slot) { return tree.first_bound(slot.a, current) != kNoNode; }
  bool compare(const Node&);
  bool compare_numbers(Join, double, double);
  bool compare_bound(Join, const Node& slot, const Node& number);
  bool compare_bound_text(Join, const Node& slot, const Node& text);
  bool compare_cells(Join, const Cell&, const Cell&);
  bool compare_with_nodes(Join, const NodeSet&, const Cell&);
  bool compare_sets(Join, const NodeSet&, const NodeSet&);
  double sum(const Node&);
  double product(const Node&);
  double coalesce_number(const Node&);
  std::string_view coalesce_text(const Node&, std::string&);
  NodeId first_node(const Node&);
  NodeSet bound_nodes(const Node&);
  NodeSet path(const Node&);
  NodeSet filter(const Node&);
  NodeSet union_of(const Node&);
  NodeSet start_of(const Node& path, const Node*& first_step);
  NodeSet take_step(const Node& step, const NodeSet& from);
  void keep_matching(const Node& predicate, NodeSet&);
  bool predicate_holds(const Node&);

  const Program& program_;
  std::uint64_t steps_left_;
  std::size_t bytes_left_;
};

}  // namespace takestock::expression
