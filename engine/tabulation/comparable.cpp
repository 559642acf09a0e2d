#include "tabulation/comparable.h"

#include <set>
#include <vector>

#include "tabulation/fingerprint.h"
#include "tabulation/formula.h"

namespace takestock::tabulation {

using survey::Definition;
using survey::Node;
using survey::Slot;

namespace {

using Names = std::set<std::string, std::less<>>;

std::vector<const Definition*> answered_versions(const Responses& responses) {
  const auto& versions = responses.codebook().versions();
  std::vector<bool> used(versions.size());
  for (std::size_t row = 0; row < responses.rows(); ++row) used[responses.version(row)] = true;
  std::vector<const Definition*> out;
  for (std::size_t i = 0; i < versions.size(); ++i)
    if (used[i]) out.push_back(versions[i].get());
  return out;
}

/// The questions that figures depend on, those too that decide who is asked.
class Dependence {
 public:
  explicit Dependence(const Definition& definition) : definition_(definition) {}

  void add_expression(const std::string& text, Slot self = 0) {
    if (text.empty()) return;
    const auto formula = Formula::compile(text, definition_, self);
    if (!formula) return;
    for (const Slot slot : formula->references()) add(slot);
  }
  void add_question(const std::string& name) {
    const Slot slot = definition_.slot_named(name);
    if (slot != survey::kNoSlot) add(slot);
  }
  const std::vector<std::string>& names() const { return names_; }

 private:
  void add(Slot slot) {
    if (!known_.insert(slot).second) return;
    const Node& node = definition_.node(slot);
    if (survey::holds_value(node.type)) names_.emplace_back(node.name);
    add_rule(node.calculation, slot);
    add_rule(node.choice_filter, slot);
    for (Slot at = slot; at != survey::kNoSlot; at = definition_.node(at).parent)
      add_rule(definition_.node(at).relevant, at);
  }
  void add_rule(survey::ExpressionId rule, Slot self) {
    if (rule != survey::kNoExpression) add_expression(std::string(definition_.expression_text(rule)), self);
  }

  const Definition& definition_;
  std::set<Slot> known_;
  std::vector<std::string> names_;  ///< in the order in which they are met
};

std::string sentence(const RoundRelease& earlier, const std::string& what, const char* why) {
  return "Does not compare with " + earlier.round.label + ": " + what + " - " + why + ".";
}

std::string first_break(const RoundRelease& earlier, const RoundRelease& later, const Dependence& on) {
  for (const std::string& name : on.names())
    for (const Definition* before : answered_versions(earlier.responses))
      for (const Definition* after : answered_versions(later.responses)) {
        const Break why = break_between(*before, *after, name);
        if (why != Break::none) return sentence(earlier, name, break_reason(why));
      }
  return "";
}

bool same_formula(const Measure& a, const Measure& b) {
  return a.type == b.type && a.numerator == b.numerator && a.denominator == b.denominator &&
         a.base == b.base && a.of == b.of && a.plus == b.plus && a.minus == b.minus;
}

}  // namespace

std::string why_not_comparable(const RoundRelease& earlier, const RoundRelease& later,
                               const std::string& name) {
  const Measure *const before = earlier.measures.find(name), *const after = later.measures.find(name);
  if (!before || !after || !same_formula(*before, *after))
    return sentence(earlier, name, "this measure was worked out in another way");
  Dependence on(later.responses.codebook().newest());
  for (const std::string* text : {&after->numerator, &after->denominator, &after->base, &after->of})
    on.add_expression(*text);
  return first_break(earlier, later, on);
}

std::string why_question_not_comparable(const RoundRelease& earlier, const RoundRelease& later,
                                        const std::string& question) {
  Dependence on(later.responses.codebook().newest());
  on.add_question(question);
  return first_break(earlier, later, on);
}

}  // namespace takestock::tabulation
