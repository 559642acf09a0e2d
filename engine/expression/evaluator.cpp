#include "expression/evaluator.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/civil.h"
#include "expression/arithmetic.h"
#include "expression/functions.h"

namespace takestock::expression {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Join mirrored(Join join) {
  switch (join) {
    case Join::less:
      return Join::greater;
    case Join::less_equal:
      return Join::greater_equal;
    case Join::greater:
      return Join::less;
    case Join::greater_equal:
      return Join::less_equal;
    default:
      return join;
  }
}

bool is_equality(Join join) { return join == Join::equal || join == Join::unequal; }
bool is_numeric(const Cell& cell) { return cell.type == Type::number || cell.type == Type::date; }

}  // namespace

void fail(std::string_view before, std::string_view word, std::string_view after) {
  std::string message(before);
  message.append(word).append(after);
  throw Failure{{Code::bad_expression, std::move(message), {}}};
}

void Evaluator::out_of_steps() {
  throw Failure{{Code::limit, "The expression takes too many steps to work out.", {}}};
}
void Evaluator::out_of_bytes() {
  throw Failure{{Code::limit, "The expression needs too much memory to work out.", {}}};
}

Cell boolean_cell(bool value) { return {Type::boolean, value ? 1.0 : 0.0, {}, {}}; }
Cell number_cell(double value) { return {Type::number, value, {}, {}}; }
Cell date_cell(double days) { return {Type::date, days, {}, {}}; }
Cell text_cell(std::string text) { return {Type::text, 0, std::move(text), {}}; }

const Node* Evaluator::argument(const Node& call, int index) const {
  const Node* out = first(call);
  for (; out != nullptr && index > 0; --index) out = next(*out);
  return out;
}

// --- the four ways to ask
// -----------------------------------------------------------------------------------------

bool Evaluator::boolean(const Node& node) {
  step();
  switch (node.op) {
    case Op::boolean:
      return node.value() != 0;
    case Op::slot:
      return any_bound(node);
    case Op::equality:
    case Op::relation:
      return compare(node);
    case Op::either:
      for (const Node* part = first(node); part != nullptr; part = next(*part))
        if (boolean(*part)) return true;
      return false;
    case Op::both:
      for (const Node* part = first(node); part != nullptr; part = next(*part))
        if (!boolean(*part)) return false;
      return true;
    case Op::choose: {
      const Node& yes = *next(child(node));
      return boolean(boolean(child(node)) ? yes : *next(yes));
    }
    case Op::call:
      if (node.type == Type::boolean) return function_at(node.a).boolean(*this, node);
      break;
    default:
      break;
  }
  switch (node.type) {
    case Type::number:
      return number_is_true(number(node));
    case Type::date:
      return !std::isnan(number(node));
    case Type::text: {
      std::string scratch;
      return !text(node, scratch).empty();
    }
    case Type::nodes:
      return !nodes(node).empty();
    default:
      return cell_boolean(any(node));
  }
}

double Evaluator::number(const Node& node) {
  step();
  switch (node.op) {
    case Op::number:
      return node.value();
    case Op::slot: {
      const NodeId found = tree.first_bound(node.a, current);
      return found == kNoNode ? kNan : node_number(found);
    }
    case Op::sum:
      return sum(node);
    case Op::product:
      return product(node);
    case Op::negate:
      return -number(child(node));
    case Op::coalesce:
      return coalesce_number(node);
    case Op::choose: {
      const Node& yes = *next(child(node));
      return number(boolean(child(node)) ? yes : *next(yes));
    }
    case Op::self:
      return node_number(focus.node);
    case Op::call:
      if (node.type == Type::number || node.type == Type::date)
        return function_at(node.a).number(*this, node);
      break;
    default:
      break;
  }
  switch (node.type) {
    case Type::boolean:
      return boolean(node) ? 1 : 0;
    case Type::text: {
      std::string scratch;
      return text_to_number(text(node, scratch));
    }
    case Type::nodes: {
      const NodeId found = first_node(node);
      return found == kNoNode ? kNan : node_number(found);
    }
    default:
      return cell_number(any(node));
  }
}

std::string_view Evaluator::text(const Node& node, std::string& scratch) {
  step();
  switch (node.op) {
    case Op::text:
      return literal(node);
    case Op::slot: {
      const NodeId found = tree.first_bound(node.a, current);
      return found == kNoNode ? std::string_view() : tree.text(found, scratch);
    }
    case Op::coalesce:
      return coalesce_text(node, scratch);
    case Op::choose: {
      const Node& yes = *next(child(node));
      return text(boolean(child(node)) ? yes : *next(yes), scratch);
    }
    case Op::call:
      if (node.type != Type::text) break;
      scratch.clear();
      function_at(node.a).text(*this, node, scratch);
      spend(scratch.size());
      return scratch;
    default:
      break;
  }
  switch (node.type) {
    case Type::boolean:
      return boolean(node) ? "true" : "false";
    case Type::number:
      return scratch = number_text(number(node));
    case Type::date:
      return scratch = date_to_text(number(node));
    case Type::nodes: {
      const NodeId found = first_node(node);
      return found == kNoNode ? std::string_view() : tree.text(found, scratch);
    }
    default:
      return scratch = cell_text(any(node));
  }
}

std::string Evaluator::text(const Node& node) {
  std::string scratch;
  const std::string_view seen = text(node, scratch);
  return seen.data() == scratch.data() && seen.size() == scratch.size() ? std::move(scratch)
                                                                        : std::string(seen);
}

NodeSet Evaluator::nodes(const Node& node) {
  step();
  switch (node.op) {
    case Op::slot:
      return bound_nodes(node);
    case Op::self:
      return {focus.node};
    case Op::current:
      return {current};
    case Op::path:
      return path(node);
    case Op::filter:
      return filter(node);
    case Op::union_of:
      return union_of(node);
    case Op::choose: {
      const Node& yes = *next(child(node));
      return nodes(boolean(child(node)) ? yes : *next(yes));
    }
    case Op::call:
      if (node.type == Type::nodes) return function_at(node.a).nodes(*this, node);
      break;
    case Op::failure:
      fail(literal(node));
    default:
      break;
  }
  fail("A function or path that works on nodes was given something else.");
}

Cell Evaluator::any(const Node& node) {
  switch (node.type) {
    case Type::boolean:
      return boolean_cell(boolean(node));
    case Type::number:
      return number_cell(number(node));
    case Type::date:
      return date_cell(number(node));
    case Type::text:
      return text_cell(text(node));
    case Type::nodes:
      return {Type::nodes, 0, {}, nodes(node)};
    case Type::any:
      break;
  }
  step();
  if (node.op == Op::failure) fail(literal(node));
  if (node.op == Op::call) return function_at(node.a).any(*this, node);
  const Node& yes = *next(child(node));
  return any(boolean(child(node)) ? yes : *next(yes));
}

// --- conversions
// --------------------------------------------------------------------------------------------------

double Evaluator::node_number(NodeId node) {
  const double plain = tree.number(node);
  if (plain == plain || tree.blank(node)) return plain;
  std::string scratch;
  return text_to_number(tree.text(node, scratch));
}

double Evaluator::text_to_number(std::string_view text) {
  const double plain = text_number(text);
  return plain == plain ? plain : days_of_text(text);
}

double Evaluator::days_of_text(std::string_view text) {
  if (text.size() < 8 || text[0] < '0' || text[0] > '9') return kNan;
  const std::optional<DateTime> read = read_date_time(text);
  if (!read) return kNan;
  return static_cast<double>(instant(*read, environment.clock)) / static_cast<double>(kMillisPerDay);
}

namespace {

// Dates are written for the years 0 to 9999.
bool writable(double days) { return days > -719529 && days < 2932898; }

Millis instant_of(double days) { return std::llround(days * static_cast<double>(kMillisPerDay)); }

}  // namespace

int Evaluator::offset_at(double days) { return environment.clock.offset_minutes(instant_of(days)); }

std::string Evaluator::date_to_text(double days) {
  if (!writable(days)) return "Invalid Date";
  const int offset = offset_at(days);
  const Millis at = instant_of(days);
  if (millis_of_day(local_time(at, offset)) == 0) return date_text(local_date(at, offset));
  return date_time_text(at, offset);
}

bool Evaluator::cell_boolean(const Cell& cell) {
  switch (cell.type) {
    case Type::text:
      return !cell.text.empty();
    case Type::nodes:
      return !cell.nodes.empty();
    case Type::date:
      return !std::isnan(cell.number);
    default:
      return number_is_true(cell.number);
  }
}

double Evaluator::cell_number(const Cell& cell) {
  if (cell.type == Type::text) return text_to_number(cell.text);
  if (cell.type == Type::nodes) return cell.nodes.empty() ? kNan : node_number(cell.nodes.front());
  return cell.number;
}

std::string Evaluator::cell_text(const Cell& cell) {
  switch (cell.type) {
    case Type::boolean:
      return cell.number != 0 ? "true" : "false";
    case Type::number:
      return number_text(cell.number);
    case Type::date:
      return date_to_text(cell.number);
    case Type::nodes: {
      std::string scratch;
      return cell.nodes.empty() ? std::string() : std::string(tree.text(cell.nodes.front(), scratch));
    }
    default:
      return cell.text;
  }
}

// --- operators
// ----------------------------------------------------------------------------------------------------

double Evaluator::sum(const Node& node) {
  const Node* part = first(node);
  double total = number(*part);
  while ((part = next(*part)) != nullptr) {
    const double more = number(*part);
    total = part->join == Join::add ? total + more : total - more;
  }
  return total;
}

double Evaluator::product(const Node& node) {
  const Node* part = first(node);
  double total = number(*part);
  while ((part = next(*part)) != nullptr) total = arithmetic(part->join, total, number(*part));
  return total;
}

double Evaluator::coalesce_number(const Node& node) {
  const Node& preferred = child(node);
  const Node& otherwise = *next(preferred);
  if (preferred.op == Op::slot) {
    const NodeId found = tree.first_bound(preferred.a, current);
    const double plain = found == kNoNode ? kNan : tree.number(found);
    if (plain == plain) return plain;
    if (found != kNoNode && !tree.blank(found)) return node_number(found);
  } else if (preferred.type == Type::number) {
    return number(preferred) + 0.0;  // its text is never blank, and that of -0 is "0"
  } else {
    std::string scratch;
    const std::string_view seen = text(preferred, scratch);
    if (!seen.empty()) return text_to_number(seen);
  }
  if (otherwise.type == Type::boolean) return kNan;
  return number(otherwise);
}

std::string_view Evaluator::coalesce_text(const Node& node, std::string& scratch) {
  const Node& preferred = child(node);
  const std::string_view seen = text(preferred, scratch);
  return seen.empty() ? text(*next(preferred), scratch) : seen;
}

bool Evaluator::compare_numbers(Join join, double left, double right) {
  switch (join) {
    case Join::equal:
      return left == right;
    case Join::unequal:
      return left != right;
    case Join::less:
      return left < right;
    case Join::less_equal:
      return left <= right;
    case Join::greater:
      return left > right;
    default:
      return left >= right;
  }
}

bool Evaluator::compare(const Node& node) {
  const Node& left = child(node);
  const Node& right = *next(left);
  const Join join = right.join;
  switch (static_cast<Comparison>(node.a)) {
    case Comparison::numbers: {
      const double value = number(left);
      return compare_numbers(join, value, number(right));
    }
    case Comparison::node_number:
      return compare_bound(join, left, right);
    case Comparison::number_node:
      return compare_bound(mirrored(join), right, left);
    case Comparison::node_text:
      return compare_bound_text(join, left, right);
    case Comparison::text_node:
      return compare_bound_text(join, right, left);
    case Comparison::booleans: {
      const bool value = boolean(left);
      return (value == boolean(right)) == (join == Join::equal);
    }
    case Comparison::texts: {
      std::string one, two;
      const std::string_view value = text(left, one);
      return (value == text(right, two)) == (join == Join::equal);
    }
    default:
      break;
  }
  const Cell value = any(left);
  return compare_cells(join, value, any(right));
}

// True if it holds for any node of the slot.
bool Evaluator::compare_bound(Join join, const Node& slot, const Node& other) {
  const double value = number(other);
  for (NodeId node = tree.first_bound(slot.a, current); node != kNoNode;
       node = tree.next_bound(slot.a, current, node)) {
    step();
    if (compare_numbers(join, node_number(node), value)) return true;
  }
  return false;
}

bool Evaluator::compare_bound_text(Join join, const Node& slot, const Node& other) {
  std::string one, two;
  const std::string_view value = text(other, one);
  for (NodeId node = tree.first_bound(slot.a, current); node != kNoNode;
       node = tree.next_bound(slot.a, current, node)) {
    step();
    if ((tree.text(node, two) == value) == (join == Join::equal)) return true;
  }
  return false;
}

// XPath 1.0 section 3.4; a date meets other types as the number it is.
bool Evaluator::compare_cells(Join join, const Cell& left, const Cell& right) {
  if (is_equality(join) && (left.type == Type::boolean || right.type == Type::boolean))
    return (cell_boolean(left) == cell_boolean(right)) == (join == Join::equal);
  if (left.type == Type::nodes && right.type == Type::nodes)
    return compare_sets(join, left.nodes, right.nodes);
  if (left.type == Type::nodes) return compare_with_nodes(join, left.nodes, right);
  if (right.type == Type::nodes) return compare_with_nodes(mirrored(join), right.nodes, left);
  if (is_equality(join) && !is_numeric(left) && !is_numeric(right))
    return (left.text == right.text) == (join == Join::equal);
  return compare_numbers(join, cell_number(left), cell_number(right));
}

bool Evaluator::compare_with_nodes(Join join, const NodeSet& set, const Cell& other) {
  const bool as_text = is_equality(join) && other.type == Type::text;
  const double value = as_text ? 0 : cell_number(other);
  std::string scratch;
  for (NodeId node : set) {
    step();
    const bool holds = as_text ? (tree.text(node, scratch) == other.text) == (join == Join::equal)
                               : compare_numbers(join, node_number(node), value);
    if (holds) return true;
  }
  return false;
}

bool Evaluator::compare_sets(Join join, const NodeSet& left, const NodeSet& right) {
  std::string one, two;
  for (NodeId a : left) {
    const std::string_view text_a = is_equality(join) ? tree.text(a, one) : std::string_view();
    for (NodeId b : right) {
      step();
      const bool holds = is_equality(join) ? (text_a == tree.text(b, two)) == (join == Join::equal)
                                           : compare_numbers(join, node_number(a), node_number(b));
      if (holds) return true;
    }
  }
  return false;
}

}  // namespace takestock::expression
