#include "tabulation/formula.h"

#include <cmath>

#include "base/utf8.h"
#include "survey/names.h"
#include "survey/report.h"
#include "tabulation/formula_text.h"
#include "tabulation/leaf.h"

namespace takestock::tabulation {

using expression::Expression;
using survey::Definition;
using survey::kNoSlot;
using survey::Slot;

namespace {

/// Binds names to the definition's slots.
class DefinitionScope final : public expression::Scope {
 public:
  DefinitionScope(const Definition& definition, Slot self) : definition_(definition), self_(self) {}
  Slot named(std::string_view name) const override {
    const Slot slot = definition_.slot_named(name);
    if (slot == kNoSlot && unknown_.empty()) unknown_ = name;
    return slot;
  }
  Slot root(std::string_view name) const override { return name == "data" ? 0 : kNoSlot; }
  Slot self() const override { return self_; }
  Slot parent(Slot slot) const override { return definition_.node(slot).parent; }
  Slot child(Slot of, std::string_view name) const override {
    const Slot slot = definition_.slot_named(name);
    return slot != kNoSlot && definition_.node(slot).parent == of ? slot : kNoSlot;
  }
  const std::string& unknown() const { return unknown_; }

 private:
  const Definition& definition_;
  const Slot self_;
  mutable std::string unknown_;
};

Error unknown_name(std::string_view text, const std::string& name, const Definition& definition) {
  std::vector<std::string_view> names;
  for (const survey::Node& node : definition.nodes().subspan(1)) names.push_back(node.name);
  const std::size_t at = text.find("${" + name + "}");
  const std::size_t character = at == std::string_view::npos ? 1 : 1 + utf8_length(text.substr(0, at));
  return {Code::bad_expression,
          "Nothing here is named " + survey::quoted(name) + "." + survey::did_you_mean(name, names),
          "character " + std::to_string(character)};
}

}  // namespace

struct Formula::Part {
  enum class Op : std::uint8_t { either, both, negate, leaf } op = Op::leaf;
  std::vector<std::unique_ptr<Part>> parts;
  Expression expression;
  const Definition* definition = nullptr;
  Slot self = 0;
  std::string_view only;  ///< the name of "${name}", in the definition

  static Result<std::unique_ptr<Part>> compile(std::string_view text, const Definition& definition,
                                               Slot self);
  bool part(std::string_view text, std::string_view word, Op joined);
  bool negate(std::string_view text);
  bool reads_all() const;
  Result<std::vector<std::uint8_t>> truths(const Responses&) const;
};

Result<std::unique_ptr<Formula::Part>> Formula::Part::compile(std::string_view text,
                                                              const Definition& definition, Slot self) {
  const DefinitionScope scope(definition, self);
  auto compiled = Expression::compile(text, scope);
  if (!scope.unknown().empty()) return unknown_name(text, scope.unknown(), definition);
  if (!compiled) return compiled.error();
  auto made = std::make_unique<Part>();
  made->expression = std::move(*compiled);
  made->definition = &definition;
  made->self = self;
  const std::string_view all = bare(text);
  const Slot only = definition.slot_named(only_reference(all));
  if (only != kNoSlot) made->only = definition.node(only).name;
  if (!made->part(all, "or", Op::either) && !made->part(all, "and", Op::both)) made->negate(all);
  return made;
}

/// Keeps the parts if each is an expression of its own. One that reads a single question needs none.
bool Formula::Part::part(std::string_view text, std::string_view word, Op joined) {
  if (expression.references().size() < 2) return false;
  const auto texts = parted(text, word);
  std::vector<std::unique_ptr<Part>> made;
  for (const std::string_view each : texts) {
    if (texts.size() == 1 || each.empty()) return false;
    auto compiled = compile(each, *definition, self);
    if (!compiled) return false;
    made.push_back(std::move(*compiled));
  }
  op = joined;
  parts = std::move(made);
  return true;
}

bool Formula::Part::negate(std::string_view text) {
  const std::string_view inside = negated(text);
  if (inside.empty() || expression.references().size() < 2) return false;
  auto compiled = compile(inside, *definition, self);
  if (!compiled) return false;
  op = Op::negate;
  parts.push_back(std::move(*compiled));
  return true;
}

bool Formula::Part::reads_all() const {
  for (const Slot slot : expression.references())
    if (!survey::holds_value(definition->node(slot).type)) return true;
  return expression.reads_unbound_paths();
}

Result<std::vector<std::uint8_t>> Formula::Part::truths(const Responses& responses) const {
  if (op == Op::leaf) return Leaf(expression, *definition, self, responses).run<std::uint8_t>();
  auto all = parts[0]->truths(responses);
  for (std::size_t i = 1; all && i < parts.size(); ++i) {
    const auto more = parts[i]->truths(responses);
    if (!more) return more;
    for (std::size_t row = 0; row < all->size(); ++row) {
      std::uint8_t& value = (*all)[row];
      value = op == Op::either ? value | (*more)[row] : value & (*more)[row];
    }
  }
  if (all && op == Op::negate)
    for (std::uint8_t& value : *all) value ^= 1;
  return all;
}

Formula::Formula(std::unique_ptr<Part> top) : top_(std::move(top)) {}
Formula::~Formula() = default;
Formula::Formula(Formula&&) noexcept = default;
Formula& Formula::operator=(Formula&&) noexcept = default;

Result<Formula> Formula::compile(std::string_view text, const Definition& definition, Slot self) {
  auto top = Part::compile(text, definition, self);
  if (!top) return top.error();
  return Formula(std::move(*top));
}

std::vector<Slot> Formula::references() const {
  const auto read = top_->expression.references();
  if (!top_->reads_all()) return {read.begin(), read.end()};
  std::vector<Slot> all;
  for (Slot slot = 0; slot < top_->definition->nodes().size(); ++slot)
    if (survey::holds_value(top_->definition->node(slot).type)) all.push_back(slot);
  return all;
}

Result<std::vector<std::uint8_t>> Formula::truths(const Responses& responses) const {
  return top_->truths(responses);
}

Result<std::vector<double>> Formula::numbers(const Responses& responses) const {
  const auto question = responses.codebook().find(top_->only);
  if (!question || responses.column(*question).kind() != Kind::number)
    return Leaf(top_->expression, *top_->definition, top_->self, responses).run<double>();
  const Column& column = responses.column(*question);
  std::vector<double> out = column.numbers();
  for (std::size_t row = 0; row < out.size(); ++row)
    if (!column.answered(row)) out[row] = NAN;
  return out;
}

}  // namespace takestock::tabulation
