#include "results/copy_model.h"

#include "results/routing.h"

namespace takestock::results {

using expression::NodeId;
using response::Answer;
using survey::Definition;
using survey::Node;
using survey::Slot;
using survey::Type;

namespace {

constexpr std::size_t kDigestShown = 12;
constexpr int kDeepestHeading = 4;

class Builder {
 public:
  explicit Builder(const CopyRequest& request)
      : request_(request),
        definition_(request.definition),
        response_(request.response),
        words_(words_for(language_tag(request))) {}

  CopyModel build() {
    model_.words = &words_;
    model_.language = language_tag(request_) == "en" ? "en-GB" : language_tag(request_);
    model_.title = text(definition_.title());
    model_.draft = !request_.finished;
    model_.state = state();
    add_facts();
    for (NodeId node = 0; node < response_.size(); ++node) add_node(node);
    add_about();
    return std::move(model_);
  }

 private:
  /// How far the response has come; at the top and on every page.
  const char* state() const {
    if (!request_.finished) return words_.draft;
    return request_.received ? words_.finished : words_.finished_not_sent;
  }

  static std::string language_tag(const CopyRequest& request) {
    const std::vector<std::string>& all = request.definition.languages();
    if (all.empty()) return "en";
    return request.language < all.size() ? all[request.language] : all[0];
  }
  std::string text(survey::TextId id) const { return std::string(definition_.text(id, request_.language)); }
  std::string label(NodeId node) const { return std::string(response_.label(node, request_.language)); }

  void fact(const char* name, std::string value) {
    if (!value.empty()) model_.facts.emplace_back(name, std::move(value));
  }

  void add_facts() {
    if (request_.round) {
      fact(words_.respond_to, request_.round->organisation);
      if (request_.round->closes) {
        fact(words_.closes, moment_in_words(words_, *request_.round->closes, request_.closes_offset_minutes));
      }
    }
    fact(request_.finished ? words_.finished_at : words_.changed_at,
         moment_in_words(words_, request_.at, request_.offset_minutes));
    if (request_.finished) fact(words_.reference, request_.reference);
  }

  void add_about() {
    const std::string& digest = definition_.digest();
    const std::string revision = std::to_string(request_.revision);
    model_.about = {{words_.survey, definition_.id()},
                    {words_.version, definition_.version()},
                    {words_.digest, digest},
                    {words_.revision, revision}};
    model_.footer = filled(
        words_.footer, {definition_.id(), definition_.version(), digest.substr(0, kDigestShown), revision});
  }

  void add_node(NodeId id) {
    const Node& node = definition_.node(response_.slot(id));
    if (!response_.relevant(id)) {
      if (survey::asked(node.type)) add_not_asked(id, node);
    } else if (node.type == Type::group) {
      add_section(id, node);
    } else if (node.type == Type::note) {
      if (!label(id).empty()) model_.parts.push_back({CopyPart::Kind::background, 0, label(id), {}});
    } else if (survey::asked(node.type)) {
      model_.parts.push_back({CopyPart::Kind::question, heading_level(node), {}, question(id, node)});
    }
  }

  void add_section(NodeId id, const Node& node) {
    if (node.parent == survey::kNoSlot || label(id).empty()) return;
    model_.parts.push_back({CopyPart::Kind::section, heading_level(node), label(id), {}});
  }

  /// One below the title, and one more for each section around it.
  int heading_level(const Node& node) const {
    int level = 2;
    for (Slot up = node.parent; up != survey::kNoSlot; up = definition_.node(up).parent) {
      const Node& around = definition_.node(up);
      if (around.parent != survey::kNoSlot && around.label != survey::kNoText) ++level;
    }
    return level < kDeepestHeading ? level : kDeepestHeading;
  }

  std::string heading(NodeId id, const Node& node) const {
    const std::string_view number = definition_.question_number(node);
    std::string wording = label(id);
    if (wording.empty()) wording = node.name;
    return number.empty() ? wording : std::string(number) + ". " + wording;
  }

  CopyQuestion question(NodeId id, const Node& node) const {
    CopyQuestion out;
    out.heading = heading(id, node);
    for (const survey::TextId hint : {node.hint, node.guidance_hint}) {
      if (hint != survey::kNoText) out.hints.push_back(text(hint));
    }
    if (has_choices(node)) add_options(id, node, out);
    out.answer = answer(id, node);
    out.chosen = has_choices(node);
    return out;
  }

  static bool has_choices(const Node& node) {
    return node.type == Type::select_one || node.type == Type::select_multiple;
  }

  void add_options(NodeId id, const Node& node, CopyQuestion& out) const {
    const std::vector<survey::Choice>& choices = definition_.list(node).choices;
    if (node.choice_filter == survey::kNoExpression) {
      for (const survey::Choice& choice : choices) out.options.push_back(choice_label(choice));
    } else {
      for (const std::uint32_t index : response_.choices(id))
        out.options.push_back(choice_label(choices[index]));
    }
    out.options_title = node.type == Type::select_multiple ? words_.options_any : words_.options;
    if (out.options.size() <= kOptionsListed) return;
    out.options_title = filled(words_.many_options, {std::to_string(out.options.size())});
    out.options.clear();
  }

  std::string choice_label(const survey::Choice& choice) const {
    const std::string_view shown = definition_.text(choice.label, request_.language);
    return std::string(shown.empty() ? std::string_view(choice.name) : shown);
  }

  std::string label_of(const Node& node, std::string_view name) const {
    for (const survey::Choice& choice : definition_.list(node).choices) {
      if (choice.name == name) return choice_label(choice);
    }
    return std::string(name);
  }

  std::vector<std::string> answer(NodeId id, const Node& node) const {
    const Answer& given = response_.answer(id);
    if (given.blank()) return {};
    if (response_.flags(id) & response::kInvalidType) return {given.text() + ' ' + words_.as_typed};
    if (node.type == Type::select_one) return {label_of(node, given.text())};
    if (node.type == Type::select_multiple) return chosen_labels(node, given.text());
    return {answer_in_words(words_, node.type, given.text())};
  }

  std::vector<std::string> chosen_labels(const Node& node, std::string_view names) const {
    std::vector<std::string> out;
    while (!names.empty()) {
      const std::size_t end = names.find(' ');
      if (end != 0) out.push_back(label_of(node, names.substr(0, end)));
      names.remove_prefix(end == std::string_view::npos ? names.size() : end + 1);
    }
    return out;
  }

  void add_not_asked(NodeId id, const Node& node) {
    model_.not_asked.push_back({heading(id, node), reason(id), !response_.answer(id).blank()});
  }

  std::string reason(NodeId id) const {
    const std::vector<Slot> questions = deciding_questions(response_, id);
    if (questions.empty()) return words_.because_other;
    std::string list;
    for (std::size_t i = 0; i < questions.size(); ++i) {
      if (i > 0) list += i + 1 == questions.size() ? words_.conjunction : ", ";
      list += question_named(questions[i]);
    }
    return filled(questions.size() == 1 ? words_.because_one : words_.because_several, {list});
  }

  std::string question_named(Slot slot) const {
    const Node& node = definition_.node(slot);
    const std::string_view number = definition_.question_number(node);
    if (!number.empty()) return filled(words_.question, {number});
    const std::string wording = text(node.label);
    return '"' + (wording.empty() ? std::string(node.name) : wording) + '"';
  }

  const CopyRequest& request_;
  const Definition& definition_;
  const response::Response& response_;
  const Words& words_;
  CopyModel model_;
};

std::string_view next_line(std::string_view& text) {
  const std::size_t end = text.find_first_of("\r\n");
  std::string_view line = text.substr(0, end);
  const bool pair = end != std::string_view::npos && text.substr(end, 2) == "\r\n";
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + (pair ? 2 : 1));
  return line;
}

}  // namespace

CopyModel copy_model(const CopyRequest& request) { return Builder(request).build(); }

std::vector<std::vector<std::string>> paragraphs(const std::string& text) {
  std::vector<std::vector<std::string>> out;
  bool open = false;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view line = next_line(rest);
    const bool blank = line.find_first_not_of(" \t") == std::string_view::npos;
    if (!blank && !open) out.push_back({});
    if (!blank) out.back().emplace_back(line);
    open = !blank;
  }
  return out;
}

}  // namespace takestock::results
