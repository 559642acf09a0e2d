// What an expression reads: a tree of nodes that somebody else owns.
//
// The room knows nothing about where values live. A response is such a tree (its elements are questions,
// groups and repeats), and so is an XML document in a conformance run.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace takestock::expression {

/// The host's number for a node. Stable while an evaluation runs.
using NodeId = std::uint32_t;
inline constexpr NodeId kNoNode = 0xffffffffu;

/// A place in the definition that a reference was bound to when it was compiled (see Scope). For a form
/// without repeats, slot and node are the same number.
using Slot = std::uint32_t;
inline constexpr Slot kNoSlot = 0xffffffffu;

enum class NodeKind : std::uint8_t {
  document,
  element,
  attribute,
  text,
  comment,
  processing_instruction,
  name_space
};

/// A tree in document order. All calls are const and must not fail; kNoNode means "there is none".
class Tree {
 public:
  virtual ~Tree() = default;

  // Structure.
  virtual NodeId document() const = 0;  ///< the node that "/" denotes
  virtual NodeId parent(NodeId) const = 0;
  virtual NodeId first_child(NodeId) const = 0;
  virtual NodeId next_sibling(NodeId) const = 0;
  virtual NodeKind kind(NodeId) const = 0;
  /// Local name of an element or attribute, target of a processing instruction, prefix of a namespace node.
  virtual std::string_view local_name(NodeId) const = 0;
  /// True if `a` comes before `b` in document order.
  virtual bool before(NodeId a, NodeId b) const = 0;

  // Values. `text` may return a view into `scratch` or into the tree; it is valid until the tree changes or
  // `scratch` does.
  virtual std::string_view text(NodeId, std::string& scratch) const = 0;
  /// number() of the node's string value; NaN where it is blank or not a number. Hosts that hold typed
  /// values answer without making text.
  virtual double number(NodeId) const = 0;
  /// True if the string value is "".
  virtual bool blank(NodeId) const = 0;

  // Bound references: the nodes that slot `slot` stands for as seen from `context`. A host without repeats
  // has exactly one. `next` continues after `previous`; kNoNode ends.
  virtual NodeId first_bound(Slot slot, NodeId context) const {
    (void)context;
    return slot;
  }
  virtual NodeId next_bound(Slot slot, NodeId context, NodeId previous) const {
    (void)slot, (void)context, (void)previous;
    return kNoNode;
  }

  // Only documents have these; a response keeps the defaults.
  virtual NodeId previous_sibling(NodeId) const;  ///< default: walks the parent's children
  virtual NodeId first_attribute(NodeId) const { return kNoNode; }
  virtual NodeId next_attribute(NodeId) const { return kNoNode; }
  virtual NodeId first_namespace(NodeId) const { return kNoNode; }
  virtual NodeId next_namespace(NodeId) const { return kNoNode; }
  virtual std::string_view prefix(NodeId) const { return {}; }
  virtual std::string_view namespace_uri(NodeId) const { return {}; }
  /// The URI a prefix of an expression stands for; "" if it is not bound. The prefix "" stands for element
  /// names without one: they match in this namespace and in none.
  virtual std::string_view namespace_for(std::string_view prefix) const {
    (void)prefix;
    return {};
  }
  /// The element with that id() attribute value, for id().
  virtual NodeId with_id(std::string_view) const { return kNoNode; }
  /// What instance() gives: the node whose child is the root element of the secondary instance of that name,
  /// so that instance('x')/root/item leads into it; kNoNode if there is none.
  virtual NodeId instance(std::string_view name) const {
    (void)name;
    return kNoNode;
  }
  /// The label of the choice with that name of a question, in the language in use, for jr:choice-name(); ""
  /// if there is none.
  virtual std::string_view choice_label(NodeId, std::string_view name) const {
    (void)name;
    return {};
  }
  /// The text of that translation in the language in use, for jr:itext(); kNoNode if there is none.
  virtual NodeId translation(std::string_view text_id) const {
    (void)text_id;
    return kNoNode;
  }
};

}  // namespace takestock::expression
