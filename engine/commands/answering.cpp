// answer: the way of one answer from the page to a durable row and back.
#include <algorithm>
#include <cmath>

#include "commands/state.h"
#include "commands/views.h"

namespace takestock::commands {

using expression::NodeId;
using response::Response;

Result<NodeId> wanted_node(const Response& response, const Request& request) {
  const json::Value node = request.find("node");
  if (node.is(json::Kind::number) && node.number() >= 0 &&
      node.number() < static_cast<double>(response.size()) && node.number() == std::floor(node.number()))
    return static_cast<NodeId>(node.number());
  const std::string path = text_or(request, "path", "");
  const NodeId found = response.node_at(path);
  if (found == expression::kNoNode) return Error{Code::not_found, "The survey has no such question.", path};
  return found;
}

namespace {

/// Names joined by one space, the XForms text of a select_multiple.
Result<std::string> joined(const json::Value& names) {
  std::string text;
  for (json::Value name = names.first(); name; name = name.next()) {
    if (!name.is(json::Kind::string))
      return Error{Code::bad_request, "An answer of several choices is a list of their names.", "value"};
    if (!text.empty()) text += ' ';
    text += name.text();
  }
  return text;
}

Status set_value(Response& response, NodeId node, const json::Value& value, response::Changes& changes) {
  if (value.is(json::Kind::number)) return response.set(node, value.number(), changes);
  if (value.is(json::Kind::null)) return response.set(node, std::string_view(), changes);
  if (value.is(json::Kind::string)) return response.set(node, value.text(), changes);
  if (!value.is(json::Kind::array))
    return Error{Code::bad_request, "An answer is null, a text, a number or a list of names.", "value"};
  auto text = joined(value);
  if (!text) return text.error();
  return response.set(node, *text, changes);
}

/// The answer itself and what it changed beside it (a choice filter may take away, chance may be asked
/// again).
Stored rows_to_store(const State& state, const Response& response, NodeId node) {
  Stored rows = {{response.path(node), response.answer_json(node)}};
  for (const NodeId changed : state.changes.values)
    if (changed != node && response.stored(changed))
      rows.emplace_back(response.path(changed), response.answer_json(changed));
  return rows;
}

/// Takes a finished response up again, in this version of the survey; its sent revisions stay.
Result<store::Saved> take_up(State& state, Open& open, const Stored& rows) {
  const std::string& digest = state.definition->digest();
  const bool other = open.row->form_hash != digest;
  auto saved = state.store->reopen(open.row->survey, open.row->id, rows, other ? digest : "", open.moved);
  if (!saved) return saved;
  open.row->status = store::ResponseStatus::draft;
  open.row->finished = 0;
  open.row->form_hash = digest;
  open.moved.clear();
  return saved;
}

/// Fields of the open page that look different after the answer, the answered one left out: the page has it.
void write_changed(Writer& out, const State& state, const Open& open, NodeId answered) {
  out.open_array();
  const auto touched = [&](NodeId field) {
    const auto in = [field](const std::vector<NodeId>& list) {
      return std::binary_search(list.begin(), list.end(), field);
    };
    return in(state.changes.values) || in(state.changes.flags) || in(state.changes.choices);
  };
  if (open.page)
    for (const NodeId field : state.pages.all()[*open.page].fields)
      if (field != answered && touched(field)) write_field(out, state, *open.response, field);
  out.close_array();
}

Result<store::Saved> save(State& state, Open& open, const Stored& rows) {
  if (open.row->status == store::ResponseStatus::finished) return take_up(state, open, rows);
  Status adopted = adopt_version(state, open);
  if (!adopted) return adopted.error();
  return state.store->save_answers(open.row->survey, open.row->id, rows);
}

}  // namespace

/// A calculation that is not relevant has not run yet.
Stored started_values(const State& state, const Response& response) {
  Stored values;
  for (const NodeId node : state.started) {
    const bool calculated = state.definition->node(node).calculation != survey::kNoExpression;
    if (calculated && !response.relevant(node) && response.answer(node).blank()) continue;
    values.emplace_back(response.path(node), response.answer_json(node));
  }
  return values;
}

Result<Kept> keep(State& state, Open& open, const Stored& rows) {
  if (!open.keep) return Kept{};
  if (!open.row) {
    Status made = ensure_row(state, open, rows);
    if (!made) return made.error();
    return Kept{open.row->updated, open.row->revision, false};
  }
  const bool finished = open.row->status == store::ResponseStatus::finished;
  auto saved = save(state, open, rows);
  if (!saved) return saved.error();
  open.row->revision = saved->revision;
  open.row->updated = saved->at;
  return Kept{saved->at, saved->revision, finished};
}

Status ensure_row(State& state, Open& open, const Stored& answers) {
  if (open.row || !open.keep) return Done{};
  Stored rows = started_values(state, *open.response);
  rows.insert(rows.end(), answers.begin(), answers.end());
  auto row = state.store->create(state.definition->id(), state.definition->digest(), rows,
                                 place_of(state, open), notes_of(open), open.id);
  if (!row) return row.error();
  open.row = std::move(*row);
  return Done{};
}

Status adopt_version(State& state, Open& open) {
  const std::string& digest = state.definition->digest();
  if (open.row->form_hash == digest) return Done{};
  Status adopted = state.store->adopt_definition(open.row->survey, open.row->id, digest, open.moved);
  if (!adopted) return adopted;
  open.row->form_hash = digest;
  open.moved.clear();
  return Done{};
}

Result<Made> answer(State& state, const Request& request) {
  auto open = opened(state);
  if (!open) return open.error();
  Response& response = *(*open)->response;
  auto node = wanted_node(response, request);
  if (!node) return node.error();
  const json::Value value = request.find("value");
  if (!value) return Error{Code::bad_request, "The request needs a \"value\" (null for a blank).", "value"};
  Status set = set_value(response, *node, value, state.changes);
  if (!set) return set.error();
  auto kept = keep(state, **open, (*open)->keep ? rows_to_store(state, response, *node) : Stored());
  if (!kept) {
    response.undo();
    return kept.error();
  }
  (*open)->last_answered = *node;
  Made made;
  if ((*open)->keep)
    made.reply.member("saved_at", kept->at);
  else
    made.reply.member("saved_at", nullptr);
  made.reply.member("revision", kept->revision);
  if (kept->reopened) made.reply.member("reopened", true);
  write_changed(made.reply.key("changed"), state, **open, *node);
  return made;
}

}  // namespace takestock::commands
