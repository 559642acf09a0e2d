// A small tree for tests, written as an outline: (data (a 1) (b) (item @id=x (v 3))). A word is text, '…' is
// text with spaces. Every node remembers its path, and a scope over the tree binds each element path to one
// slot.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "expression/open_scope.h"

namespace takestock::expression {

class Outline final : public Tree {
 public:
  explicit Outline(std::string_view text);

  NodeId document() const override { return 0; }
  NodeId parent(NodeId node) const override { return nodes_[node].parent; }
  NodeId first_child(NodeId node) const override { return nodes_[node].child; }
  NodeId next_sibling(NodeId node) const override { return nodes_[node].next; }
  NodeKind kind(NodeId node) const override { return nodes_[node].kind; }
  std::string_view local_name(NodeId node) const override { return nodes_[node].name; }
  bool before(NodeId a, NodeId b) const override { return a < b; }
  std::string_view text(NodeId, std::string& scratch) const override;
  double number(NodeId) const override;
  bool blank(NodeId) const override;
  NodeId first_attribute(NodeId node) const override { return nodes_[node].attribute; }
  NodeId next_attribute(NodeId node) const override { return nodes_[node].next; }
  NodeId with_id(std::string_view) const override;
  NodeId instance(std::string_view name) const override { return with_id(name); }
  NodeId first_bound(Slot, NodeId) const override;
  NodeId next_bound(Slot, NodeId, NodeId) const override;

  /// The first node of that path, "/data/item/v".
  NodeId at(std::string_view path) const;
  Slot slot_of(const std::string& path) const;
  Slot slots() const { return static_cast<Slot>(paths_.size()); }
  const std::string& path_of(Slot slot) const { return paths_[slot]; }

 private:
  struct Item {
    NodeKind kind = NodeKind::document;
    NodeId parent = kNoNode, child = kNoNode, next = kNoNode, attribute = kNoNode;
    std::string name, text, path;
  };
  NodeId add(NodeKind, NodeId parent, std::string name, std::string text);
  std::vector<Item> nodes_;
  std::vector<std::string> paths_;
};

/// Binds element paths of the outline; `${name}` is the first element of that name.
class OutlineScope final : public Scope {
 public:
  OutlineScope(const Outline& tree, std::string self) : tree_(tree), self_(std::move(self)) {}
  Slot named(std::string_view name) const override;
  Slot root(std::string_view name) const override { return tree_.slot_of("/" + std::string(name)); }
  Slot self() const override { return tree_.slot_of(self_); }
  Slot parent(Slot) const override;
  Slot child(Slot slot, std::string_view name) const override {
    return tree_.slot_of(tree_.path_of(slot) + "/" + std::string(name));
  }

 private:
  const Outline& tree_;
  std::string self_;
};

}  // namespace takestock::expression
