#include "tabulation/fingerprint.h"

#include "base/digest.h"

namespace takestock::tabulation {

using survey::Definition;
using survey::Node;
using survey::Slot;

namespace {

void append(std::string& out, std::string_view text) {
  out += std::to_string(text.size()) + ":";
  out.append(text).append(",");
}

void append_text(std::string& out, const Definition& definition, survey::TextId text) {
  for (std::size_t language = 0; language < definition.languages().size(); ++language) {
    append(out, definition.languages()[language]);
    append(out, definition.text(text, language));
  }
}

std::string wording(const Definition& definition, const Node& node) {
  std::string out;
  for (const survey::TextId text : {node.label, node.hint, node.guidance_hint})
    append_text(out, definition, text);
  return out;
}

void append_rule(std::string& out, const Definition& definition, survey::ExpressionId rule) {
  append(out, rule == survey::kNoExpression ? std::string_view() : definition.expression_text(rule));
}

std::string choices(const Definition& definition, const Node& node) {
  std::string out;
  append_rule(out, definition, node.choice_filter);
  if (node.type != survey::Type::select_one && node.type != survey::Type::select_multiple) return out;
  for (const survey::Choice& choice : definition.list(node).choices) {
    append(out, choice.name);
    append_text(out, definition, choice.label);
  }
  return out;
}

std::string routing(const Definition& definition, Slot slot) {
  std::string out;
  for (; slot != survey::kNoSlot; slot = definition.node(slot).parent)
    if (definition.node(slot).relevant != survey::kNoExpression)
      append_rule(out, definition, definition.node(slot).relevant);
  return out;
}

std::string calculation(const Definition& definition, const Node& node) {
  std::string out;
  append_rule(out, definition, node.calculation);
  return out;
}

}  // namespace

std::string fingerprint(const Definition& definition, std::string_view question) {
  const Slot slot = definition.slot_named(question);
  if (slot == survey::kNoSlot) return "";
  const Node& node = definition.node(slot);
  std::string out;
  append(out, "takestock question 1");
  append(out, survey::type_name(node.type));
  append(out, wording(definition, node));
  append(out, choices(definition, node));
  append(out, routing(definition, slot));
  if (node.calculation != survey::kNoExpression) append_rule(out, definition, node.calculation);
  return sha256_hex(out);
}

Break break_between(const Definition& earlier, const Definition& later, std::string_view question) {
  const Slot a = earlier.slot_named(question), b = later.slot_named(question);
  if (a == survey::kNoSlot || b == survey::kNoSlot) return Break::not_asked;
  const Node &before = earlier.node(a), &after = later.node(b);
  if (before.type != after.type) return Break::type;
  if (wording(earlier, before) != wording(later, after)) return Break::wording;
  if (choices(earlier, before) != choices(later, after)) return Break::choices;
  if (routing(earlier, a) != routing(later, b)) return Break::routing;
  return calculation(earlier, before) != calculation(later, after) ? Break::calculation : Break::none;
}

const char* break_reason(Break why) {
  switch (why) {
    case Break::none:
      return "nothing changed";
    case Break::not_asked:
      return "it was not asked";
    case Break::type:
      return "it was another type of question";
    case Break::wording:
      return "its wording changed";
    case Break::choices:
      return "its choices changed";
    case Break::calculation:
      return "it was calculated in another way";
    case Break::routing:
      break;
  }
  return "it was asked of other people";
}

std::vector<std::string> version_notes(const Responses& responses) {
  const Codebook& codebook = responses.codebook();
  std::vector<bool> used(codebook.versions().size());
  for (std::size_t row = 0; row < responses.rows(); ++row) used[responses.version(row)] = true;
  const Definition* newest = nullptr;
  std::vector<std::string> notes;
  for (std::size_t version = 0; version < used.size(); ++version) {
    if (!used[version]) continue;
    const Definition& definition = *codebook.versions()[version];
    if (!newest) newest = &definition;
    std::string changed;
    for (const Question& question : codebook.questions()) {
      if (!survey::asked(question.type)) continue;
      const Break why = break_between(definition, *newest, question.name);
      if (why == Break::none) continue;
      changed += (changed.empty() ? "" : ", ") + question.name + " (" + break_reason(why) + ")";
    }
    if (changed.empty()) continue;
    notes.push_back("Version " + definition.version() + " asked some questions differently from version " +
                    newest->version() + ", and their figures do not compare: " + changed + ".");
  }
  return notes;
}

}  // namespace takestock::tabulation
