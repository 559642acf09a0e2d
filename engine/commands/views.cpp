#include "commands/views.h"

#include <algorithm>

#include "results/words.h"

namespace takestock::commands {
namespace {

using expression::NodeId;
using response::Response;
using survey::Node;
using survey::Type;

bool is_select(Type type) { return type == Type::select_one || type == Type::select_multiple; }

std::vector<std::string_view> split_names(std::string_view text) {
  std::vector<std::string_view> names;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) names.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return names;
}

void write_value(Writer& out, const Response& response, NodeId node) {
  const response::Answer& answer = response.answer(node);
  if (answer.blank()) {
    out.value(nullptr);
  } else if (answer.is_number()) {
    out.value(answer.number());
  } else if (response.definition().node(response.slot(node)).type == Type::select_multiple) {
    out.open_array();
    for (const std::string_view name : split_names(answer.text_view())) out.value(name);
    out.close_array();
  } else {
    out.value(answer.text_view());
  }
}

void write_choice(Writer& out, const State& state, const survey::Choice& choice) {
  out.open_object();
  out.member("name", choice.name).member("label", state.definition->text(choice.label, state.language));
  out.close_object();
}

void write_choices(Writer& out, const State& state, const Response& response, NodeId node) {
  const Node& definition = state.definition->node(response.slot(node));
  const auto& choices = state.definition->list(definition).choices;
  out.open_array();
  if (definition.choice_filter != survey::kNoExpression) {
    for (const std::uint32_t index : response.choices(node)) write_choice(out, state, choices[index]);
  } else {
    for (const survey::Choice& choice : choices) write_choice(out, state, choice);
  }
  out.close_array();
}

void write_range(Writer& out, const survey::Range& range) {
  out.open_object();
  out.member("start", range.start).member("end", range.end).member("step", range.step);
  out.close_object();
}

void write_section(Writer& out, const State& state, Slot section) {
  const auto& sections = state.pages.sections();
  const auto found = std::find(sections.begin(), sections.end(), section);
  if (found == sections.end()) {
    out.value(nullptr);
    return;
  }
  out.open_object();
  write_section_members(out, state, section);
  out.member("index", found - sections.begin() + 1).member("of", sections.size()).close_object();
}

void write_notice(Writer& out, const State& state, const char* code, NodeId because,
                  const std::vector<NodeId>& questions) {
  if (questions.empty()) return;
  out.open_object().member("code", code).key("because");
  write_question(out, state, because);
  out.key("questions").open_array();
  for (const NodeId question : questions) write_question(out, state, question);
  out.close_array().close_object();
}

/// Questions with an answer that began or ceased to count since the last page was opened.
void write_notices(Writer& out, const State& state, const Open& open) {
  std::vector<NodeId> gone, back;
  for (NodeId node = 0; node < open.seen.size(); ++node) {
    const bool was = open.seen[node] & response::kRelevant, is = open.response->relevant(node);
    const bool counts =
        survey::asked(state.definition->node(node).type) && !open.response->answer(node).blank();
    if (was != is && counts) (is ? back : gone).push_back(node);
  }
  out.open_array();
  if (open.last_answered != expression::kNoNode) {
    write_notice(out, state, "no_longer_asked", open.last_answered, gone);
    write_notice(out, state, "asked_again", open.last_answered, back);
  }
  out.close_array();
}

const char* page_kind(const State& state, const Page& page) {
  const bool statement = page.fields.size() == 1 && state.definition->node(page.fields[0]).type == Type::note;
  return statement ? "statement" : page.fields.size() == 1 ? "question" : "questions";
}

/// The fixed words in the language in use.
const results::Words& words_of(const State& state) {
  const std::vector<std::string>& languages = state.definition->languages();
  return results::words_for(state.language < languages.size() ? languages[state.language] : "");
}

/// The label of a choice; a name that is not in the list stands for itself.
std::string_view label_of(const State& state, const Node& select, std::string_view name) {
  for (const survey::Choice& choice : state.definition->list(select).choices)
    if (choice.name == name) return state.definition->text(choice.label, state.language);
  return name;
}

void write_lines(Writer& out, std::string_view text) {
  for (;;) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    out.value(line);
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

void remember_flags(Open& open) {
  const auto flags = open.response->flag_view();
  open.seen.assign(flags.begin(), flags.end());
  open.last_answered = expression::kNoNode;
}

}  // namespace

std::string_view page_showing(const State& state, NodeId node) {
  for (const Page& page : state.pages.all())
    if (std::find(page.fields.begin(), page.fields.end(), node) != page.fields.end())
      return state.definition->node(page.node).name;
  return {};
}

void write_field(Writer& out, const State& state, const Response& response, NodeId node) {
  const Node& definition = state.definition->node(response.slot(node));
  const auto text = [&](survey::TextId id) { return state.definition->text(id, state.language); };
  const std::uint8_t flags = response.flags(node);
  out.open_object();
  out.member("node", node).member("name", definition.name).member("type", survey::type_name(definition.type));
  out.member("number", state.definition->question_number(definition));
  out.member("label", response.label(node, state.language)).member("hint", text(definition.hint));
  out.member("guidance", text(definition.guidance_hint));
  out.member("appearance", state.definition->appearance(definition));
  out.member("required", (flags & response::kRequired) != 0);
  out.member("read_only", (flags & response::kReadOnly) != 0);
  out.member("relevant", (flags & response::kRelevant) != 0);
  out.key("value");
  write_value(out, response, node);
  if (flags & response::kReadOnly) out.key("answer"), write_answer_lines(out, state, response, node);
  out.member("finding", nullptr);
  if (is_select(definition.type)) out.key("choices"), write_choices(out, state, response, node);
  if (definition.type == Type::range) out.key("range"), write_range(out, state.definition->range(definition));
  out.close_object();
}

void write_page(Writer& out, const State& state, Open& open, std::size_t index) {
  const Page& page = state.pages.all()[index];
  const Node& node = state.definition->node(page.node);
  out.open_object().member("page", node.name).member("kind", page_kind(state, page)).key("section");
  write_section(out, state, page.section);
  out.member("number", state.definition->question_number(node));
  out.member("heading", open.response->label(page.node, state.language));
  out.member("appearance", state.definition->appearance(node)).key("fields").open_array();
  for (const NodeId field : page.fields) write_field(out, state, *open.response, field);
  out.close_array();
  out.member("back", state.pages.before(*open.response, index).has_value()).key("notices");
  write_notices(out, state, open);
  out.close_object();
  remember_flags(open);
}

void write_finding(Writer& out, const State& state, const response::Finding& finding, bool located) {
  out.open_object();
  if (located) {
    write_question_members(out, state, finding.node);
    out.member("page", page_showing(state, finding.node));
  } else {
    out.member("name", state.definition->node(finding.node).name);
  }
  out.member("node", finding.node).member("code", finding.code).member("text", finding.text).close_object();
}

void write_response(Writer& out, const store::ResponseRow& row, const std::string& reference) {
  out.open_object().member("id", row.id).member("survey", row.survey);
  out.member("status", store::response_status_name(row.status));
  out.member("created", row.created).member("updated", row.updated).member("finished", row.finished);
  out.member("revision", row.revision).member("reference", reference).close_object();
}

void write_answer_lines(Writer& out, const State& state, const Response& response, NodeId node) {
  const response::Answer& answer = response.answer(node);
  if (answer.blank()) {
    out.value(nullptr);
    return;
  }
  const Node& definition = state.definition->node(response.slot(node));
  const std::string text = answer.text();
  const bool as_typed = response.flags(node) & response::kInvalidType;
  out.open_array();
  if (definition.type == Type::select_one)
    out.value(label_of(state, definition, text));
  else if (definition.type == Type::select_multiple)
    for (const std::string_view name : split_names(text)) out.value(label_of(state, definition, name));
  else
    write_lines(out, as_typed ? text : results::answer_in_words(words_of(state), definition.type, text));
  out.close_array();
}

void write_section_members(Writer& out, const State& state, Slot section) {
  const bool named = section != survey::kNoSlot;
  const Node& node = state.definition->node(named ? section : 0);
  out.member("name", named ? node.name : "");
  out.member("label", named ? state.definition->text(node.label, state.language) : "");
}

void write_question(Writer& out, const State& state, NodeId node) {
  out.open_object();
  write_question_members(out, state, node);
  out.close_object();
}

void write_question_members(Writer& out, const State& state, NodeId node) {
  const Node& definition = state.definition->node(node);
  out.member("name", definition.name).member("number", state.definition->question_number(definition));
  out.member("label", state.definition->text(definition.label, state.language));
}

}  // namespace takestock::commands
