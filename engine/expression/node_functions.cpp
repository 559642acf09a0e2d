// Functions on nodes: XPath 1.0 section 4.1 and lang(), ODK XForms instances, repeats and randomize().
#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/digest.h"
#include "expression/functions.h"

namespace takestock::expression::node_functions {
namespace {

constexpr std::string_view kXml = "http://www.w3.org/XML/1998/namespace";

NodeId first_of(Evaluator& e, const Node& call) {
  const NodeSet found = e.nodes(e.child(call));
  return found.empty() ? kNoNode : found.front();
}

void local_name(Evaluator& e, const Node& call, std::string& out) {
  const NodeId node = first_of(e, call);
  if (node != kNoNode) out = e.tree.local_name(node);
}

void namespace_uri(Evaluator& e, const Node& call, std::string& out) {
  const NodeId node = first_of(e, call);
  if (node != kNoNode) out = e.tree.namespace_uri(node);
}

void name(Evaluator& e, const Node& call, std::string& out) {
  const NodeId node = first_of(e, call);
  if (node == kNoNode) return;
  out = e.tree.prefix(node);
  if (!out.empty()) out += ':';
  out += e.tree.local_name(node);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool same_language(std::string_view actual, std::string_view wanted) {
  if (actual.size() < wanted.size() || (actual.size() > wanted.size() && actual[wanted.size()] != '-'))
    return false;
  return std::equal(wanted.begin(), wanted.end(), actual.begin(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

// The xml:lang of the nearest element that has one.
bool lang(Evaluator& e, const Node& call) {
  const std::string wanted = e.text(e.child(call));
  std::string scratch;
  for (NodeId node = e.focus.node; node != kNoNode; node = e.tree.parent(node)) {
    e.step();
    if (e.tree.kind(node) != NodeKind::element) continue;
    for (NodeId at = e.tree.first_attribute(node); at != kNoNode; at = e.tree.next_attribute(at))
      if (e.tree.local_name(at) == "lang" && e.tree.namespace_uri(at) == kXml)
        return same_language(e.tree.text(at, scratch), wanted);
  }
  return false;
}

void add_with_ids(Evaluator& e, std::string_view ids, NodeSet& out) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  for (std::size_t at = 0; at < ids.size();) {
    std::size_t end = at;
    while (end < ids.size() && !is_space(ids[end])) ++end;
    const NodeId found = end == at ? kNoNode : e.tree.with_id(ids.substr(at, end - at));
    if (found != kNoNode) out.push_back(found);
    at = end + 1;
  }
}

NodeSet id(Evaluator& e, const Node& call) {
  const Node& wanted = e.child(call);
  NodeSet out;
  std::string scratch;
  if (e.gives_nodes(wanted)) {
    for (NodeId node : e.nodes(wanted)) add_with_ids(e, e.tree.text(node, scratch), out);
  } else {
    add_with_ids(e, e.text(wanted, scratch), out);
  }
  e.sort_nodes(out);
  return out;
}

NodeSet instance(Evaluator& e, const Node& call) {
  std::string scratch;
  const NodeId found = e.tree.instance(e.text(e.child(call), scratch));
  return found == kNoNode ? NodeSet{} : NodeSet{found};
}

NodeSet itext(Evaluator& e, const Node& call) {
  std::string scratch;
  const NodeId found = e.tree.translation(e.text(e.child(call), scratch));
  return found == kNoNode ? NodeSet{} : NodeSet{found};
}

bool inside(Evaluator& e, NodeId node, NodeId ancestor) {
  for (node = e.tree.parent(node); node != kNoNode; node = e.tree.parent(node)) {
    e.step();
    if (node == ancestor) return true;
  }
  return false;
}

struct RepeatAt {
  NodeSet repeats;
  double position;
};

bool deeper(Evaluator& e, const RepeatAt& a, const RepeatAt& b) {
  for (NodeId one : a.repeats)
    for (NodeId other : b.repeats)
      if (inside(e, one, other)) return true;
  return false;
}

NodeSet only_inside(Evaluator& e, const NodeSet& set, NodeId ancestor) {
  NodeSet out;
  for (NodeId node : set)
    if (ancestor == kNoNode || inside(e, node, ancestor)) out.push_back(node);
  return out;
}

// indexed-repeat(target, repeat, index, ...): the target inside the repeats so numbered, outermost first
// whatever their order.
NodeSet indexed_repeat(Evaluator& e, const Node& call) {
  if (call.arguments % 2 == 0) fail("indexed-repeat() takes its repeats and indexes in pairs.");
  std::vector<RepeatAt> levels;
  for (const Node* repeat = e.argument(call, 1); repeat != nullptr; repeat = e.next(*e.next(*repeat)))
    levels.push_back({e.nodes(*repeat), e.number(*e.next(*repeat))});
  for (std::size_t i = 1; i < levels.size(); ++i)
    for (std::size_t k = i; k > 0 && deeper(e, levels[k - 1], levels[k]); --k)
      std::swap(levels[k - 1], levels[k]);
  NodeId chosen = kNoNode;
  for (const RepeatAt& level : levels) {
    const NodeSet candidates = only_inside(e, level.repeats, chosen);
    const double place = level.position;
    if (!(place >= 1 && place <= static_cast<double>(candidates.size())) || place != std::trunc(place))
      return {};
    chosen = candidates[static_cast<std::size_t>(place) - 1];
  }
  return only_inside(e, e.nodes(e.child(call)), chosen);
}

// The generator of Park and Miller, as JavaRosa seeds it.
class ParkMiller {
 public:
  explicit ParkMiller(std::int64_t seed) : state_(seed % kModulus) {
    if (state_ <= 0) state_ += kModulus - 1;
  }
  double next() {
    state_ = state_ * 16807 % kModulus;
    return static_cast<double>(state_ - 1) / static_cast<double>(kModulus - 1);
  }

 private:
  static constexpr std::int64_t kModulus = 2147483647;
  std::int64_t state_;
};

std::int64_t whole_seed(double seed) {
  if (std::isnan(seed)) return 0;
  if (seed >= 9223372036854775807.0) return INT64_MAX;
  if (seed <= -9223372036854775808.0) return INT64_MIN;
  return static_cast<std::int64_t>(seed);
}

// Text that is no number: the first eight bytes of its SHA-256.
std::int64_t text_seed(const std::string& text) {
  const std::string digest = sha256(text);
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 8; ++i) bits = bits << 8 | static_cast<std::uint8_t>(digest[i]);
  return static_cast<std::int64_t>(bits);
}

std::int64_t seed_of(Evaluator& e, const Node* seed) {
  if (seed == nullptr) {
    std::int64_t bits = 0;
    e.environment.random.fill(reinterpret_cast<std::uint8_t*>(&bits), sizeof bits);
    return bits;
  }
  const Cell cell = e.any(*seed);
  const double number = e.cell_number(cell);
  const std::string text = std::isnan(number) ? e.cell_text(cell) : std::string();
  return text.empty() || cell.type == Type::number ? whole_seed(number) : text_seed(text);
}

NodeSet randomize(Evaluator& e, const Node& call) {
  const NodeSet given = e.nodes(e.child(call));
  ParkMiller generator(seed_of(e, e.argument(call, 1)));
  NodeSet out(given.size());
  for (std::size_t i = 0; i < given.size(); ++i) {
    const auto k = static_cast<std::size_t>(generator.next() * static_cast<double>(i + 1));
    if (k != i) out[i] = out[k];
    out[k] = given[i];
  }
  return out;
}

constexpr Function text_row(std::string_view name, void (*run)(Evaluator&, const Node&, std::string&)) {
  Function row{name, 0, 1, Type::text, Reads::default_self};
  row.text = run;
  return row;
}

constexpr Function nodes_row(std::string_view name, int least, int most,
                             NodeSet (*run)(Evaluator&, const Node&), Reads reads) {
  Function row{name, least, most, Type::nodes, reads};
  row.nodes = run;
  return row;
}

constexpr Function lang_row() {
  Function row{"lang", 1, 1, Type::boolean, Reads::place};
  row.boolean = lang;
  return row;
}

}  // namespace

const Function kRows[] = {
    text_row("local-name", local_name),
    text_row("name", name),
    text_row("namespace-uri", namespace_uri),
    nodes_row("id", 1, 1, id, Reads::place),
    nodes_row("indexed-repeat", 3, kManyArguments, indexed_repeat, Reads::arguments),
    nodes_row("instance", 1, 1, instance, Reads::place),
    nodes_row("jr:itext", 1, 1, itext, Reads::place),
    nodes_row("randomize", 1, 2, randomize, Reads::outside),
    lang_row(),
};
const std::size_t kCount = sizeof kRows / sizeof *kRows;

}  // namespace takestock::expression::node_functions
