// Nanoseconds per compilation and per evaluation of the expressions that surveys are made of, and bytes per
// expression.
#include <cmath>
#include <cstdio>
#include <ctime>
#include <limits>
#include <string>
#include <vector>

#include "expression/expression.h"

using namespace takestock;
using namespace takestock::expression;

namespace {

// A flat form of numbers: slot i is the question "q<i>".
class NumberTree final : public Tree {
 public:
  explicit NumberTree(std::size_t size) : values_(size, std::numeric_limits<double>::quiet_NaN()) {}
  void set(NodeId node, double value) { values_[node] = value; }
  NodeId document() const override { return 0; }
  NodeId parent(NodeId) const override { return kNoNode; }
  NodeId first_child(NodeId) const override { return kNoNode; }
  NodeId next_sibling(NodeId) const override { return kNoNode; }
  NodeKind kind(NodeId) const override { return NodeKind::element; }
  std::string_view local_name(NodeId) const override { return "q"; }
  bool before(NodeId a, NodeId b) const override { return a < b; }
  std::string_view text(NodeId node, std::string& scratch) const override {
    return scratch = blank(node) ? std::string() : number_text(values_[node]);
  }
  double number(NodeId node) const override { return values_[node]; }
  bool blank(NodeId node) const override { return values_[node] != values_[node]; }

 private:
  std::vector<double> values_;
};

class NumberedScope final : public Scope {
 public:
  Slot named(std::string_view name) const override {
    Slot out = 0;
    for (char c : name.substr(1)) out = out * 10 + static_cast<Slot>(c - '0');
    return out;
  }
  Slot root(std::string_view) const override { return 0; }
  Slot self() const override { return 7; }
  Slot parent(Slot) const override { return 0; }
  Slot child(Slot, std::string_view name) const override { return named(name); }
};

// In CPU time: the machine may be busy with something else.
template <typename Work>
double each(int times, Work work) {
  for (int i = 0; i < times / 10; ++i) work();
  const std::clock_t start = std::clock();
  for (int i = 0; i < times; ++i) work();
  return static_cast<double>(std::clock() - start) * 1e9 / CLOCKS_PER_SEC / times;
}

double sink = 0;

void measure(const char* text, const NumberTree& tree, Environment& environment) {
  const NumberedScope scope;
  std::size_t bytes = 0;
  const double compiling = each(100000, [&] {
    const Result<Expression> made = Expression::compile(text, scope);
    bytes = made.ok() ? made->memory_bytes() : 0;
  });
  const Result<Expression> made = Expression::compile(text, scope);
  if (!made.ok()) {
    std::printf("%s: %s\n", text, made.error().message.c_str());
    return;
  }
  const Context context{tree, 7};
  const double numbers = each(1000000, [&] { sink += *made->evaluate_number(context, environment); });
  const double booleans = each(1000000, [&] { sink += *made->evaluate_boolean(context, environment); });
  std::printf("%8.0f %8.1f %8.1f %6zu  %s\n", compiling, numbers, booleans, bytes, text);
}

}  // namespace

int main() {
  FixedClock clock(1773595230000, -420);
  SeededRandom random(1);
  Environment environment{clock, random};
  NumberTree tree(200);
  for (NodeId i = 0; i < 100; ++i) tree.set(i, i);
  std::string total = "coalesce(${q0}, 0)";
  for (int i = 1; i < 10; ++i) total += " + coalesce(${q" + std::to_string(i) + "}, 0)";
  std::printf("compile   number  boolean  bytes  (ns per call)\n");
  for (const char* text :
       {"coalesce(${q1}, 0) + 1", "${q1} != 99", "${q101} != 99", ". >= 0 and . <= 100", total.c_str(),
        "${q1} = 'yes'", "selected(${q1}, 'a')", "if(${q1} > 3, ${q2}, ${q3})", "../q4 * 2",
        "${q1} = 1 or ${q2} = 2 or ${q3} = 3", "1 + 2 * 3"})
    measure(text, tree, environment);
  return sink == 0.5 ? 1 : 0;
}
