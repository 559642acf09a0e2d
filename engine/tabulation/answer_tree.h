// One response as expressions read it, whose answers are put in one by one. Private to the room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "expression/tree.h"
#include "survey/definition.h"

namespace takestock::tabulation {

using expression::NodeId;

/// Nodes are numbered as the definition's slots, the document is behind them. Everything is blank at first.
class AnswerTree final : public expression::Tree {
 public:
  explicit AnswerTree(const survey::Definition& definition)
      : definition_(definition), answers_(definition.nodes().size()) {}

  void set(survey::Slot slot, std::string_view text);
  void set(survey::Slot slot, double number);
  void clear(survey::Slot slot) { answers_[slot].kind = Answer::kBlank; }

  NodeId document() const override { return static_cast<NodeId>(answers_.size()); }
  NodeId parent(NodeId) const override;
  NodeId first_child(NodeId) const override;
  NodeId next_sibling(NodeId) const override;
  expression::NodeKind kind(NodeId) const override;
  std::string_view local_name(NodeId) const override;
  bool before(NodeId a, NodeId b) const override;
  std::string_view text(NodeId, std::string& scratch) const override;
  double number(NodeId) const override;
  bool blank(NodeId) const override;
  std::string_view choice_label(NodeId, std::string_view name) const override;

 private:
  struct Answer {
    enum Kind : std::uint8_t { kBlank, kWords, kNumber } kind = kBlank;
    double value = 0;
    std::string text;
  };
  bool is_group(NodeId node) const;
  void append_text(NodeId, std::string&) const;
  const survey::Definition& definition_;
  std::vector<Answer> answers_;
};

}  // namespace takestock::tabulation
