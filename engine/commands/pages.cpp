#include "commands/pages.h"

#include <algorithm>

namespace takestock::commands {
namespace {

using survey::Definition;
using survey::kNoSlot;
using survey::Node;
using survey::Type;

bool on_a_page(const Node& node) { return survey::asked(node.type) || node.type == Type::note; }

void collect_fields(const Definition& definition, Slot group, std::vector<expression::NodeId>& fields) {
  for (Slot at = definition.node(group).first_child; at != kNoSlot; at = definition.node(at).next_sibling) {
    if (definition.node(at).type == Type::group) collect_fields(definition, at, fields);
    if (on_a_page(definition.node(at))) fields.push_back(at);
  }
}

}  // namespace

Pages::Pages(const Definition& definition) {
  for (Slot at = definition.node(0).first_child; at != kNoSlot; at = definition.node(at).next_sibling) {
    const Node& node = definition.node(at);
    const bool section = node.type == Type::group && node.label != survey::kNoText && !node.field_list;
    if (section) sections_.push_back(at);
    add(definition, at, section ? at : kNoSlot);
  }
}

void Pages::add(const Definition& definition, Slot at, Slot section) {
  const Node& node = definition.node(at);
  Page page{at, section, {}};
  if (node.type == Type::group && !node.field_list) {
    for (Slot child = node.first_child; child != kNoSlot; child = definition.node(child).next_sibling)
      add(definition, child, section);
    return;
  }
  if (node.type == Type::group) collect_fields(definition, at, page.fields);
  if (on_a_page(node)) page.fields.push_back(at);
  if (!page.fields.empty()) pages_.push_back(std::move(page));
}

std::vector<std::span<const Page>> Pages::stretches() const {
  std::vector<std::span<const Page>> stretches;
  const std::span<const Page> all(pages_);
  for (std::size_t from = 0, end = 0; from < all.size(); from = end) {
    while (end < all.size() && all[end].section == all[from].section) ++end;
    stretches.push_back(all.subspan(from, end - from));
  }
  return stretches;
}

std::optional<std::size_t> Pages::named(const Definition& definition, std::string_view name) const {
  const auto found = std::find_if(pages_.begin(), pages_.end(),
                                  [&](const Page& page) { return definition.node(page.node).name == name; });
  if (found == pages_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - pages_.begin());
}

std::optional<std::size_t> Pages::after(const response::Response& response, std::size_t page) const {
  for (std::size_t i = page + 1; i < pages_.size(); ++i)
    if (shown(response, pages_[i])) return i;
  return std::nullopt;
}

std::optional<std::size_t> Pages::before(const response::Response& response, std::size_t page) const {
  for (std::size_t i = page; i-- > 0;)
    if (shown(response, pages_[i])) return i;
  return std::nullopt;
}

std::optional<std::size_t> Pages::first(const response::Response& response) const {
  if (pages_.empty()) return std::nullopt;
  if (shown(response, pages_[0])) return 0;
  return after(response, 0);
}

bool shown(const response::Response& response, const Page& page) {
  return std::any_of(page.fields.begin(), page.fields.end(),
                     [&](expression::NodeId node) { return response.relevant(node); });
}

std::vector<expression::NodeId> counted_questions(const Definition& definition) {
  std::vector<expression::NodeId> numbered, asked;
  for (Slot at = 0; at < definition.nodes().size(); ++at) {
    const Node& node = definition.node(at);
    if (!survey::asked(node.type)) continue;
    asked.push_back(at);
    if (!definition.question_number(node).empty()) numbered.push_back(at);
  }
  return numbered.empty() ? asked : numbered;
}

}  // namespace takestock::commands
