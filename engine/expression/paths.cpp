// Location paths: axes, node tests, predicates (XPath 1.0 section 2) and what keeps node-sets in document
// order.
#include <algorithm>

#include "expression/evaluator.h"
#include "expression/functions.h"

namespace takestock::expression {
namespace {

bool is_leaf(NodeKind kind) { return kind != NodeKind::element && kind != NodeKind::document; }

NodeKind principal_kind(Axis axis) {
  if (axis == Axis::attribute) return NodeKind::attribute;
  return axis == Axis::name_space ? NodeKind::name_space : NodeKind::element;
}

// Collects the nodes of an axis that pass the node test.
class Walk {
 public:
  Walk(Evaluator& evaluator, const Node& step, NodeSet& out)
      : evaluator_(evaluator), tree_(evaluator.tree), step_(step), out_(out) {
    if (step.test == Test::processing_instruction && step.b == 0) return;
    const std::string_view full = evaluator.literal(step);
    if (step.test == Test::any_in_namespace) bind_prefix(full);
    if (step.test != Test::name && step.test != Test::processing_instruction) return;
    local_ = full;
    const std::size_t colon = full.find(':');
    if (step.test == Test::name && colon != std::string_view::npos) {
      has_prefix_ = true;
      local_.remove_prefix(colon + 1);
      bind_prefix(full.substr(0, colon));
    } else {
      uri_ = tree_.namespace_for("");
    }
  }

  void run(NodeId from) {
    switch (step_.axis) {
      case Axis::child:
        return siblings(child_of(from));
      case Axis::descendant:
        return below(from);
      case Axis::descendant_or_self:
        take(from);
        return below(from);
      case Axis::parent:
        return take_if(tree_.parent(from));
      case Axis::ancestor:
        return above(tree_.parent(from));
      case Axis::ancestor_or_self:
        return above(from);
      case Axis::following_sibling:
        return siblings(has_siblings(from) ? tree_.next_sibling(from) : kNoNode);
      case Axis::preceding_sibling:
        return siblings_before(from);
      case Axis::following:
        return following(from);
      case Axis::preceding:
        return preceding(from);
      case Axis::self:
        return take(from);
      case Axis::attribute:
        return attributes(from);
      case Axis::name_space:
        return namespaces(from);
    }
  }

 private:
  void bind_prefix(std::string_view prefix) {
    uri_ = tree_.namespace_for(prefix);
    if (uri_.empty()) fail("The namespace prefix '", prefix, "' is not declared.");
  }

  NodeId child_of(NodeId node) const { return is_leaf(tree_.kind(node)) ? kNoNode : tree_.first_child(node); }
  bool has_siblings(NodeId node) const {
    const NodeKind kind = tree_.kind(node);
    return kind != NodeKind::attribute && kind != NodeKind::name_space;
  }

  void take_if(NodeId node) {
    if (node != kNoNode) take(node);
  }
  void take(NodeId node) {
    evaluator_.step();
    if (!passes(node)) return;
    evaluator_.spend(sizeof(NodeId));
    out_.push_back(node);
  }

  bool passes(NodeId node) const {
    const NodeKind kind = tree_.kind(node);
    switch (step_.test) {
      case Test::node:
        return true;
      case Test::text:
        return kind == NodeKind::text;
      case Test::comment:
        return kind == NodeKind::comment;
      case Test::processing_instruction:
        return kind == NodeKind::processing_instruction && (step_.b == 0 || tree_.local_name(node) == local_);
      case Test::any_name:
        return kind == principal_kind(step_.axis);
      case Test::any_in_namespace:
        return kind == principal_kind(step_.axis) && tree_.namespace_uri(node) == uri_;
      case Test::name:
        break;
    }
    return kind == principal_kind(step_.axis) && tree_.local_name(node) == local_ && in_namespace(node, kind);
  }

  // Names without a prefix: the tree says which namespace they mean; attributes without a prefix have none.
  bool in_namespace(NodeId node, NodeKind kind) const {
    const std::string_view uri = tree_.namespace_uri(node);
    if (has_prefix_) return uri == uri_;
    return uri.empty() || (kind == NodeKind::element && uri == uri_);
  }

  void siblings(NodeId node) {
    for (; node != kNoNode; node = tree_.next_sibling(node)) take(node);
  }
  void siblings_before(NodeId from) {
    if (!has_siblings(from)) return;
    for (NodeId node = tree_.previous_sibling(from); node != kNoNode; node = tree_.previous_sibling(node))
      take(node);
  }
  void above(NodeId node) {
    for (; node != kNoNode; node = tree_.parent(node)) take(node);
  }

  // The descendants in document order, without recursion.
  void below(NodeId top) {
    NodeId node = child_of(top);
    while (node != kNoNode) {
      take(node);
      NodeId ahead = child_of(node);
      while (ahead == kNoNode && node != top) {
        ahead = tree_.next_sibling(node);
        if (ahead == kNoNode) node = tree_.parent(node);
      }
      node = ahead;
    }
  }
  void following(NodeId from) {
    // Behind an attribute come the children of its element.
    if (!has_siblings(from)) {
      from = tree_.parent(from);
      below(from);
    }
    for (NodeId up = from; up != kNoNode; up = tree_.parent(up)) {
      for (NodeId node = tree_.next_sibling(up); node != kNoNode; node = tree_.next_sibling(node)) {
        take(node);
        below(node);
      }
    }
  }
  void preceding(NodeId from) {
    if (!has_siblings(from)) from = tree_.parent(from);
    for (NodeId up = from; up != kNoNode; up = tree_.parent(up)) {
      for (NodeId node = tree_.previous_sibling(up); node != kNoNode; node = tree_.previous_sibling(node)) {
        const std::size_t start = out_.size();
        take(node);
        below(node);
        std::reverse(out_.begin() + static_cast<std::ptrdiff_t>(start), out_.end());
      }
    }
  }

  void attributes(NodeId from) {
    if (tree_.kind(from) != NodeKind::element) return;
    for (NodeId node = tree_.first_attribute(from); node != kNoNode; node = tree_.next_attribute(node))
      take(node);
  }
  void namespaces(NodeId from) {
    if (tree_.kind(from) != NodeKind::element) return;
    for (NodeId node = tree_.first_namespace(from); node != kNoNode; node = tree_.next_namespace(node))
      take(node);
  }

  Evaluator& evaluator_;
  const Tree& tree_;
  const Node& step_;
  NodeSet& out_;
  std::string_view local_;
  std::string_view uri_;
  bool has_prefix_ = false;
};

bool reverse_axis(Axis axis) {
  return axis == Axis::ancestor || axis == Axis::ancestor_or_self || axis == Axis::preceding ||
         axis == Axis::preceding_sibling;
}

}  // namespace

NodeId Tree::previous_sibling(NodeId node) const {
  const NodeId up = parent(node);
  NodeId before_it = kNoNode;
  for (NodeId at = up == kNoNode ? kNoNode : first_child(up); at != kNoNode && at != node;
       at = next_sibling(at))
    before_it = at;
  return before_it;
}

// Merges sorted runs of one, two, four ... nodes; sets are nearly always in order already.
void Evaluator::sort_nodes(NodeSet& set) {
  bool in_order = true;
  for (std::size_t i = 1; i < set.size() && in_order; ++i) in_order = tree.before(set[i - 1], set[i]);
  if (in_order) return;
  NodeSet merged(set.size());
  for (std::size_t run = 1; run < set.size(); run *= 2) {
    step(set.size());
    for (std::size_t start = 0; start < set.size(); start += 2 * run) {
      std::size_t a = start, b = std::min(start + run, set.size());
      const std::size_t a_end = b, b_end = std::min(start + 2 * run, set.size());
      for (std::size_t out = start; out < b_end; ++out)
        merged[out] = b == b_end || (a < a_end && !tree.before(set[b], set[a])) ? set[a++] : set[b++];
    }
    set.swap(merged);
  }
  set.erase(std::unique(set.begin(), set.end()), set.end());
}

NodeSet Evaluator::bound_nodes(const Node& slot) {
  NodeSet out;
  for (NodeId node = tree.first_bound(slot.a, current); node != kNoNode;
       node = tree.next_bound(slot.a, current, node)) {
    step();
    spend(sizeof(NodeId));
    out.push_back(node);
  }
  return out;
}

NodeId Evaluator::first_node(const Node& node) {
  switch (node.op) {
    case Op::slot:
      return tree.first_bound(node.a, current);
    case Op::self:
      return focus.node;
    case Op::current:
      return current;
    default:
      break;
  }
  const NodeSet found = nodes(node);
  return found.empty() ? kNoNode : found.front();
}

NodeSet Evaluator::union_of(const Node& node) {
  NodeSet out;
  for (const Node* part = first(node); part != nullptr; part = next(*part)) {
    const NodeSet more = nodes(*part);
    out.insert(out.end(), more.begin(), more.end());
  }
  sort_nodes(out);
  return out;
}

NodeSet Evaluator::filter(const Node& node) {
  const Node& filtered = child(node);
  NodeSet out = nodes(filtered);
  for (const Node* predicate = next(filtered); predicate != nullptr; predicate = next(*predicate))
    keep_matching(*predicate, out);
  return out;
}

NodeSet Evaluator::start_of(const Node& node, const Node*& first_step) {
  first_step = first(node);
  switch (static_cast<Start>(node.a)) {
    case Start::root:
      return {tree.document()};
    case Start::context:
      return {focus.node};
    case Start::expression:
      break;
  }
  const Node& start = *first_step;
  first_step = next(start);
  return nodes(start);
}

NodeSet Evaluator::path(const Node& node) {
  const Node* each = nullptr;
  NodeSet reached = start_of(node, each);
  for (; each != nullptr && !reached.empty(); each = next(*each)) reached = take_step(*each, reached);
  return reached;
}

NodeSet Evaluator::take_step(const Node& step_node, const NodeSet& from) {
  NodeSet out;
  Walk whole(*this, step_node, out);
  if (step_node.child == kNone) {
    for (NodeId node : from) whole.run(node);
    if (from.size() == 1 && reverse_axis(step_node.axis)) std::reverse(out.begin(), out.end());
  }
  for (std::size_t i = 0; step_node.child != kNone && i < from.size(); ++i) {
    NodeSet part;
    Walk(*this, step_node, part).run(from[i]);
    for (const Node* predicate = first(step_node); predicate != nullptr; predicate = next(*predicate))
      keep_matching(*predicate, part);
    out.insert(out.end(), part.begin(), part.end());
  }
  sort_nodes(out);
  return out;
}

void Evaluator::keep_matching(const Node& predicate, NodeSet& set) {
  const Focus outer = focus;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < set.size(); ++i) {
    focus = {set[i], i + 1, set.size()};
    if (predicate_holds(predicate)) set[kept++] = set[i];
  }
  set.resize(kept);
  focus = outer;
}

bool Evaluator::predicate_holds(const Node& predicate) {
  const auto at_position = [this](double wanted) { return wanted == static_cast<double>(focus.position); };
  if (predicate.type == Type::number) return at_position(number(predicate));
  if (predicate.type != Type::any) return boolean(predicate);
  const Cell cell = any(predicate);
  return cell.type == Type::number ? at_position(cell.number) : cell_boolean(cell);
}

}  // namespace takestock::expression
