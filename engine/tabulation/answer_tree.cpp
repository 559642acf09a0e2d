#include "tabulation/answer_tree.h"

#include <cmath>

#include "expression/expression.h"

namespace takestock::tabulation {

using expression::kNoNode;

void AnswerTree::set(survey::Slot slot, std::string_view text) {
  answers_[slot].kind = text.empty() ? Answer::kBlank : Answer::kWords;
  answers_[slot].text.assign(text);
}

void AnswerTree::set(survey::Slot slot, double number) {
  answers_[slot].kind = Answer::kNumber;
  answers_[slot].value = number;
}

NodeId AnswerTree::parent(NodeId node) const {
  if (node >= document()) return kNoNode;
  const survey::Slot parent = definition_.node(node).parent;
  return parent == survey::kNoSlot ? document() : parent;
}

NodeId AnswerTree::first_child(NodeId node) const {
  if (node == document()) return 0;
  return node < document() ? definition_.node(node).first_child : kNoNode;
}

NodeId AnswerTree::next_sibling(NodeId node) const {
  return node < document() ? definition_.node(node).next_sibling : kNoNode;
}

expression::NodeKind AnswerTree::kind(NodeId node) const {
  return node == document() ? expression::NodeKind::document : expression::NodeKind::element;
}

std::string_view AnswerTree::local_name(NodeId node) const {
  return node < document() ? definition_.node(node).name : std::string_view();
}

bool AnswerTree::before(NodeId a, NodeId b) const {
  if (a == document() || b == document()) return a == document() && b != document();
  return a < b;
}

bool AnswerTree::is_group(NodeId node) const {
  return node == document() || (node < document() && definition_.node(node).first_child != survey::kNoSlot);
}

std::string_view AnswerTree::text(NodeId node, std::string& scratch) const {
  if (!is_group(node)) {
    if (node >= document() || answers_[node].kind == Answer::kBlank) return {};
    if (answers_[node].kind == Answer::kWords) return answers_[node].text;
  }
  scratch.clear();
  append_text(node, scratch);
  return scratch;
}

void AnswerTree::append_text(NodeId node, std::string& out) const {
  for (NodeId child = first_child(node); child != kNoNode; child = next_sibling(child))
    append_text(child, out);
  if (node >= document() || answers_[node].kind == Answer::kBlank) return;
  out += answers_[node].kind == Answer::kWords ? answers_[node].text
                                               : expression::number_text(answers_[node].value);
}

double AnswerTree::number(NodeId node) const {
  if (node < document() && answers_[node].kind == Answer::kNumber) return answers_[node].value;
  std::string scratch;
  const std::string_view written = text(node, scratch);
  return written.empty() ? NAN : expression::text_number(written);
}

bool AnswerTree::blank(NodeId node) const {
  std::string scratch;
  return text(node, scratch).empty();
}

std::string_view AnswerTree::choice_label(NodeId node, std::string_view name) const {
  if (node >= document() || definition_.node(node).list >= definition_.choice_lists().size()) return {};
  for (const survey::Choice& choice : definition_.list(definition_.node(node)).choices)
    if (choice.name == name) return definition_.text(choice.label, 0);
  return {};
}

}  // namespace takestock::tabulation
