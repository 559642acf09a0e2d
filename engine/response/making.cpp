#include <algorithm>
#include <cmath>

#include "base/order.h"
#include "response/state.h"

namespace takestock::response {

using survey::Aspect;
using survey::CellId;

namespace {

survey::ExpressionId expression_of(const survey::Node& node, Aspect aspect) {
  switch (aspect) {
    case Aspect::relevant:
      return node.relevant;
    case Aspect::calculation:
      return node.calculation;
    case Aspect::required:
      return node.required_if;
    case Aspect::read_only:
      return node.read_only_if;
    case Aspect::constraint:
      return node.constraint;
    case Aspect::choice_filter:
      return node.choice_filter;
  }
  return survey::kNoExpression;
}

std::size_t most_columns(const survey::Definition& definition) {
  std::size_t most = 0;
  for (const survey::ChoiceList& list : definition.choice_lists())
    most = std::max(most, list.columns.size() + 1);
  return most;
}

}  // namespace

Response::State::State(std::shared_ptr<const survey::Definition> shared, Clock& clock, Random& random,
                       const Response& response)
    : definition(std::move(shared)),
      nodes(definition->nodes()),
      dependencies(definition->dependencies()),
      tree(response),
      environment{clock, random},
      count(static_cast<NodeId>(nodes.size())) {
  const std::size_t size = nodes.size() + most_columns(*definition) + 1;
  flags.assign(size, kRelevant);
  numbers.assign(size, NAN);
  answers.resize(size);
  standing.assign(count, 0);
  changed_values.resize(count), changed_flags.resize(count), changed_choices.resize(count);
  list_ends();
  list_steps();
  list_filters();
}

void Response::State::list_ends() {
  ends.resize(count);
  for (NodeId id = 0; id < count; ++id) {
    const survey::Node& node = nodes[id];
    if (node.next_sibling != expression::kNoSlot)
      ends[id] = node.next_sibling;
    else
      ends[id] = node.parent == expression::kNoSlot ? count : ends[node.parent];
  }
}

void Response::State::list_steps() {
  due.resize(dependencies.cells().size());
  steps.reserve(dependencies.cells().size());
  for (const survey::Cell& cell : dependencies.cells()) {
    const bool waits = cell.aspect == Aspect::calculation || cell.aspect == Aspect::choice_filter;
    if (waits) waiting.push_back({cell.slot, static_cast<CellId>(steps.size())});
    const auto& expression = definition->expression(expression_of(nodes[cell.slot], cell.aspect));
    steps.push_back({&expression, cell.slot, cell.aspect, expression.gives_number()});
    if (cell.aspect == Aspect::calculation && expression.volatile_result()) standing[cell.slot] |= kVolatile;
  }
  if (!std::is_sorted(waiting.begin(), waiting.end())) heap_sort(waiting.begin(), waiting.end());
}

void Response::State::list_filters() {
  for (NodeId id = 0; id < count; ++id) {
    if (nodes[id].choice_filter == survey::kNoExpression) continue;
    Filter filter;
    filter.node = id;
    filter.expression = &definition->expression(nodes[id].choice_filter);
    for (const Slot slot : filter.expression->references())
      if (slot >= count) filter.columns.push_back(slot - count);
    filters.push_back(std::move(filter));
  }
}

/// Constant defaults, dynamic defaults in document order, then every expression.
void Response::State::start() {
  for (NodeId id = 0; id < count; ++id) {
    const survey::Node& node = nodes[id];
    set_flag(id, kRequired, node.required);
    set_flag(id, kReadOnly, node.read_only);
    const std::string_view text = definition->default_text(node);
    if (!text.empty()) put(id, typed(*definition, node, text, environment.clock));
  }
  for (NodeId id = 0; id < count; ++id)
    if (nodes[id].default_expression != survey::kNoExpression) set_default(id);
  settle_all();
  forget();
}

void Response::State::set_default(NodeId id) {
  const survey::Node& node = nodes[id];
  auto value = definition->expression(node.default_expression).evaluate({tree, id}, environment);
  if (!value.ok()) return failures.push_back({id, Aspect::calculation, value.error()});
  Typed now = calculated(*definition, node, *value, tree, environment.clock);
  if (differs(id, now)) put(id, std::move(now));
}

/// Nothing to undo, nothing to tell.
void Response::State::forget() {
  journal = {};
  changed_values.clear(), changed_flags.clear(), changed_choices.clear();
}

}  // namespace takestock::response
