#include "results/routing.h"

#include <algorithm>

#include "base/order.h"

namespace takestock::results {

using expression::NodeId;
using survey::Definition;
using survey::ExpressionId;
using survey::Node;
using survey::Slot;

namespace {

/// Follows conditions back to the questions that people answered. Each node is looked at once.
class Tracer {
 public:
  explicit Tracer(const response::Response& response)
      : response_(response), definition_(response.definition()), visited_(definition_.nodes().size()) {}

  std::vector<Slot> trace(Slot slot) {
    follow_hidden(slot);
    while (!open_.empty()) {
      const Slot next = open_.back();
      open_.pop_back();
      visit(next);
    }
    heap_sort(questions_.begin(), questions_.end());
    return std::move(questions_);
  }

 private:
  bool relevant(Slot slot) const {
    return response_.relevant(response_.first_bound(slot, response_.document()));
  }

  void visit(Slot slot) {
    if (visited_[slot]) return;
    visited_[slot] = true;
    const Node& node = definition_.node(slot);
    if (!relevant(slot)) {
      follow_hidden(slot);
    } else if (survey::asked(node.type)) {
      questions_.push_back(slot);
    } else {
      follow(node.calculation);
    }
  }

  /// What the condition reads that hid the node: its own, or that of the outermost group around it that is
  /// hidden.
  void follow_hidden(Slot slot) {
    if (relevant(slot)) return;
    while (definition_.node(slot).parent != survey::kNoSlot && !relevant(definition_.node(slot).parent)) {
      slot = definition_.node(slot).parent;
    }
    follow(definition_.node(slot).relevant);
  }

  void follow(ExpressionId id) {
    if (id == survey::kNoExpression) return;
    const std::span<const Slot> read = definition_.expression(id).references();
    open_.insert(open_.end(), read.begin(), read.end());
  }

  const response::Response& response_;
  const Definition& definition_;
  std::vector<bool> visited_;
  std::vector<Slot> open_, questions_;
};

}  // namespace

std::vector<Slot> deciding_questions(const response::Response& response, NodeId node) {
  return Tracer(response).trace(response.slot(node));
}

}  // namespace takestock::results
