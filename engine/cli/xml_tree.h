// An XML document as a tree for expressions. Namespaces are resolved; elements keep their place in the
// document.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "expression/tree.h"

namespace takestock::cli {

class XmlTree final : public expression::Tree {
 public:
  using NodeId = expression::NodeId;
  using NodeKind = expression::NodeKind;

  /// Reads well-formed XML 1.0 with namespaces. Errors (bad_text, with "character N"): what is not that, and
  /// document type declarations that declare something (an external name is read over, nothing is ever
  /// fetched). Limits: 16 MiB, 1,000 levels.
  static Result<std::unique_ptr<XmlTree>> read(std::string_view xml);

  /// Makes an element stand for "/", as the primary instance does in a form. Its namespace becomes that of
  /// names without a prefix.
  void set_root(NodeId element);
  /// Prefixes of expressions that the document need not declare.
  void bind_prefix(std::string prefix, std::string uri);
  /// Where a node is: "/", "/*[1]/*[2]/text()[1]", "/*[1]/@id". Always from the document, whatever set_root()
  /// said.
  std::string location(NodeId) const;

  NodeId document() const override { return root_; }
  NodeId parent(NodeId) const override;
  NodeId first_child(NodeId node) const override { return nodes_[node].first_child; }
  NodeId next_sibling(NodeId) const override;
  NodeId previous_sibling(NodeId) const override;
  NodeKind kind(NodeId node) const override { return node == root_ ? NodeKind::document : nodes_[node].kind; }
  std::string_view local_name(NodeId node) const override { return nodes_[node].name; }
  bool before(NodeId a, NodeId b) const override { return a < b; }
  std::string_view text(NodeId, std::string& scratch) const override;
  double number(NodeId) const override;
  bool blank(NodeId) const override;
  NodeId first_attribute(NodeId node) const override { return nodes_[node].first_attribute; }
  NodeId next_attribute(NodeId node) const override { return nodes_[node].next; }
  NodeId first_namespace(NodeId node) const override { return nodes_[node].first_namespace; }
  NodeId next_namespace(NodeId node) const override { return nodes_[node].next; }
  std::string_view prefix(NodeId node) const override { return nodes_[node].prefix; }
  std::string_view namespace_uri(NodeId node) const override { return nodes_[node].uri; }
  std::string_view namespace_for(std::string_view prefix) const override;
  NodeId with_id(std::string_view) const override;
  NodeId instance(std::string_view name) const override;
  NodeId translation(std::string_view text_id) const override;

 private:
  friend class XmlReader;
  struct Node {
    NodeKind kind = NodeKind::element;
    NodeId parent = expression::kNoNode;
    NodeId first_child = expression::kNoNode;
    NodeId last_child = expression::kNoNode;
    NodeId next = expression::kNoNode;
    NodeId previous = expression::kNoNode;
    NodeId first_attribute = expression::kNoNode;
    NodeId first_namespace = expression::kNoNode;
    NodeId end = 0;  ///< behind its last descendant
    std::string name, prefix, uri, text;
  };
  struct Binding {
    std::string prefix, uri;
  };
  XmlTree() = default;
  bool has_siblings(NodeId) const;
  std::string_view attribute(NodeId element, std::string_view name) const;
  NodeId child_element(NodeId parent, std::string_view name) const;

  std::vector<Node> nodes_;  // in document order, the document first
  std::vector<Binding> bindings_;
  std::string default_uri_;
  NodeId root_ = 0;
};

}  // namespace takestock::cli
