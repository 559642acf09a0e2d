#include "commands/views.h"

#include <cmath>

namespace takestock::commands {
namespace {

using expression::NodeId;
using response::Response;
using survey::Node;
using survey::Type;

bool is_select(Type type) { return type == Type::select_one || type == Type::select_multiple; }

std::vector<std::string> split_names(std::string_view text) {
  std::vector<std::string> names;
  std::string name;
  for (const char c : text) {
    if (c != ' ') name += c;
    if (c == ' ' && !name.empty()) names.push_back(std::move(name)), name.clear();
  }
  if (!name.empty()) names.push_back(std::move(name));
  return names;
}

Json value_view(const Response& response, NodeId node) {
  const response::Answer& answer = response.answer(node);
  if (answer.blank()) return nullptr;
  if (answer.is_number()) return answer.number();
  const Type type = response.definition().node(response.slot(node)).type;
  if (type == Type::select_multiple) return split_names(answer.text_view());
  return answer.text();
}

Json choice_views(const State& state, const Response& response, NodeId node) {
  const Node& definition = state.definition->node(response.slot(node));
  const auto& choices = state.definition->list(definition).choices;
  Json views = Json::array();
  const auto add = [&](std::size_t index) {
    views.push_back({{"name", choices[index].name},
                     {"label", state.definition->text(choices[index].label, state.language)}});
  };
  if (definition.choice_filter != survey::kNoExpression) {
    for (const std::uint32_t index : response.choices(node)) add(index);
  } else {
    for (std::size_t index = 0; index < choices.size(); ++index) add(index);
  }
  return views;
}

Json range_view(const survey::Range& range) {
  return {{"start", range.start}, {"end", range.end}, {"step", range.step}};
}

Json section_view(const State& state, Slot section) {
  const auto& sections = state.pages.sections();
  for (std::size_t i = 0; i < sections.size(); ++i) {
    if (sections[i] != section) continue;
    const Node& node = state.definition->node(section);
    return {{"name", node.name},
            {"label", state.definition->text(node.label, state.language)},
            {"index", i + 1},
            {"of", sections.size()}};
  }
  return nullptr;
}

/// Questions elsewhere with an answer that began or ceased to count since the last page was opened.
Json notices(const State& state, const Open& open) {
  Json gone = Json::array(), back = Json::array();
  for (NodeId node = 0; node < open.seen.size(); ++node) {
    const bool was = open.seen[node] & response::kRelevant, is = open.response->relevant(node);
    const bool counts =
        survey::asked(state.definition->node(node).type) && !open.response->answer(node).blank();
    if (was == is || !counts) continue;
    (is ? back : gone).push_back(question_view(state, node));
  }
  Json list = Json::array();
  if (open.last_answered == expression::kNoNode) return list;
  const Json because = question_view(state, open.last_answered);
  if (!gone.empty()) list.push_back({{"code", "no_longer_asked"}, {"because", because}, {"questions", gone}});
  if (!back.empty()) list.push_back({{"code", "asked_again"}, {"because", because}, {"questions", back}});
  return list;
}

const char* page_kind(const State& state, const Page& page) {
  const bool statement = page.fields.size() == 1 && state.definition->node(page.fields[0]).type == Type::note;
  return statement ? "statement" : page.fields.size() == 1 ? "question" : "questions";
}

void append_lines(std::string_view text, Json& lines) {
  for (std::size_t start = 0; start <= text.size();) {
    std::size_t end = text.find('\n', start);
    if (end == std::string_view::npos) end = text.size();
    std::string_view line = text.substr(start, end - start);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    lines.push_back(std::string(line));
    start = end + 1;
  }
}

}  // namespace

Json field_view(const State& state, const Response& response, NodeId node) {
  const Node& definition = state.definition->node(response.slot(node));
  const auto text = [&](survey::TextId id) {
    return std::string(state.definition->text(id, state.language));
  };
  const std::uint8_t flags = response.flags(node);
  Json view = {{"node", node},
               {"name", definition.name},
               {"type", survey::type_name(definition.type)},
               {"number", state.definition->question_number(definition)},
               {"label", response.label(node, state.language)},
               {"hint", text(definition.hint)},
               {"guidance", text(definition.guidance_hint)},
               {"appearance", definition.multiline ? "multiline" : ""},
               {"required", (flags & response::kRequired) != 0},
               {"read_only", (flags & response::kReadOnly) != 0},
               {"relevant", (flags & response::kRelevant) != 0},
               {"value", value_view(response, node)},
               {"finding", nullptr}};
  if (is_select(definition.type)) view["choices"] = choice_views(state, response, node);
  if (definition.type == Type::range) view["range"] = range_view(state.definition->range(definition));
  return view;
}

Json page_view(const State& state, Open& open, std::size_t index) {
  const Page& page = state.pages.all()[index];
  const Node& node = state.definition->node(page.node);
  Json fields = Json::array();
  for (const NodeId field : page.fields) fields.push_back(field_view(state, *open.response, field));
  Json view = {{"page", node.name},
               {"kind", page_kind(state, page)},
               {"section", section_view(state, page.section)},
               {"number", state.definition->question_number(node)},
               {"heading", open.response->label(page.node, state.language)},
               {"fields", std::move(fields)},
               {"back", state.pages.before(*open.response, index).has_value()},
               {"notices", notices(state, open)}};
  remember_flags(open);
  return view;
}

Json finding_view(const State& state, const response::Finding& finding) {
  return {{"node", finding.node},
          {"name", state.definition->node(finding.node).name},
          {"code", finding.code},
          {"text", finding.text}};
}

Json response_view(const store::ResponseRow& row, const std::string& reference) {
  return {{"id", row.id},
          {"survey", row.survey},
          {"status", store::response_status_name(row.status)},
          {"created", row.created},
          {"updated", row.updated},
          {"finished", row.finished},
          {"revision", row.revision},
          {"reference", reference}};
}

Json answer_lines(const State& state, const Response& response, NodeId node) {
  const response::Answer& answer = response.answer(node);
  if (answer.blank()) return nullptr;
  const Node& definition = state.definition->node(response.slot(node));
  Json lines = Json::array();
  if (!is_select(definition.type)) {
    append_lines(answer.text(), lines);
    return lines;
  }
  for (const std::string& name : split_names(answer.text())) {
    std::string label = name;
    for (const survey::Choice& choice : state.definition->list(definition).choices)
      if (choice.name == name) label = state.definition->text(choice.label, state.language);
    lines.push_back(label);
  }
  return lines;
}

Json question_view(const State& state, NodeId node) {
  const Node& definition = state.definition->node(node);
  return {{"name", definition.name},
          {"number", state.definition->question_number(definition)},
          {"label", state.definition->text(definition.label, state.language)}};
}

void remember_flags(Open& open) {
  const auto flags = open.response->flag_view();
  open.seen.assign(flags.begin(), flags.end());
  open.last_answered = expression::kNoNode;
}

}  // namespace takestock::commands
