#include <algorithm>
#include <cstdlib>

#include "base/utf8.h"
#include "survey/reading.h"

namespace takestock::survey {
namespace {

/// Binds the names of one node's expression. What is not known is noted and bound to the root for the time
/// being, so that one compilation finds everything.
class FormScope final : public expression::Scope {
 public:
  explicit FormScope(const Parts& parts) : parts_(parts) {}

  void enter(Slot self, const ChoiceList* list) {
    self_ = self;
    list_ = list;
    unknown_.clear();
    unknown_columns_.clear();
  }

  Slot named(std::string_view name) const override {
    const Slot slot = parts_.slots.find(name);
    if (slot != kNoSlot) return slot;
    unknown_.emplace_back(name);
    return 0;
  }
  Slot root(std::string_view name) const override { return name == "data" ? 0 : kNoSlot; }
  Slot self() const override { return self_; }
  Slot parent(Slot slot) const override {
    return slot < parts_.nodes.size() ? parts_.nodes[slot].parent : kNoSlot;
  }
  Slot child(Slot of, std::string_view name) const override {
    if (list_ && of == self_) return column(name);
    const Slot slot = parts_.slots.find(name);
    return slot != kNoSlot && parts_.nodes[slot].parent == of ? slot : kNoSlot;
  }

  bool knew_all() const { return unknown_.empty() && unknown_columns_.empty(); }
  const std::vector<std::string>& unknown() const { return unknown_; }
  const std::vector<std::string>& unknown_columns() const { return unknown_columns_; }

 private:
  Slot column(std::string_view name) const {
    const auto first = static_cast<Slot>(parts_.nodes.size());
    if (name == "name") return first;
    const auto at = std::find(list_->columns.begin(), list_->columns.end(), name);
    if (at != list_->columns.end()) return first + 1 + static_cast<Slot>(at - list_->columns.begin());
    unknown_columns_.emplace_back(name);
    return 0;
  }

  const Parts& parts_;
  Slot self_ = 0;
  const ChoiceList* list_ = nullptr;
  mutable std::vector<std::string> unknown_, unknown_columns_;
};

/// Position, from 1 and in code points, of the n-th `part` in the text; 1 if there is none.
std::size_t character_of(std::string_view text, std::string_view part) {
  const std::size_t at = text.find(part);
  return at == std::string_view::npos ? 1 : 1 + utf8_length(text.substr(0, at));
}

/// The number in "character 12".
std::size_t character_in(const std::string& where) {
  const std::size_t at = where.find_first_of("0123456789");
  return at == std::string::npos ? 1
                                 : static_cast<std::size_t>(std::strtoul(where.c_str() + at, nullptr, 10));
}

/// Whose text is kept: see Definition::expression_text().
bool is_rule(const Pending& pending) {
  return pending.target != &Node::calculation && pending.target != &Node::default_expression;
}

class Compiler {
 public:
  explicit Compiler(Reading& reading) : reading_(reading), parts_(reading.parts), scope_(reading.parts) {}

  [[gnu::noinline]] void compile(const Pending& pending) {
    Node& node = parts_.nodes[pending.slot];
    const bool filter = pending.target == &Node::choice_filter;
    if (filter && node.list == kNoWord) return;  // the unknown list is reported already
    scope_.enter(pending.slot, filter ? &parts_.lists[node.list] : nullptr);
    auto compiled = compiler_.compile(pending.text.text(), scope_);
    if (!scope_.knew_all()) report_unknown(pending.text, filter ? &parts_.lists[node.list] : nullptr);
    if (!compiled)
      report_error(pending.text, compiled.error());
    else if (scope_.knew_all())
      keep(node.*pending.target, is_rule(pending) ? pending.text.text() : "", std::move(compiled).value());
  }

 private:
  void keep(ExpressionId& id, std::string_view text, expression::Expression&& expression) {
    id = static_cast<ExpressionId>(parts_.expressions.size());
    parts_.expressions.push_back(std::move(expression));
    parts_.expression_texts.push_back(parts_.pool.keep(text));
  }

  [[gnu::cold]] void report_unknown(json::Value text, const ChoiceList* list) {
    for (const std::string& name : scope_.unknown()) {
      reading_.report.add_inside(text, character_of(text.text(), "${" + name + "}"), "unknown_reference",
                                 "Nothing here is named " + quoted(name) + "." + suggestion(name));
    }
    for (const std::string& name : scope_.unknown_columns()) {
      reading_.report.add_inside(text, character_of(text.text(), name), "unknown_column",
                                 "In a choice_filter a plain name is a column of the choices, and the list " +
                                     quoted(list->name) + " has none named " + quoted(name) + "." +
                                     did_you_mean(name, choice_columns(*list)));
    }
  }

  std::string suggestion(std::string_view name) const {
    for (const Node& node : parts_.nodes) {
      if (name.size() > 2 && one_slip_apart(name, node.name))
        return " Did you mean " + quoted(node.name) + "?";
    }
    return {};
  }

  [[gnu::cold]] void report_error(json::Value text, const Error& error) {
    reading_.report.add_inside(text, character_in(error.where),
                               error.code == Code::limit ? "limit" : "bad_expression",
                               error.message + " (" + error.where + ")");
  }

  Reading& reading_;
  Parts& parts_;
  FormScope scope_;
  expression::Compiler compiler_;
};

}  // namespace

void compile_expressions(Reading& reading, const std::vector<Pending>& pending) {
  reading.parts.expressions.reserve(pending.size());
  reading.parts.expression_texts.reserve(pending.size());
  Compiler compiler(reading);
  for (const Pending& each : pending) {
    if (reading.report.full()) return;
    compiler.compile(each);
  }
}

}  // namespace takestock::survey
