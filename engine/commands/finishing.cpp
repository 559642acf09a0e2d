// check, finish, responses, remove: the end of a response.
#include "base/digest.h"
#include "commands/state.h"
#include "commands/views.h"
#include "sync/head.h"

namespace takestock::commands {
namespace {

using expression::NodeId;

std::optional<std::size_t> page_of(const State& state, NodeId node) {
  const auto& pages = state.pages.all();
  for (std::size_t i = 0; i < pages.size(); ++i)
    for (const NodeId field : pages[i].fields)
      if (field == node) return i;
  return std::nullopt;
}

std::string page_name(const State& state, std::size_t page) {
  return std::string(state.definition->node(state.pages.all()[page].node).name);
}

Json located_findings(const State& state, const std::vector<response::Finding>& findings) {
  Json list = Json::array();
  for (const response::Finding& finding : findings) {
    Json view = finding_view(state, finding);
    const Json question = question_view(state, finding.node);
    const auto page = page_of(state, finding.node);
    view["page"] = page ? Json(page_name(state, *page)) : Json(nullptr);
    view["number"] = question["number"];
    view["label"] = question["label"];
    list.push_back(std::move(view));
  }
  return list;
}

Json check_row(const State& state, const Open& open, std::size_t page, NodeId field) {
  const Json question = question_view(state, field);
  return {{"page", page_name(state, page)},
          {"number", question["number"]},
          {"label", question["label"]},
          {"answer", answer_lines(state, *open.response, field)}};
}

/// The asked, relevant questions of a section (kNoSlot: those outside any), in the order of the pages.
Json check_rows(const State& state, const Open& open, Slot section) {
  Json rows = Json::array();
  for (std::size_t page = 0; page < state.pages.all().size(); ++page) {
    if (state.pages.all()[page].section != section) continue;
    for (const NodeId field : state.pages.all()[page].fields)
      if (survey::asked(state.definition->node(field).type) && open.response->relevant(field))
        rows.push_back(check_row(state, open, page, field));
  }
  return rows;
}

Json check_sections(const State& state, const Open& open) {
  Json sections = Json::array();
  const auto add = [&](Slot section, std::string_view name, std::string_view label) {
    Json rows = check_rows(state, open, section);
    if (!rows.empty()) sections.push_back({{"name", name}, {"label", label}, {"rows", std::move(rows)}});
  };
  add(survey::kNoSlot, "", "");
  for (const Slot section : state.pages.sections()) {
    const survey::Node& node = state.definition->node(section);
    add(section, node.name, state.definition->text(node.label, state.language));
  }
  return sections;
}

/// Answered, but no longer asked: kept on the device and not sent.
Json hidden_questions(const State& state, const Open& open) {
  Json hidden = Json::array();
  for (NodeId node = 0; node < open.response->size(); ++node)
    if (survey::asked(state.definition->node(node).type) && !open.response->relevant(node) &&
        !open.response->answer(node).blank())
      hidden.push_back(question_view(state, node));
  return hidden;
}

constexpr char kCrockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

}  // namespace

std::string reference_of(const store::Event& event) {
  const auto nibble = [](char c) -> std::uint64_t {
    return static_cast<std::uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
  };
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 13 && i < event.sha256.size(); ++i) bits = bits << 4 | nibble(event.sha256[i]);
  std::string code;
  for (int letter = 0; letter < 10; ++letter) {
    if (letter == 4 || letter == 8) code += '-';
    code += kCrockford[bits >> (47 - 5 * letter) & 31];
  }
  return code;
}

Result<std::optional<store::Event>> last_submitted(State& state, const std::string& survey,
                                                   const std::string& id) {
  auto events = state.store->events_of(survey, id);
  if (!events) return events.error();
  std::optional<store::Event> last;
  for (store::Event& event : *events)
    if (event.kind == store::EventKind::submit && event.device == state.store->device() &&
        (!last || last->seq < event.seq))
      last = std::move(event);
  return last;
}

Result<Made> check(State& state, const Json&) {
  auto open = opened(state);
  if (!open) return open.error();
  Made made;
  made.fields["sections"] = check_sections(state, **open);
  made.fields["findings"] = located_findings(state, (*open)->response->check_all(state.language));
  made.fields["hidden"] = hidden_questions(state, **open);
  return made;
}

Result<Made> finish(State& state, const Json&) {
  auto open = opened(state);
  if (!open) return open.error();
  if (!(*open)->keep)
    return Error{Code::bad_state, "This response is not kept, so it cannot be finished.", ""};
  const auto findings = (*open)->response->check_all(state.language);
  Made made;
  if (!findings.empty()) {
    made.fields["findings"] = located_findings(state, findings);
    return made;
  }
  Status row = ensure_row(state, **open);
  if (!row) return row.error();
  store::ResponseRow& stored = *(*open)->row;
  auto known = state.store->events_of(stored.survey, stored.id);
  if (!known) return known.error();
  auto event =
      state.store->finish(stored.survey, stored.id, (*open)->response->record(false), sync::frontier(*known));
  if (!event) return event.error();
  auto reloaded = state.store->load(stored.survey, stored.id);
  if (!reloaded) return reloaded.error();
  stored = std::move(*reloaded);
  made.fields["finished_at"] = event->at;
  made.fields["reference"] = reference_of(*event);
  made.fields["response"] = response_view(stored, reference_of(*event));
  return made;
}

Result<Made> responses(State& state, const Json& request) {
  if (!state.store) return Error{Code::bad_state, "No database is open; call open_store first.", ""};
  auto rows = state.store->list(text_or(request, "survey", ""));
  if (!rows) return rows.error();
  Json list = Json::array();
  for (const store::ResponseRow& row : *rows) {
    auto last = last_submitted(state, row.survey, row.id);
    if (!last) return last.error();
    list.push_back(response_view(row, *last ? reference_of(**last) : ""));
  }
  Made made;
  made.fields["responses"] = std::move(list);
  return made;
}

Result<Made> remove_response(State& state, const Json& request) {
  if (!state.store) return Error{Code::bad_state, "No database is open; call open_store first.", ""};
  auto id = required_text(request, "response");
  if (!id) return id.error();
  auto rows = state.store->list("");
  if (!rows) return rows.error();
  for (const store::ResponseRow& row : *rows) {
    if (row.id != *id) continue;
    Status removed = state.store->remove(row.survey, row.id);
    if (!removed) return removed.error();
    if (state.open && state.open->row && state.open->row->id == *id) state.open.reset();
    return Made{};
  }
  return Error{Code::not_found, "There is no such response on this device.", *id};
}

}  // namespace takestock::commands
