#include "response/response.h"

#include <cmath>

#include "response/state.h"

namespace takestock::response {

using expression::kNoNode;
using survey::Type;

double Answer::text_number() const { return kind_ == Kind::text ? expression::text_number(text_) : NAN; }

std::string Answer::text() const { return kind_ == Kind::number ? expression::number_text(number_) : text_; }

Response::Response(std::shared_ptr<const survey::Definition> definition, Clock& clock, Random& random)
    : state_(std::make_unique<State>(std::move(definition), clock, random, *this)),
      flags_(state_->flags.data()),
      numbers_(state_->numbers.data()) {}

Response::~Response() = default;

Result<std::unique_ptr<Response>> Response::make(std::shared_ptr<const survey::Definition> definition,
                                                 Clock& clock, Random& random) {
  std::unique_ptr<Response> response(new Response(std::move(definition), clock, random));
  response->state_->start();
  return response;
}

const survey::Definition& Response::definition() const { return *state_->definition; }
std::size_t Response::size() const { return state_->count; }
std::string Response::path(NodeId node) const { return state_->definition->path(node); }
Slot Response::slot(NodeId node) const { return node; }
const Answer& Response::answer(NodeId node) const { return state_->answers[node]; }
const std::vector<Failure>& Response::failures() const { return state_->failures; }

NodeId Response::node_at(std::string_view path) const {
  const survey::Definition& definition = *state_->definition;
  return path.substr(0, 1) == "/" ? definition.slot_at(path) : definition.slot_named(path);
}

// --- answers
// ----------------------------------------------------------------------------------------------------

namespace {

Status takes_answers(const survey::Definition& definition, NodeId node, std::uint8_t flags) {
  const survey::Node& question = definition.node(node);
  const std::string name(question.name);
  if (!survey::asked(question.type))
    return Error{Code::bad_request, "\"" + name + "\" is not a question that takes an answer.",
                 definition.path(node)};
  if (flags & kReadOnly)
    return Error{Code::bad_request, "\"" + name + "\" can only be read.", definition.path(node)};
  return Done{};
}

}  // namespace

Status Response::set(NodeId node, std::string_view text, Changes& changes) {
  changes.clear();
  if (node >= size()) return Error{Code::not_found, "There is no question with that number.", {}};
  if (Status open = takes_answers(*state_->definition, node, flags_[node]); !open.ok()) return open;
  if (text.size() > kTextBytes)
    return Error{Code::limit, "The answer is longer than 1 MB; nothing of it was kept here.", path(node)};
  state_->change(node, typed(*state_->definition, state_->node(node), text, state_->environment.clock));
  state_->take_changes(changes);
  return Done{};
}

Status Response::set(NodeId node, double number, Changes& changes) {
  changes.clear();
  if (node >= size()) return Error{Code::not_found, "There is no question with that number.", {}};
  if (Status open = takes_answers(*state_->definition, node, flags_[node]); !open.ok()) return open;
  if (!std::isfinite(number)) return Error{Code::bad_request, "An answer is a finite number.", path(node)};
  state_->change(node, typed(*state_->definition, state_->node(node), number, state_->environment.clock));
  state_->take_changes(changes);
  return Done{};
}

void Response::speak(std::size_t language) {
  if (state_->language == language) return;
  state_->language = language;
  state_->settle_again();
}

void Response::undo() { state_->roll_back(); }

std::vector<std::uint32_t> Response::choices(NodeId node) const {
  const survey::Node& question = state_->node(node);
  if (question.type != Type::select_one && question.type != Type::select_multiple) return {};
  if (Filter* filter = state_->filter_of(node)) return state_->offered(*filter);
  std::vector<std::uint32_t> all(state_->definition->list(question).choices.size());
  for (std::uint32_t i = 0; i < all.size(); ++i) all[i] = i;
  return all;
}

std::string_view Response::label(NodeId node, std::size_t language) const {
  return state_->definition->text(state_->node(node).label, language);
}

// --- the tree
// ---------------------------------------------------------------------------------------------------

NodeId Response::document() const { return state_->document(); }

NodeId Response::parent(NodeId node) const {
  if (node >= state_->count) return kNoNode;
  const Slot parent = state_->node(node).parent;
  return parent == expression::kNoSlot ? document() : parent;
}

NodeId Response::first_child(NodeId node) const {
  if (node == document()) return 0;
  return node < state_->count ? state_->node(node).first_child : kNoNode;
}

NodeId Response::next_sibling(NodeId node) const {
  return node < state_->count ? state_->node(node).next_sibling : kNoNode;
}

expression::NodeKind Response::kind(NodeId node) const {
  return node == document() ? expression::NodeKind::document : expression::NodeKind::element;
}

std::string_view Response::local_name(NodeId node) const {
  return node < state_->count ? state_->node(node).name : std::string_view();
}

/// The document has the largest number and comes first.
bool Response::before(NodeId a, NodeId b) const {
  if (a == document() || b == document()) return a == document() && b != document();
  return a < b;
}

std::string_view Response::text(NodeId node, std::string& scratch) const {
  if (!state_->seen(node)) {
    if (!state_->is_group(node)) return {};
    scratch.clear();
    state_->append_text(node, scratch);
    return scratch;
  }
  const Answer& answer = state_->answers[node];
  if (!answer.is_number()) return answer.text_view();
  scratch = answer.text();
  return scratch;
}

std::string_view Response::choice_label(NodeId node, std::string_view name) const {
  if (node >= size() || state_->node(node).list >= state_->definition->choice_lists().size()) return {};
  const survey::ChoiceList& list = state_->definition->list(state_->node(node));
  const auto choice = choice_named(list, name);
  return choice ? state_->definition->text(list.choices[*choice].label, state_->language)
                : std::string_view();
}

double Response::group_number(NodeId node) const {
  if (!state_->is_group(node)) return NAN;
  std::string text;
  state_->append_text(node, text);
  return expression::text_number(text);
}

bool Response::group_blank(NodeId node) const { return !state_->is_group(node) || !state_->any_seen(node); }

/// The text of everything in a group, in document order (XPath 1.0 section 5.2).
void Response::State::append_text(NodeId group, std::string& out) const {
  const bool all = group == document();
  const NodeId end = all ? count : ends[group];
  for (NodeId id = all ? 0 : group; id < end; ++id)
    if (seen(id)) out += answers[id].text();
}

bool Response::State::any_seen(NodeId group) const {
  const bool all = group == document();
  const NodeId end = all ? count : ends[group];
  for (NodeId id = all ? 0 : group; id < end; ++id)
    if (seen(id)) return true;
  return false;
}

}  // namespace takestock::response
