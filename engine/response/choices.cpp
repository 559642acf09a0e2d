#include <algorithm>
#include <cmath>

#include "response/state.h"

namespace takestock::response {

using survey::Aspect;

Filter* Response::State::filter_of(NodeId id) {
  const auto at = std::lower_bound(filters.begin(), filters.end(), id,
                                   [](const Filter& filter, NodeId wanted) { return filter.node < wanted; });
  return at != filters.end() && at->node == id ? &*at : nullptr;
}

/// What the filter reads has changed, or the answer: chosen names that are no longer offered go.
void Response::State::run_filter(NodeId id) {
  Filter& filter = *filter_of(id);
  filter.fresh = false;
  changed_choices.add(id);
  if (!(flags[id] & kRelevant)) return wait(id);
  if (!seen(id)) return;
  std::string kept = still_offered(filter, answers[id].text_view());
  if (kept != answers[id].text_view()) put(id, {Answer(std::move(kept))});
}

/// `names` are in the order of the list; the name of a single choice may hold spaces.
std::string Response::State::still_offered(const Filter& filter, std::string_view names) {
  const survey::Node& question = nodes[filter.node];
  const bool several = question.type == survey::Type::select_multiple;
  std::size_t next = 0;
  std::string_view name = several ? next_name(names, next) : names;
  std::string kept;
  for (const survey::Choice& choice : definition->list(question).choices) {
    if (choice.name != name) continue;
    if (offers(filter, choice)) kept.append(kept.empty() ? "" : " ").append(name);
    name = several ? next_name(names, next) : std::string_view();
    if (name.empty()) break;
  }
  return kept;
}

bool Response::State::offers_all(NodeId id, const Answer& answer) {
  const Filter* filter = answer.blank() ? nullptr : filter_of(id);
  return !filter || still_offered(*filter, answer.text_view()) == answer.text_view();
}

const std::vector<std::uint32_t>& Response::State::offered(Filter& filter) {
  if (filter.fresh) return filter.offered;
  filter.offered.clear();
  const auto& choices = definition->list(nodes[filter.node]).choices;
  for (std::uint32_t i = 0; i < choices.size(); ++i)
    if (offers(filter, choices[i])) filter.offered.push_back(i);
  filter.fresh = true;
  return filter.offered;
}

bool Response::State::offers(const Filter& filter, const survey::Choice& choice) {
  look_at(filter, choice);
  return truth({filter.expression, filter.node, Aspect::choice_filter}, true);
}

void Response::State::look_at(const Filter& filter, const survey::Choice& choice) {
  for (const std::size_t column : filter.columns) {
    const NodeId id = static_cast<NodeId>(count + column);
    answers[id] = Answer(survey::choice_value(choice, column));
    flags[id] = static_cast<std::uint8_t>(kRelevant | (answers[id].blank() ? 0 : kAnswered));
    numbers[id] = number_of(id);
  }
}

}  // namespace takestock::response
