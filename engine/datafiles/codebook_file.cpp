#include "datafiles/codebook_file.h"

#include <utility>

#include "datafiles/names.h"
#include "datafiles/readstat_file.h"
#include "datafiles/routing_words.h"

namespace takestock::datafiles {

using survey::Definition;
using survey::Slot;

namespace {

Wording wording_of(const Definition& definition, survey::TextId text) {
  Wording wording;
  const auto& languages = definition.languages();
  for (std::size_t i = 0; i < languages.size(); ++i) {
    std::string words(definition.text(text, i));
    if (!words.empty() && (wording.empty() || words != wording.front().second))
      wording.emplace_back(languages[i], std::move(words));
  }
  return wording;
}

Wording routing_of(const Definition& definition, Slot slot) {
  Wording wording;
  const auto& languages = definition.languages();
  for (std::size_t i = 0; i < languages.size(); ++i) {
    std::string words = routing_in_words(definition, slot, i);
    if (!words.empty() && (wording.empty() || words != wording.front().second))
      wording.emplace_back(languages[i], std::move(words));
  }
  return wording;
}

/// The label of a choice in the newest version that has it.
Wording choice_label(const results::Versions& versions, const std::string& question,
                     const std::string& name) {
  for (const auto& version : versions) {
    const Slot slot = version->slot_named(question);
    if (slot == survey::kNoSlot) continue;
    const survey::Node& node = version->node(slot);
    if (node.type != survey::Type::select_one && node.type != survey::Type::select_multiple) continue;
    for (const survey::Choice& choice : version->list(node).choices)
      if (choice.name == name) return wording_of(*version, choice.label);
  }
  return {};
}

void describe(CodebookEntry& entry, const results::Versions& versions) {
  bool newest = true;
  for (const auto& version : versions) {
    const Slot slot = version->slot_named(entry.question);
    if (slot == survey::kNoSlot) continue;
    entry.versions.push_back(version->version());
    if (!std::exchange(newest, false)) continue;
    const survey::Node& node = version->node(slot);
    entry.number = version->question_number(node);
    entry.type = survey::type_name(node.type);
    entry.wording = wording_of(*version, node.label);
    entry.hint = wording_of(*version, node.hint);
    entry.routing = routing_of(*version, slot);
    entry.condition = routing_expression(*version, slot);
  }
}

CodebookEntry entry_of(const Variable& variable, const results::Versions& versions) {
  CodebookEntry entry;
  entry.variable = variable.name, entry.choice = variable.choice, entry.values = variable.type;
  entry.question = variable.question;
  if (!variable.about) describe(entry, versions);
  if (entry.wording.empty()) entry.wording = {{"", variable.label}};
  for (const Choice& choice : variable.codes) {
    Wording label = variable.choice.empty() ? choice_label(versions, entry.question, choice.name) : Wording{};
    if (label.empty()) label = {{"", choice.label}};
    entry.choices.push_back({choice.number, choice.name, choice.dont_know, std::move(label)});
  }
  return entry;
}

std::vector<std::string> own_names(const std::vector<Variable>& variables, NameRule rule) {
  std::vector<std::string> names;
  for (FileVariable& variable : file_variables(variables, rule))
    if (!variable.asked) names.push_back(std::move(variable.name));
  return names;
}

}  // namespace

std::vector<CodebookEntry> codebook_of(const results::Versions& versions,
                                       const std::vector<Variable>& variables) {
  const auto spss = own_names(variables, NameRule::spss), stata = own_names(variables, NameRule::stata);
  std::vector<CodebookEntry> entries;
  for (std::size_t i = 0; i < variables.size(); ++i) {
    entries.push_back(entry_of(variables[i], versions));
    entries.back().spss = spss[i], entries.back().stata = stata[i];
  }
  return entries;
}

}  // namespace takestock::datafiles
