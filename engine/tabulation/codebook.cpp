#include "tabulation/codebook.h"

#include <algorithm>

namespace takestock::tabulation {

using survey::Choice;
using survey::ChoiceList;
using survey::Definition;
using survey::Node;
using survey::Type;

namespace {

constexpr std::string_view kDontKnowNames[] = {"dk", "dont_know", "don_t_know"};

bool is_dont_know(const ChoiceList& list, const Choice& choice) {
  if (std::find(std::begin(kDontKnowNames), std::end(kDontKnowNames), choice.name) !=
      std::end(kDontKnowNames))
    return true;
  const auto column = std::find(list.columns.begin(), list.columns.end(), "dont_know");
  if (column == list.columns.end()) return false;
  const std::string& says =
      survey::choice_value(choice, 1 + static_cast<std::size_t>(column - list.columns.begin()));
  return !says.empty() && says != "no";
}

bool has_list(Type type) { return type == Type::select_one || type == Type::select_multiple; }

bool is_open_type(Type type) { return kind_of(type) == Kind::text; }

std::size_t limit_of(Kind kind) { return kind == Kind::one ? kWideCodes : kNarrowCodes; }

}  // namespace

Kind kind_of(Type type) {
  if (type == Type::select_one || type == Type::acknowledge) return Kind::one;
  if (type == Type::select_multiple) return Kind::several;
  return survey::is_number(type) ? Kind::number : Kind::text;
}

std::optional<std::size_t> Question::code_named(std::string_view wanted) const {
  std::optional<std::size_t> labelled;
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (codes[i].name == wanted) return i;
    if (codes[i].label != wanted) continue;
    if (labelled) return std::nullopt;
    labelled = i;
  }
  return labelled;
}

Codebook::Codebook(results::Versions versions, const CodebookOptions& options)
    : table_(std::move(versions), {false, false, options.language}) {
  for (const results::Column& column : table_.columns()) {
    if (column.source != results::Column::Source::question) continue;
    const bool wanted =
        std::find(options.open.begin(), options.open.end(), column.question) != options.open.end();
    add(column, wanted && is_open_type(column.type));
  }
}

void Codebook::add(const results::Column& column, bool open) {
  Question question;
  question.name = column.question;
  question.type = column.type;
  question.open = open;
  question.kind = open ? Kind::one : kind_of(column.type);
  for (auto version = versions().rbegin(); version != versions().rend(); ++version) {
    const survey::Slot slot = (*version)->slot_named(question.name);
    if (slot != survey::kNoSlot)
      question.label = (*version)->text((*version)->node(slot).label, language(**version));
  }
  if (question.label.empty()) question.label = question.name;
  add_codes(question);
  by_name_[question.name] = questions_.size();
  questions_.push_back(std::move(question));
}

void Codebook::add_codes(Question& question) const {
  if (question.type == Type::acknowledge) question.codes.push_back({"OK", "OK", false});
  std::map<std::string_view, bool> known;
  for (const auto& version : versions()) {
    const survey::Slot slot = version->slot_named(question.name);
    if (slot == survey::kNoSlot || !has_list(question.type) || version->node(slot).type != question.type)
      continue;
    const ChoiceList& list = version->list(version->node(slot));
    for (const Choice& choice : list.choices) {
      if (known[choice.name] || question.codes.size() == limit_of(question.kind)) continue;
      known[choice.name] = true;
      const std::string_view label = version->text(choice.label, language(*version));
      question.codes.push_back({choice.name,
                                std::string(label.empty() ? std::string_view(choice.name) : label),
                                is_dont_know(list, choice)});
    }
  }
}

std::optional<std::size_t> Codebook::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::size_t> Codebook::find(const Node& node) const {
  const auto found = find(node.name);
  if (!found) return std::nullopt;
  const Question& question = questions_[*found];
  const bool fits = question.open ? is_open_type(node.type) : kind_of(node.type) == question.kind;
  return fits ? found : std::nullopt;
}

}  // namespace takestock::tabulation
