// Functions that give numbers and booleans: XPath 1.0 sections 4.3 and 4.4, ODK XForms "math" and "boolean".
#include <cmath>
#include <cstring>
#include <limits>

#include "expression/functions.h"

namespace takestock::expression::number_functions {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kPi = 3.14159265358979323846;

double first_number(Evaluator& e, const Node& call) { return e.number(e.child(call)); }
double second_number(Evaluator& e, const Node& call) { return e.number(*e.next(e.child(call))); }

template <double (*function)(double)>
double of_number(Evaluator& e, const Node& call) {
  return function(first_number(e, call));
}

template <double (*function)(double, double)>
double of_two_numbers(Evaluator& e, const Node& call) {
  const double one = first_number(e, call);
  return function(one, second_number(e, call));
}

double absolute(double x) { return std::fabs(x); }
double sine(double x) { return std::sin(x); }
double cosine(double x) { return std::cos(x); }
double tangent(double x) { return std::tan(x); }
double arc_sine(double x) { return std::asin(x); }
double arc_cosine(double x) { return std::acos(x); }
double arc_tangent(double x) { return std::atan(x); }
double arc_tangent_2(double y, double x) { return std::atan2(y, x); }
double exponential(double x) { return std::exp(x); }
double power_of_10(double x) { return std::pow(10, x); }
double logarithm(double x) { return std::log(x); }
double logarithm_10(double x) { return std::log10(x); }
double square_root(double x) { return std::sqrt(x); }
double floor_of(double x) { return std::floor(x); }
double ceiling_of(double x) { return std::ceil(x); }
double truncated(double x) { return std::trunc(x); }

// C's pow(1, NaN) and pow(-1, Infinity) are 1; XPath's arithmetic knows no such exception.
double power(double base, double exponent) {
  if (std::isnan(exponent) || (std::isinf(exponent) && std::fabs(base) == 1)) return kNan;
  return std::pow(base, exponent);
}

double pi(Evaluator&, const Node&) { return kPi; }

// Rounds to decimal places (to tens, hundreds ... where negative), half away from zero.
double rounded(double value, double places) {
  const double scale = std::pow(10, std::fabs(places));
  const double size = std::fabs(value);
  const bool exact_already = places > 0 && size * scale > 9007199254740992.0;
  if (!std::isfinite(value) || exact_already) return value;
  if (!std::isfinite(scale)) return 0;
  const double whole =
      places > 0 ? std::floor(size * scale + 0.5) / scale : std::floor(size / scale + 0.5) * scale;
  return value < 0 ? -whole : whole;
}

double round_to_places(Evaluator& e, const Node& call) {
  const Node* places = e.argument(call, 1);
  const double value = first_number(e, call);
  if (places == nullptr) return rounded(value, 0);
  const double shift = e.number(*places);
  return std::isnan(shift) ? kNan : rounded(value, std::trunc(shift));
}

double number_of(Evaluator& e, const Node& call) { return first_number(e, call); }

double sum(Evaluator& e, const Node& call) {
  double total = 0;
  for (NodeId node : e.nodes(e.child(call))) total += e.node_number(node);
  return total;
}

double count(Evaluator& e, const Node& call) { return static_cast<double>(e.nodes(e.child(call)).size()); }

double count_non_empty(Evaluator& e, const Node& call) {
  double filled = 0;
  for (NodeId node : e.nodes(e.child(call))) filled += e.tree.blank(node) ? 0 : 1;
  return filled;
}

// Calls `take` with the number of every node and every other argument.
template <typename Take>
void each_number(Evaluator& e, const Node& call, Take take) {
  for (const Node* part = e.first(call); part != nullptr; part = e.next(*part)) {
    if (!e.gives_nodes(*part))
      take(e.number(*part));
    else
      for (NodeId node : e.nodes(*part)) take(e.node_number(node));
  }
}

double extreme(Evaluator& e, const Node& call, bool largest) {
  double out = kNan;
  bool some = false;
  each_number(e, call, [&](double value) {
    if (!some || std::isnan(value) || (largest ? value > out : value < out))
      out = std::isnan(out) && some ? out : value;
    some = true;
  });
  return out;
}

double max(Evaluator& e, const Node& call) { return extreme(e, call, true); }
double min(Evaluator& e, const Node& call) { return extreme(e, call, false); }

double random(Evaluator& e, const Node&) {
  std::uint64_t bits = 0;
  e.environment.random.fill(reinterpret_cast<std::uint8_t*>(&bits), sizeof bits);
  return static_cast<double>(bits >> 11) / 9007199254740992.0;
}

double last(Evaluator& e, const Node&) { return static_cast<double>(e.focus.size); }

// position(node): its place among the siblings of the same name right before it.
double position(Evaluator& e, const Node& call) {
  if (call.child == kNone) return static_cast<double>(e.focus.position);
  const NodeSet found = e.nodes(e.child(call));
  if (found.empty()) return kNan;
  double place = 1;
  NodeId node = e.tree.previous_sibling(found.front());
  for (; node != kNoNode; node = e.tree.previous_sibling(node)) {
    e.step();
    if (e.tree.kind(node) != NodeKind::element) continue;
    if (e.tree.local_name(node) != e.tree.local_name(found.front())) break;
    ++place;
  }
  return place;
}

bool boolean_of(Evaluator& e, const Node& call) { return e.boolean(e.child(call)); }
bool negated(Evaluator& e, const Node& call) { return !e.boolean(e.child(call)); }

bool boolean_from_string(Evaluator& e, const Node& call) {
  std::string scratch;
  const std::string_view value = e.text(e.child(call), scratch);
  return value == "1" || value == "true";
}

bool within(double count, double least, double most) {
  return (least < 0 || count >= least) && (most < 0 || count <= most);
}

// A node answers yes where something other than white space stands in it.
bool is_true(Evaluator& e, NodeId node) {
  std::string scratch;
  return e.tree.text(node, scratch).find_first_not_of(" \t\n\r") != std::string_view::npos;
}

// The answers of one argument: a node-set gives as many as it has nodes.
std::vector<bool> answers_of(Evaluator& e, const Node& argument) {
  if (!e.gives_nodes(argument)) return {e.boolean(argument)};
  std::vector<bool> out;
  for (NodeId node : e.nodes(argument)) out.push_back(is_true(e, node));
  return out;
}

std::vector<double> weights_of(Evaluator& e, const Node& argument) {
  if (!e.gives_nodes(argument)) return {e.number(argument)};
  std::vector<double> out;
  for (NodeId node : e.nodes(argument)) out.push_back(e.node_number(node));
  return out;
}

// checklist(min, max, answer...): a node counts where it is not blank; -1 is no limit.
bool checklist(Evaluator& e, const Node& call) {
  const double least = first_number(e, call);
  const double most = second_number(e, call);
  double count_true = 0;
  for (const Node* part = e.argument(call, 2); part != nullptr; part = e.next(*part))
    for (const bool answer : answers_of(e, *part)) count_true += answer ? 1 : 0;
  return within(count_true, least, most);
}

// weighted-checklist(min, max, answer, weight, ...): an answer may be a node-set beside a node-set of
// weights.
bool weighted_checklist(Evaluator& e, const Node& call) {
  const double least = first_number(e, call);
  const double most = second_number(e, call);
  if (call.arguments % 2 != 0) fail("weighted-checklist() takes its answers and weights in pairs.");
  double total = 0;
  for (const Node* answer = e.argument(call, 2); answer != nullptr; answer = e.next(*e.next(*answer))) {
    const std::vector<bool> answers = answers_of(e, *answer);
    const std::vector<double> weights = weights_of(e, *e.next(*answer));
    for (std::size_t i = 0; i < answers.size() && i < weights.size(); ++i)
      total += answers[i] ? weights[i] : 0;
  }
  return within(total, least, most);
}

constexpr Function number_row(std::string_view name, int least, int most,
                              double (*run)(Evaluator&, const Node&), Reads reads = Reads::arguments) {
  Function row{name, least, most, Type::number, reads};
  row.number = run;
  return row;
}

constexpr Function boolean_row(std::string_view name, int least, int most,
                               bool (*run)(Evaluator&, const Node&)) {
  Function row{name, least, most, Type::boolean};
  row.boolean = run;
  return row;
}

constexpr Function form_row(std::string_view name, int arguments, Type type, Form form) {
  return Function{name, arguments, arguments, type, Reads::arguments, form};
}

}  // namespace

const Function kRows[] = {
    number_row("abs", 1, 1, of_number<absolute>),
    number_row("acos", 1, 1, of_number<arc_cosine>),
    number_row("asin", 1, 1, of_number<arc_sine>),
    number_row("atan", 1, 1, of_number<arc_tangent>),
    number_row("atan2", 2, 2, of_two_numbers<arc_tangent_2>),
    number_row("ceiling", 1, 1, of_number<ceiling_of>),
    number_row("cos", 1, 1, of_number<cosine>),
    number_row("count", 1, 1, count),
    number_row("count-non-empty", 1, 1, count_non_empty),
    number_row("exp", 1, 1, of_number<exponential>),
    number_row("exp10", 1, 1, of_number<power_of_10>),
    number_row("floor", 1, 1, of_number<floor_of>),
    number_row("int", 1, 1, of_number<truncated>),
    number_row("last", 0, 0, last, Reads::place),
    number_row("log", 1, 1, of_number<logarithm>),
    number_row("log10", 1, 1, of_number<logarithm_10>),
    number_row("max", 0, kManyArguments, max),
    number_row("min", 0, kManyArguments, min),
    number_row("number", 0, 1, number_of, Reads::default_self),
    number_row("pi", 0, 0, pi),
    number_row("position", 0, 1, position, Reads::place),
    number_row("pow", 2, 2, of_two_numbers<power>),
    number_row("random", 0, 0, random, Reads::outside),
    number_row("round", 1, 2, round_to_places),
    number_row("sin", 1, 1, of_number<sine>),
    number_row("sqrt", 1, 1, of_number<square_root>),
    number_row("sum", 1, 1, sum),
    number_row("tan", 1, 1, of_number<tangent>),
    boolean_row("boolean", 1, 1, boolean_of),
    boolean_row("boolean-from-string", 1, 1, boolean_from_string),
    boolean_row("checklist", 2, kManyArguments, checklist),
    boolean_row("not", 1, 1, negated),
    boolean_row("weighted-checklist", 2, kManyArguments, weighted_checklist),
    form_row("coalesce", 2, Type::text, Form::coalesce),
    form_row("current", 0, Type::nodes, Form::current),
    form_row("false", 0, Type::boolean, Form::false_value),
    form_row("if", 3, Type::any, Form::choose),
    form_row("true", 0, Type::boolean, Form::true_value),
};
const std::size_t kCount = sizeof kRows / sizeof *kRows;

}  // namespace takestock::expression::number_functions
