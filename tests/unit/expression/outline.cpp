#include "outline.h"

#include <algorithm>

namespace takestock::expression {
namespace {

bool is_space(char c) { return c == ' ' || c == '\n'; }

// The next word of the outline: "(", ")", a word, or what stands between quotation marks.
std::string_view take_word(std::string_view& left) {
  while (!left.empty() && is_space(left.front())) left.remove_prefix(1);
  std::size_t size = 1;
  if (left.empty()) return {};
  if (left[0] == '\'')
    size = left.find('\'', 1) + 1;
  else if (left[0] != '(' && left[0] != ')')
    while (size < left.size() && !is_space(left[size]) && left[size] != '(' && left[size] != ')') ++size;
  const std::string_view word = left.substr(0, size);
  left.remove_prefix(size);
  return word;
}

}  // namespace

Outline::Outline(std::string_view text) {
  NodeId open = add(NodeKind::document, kNoNode, {}, {});
  for (std::string_view word = take_word(text); !word.empty(); word = take_word(text)) {
    if (word == "(")
      open = add(NodeKind::element, open, std::string(take_word(text)), {});
    else if (word == ")")
      open = nodes_[open].parent;
    else if (word[0] == '@') {
      const std::size_t mark = word.find('=');
      add(NodeKind::attribute, open, std::string(word.substr(1, mark - 1)),
          std::string(word.substr(mark + 1)));
    } else {
      const bool quoted = word[0] == '\'';
      add(NodeKind::text, open, {}, std::string(quoted ? word.substr(1, word.size() - 2) : word));
    }
  }
}

NodeId Outline::add(NodeKind kind, NodeId parent, std::string name, std::string text) {
  const auto id = static_cast<NodeId>(nodes_.size());
  Item item;
  item.kind = kind;
  item.parent = parent;
  item.path = parent == kNoNode ? "" : nodes_[parent].path + "/" + name;
  item.name = std::move(name);
  item.text = std::move(text);
  if (kind == NodeKind::element && slot_of(item.path) == kNoSlot) paths_.push_back(item.path);
  nodes_.push_back(std::move(item));
  if (parent == kNoNode) return id;
  NodeId* link = kind == NodeKind::attribute ? &nodes_[parent].attribute : &nodes_[parent].child;
  while (*link != kNoNode) link = &nodes_[*link].next;
  *link = id;
  return id;
}

std::string_view Outline::text(NodeId node, std::string& scratch) const {
  if (nodes_[node].kind == NodeKind::text || nodes_[node].kind == NodeKind::attribute)
    return nodes_[node].text;
  std::string all, part;
  for (NodeId child = nodes_[node].child; child != kNoNode; child = nodes_[child].next)
    all += text(child, part);
  return scratch = all;
}

double Outline::number(NodeId node) const {
  std::string scratch;
  return text_number(text(node, scratch));
}

bool Outline::blank(NodeId node) const {
  std::string scratch;
  return text(node, scratch).empty();
}

NodeId Outline::with_id(std::string_view id) const {
  for (NodeId node = 0; node < nodes_.size(); ++node)
    if (nodes_[node].kind == NodeKind::attribute && nodes_[node].name == "id" && nodes_[node].text == id)
      return nodes_[node].parent;
  return kNoNode;
}

NodeId Outline::next_bound(Slot slot, NodeId, NodeId previous) const {
  for (NodeId node = previous + 1; node < nodes_.size(); ++node)
    if (nodes_[node].kind == NodeKind::element && nodes_[node].path == paths_[slot]) return node;
  return kNoNode;
}

NodeId Outline::first_bound(Slot slot, NodeId context) const { return next_bound(slot, context, 0); }

NodeId Outline::at(std::string_view path) const {
  for (NodeId node = 0; node < nodes_.size(); ++node)
    if (nodes_[node].path == path) return node;
  return kNoNode;
}

Slot Outline::slot_of(const std::string& path) const {
  const auto found = std::find(paths_.begin(), paths_.end(), path);
  return found == paths_.end() ? kNoSlot : static_cast<Slot>(found - paths_.begin());
}

Slot OutlineScope::named(std::string_view name) const {
  const std::string end = "/" + std::string(name);
  for (Slot slot = 0; slot < tree_.slots(); ++slot) {
    const std::string& path = tree_.path_of(slot);
    if (path.size() >= end.size() && path.compare(path.size() - end.size(), end.size(), end) == 0)
      return slot;
  }
  return kNoSlot;
}

Slot OutlineScope::parent(Slot slot) const {
  const std::string& path = tree_.path_of(slot);
  return tree_.slot_of(path.substr(0, path.rfind('/')));
}

}  // namespace takestock::expression
