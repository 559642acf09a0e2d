// answer: the way of one answer from the page to a durable row and back.
#include <algorithm>

#include "commands/state.h"
#include "commands/views.h"

namespace takestock::commands {
namespace {

using expression::NodeId;
using response::Response;

Result<NodeId> wanted_node(const Response& response, const Json& request) {
  const auto node = request.find("node");
  if (node != request.end() && node->is_number_unsigned() && node->get<std::uint64_t>() < response.size())
    return node->get<NodeId>();
  const NodeId found = response.node_at(text_or(request, "path", ""));
  if (found == expression::kNoNode)
    return Error{Code::not_found, "The survey has no such question.", text_or(request, "path", "node")};
  return found;
}

/// Names joined by one space, the XForms text of a select_multiple.
Result<std::string> joined(const Json& names) {
  std::string text;
  for (const Json& name : names) {
    if (!name.is_string())
      return Error{Code::bad_request, "An answer of several choices is a list of their names.", "value"};
    if (!text.empty()) text += ' ';
    text += name.get_ref<const std::string&>();
  }
  return text;
}

Status set_value(Response& response, NodeId node, const Json& value, response::Changes& changes) {
  if (value.is_number()) return response.set(node, value.get<double>(), changes);
  if (value.is_null()) return response.set(node, std::string_view(), changes);
  if (value.is_string()) return response.set(node, value.get_ref<const std::string&>(), changes);
  if (!value.is_array())
    return Error{Code::bad_request, "An answer is null, a text, a number or a list of names.", "value"};
  auto text = joined(value);
  if (!text) return text.error();
  return response.set(node, *text, changes);
}

bool stored(const survey::Definition& definition, NodeId node) {
  const survey::Type type = definition.node(node).type;
  return survey::asked(type) || type == survey::Type::hidden;
}

/// The answer itself and the answers that it took away (a choice filter may).
std::vector<std::pair<std::string, std::string>> rows_to_store(const State& state, const Response& response,
                                                               NodeId node) {
  std::vector<std::pair<std::string, std::string>> rows = {{response.path(node), response.answer_json(node)}};
  for (const NodeId changed : state.changes.values)
    if (changed != node && stored(*state.definition, changed))
      rows.emplace_back(response.path(changed), response.answer_json(changed));
  return rows;
}

/// Takes a finished response up again; its sent revisions stay.
Result<bool> take_up(State& state, Open& open) {
  if (!open.row || open.row->status != store::ResponseStatus::finished) return false;
  Status reopened = state.store->reopen(open.row->survey, open.row->id);
  if (!reopened) return reopened.error();
  open.row->status = store::ResponseStatus::draft;
  return true;
}

/// Fields of the open page that look different after the answer, the answered one left out: the page has it.
Json changed_views(const State& state, const Open& open, NodeId answered) {
  Json views = Json::array();
  if (!open.page) return views;
  const response::Changes& changes = state.changes;
  const auto touched = [&](NodeId field) {
    const auto in = [field](const std::vector<NodeId>& list) {
      return std::binary_search(list.begin(), list.end(), field);
    };
    return in(changes.values) || in(changes.flags) || in(changes.choices);
  };
  for (const NodeId field : state.pages.all()[*open.page].fields)
    if (field != answered && touched(field)) views.push_back(field_view(state, *open.response, field));
  return views;
}

struct Kept {
  Millis at = 0;
  std::int64_t revision = 0;
  bool reopened = false;
};

Result<Kept> keep(State& state, Open& open, NodeId node) {
  if (!open.keep) return Kept{};
  Status row = ensure_row(state, open);
  if (!row) return row.error();
  auto reopened = take_up(state, open);
  if (!reopened) return reopened.error();
  const auto rows = rows_to_store(state, *open.response, node);
  auto saved = state.store->save_answers(open.row->survey, open.row->id, rows);
  if (!saved) return saved.error();
  open.row->revision = saved->revision;
  open.row->updated = saved->at;
  return Kept{saved->at, saved->revision, *reopened};
}

}  // namespace

Status ensure_row(State& state, Open& open) {
  if (open.row || !open.keep) return Done{};
  auto row = state.store->create(state.definition->id(), state.definition->digest());
  if (!row) return row.error();
  open.row = std::move(*row);
  return save_place(state, open);
}

Result<Made> answer(State& state, const Json& request) {
  auto open = opened(state);
  if (!open) return open.error();
  Response& response = *(*open)->response;
  auto node = wanted_node(response, request);
  if (!node) return node.error();
  const auto value = request.find("value");
  if (value == request.end())
    return Error{Code::bad_request, "The request needs a \"value\" (null for a blank).", "value"};
  Status set = set_value(response, *node, *value, state.changes);
  if (!set) return set.error();
  auto kept = keep(state, **open, *node);
  if (!kept) {
    response.undo();
    return kept.error();
  }
  (*open)->last_answered = *node;
  (*open)->checking = false;
  Made made;
  made.fields["saved_at"] = (*open)->keep ? Json(kept->at) : Json(nullptr);
  made.fields["revision"] = kept->revision;
  if (kept->reopened) made.fields["reopened"] = true;
  made.fields["changed"] = changed_views(state, **open, *node);
  return made;
}

}  // namespace takestock::commands
