#include "datafiles/routing_words.h"

#include <vector>

namespace takestock::datafiles {

using survey::Definition;
using survey::Node;
using survey::Slot;
using survey::Type;

namespace {

std::string quoted(std::string_view text) { return "\xE2\x80\x9C" + std::string(text) + "\xE2\x80\x9D"; }

/// Conditions from the outermost group to the node itself.
std::vector<std::string_view> conditions_of(const Definition& definition, Slot slot) {
  std::vector<std::string_view> conditions;
  for (; slot != survey::kNoSlot; slot = definition.node(slot).parent) {
    const auto relevant = definition.node(slot).relevant;
    if (relevant != survey::kNoExpression)
      conditions.insert(conditions.begin(), definition.expression_text(relevant));
  }
  return conditions;
}

struct Operator {
  std::string_view sign, words;
};
constexpr Operator kOperators[] = {{"!=", " is not "}, {"<=", " is at most "},  {">=", " is at least "},
                                   {"=", " is "},      {"<", " is less than "}, {">", " is more than "}};

/// Writes a condition piece by piece.
class Wording {
 public:
  Wording(const Definition& definition, std::size_t language, std::string_view text)
      : definition_(definition), language_(language), left_(text) {}

  std::string words() {
    while (!left_.empty())
      if (!(reference() || literal() || sign() || selected())) other();
    return std::move(out_);
  }

 private:
  bool starts(std::string_view with) const { return left_.substr(0, with.size()) == with; }

  bool reference() {
    const std::size_t end = left_.find('}');
    if (!starts("${") || end == std::string_view::npos) return false;
    const std::string_view name = left_.substr(2, end - 2);
    last_ = definition_.slot_named(name);
    const bool known = last_ != survey::kNoSlot;
    const std::string_view label = known ? definition_.text(definition_.node(last_).label, language_) : "";
    out_ += quoted(label.empty() ? name : label);
    left_.remove_prefix(end + 1);
    return true;
  }

  bool literal() {
    const char quote = left_[0];
    const std::size_t end = left_.find(quote, 1);
    if ((quote != '\'' && quote != '"') || end == std::string_view::npos) return false;
    const std::string_view value = left_.substr(1, end - 1);
    out_ += value.empty() ? "left blank" : quoted(label_of(value));
    left_.remove_prefix(end + 1);
    return true;
  }

  std::string_view label_of(std::string_view value) const {
    if (last_ == survey::kNoSlot) return value;
    const Node& node = definition_.node(last_);
    if (node.type != Type::select_one && node.type != Type::select_multiple) return value;
    for (const survey::Choice& choice : definition_.list(node).choices) {
      const std::string_view label = definition_.text(choice.label, language_);
      if (choice.name == value && !label.empty()) return label;
    }
    return value;
  }

  bool sign() {
    for (const Operator& is : kOperators) {
      if (!starts(is.sign)) continue;
      while (!out_.empty() && out_.back() == ' ') out_.pop_back();
      out_ += is.words;
      left_.remove_prefix(is.sign.size());
      while (starts(" ")) left_.remove_prefix(1);
      return true;
    }
    return false;
  }

  /// selected(${question}, 'choice')
  bool selected() {
    constexpr std::string_view kCall = "selected(";
    if (!starts(kCall)) return false;
    const std::size_t comma = left_.find(','), end = left_.find(')');
    if (comma == std::string_view::npos || end == std::string_view::npos || comma > end) return false;
    const std::string_view rest = left_.substr(end + 1);
    const std::string choice(left_.substr(comma + 1, end - comma - 1));
    left_ = left_.substr(kCall.size(), comma - kCall.size());
    while (!left_.empty())
      if (!(reference() || (left_[0] == ' ' && (left_.remove_prefix(1), true)))) other();
    out_ += " includes ";
    for (left_ = choice; !left_.empty();)
      if (!(literal() || (left_[0] == ' ' && (left_.remove_prefix(1), true)))) other();
    left_ = rest;
    return true;
  }

  void other() {
    out_ += left_[0];
    left_.remove_prefix(1);
  }

  const Definition& definition_;
  const std::size_t language_;
  std::string_view left_;
  Slot last_ = survey::kNoSlot;
  std::string out_;
};

}  // namespace

std::string routing_in_words(const Definition& definition, Slot slot, std::size_t language) {
  const auto conditions = conditions_of(definition, slot);
  std::string words;
  for (const std::string_view condition : conditions) {
    const std::string part = Wording(definition, language, condition).words();
    words += words.empty() ? "Asked only if " : ", and ";
    words += part;
  }
  return words;
}

std::string routing_expression(const Definition& definition, Slot slot) {
  const auto conditions = conditions_of(definition, slot);
  std::string text;
  for (const std::string_view condition : conditions) {
    if (!text.empty()) text += " and ";
    text += conditions.size() > 1 ? "(" + std::string(condition) + ")" : std::string(condition);
  }
  return text;
}

}  // namespace takestock::datafiles
