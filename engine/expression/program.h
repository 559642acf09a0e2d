// The compiled form: one block of memory with the operations, in no particular order, and the text they
// mention. Private to the room.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "expression/expression.h"

namespace takestock::expression {

/// What an operation gives. `date` is a number of days since 1970-01-01 UTC that writes itself as ISO 8601;
/// `any` is only known when it runs.
enum class Type : std::uint8_t { boolean, number, date, text, nodes, any };

enum class Op : std::uint8_t {
  number,    ///< value
  boolean,   ///< value
  text,      ///< a, b: offset and size of the literal
  slot,      ///< a: the slot
  either,    ///< or, of all children
  both,      ///< and, of all children
  sum,       ///< first child, then each child by its `join` (+ -)
  product,   ///< first child, then each child by its `join` (* div mod)
  negate,    ///< of the child
  equality,  ///< two children; the second's `join` is the operator, `a` a Comparison
  relation,  ///< two children; the second's `join` is the operator, `a` a Comparison
  union_of,  ///< all children
  choose,    ///< if(test, then, else)
  coalesce,  ///< the first that is not blank, or the last
  call,      ///< a: place in the function table
  self,      ///< "."
  current,   ///< current()
  path,      ///< children: where it starts (a Start in `a`), then steps
  step,      ///< axis, test, a/b: offset and size of the name; children: predicates
  filter,    ///< first child filtered by the other children
  failure,   ///< a, b: the sentence to fail with if it is ever evaluated
};

enum class Join : std::uint8_t {
  none,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  equal,
  unequal,
  less,
  less_equal,
  greater,
  greater_equal
};

/// How the two sides of a comparison meet, as far as their types tell when it is compiled.
enum class Comparison : std::uint8_t {
  numbers,
  node_number,
  number_node,
  node_text,
  text_node,
  node_node,
  booleans,
  texts,
  dynamic
};

enum class Start : std::uint8_t { context, root, expression };

enum class Axis : std::uint8_t {
  child,
  descendant,
  parent,
  ancestor,
  following_sibling,
  preceding_sibling,
  following,
  preceding,
  attribute,
  name_space,
  self,
  descendant_or_self,
  ancestor_or_self
};

enum class Test : std::uint8_t {
  name,
  any_name,
  any_in_namespace,
  node,
  text,
  comment,
  processing_instruction
};

/// Of a node in its program.
using Index = std::uint16_t;
inline constexpr Index kNone = 0xffff;

struct Node {
  Op op = Op::number;
  Type type = Type::any;
  union {
    Join join = Join::none;  ///< how this child joins the children before it
    Axis axis;               ///< steps
  };
  union {
    std::uint8_t arguments = 0;
    Test test;  ///< steps
  };
  Index child = kNone;
  Index next = kNone;
  std::uint32_t a = 0;  ///< as the operation says; literals keep their number in a and b
  std::uint32_t b = 0;

  double value() const {
    const std::uint32_t halves[2] = {a, b};
    double out;
    std::memcpy(&out, halves, sizeof out);
    return out;
  }
  void set_value(double value) {
    std::uint32_t halves[2];
    std::memcpy(halves, &value, sizeof halves);
    a = halves[0];
    b = halves[1];
  }
};
static_assert(sizeof(Node) == 16);

/// Where programs lie one behind the other: a definition has thousands. Gives room out; each program gives
/// its own back (Program's operator delete), and a block goes when nothing in it is left.
class Room {
 public:
  Room() = default;
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;
  ~Room() { close(); }

  struct Block {
    std::uint32_t left_in_it = 0;  ///< programs, and the room while it still gives out of the block
    void leave();                  ///< frees it after the last one
  };
  struct Piece {
    char* at;
    std::uint32_t in_block;  ///< bytes behind the start of its block
  };
  Piece take(std::size_t bytes);  ///< aligned for a Program

 private:
  void open(std::size_t bytes);
  void close();
  Block* block_ = nullptr;
  char* free_ = nullptr;
  std::size_t left_ = 0, size_ = 0;
};

/// What the parser writes while it reads one text; its memory serves for the next text again.
struct Workspace {
  std::vector<Node> nodes;
  std::vector<Slot> references;
  std::vector<Regex> patterns;
  std::string text;
  Room room;  ///< for what is made of them

  void clear();
};

/// Made by Program::make() with room for its nodes, references and text behind it.
struct Program {
  std::unique_ptr<std::vector<Regex>> patterns;  ///< of regex() calls whose pattern is a literal; their `b`
  std::uint32_t in_block = 0;                    ///< bytes behind the start of its block
  Index root = 0;
  std::uint32_t node_count = 0;
  std::uint32_t reference_count = 0;
  std::uint32_t text_size = 0;
  bool is_volatile = false;
  bool unbound = false;

  /// Takes the patterns and copies the rest.
  static std::unique_ptr<Program> make(Workspace& from);

  const Node* nodes() const { return reinterpret_cast<const Node*>(this + 1); }
  const Node& node(Index index) const { return nodes()[index]; }
  std::span<const Slot> references() const {
    return {reinterpret_cast<const Slot*>(nodes() + node_count), reference_count};
  }
  std::string_view text(const Node& node) const {
    return {reinterpret_cast<const char*>(references().data() + reference_count) + node.a, node.b};
  }
  std::size_t memory_bytes() const;

  static void operator delete(Program* program, std::destroying_delete_t);

 private:
  Program() = default;
};

}  // namespace takestock::expression
