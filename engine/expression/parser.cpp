#include "expression/parser.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/utf8.h"
#include "expression/arithmetic.h"
#include "expression/evaluator.h"
#include "expression/functions.h"

namespace takestock::expression {
namespace {

enum Class : std::uint8_t { kSpace = 1, kDigit = 2, kNameStart = 4, kNamePart = 8 };

struct Classes {
  std::uint8_t of[256];
  constexpr Classes() : of() {
    for (int c = 0; c < 256; ++c) {
      const int letter = c | 0x20;
      const bool digit = c >= '0' && c <= '9';
      const bool start = (letter >= 'a' && letter <= 'z') || c == '_' || c >= 0x80;
      const bool part = start || digit || c == '-' || c == '.';
      const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
      of[c] = static_cast<std::uint8_t>((space ? kSpace : 0) | (digit ? kDigit : 0) |
                                        (start ? kNameStart : 0) | (part ? kNamePart : 0));
    }
  }
};
constexpr Classes kClasses;

bool is(Class wanted, char c) { return (kClasses.of[static_cast<unsigned char>(c)] & wanted) != 0; }
bool is_space(char c) { return is(kSpace, c); }
bool is_digit(char c) { return is(kDigit, c); }
bool starts_name(char c) { return is(kNameStart, c); }

// Binding strength of the binary operators (XPath 1.0 section 3.4 and 3.5).
enum Strength { kNoOperator, kOr, kAnd, kEquality, kRelation, kSum, kProduct };

struct Operator {
  Strength strength = kNoOperator;
  Join join = Join::none;
  std::uint8_t size = 0;
};

constexpr Op kGroupOp[] = {Op::number,   Op::either, Op::both,   Op::equality,
                           Op::relation, Op::sum,    Op::product};

struct NamedAxis {
  std::string_view name;
  Axis axis;
};

constexpr NamedAxis kAxes[] = {
    {"child", Axis::child},
    {"descendant", Axis::descendant},
    {"parent", Axis::parent},
    {"ancestor", Axis::ancestor},
    {"following-sibling", Axis::following_sibling},
    {"preceding-sibling", Axis::preceding_sibling},
    {"following", Axis::following},
    {"preceding", Axis::preceding},
    {"attribute", Axis::attribute},
    {"namespace", Axis::name_space},
    {"self", Axis::self},
    {"descendant-or-self", Axis::descendant_or_self},
    {"ancestor-or-self", Axis::ancestor_or_self},
};

struct NamedTest {
  std::string_view name;
  Test test;
};

constexpr NamedTest kNodeTypes[] = {
    {"node", Test::node},
    {"text", Test::text},
    {"comment", Test::comment},
    {"processing-instruction", Test::processing_instruction},
};

const NamedTest* node_type(std::string_view name) {
  for (const NamedTest& type : kNodeTypes)
    if (type.name == name) return &type;
  return nullptr;
}

// Nodes are kept by their index: the vector grows while the text is read.
struct Children {
  Index first = kNone;
  Index last = kNone;
};

// Follows a path through the scope for as long as its steps are plain names.
struct Route {
  enum State : std::uint8_t { root, node, lost } state = lost;
  Slot slot = kNoSlot;
};

class Parser {
 public:
  Parser(std::string_view text, const Scope& scope, Workspace& workspace)
      : text_(text), scope_(scope), workspace_(workspace), nodes_(workspace.nodes), pool_(workspace.text) {
    workspace.clear();
  }

  std::unique_ptr<Program> run() {
    check_text();
    const Index root = expression(kOr);
    skip_space();
    if (at_ < text_.size()) refuse("something else follows where the expression could end");
    list_references();
    auto program = Program::make(workspace_);
    program->root = root;
    program->is_volatile = volatile_;
    program->unbound = unbound_;
    return program;
  }

 private:
  // --- the text
  // ---------------------------------------------------------------------------------------------------
  void check_text() {
    if (text_.size() > Limits::kTextBytes) limit("The expression is longer than 65,536 bytes.");
    at_ = utf8_error(text_);
    if (at_ != std::string_view::npos) refuse("this is not UTF-8 text");
    at_ = 0;
  }

  std::string place(std::size_t at) const {
    return "character " + std::to_string(utf8_length(text_.substr(0, at)) + 1);
  }
  [[noreturn, gnu::cold, gnu::noinline]] void limit(const char* message) {
    throw Failure{{Code::limit, message, place(at_)}};
  }
  // `before`, the word in quotation marks, `after`.
  [[noreturn, gnu::cold, gnu::noinline]] void refuse_at(std::size_t at, const char* before,
                                                        std::string_view word = {}, const char* after = "") {
    std::string message = "The expression cannot be read: ";
    message += before;
    if (!word.empty()) message.append(1, '\'').append(word).append(1, '\'');
    message.append(after).append(1, '.');
    throw Failure{{Code::bad_expression, std::move(message), place(at)}};
  }
  [[noreturn, gnu::cold, gnu::noinline]] void refuse(const char* before, std::string_view word = {},
                                                     const char* after = "") {
    refuse_at(at_, before, word, after);
  }

  void skip(Class all) {
    std::size_t at = at_;
    while (at < text_.size() && is(all, text_[at])) ++at;
    at_ = at;
  }
  void skip_space() { skip(kSpace); }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool looking_at(std::string_view word) const { return text_.substr(at_, word.size()) == word; }
  bool take(std::string_view word) {
    skip_space();
    if (!looking_at(word)) return false;
    at_ += word.size();
    return true;
  }
  bool take(char c) {
    skip_space();
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!take(c)) refuse("", std::string_view(&c, 1), " is missing here");
  }

  std::string_view name() {
    const std::size_t from = at_;
    if (!starts_name(peek())) refuse("a name, a number or a text is missing here");
    skip(kNamePart);
    return text_.substr(from, at_ - from);
  }

  // A name with an optional prefix; stops before "::" and ":*".
  std::string_view qualified_name() {
    const std::size_t from = at_;
    name();
    if (peek() == ':' && starts_name(peek(1))) {
      ++at_;
      name();
    }
    return text_.substr(from, at_ - from);
  }

  // --- the nodes
  // --------------------------------------------------------------------------------------------------
  [[gnu::noinline]] Index add(Op op, Type type) {
    if (nodes_.size() == Limits::kParts) limit("The expression has more than 65,535 parts.");
    nodes_.emplace_back();
    nodes_.back().op = op;
    nodes_.back().type = type;
    return static_cast<Index>(nodes_.size() - 1);
  }
  Index add_number(double value) {
    const Index out = add(Op::number, Type::number);
    nodes_[out].set_value(value);
    return out;
  }
  [[gnu::noinline]] Index add_text(Op op, Type type, std::string_view text) {
    const Index out = add(op, type);
    set_text(out, text);
    return out;
  }
  void set_text(Index node, std::string_view text) {
    nodes_[node].a = static_cast<std::uint32_t>(pool_.size());
    nodes_[node].b = static_cast<std::uint32_t>(text.size());
    pool_ += text;
  }
  Index add_slot(Slot slot) {
    const Index out = add(Op::slot, Type::nodes);
    nodes_[out].a = slot;
    return out;
  }
  void list_references() {
    std::vector<Slot>& found = workspace_.references;
    for (const Node& node : nodes_) {
      if (node.op != Op::slot) continue;
      const auto place_of = std::lower_bound(found.begin(), found.end(), node.a);
      if (place_of == found.end() || *place_of != node.a) found.insert(place_of, node.a);
    }
  }
  Index add_step(Axis axis, Test test) {
    const Index out = add(Op::step, Type::nodes);
    nodes_[out].axis = axis;
    nodes_[out].test = test;
    return out;
  }
  void append(Children& list, Index node) {
    if (list.first == kNone)
      list.first = node;
    else
      nodes_[list.last].next = node;
    list.last = node;
  }
  Type type_of(Index node) const { return nodes_[node].type; }
  bool literal_number(Index node) const { return nodes_[node].op == Op::number; }

  // --- operators
  // --------------------------------------------------------------------------------------------------
  void enter() {
    if (++depth_ > Limits::kDepth) limit("The expression is nested more than 200 deep.");
  }

  bool word_operator(std::string_view word) const {
    const char after = peek(word.size());
    return looking_at(word) && !starts_name(after);
  }

  Operator peek_operator() {
    skip_space();
    switch (peek()) {
      case '+':
        return {kSum, Join::add, 1};
      case '-':
        return {kSum, Join::subtract, 1};
      case '*':
        return {kProduct, Join::multiply, 1};
      case '=':
        return {kEquality, Join::equal, 1};
      case '!':
        return peek(1) == '=' ? Operator{kEquality, Join::unequal, 2} : Operator{};
      case '<':
        return peek(1) == '=' ? Operator{kRelation, Join::less_equal, 2} : Operator{kRelation, Join::less, 1};
      case '>':
        return peek(1) == '=' ? Operator{kRelation, Join::greater_equal, 2}
                              : Operator{kRelation, Join::greater, 1};
      case 'o':
        return word_operator("or") ? Operator{kOr, Join::none, 2} : Operator{};
      case 'a':
        return word_operator("and") ? Operator{kAnd, Join::none, 3} : Operator{};
      case 'd':
        return word_operator("div") ? Operator{kProduct, Join::divide, 3} : Operator{};
      case 'm':
        return word_operator("mod") ? Operator{kProduct, Join::modulo, 3} : Operator{};
      default:
        return {};
    }
  }

  Index expression(int weakest) {
    enter();
    Index left = negation();
    int chained = 0;
    Strength group = kNoOperator;  // of `left`, where more of the same may join it
    Children members;
    for (Operator op = peek_operator(); op.strength >= weakest; op = peek_operator()) {
      at_ += op.size;
      const Index right = expression(op.strength + 1);
      nodes_[right].join = op.join;
      if (fold(left, op, right)) continue;
      if (op.strength != group || op.strength == kEquality || op.strength == kRelation) {
        if (group != kNoOperator && ++chained + depth_ > Limits::kDepth)
          limit("The expression is nested more than 200 deep.");
        members = Children{};
        append(members, left);
        left = add(kGroupOp[op.strength], op.strength >= kSum ? Type::number : Type::boolean);
        nodes_[left].child = members.first;
        group = op.strength;
      }
      append(members, right);
      if (op.strength == kEquality || op.strength == kRelation) choose_comparison(left);
    }
    --depth_;
    return left;
  }

  // Arithmetic on two literals is done now; its nodes are the last ones.
  bool fold(Index left, const Operator& op, Index right) {
    if (op.strength < kSum || !literal_number(left) || !literal_number(right)) return false;
    nodes_[left].set_value(arithmetic(op.join, nodes_[left].value(), nodes_[right].value()));
    nodes_.resize(right);
    return true;
  }

  void choose_comparison(Index node) {
    const Node& left = nodes_[nodes_[node].child];
    const Node& right = nodes_[left.next];
    nodes_[node].a = static_cast<std::uint32_t>(nodes_[node].op == Op::relation ? relation(left, right)
                                                                                : equality(left, right));
  }

  static bool known(const Node& node) { return node.type != Type::nodes && node.type != Type::any; }
  static bool numeric(const Node& node) { return node.type == Type::number || node.type == Type::date; }

  static Comparison relation(const Node& left, const Node& right) {
    if (known(left) && known(right)) return Comparison::numbers;
    if (left.op == Op::slot && known(right)) return Comparison::node_number;
    if (right.op == Op::slot && known(left)) return Comparison::number_node;
    return left.op == Op::slot && right.op == Op::slot ? Comparison::node_node : Comparison::dynamic;
  }

  static Comparison equality(const Node& left, const Node& right) {
    if (left.type == Type::any || right.type == Type::any) return Comparison::dynamic;
    if (left.type == Type::boolean || right.type == Type::boolean) return Comparison::booleans;
    if (known(left) && known(right))
      return numeric(left) || numeric(right) ? Comparison::numbers : Comparison::texts;
    if (left.op == Op::slot && known(right))
      return numeric(right) ? Comparison::node_number : Comparison::node_text;
    if (right.op == Op::slot && known(left))
      return numeric(left) ? Comparison::number_node : Comparison::text_node;
    return left.op == Op::slot && right.op == Op::slot ? Comparison::node_node : Comparison::dynamic;
  }

  Index negation() {
    int signs = 0;
    while (take('-')) ++signs;
    Index out = union_expression();
    if (literal_number(out)) {
      if (signs % 2 == 1) nodes_[out].set_value(-nodes_[out].value());
      return out;
    }
    for (int i = 0; i < (signs == 0 ? 0 : 2 - signs % 2); ++i) {
      const Index inner = out;
      out = add(Op::negate, Type::number);
      nodes_[out].child = inner;
    }
    return out;
  }

  Index union_expression() {
    Index out = path_expression();
    if (!take('|')) return out;
    Children members;
    append(members, out);
    do {
      append(members, path_expression());
    } while (take('|'));
    out = add(Op::union_of, Type::nodes);
    nodes_[out].child = members.first;
    return out;
  }

  // --- paths
  // ------------------------------------------------------------------------------------------------------
  Index path_expression() {
    skip_space();
    const char c = peek();
    if (c == '/') return absolute_path();
    if (c == '.' && self_alone()) return ++at_, add_slot(scope_.self());
    if (c == '.' && !is_digit(peek(1))) return relative_path();
    if (starts_name(c)) return call_or_path();
    if (c == '(' || c == '"' || c == '\'' || c == '$' || c == '.' || is_digit(c)) {
      const Mark from = mark();
      return filtered(from, primary());
    }
    return relative_path();
  }

  Index call_or_path() {
    const Mark from = mark();
    const std::string_view name = qualified_name();
    skip_space();
    if (peek() == '(' && node_type(name) == nullptr) return filtered(from, call(from.at, name));
    at_ = from.at;
    return relative_path();
  }

  struct Mark {
    std::size_t nodes, pool, at;
  };
  Mark mark() const { return {nodes_.size(), pool_.size(), at_}; }
  Index bound(const Mark& from, Slot slot) {
    nodes_.resize(from.nodes);
    pool_.resize(from.pool);
    return add_slot(slot);
  }

  [[gnu::cold, gnu::noinline]] Index absolute_path() {
    const Mark from = mark();
    Route route;
    if (!looking_at("//")) route.state = Route::root;
    Children steps;
    if (looking_at("//"))
      steps_behind(steps, route, true);
    else {
      ++at_;
      skip_space();
      if (starts_step()) {
        step(steps, route);
        steps_behind(steps, route, false);
      }
    }
    if (route.state == Route::node) return bound(from, route.slot);
    return finish_path(Start::root, steps);
  }

  // "." of a node that the scope knows, with no step, condition or digit behind it.
  bool self_alone() const {
    std::size_t behind = 1;
    while (is_space(peek(behind))) ++behind;
    const char c = peek(behind);
    return c != '/' && c != '[' && c != '.' && !is_digit(c) && in_predicate_ == 0 && scope_.self() != kNoSlot;
  }

  [[gnu::cold, gnu::noinline]] Index relative_path() {
    const Mark from = mark();
    Route route = in_predicate_ == 0 ? start_at_self() : Route{};
    Children steps;
    step(steps, route);
    steps_behind(steps, route, false);
    if (route.state == Route::node) return bound(from, route.slot);
    if (steps.first == steps.last && is_self(nodes_[steps.first])) {
      nodes_.resize(from.nodes);
      unbound_ = true;
      return add(Op::self, Type::nodes);
    }
    return finish_path(Start::context, steps);
  }

  static bool is_self(const Node& step) {
    return step.axis == Axis::self && step.test == Test::node && step.child == kNone;
  }

  Route start_at_self() const {
    const Slot self = scope_.self();
    return self == kNoSlot ? Route{} : Route{Route::node, self};
  }

  [[gnu::cold, gnu::noinline]] Index finish_path(Start start, const Children& steps) {
    unbound_ = true;
    const Index out = add(Op::path, Type::nodes);
    nodes_[out].child = steps.first;
    nodes_[out].a = static_cast<std::uint32_t>(start);
    return out;
  }

  // A primary expression, that began at `from`, with the predicates and steps behind it.
  Index filtered(const Mark& from, Index primary_node) {
    skip_space();
    return peek() == '[' || peek() == '/' ? continued(from, primary_node) : primary_node;
  }

  [[gnu::cold, gnu::noinline]] Index continued(const Mark& from, Index primary_node) {
    Route route = route_of(primary_node);
    if (peek() == '[') {
      Children members;
      append(members, primary_node);
      predicates(members);
      require_nodes(primary_node);
      primary_node = add(Op::filter, Type::nodes);
      nodes_[primary_node].child = members.first;
      unbound_ = true;
      route = Route{};
      skip_space();
    }
    if (peek() != '/') return primary_node;
    require_nodes(primary_node);
    Children steps;
    append(steps, primary_node);
    steps_behind(steps, route, false);
    if (route.state == Route::node) return bound(from, route.slot);
    return finish_path(Start::expression, steps);
  }

  Route route_of(Index node) const {
    if (nodes_[node].op == Op::slot) return {Route::node, nodes_[node].a};
    return {};
  }

  void require_nodes(Index node) {
    const Type type = type_of(node);
    if (type != Type::nodes && type != Type::any && nodes_[node].op != Op::failure)
      refuse("steps and [conditions] can only follow nodes");
  }

  bool starts_step() const {
    const char c = peek();
    return starts_name(c) || c == '.' || c == '*' || c == '@';
  }

  // "/step" and "//step", as often as they come.
  [[gnu::cold, gnu::noinline]] void steps_behind(Children& steps, Route& route, bool at_least_one) {
    for (; take('/') || at_least_one; at_least_one = false) {
      if (looking_at("/")) {
        ++at_;
        append(steps, add_step(Axis::descendant_or_self, Test::node));
        route.state = Route::lost;
      }
      skip_space();
      step(steps, route);
    }
  }

  [[gnu::cold, gnu::noinline]] void step(Children& steps, Route& route) {
    const std::size_t from = at_;
    const Index out = add_step(Axis::child, Test::name);
    append(steps, out);
    if (take(".."))
      dots(out, Axis::parent);
    else if (take('.'))
      dots(out, Axis::self);
    else {
      axis(out);
      node_test(out);
    }
    Children conditions;
    predicates(conditions);
    nodes_[out].child = conditions.first;
    follow(route, out, from);
  }

  void dots(Index out, Axis axis) {
    nodes_[out].axis = axis;
    nodes_[out].test = Test::node;
  }

  void axis(Index out) {
    if (take('@')) {
      nodes_[out].axis = Axis::attribute;
      return;
    }
    const std::size_t from = at_;
    if (!starts_name(peek())) return;
    const std::string_view word = name();
    const std::size_t behind = at_;
    if (!take("::")) {
      at_ = from;
      return;
    }
    for (const NamedAxis& named : kAxes) {
      if (named.name != word) continue;
      nodes_[out].axis = named.axis;
      skip_space();
      return;
    }
    refuse_at(behind - word.size(), "", word, " is not an axis");
  }

  void node_test(Index out) {
    skip_space();
    if (take('*')) {
      nodes_[out].test = Test::any_name;
      return;
    }
    const std::size_t from = at_;
    const std::string_view plain = name();
    if (peek() == ':' && peek(1) == '*') {
      at_ += 2;
      nodes_[out].test = Test::any_in_namespace;
      set_text(out, plain);
      return;
    }
    at_ = from;
    const std::string_view full = qualified_name();
    const std::size_t behind = at_;
    const NamedTest* type = node_type(full);
    if (type != nullptr && take('(')) return node_type_test(out, type->test);
    at_ = behind;
    set_text(out, full);
  }

  void node_type_test(Index out, Test test) {
    nodes_[out].test = test;
    skip_space();
    if (test == Test::processing_instruction && (peek() == '"' || peek() == '\'')) set_text(out, quoted());
    expect(')');
  }

  [[gnu::cold, gnu::noinline]] void predicates(Children& list) {
    while (take('[')) {
      ++in_predicate_;
      append(list, expression(kOr));
      --in_predicate_;
      expect(']');
    }
  }

  // Moves the route along one step, or loses it.
  [[gnu::cold, gnu::noinline]] void follow(Route& route, Index step_node, std::size_t from) {
    const Node& step = nodes_[step_node];
    if (route.state == Route::lost) return;
    const std::string_view wanted = std::string_view(pool_).substr(step.a, step.b);
    const bool named = step.axis == Axis::child && step.test == Test::name && wanted.find(':') == wanted.npos;
    const bool up = step.axis == Axis::parent && step.test == Test::node;
    if (step.child != kNone || !(named || ((up || is_self(step)) && route.state == Route::node))) {
      route.state = Route::lost;
      return;
    }
    if (named)
      route.slot = route.state == Route::root ? scope_.root(wanted) : scope_.child(route.slot, wanted);
    else if (up)
      route.slot = scope_.parent(route.slot);
    route.state = route.slot == kNoSlot ? Route::lost : Route::node;
    if (route.slot == kNoSlot && scope_.strict())
      refuse_at(from, named ? "there is no " : "there is nothing ", named ? wanted : std::string_view(),
                named ? " at this place of the form" : "above this place of the form");
  }

  // --- primary expressions
  // ----------------------------------------------------------------------------------------
  Index primary() {
    const char c = peek();
    if (c == '"' || c == '\'') return add_text(Op::text, Type::text, quoted());
    if (c == '$') return reference();
    if (c != '(') return add_number(number());
    ++at_;
    const Index out = expression(kOr);
    expect(')');
    return out;
  }

  [[gnu::noinline]] std::string_view quoted() {
    const std::size_t from = at_ + 1;
    const std::size_t end = text_.find(text_[at_], from);
    if (end == std::string_view::npos) refuse("the quotation mark that opens here is never closed");
    at_ = end + 1;
    return text_.substr(from, end - from);
  }

  [[gnu::noinline]] double number() {
    const std::size_t from = at_;
    skip(kDigit);
    if (peek() == '.') ++at_;
    skip(kDigit);
    return text_number(text_.substr(from, at_ - from));
  }

  [[gnu::noinline]] Index reference() {
    const std::size_t from = at_;
    if (peek(1) != '{') refuse("'$' must be followed by the name of a question in braces: ${name}");
    std::size_t end = from + 2;
    while (end < text_.size() && text_[end] != '}') ++end;
    if (end == text_.size()) refuse("the brace that opens here is never closed");
    std::string_view named = text_.substr(from + 2, end - from - 2);
    while (!named.empty() && is_space(named.front())) named.remove_prefix(1);
    while (!named.empty() && is_space(named.back())) named.remove_suffix(1);
    const Slot slot = scope_.named(named);
    if (slot == kNoSlot) refuse("there is no question named ", named);
    at_ = end + 1;
    return add_slot(slot);
  }

  // The arguments of the function whose name, which began at `from`, has been read.
  [[gnu::noinline]] Index call(std::size_t from, std::string_view called) {
    const std::uint32_t place_of = find_function(called);
    const bool names_question = place_of != kNoFunction && function_at(place_of).form == Form::choice_name;
    ++at_;
    Children arguments;
    int count = 0;
    if (!take(')')) {
      do {
        if (++count >= kManyArguments) limit("A function is given more than 254 arguments.");
        append(arguments, count == 2 && names_question ? quoted_path() : expression(kOr));
      } while (take(','));
      expect(')');
    }
    if (place_of == kNoFunction) return wrong_call(from, "There is no function '", called, "'.");
    return build_call(from, called, place_of, arguments, count);
  }

  // A question that is named in quotation marks, as '${q1}' or '/data/q1'.
  [[gnu::cold, gnu::noinline]] Index quoted_path() {
    skip_space();
    const std::size_t from = at_;
    if (peek() != '"' && peek() != '\'') refuse("a question must stand here in quotation marks: '${name}'");
    quoted();
    const std::size_t end = at_;
    at_ = from + 1;
    const Index out = path_expression();
    skip_space();
    if (at_ + 1 != end || nodes_[out].type != Type::nodes)
      refuse("a question must stand here in quotation marks: '${name}'");
    at_ = end;
    return out;
  }

  [[gnu::noinline]] Index build_call(std::size_t from, std::string_view called, std::uint32_t place_of,
                                     Children arguments, int count) {
    const Function& function = function_at(place_of);
    if (count < function.least || count > function.most || function.form == Form::not_offered)
      return unfit_call(from, called, function, count);
    if (function.form == Form::true_value || function.form == Form::false_value)
      return add_boolean(function.form == Form::true_value);
    if (function.form == Form::current) return add_current();
    note_reading(function);
    const bool adds_self =
        function.reads == Reads::self || (function.reads == Reads::default_self && count < function.most);
    if (adds_self) add_self(function, arguments, count);
    const Index out = add(Op::call, function.type);
    nodes_[out].child = arguments.first;
    nodes_[out].arguments = static_cast<std::uint8_t>(count);
    nodes_[out].a = place_of;
    nodes_[out].b = 0;
    specialise(out, function.form);
    return out;
  }

  [[gnu::cold, gnu::noinline]] Index unfit_call(std::size_t from, std::string_view called,
                                                const Function& function, int count) {
    if (count < function.least || count > function.most)
      return wrong_call(from, "The function '", called, "' takes " + wanted_arguments(function, count));
    return wrong_call(from, "The function '", called, "' is not offered here yet.");
  }

  static std::string wanted_arguments(const Function& function, int count) {
    std::string out = std::to_string(function.least);
    if (function.most >= kManyArguments)
      out += " or more";
    else if (function.most != function.least)
      out.append(" to ").append(std::to_string(function.most));
    out += function.most == 1 ? " argument, not " : " arguments, not ";
    return out.append(std::to_string(count)).append(1, '.');
  }

  // A form's author hears of it at once; elsewhere it only fails where it is really evaluated.
  [[gnu::cold, gnu::noinline]] Index wrong_call(std::size_t from, std::string_view before,
                                                std::string_view called, std::string_view after) {
    std::string message(before);
    message.append(called).append(after);
    if (scope_.strict()) throw Failure{{Code::bad_expression, std::move(message), place(from)}};
    return add_text(Op::failure, Type::any, message);
  }

  Index add_boolean(bool value) {
    const Index out = add(Op::boolean, Type::boolean);
    nodes_[out].set_value(value ? 1 : 0);
    return out;
  }

  [[gnu::noinline]] Index add_current() {
    const Slot self = scope_.self();
    if (self != kNoSlot) return add_slot(self);
    unbound_ = true;
    return add(Op::current, Type::nodes);
  }

  void note_reading(const Function& function) {
    if (function.reads == Reads::outside || function.reads == Reads::self) volatile_ = true;
    if (function.reads == Reads::place) unbound_ = true;
  }

  [[gnu::cold, gnu::noinline]] void add_self(const Function& function, Children& arguments, int& count) {
    const Slot self = in_predicate_ == 0 ? scope_.self() : kNoSlot;
    Index node;
    if (self != kNoSlot)
      node = add_slot(self);
    else {
      unbound_ = true;
      node = add(Op::self, Type::nodes);
    }
    ++count;
    if (function.reads == Reads::default_self) return append(arguments, node);
    nodes_[node].next = arguments.first;
    arguments.first = node;
  }

  // Functions that the evaluator knows by itself, because it can answer them without a detour.
  [[gnu::noinline]] void specialise(Index out, Form form) {
    Node& node = nodes_[out];
    if (form == Form::coalesce)
      node.op = Op::coalesce;
    else if (form == Form::choose) {
      node.op = Op::choose;
      const Node& yes = nodes_[nodes_[node.child].next];
      const Node& no = nodes_[yes.next];
      node.type = yes.type == no.type ? yes.type : Type::any;
    } else if (form == Form::regex) {
      const Node& pattern = nodes_[nodes_[node.child].next];
      if (pattern.op == Op::text) keep_pattern(out, std::string_view(pool_).substr(pattern.a, pattern.b));
    }
  }

  [[gnu::cold, gnu::noinline]] void keep_pattern(Index out, std::string_view pattern) {
    Result<Regex> made = Regex::compile(pattern);
    if (!made.ok() && scope_.strict()) throw Failure{{made.error().code, made.error().message, place(at_)}};
    if (!made.ok()) return;
    workspace_.patterns.push_back(std::move(made).value());
    nodes_[out].b = static_cast<std::uint32_t>(workspace_.patterns.size());
  }

  const std::string_view text_;
  const Scope& scope_;
  std::size_t at_ = 0;
  int depth_ = 0;
  int in_predicate_ = 0;
  bool volatile_ = false;
  bool unbound_ = false;
  Workspace& workspace_;
  std::vector<Node>& nodes_;  // of the workspace
  std::string& pool_;         // its text
};

}  // namespace

std::unique_ptr<Program> parse(std::string_view text, const Scope& scope, Workspace& workspace) {
  return Parser(text, scope, workspace).run();
}

}  // namespace takestock::expression
