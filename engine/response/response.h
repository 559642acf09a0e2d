// One filled-in survey in memory: set an answer, settle what depends on it, say what changed.
//
// The tree is XForms': groups and fields named as the questions are. What is not relevant reads as blank for
// every expression and is left out of what is sent; its value is kept and comes back when it becomes relevant
// again.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/doors.h"
#include "base/result.h"
#include "expression/tree.h"
#include "survey/definition.h"
#include "survey/dependencies.h"

namespace takestock::response {

using expression::NodeId;
using survey::Slot;

/// One node's value. Numbers are kept as numbers (integer, decimal, range and numeric calculations),
/// everything else as its XForms text: select_multiple as names separated by one space, in the order of the
/// list; date "2015-03-13", time "14:32:00.000+00:00", dateTime "2015-03-13T14:32:00.000+00:00"; acknowledge
/// "OK".
class Answer {
 public:
  Answer() = default;  ///< blank
  explicit Answer(double n) : number_(n), kind_(Kind::number) {}
  explicit Answer(std::string s) : text_(std::move(s)), kind_(text_.empty() ? Kind::blank : Kind::text) {}
  bool blank() const { return kind_ == Kind::blank; }
  bool is_number() const { return kind_ == Kind::number; }
  /// XPath number() of it; NaN if blank or not a number.
  double number() const { return kind_ == Kind::number ? number_ : text_number(); }
  void renumber(double n) { number_ = n; }  ///< only if is_number(): cheaper than a new one
  std::string text() const;                 ///< XForms text; "" if blank
  std::string_view text_view() const {
    return text_;
  }  ///< without a copy; only for values that are not numbers
  friend bool operator==(const Answer& a, const Answer& b) {
    return a.kind_ == b.kind_ && (a.kind_ != Kind::number || a.number_ == b.number_) && a.text_ == b.text_;
  }

 private:
  enum class Kind : std::uint8_t { blank, number, text };
  double text_number() const;
  std::string text_;
  double number_ = 0;
  Kind kind_ = Kind::blank;
};

/// Bits of Response::flags(): one byte per node, readable in place (the state view of the wasm module).
enum Flag : std::uint8_t {
  kRelevant = 1,  ///< itself and all its ancestors
  kRequired = 2,
  kReadOnly = 4,
  kAnswered = 8,      ///< has a value of its own, shown or not
  kInvalidType = 16,  ///< text that is not of the question's type; kept as typed, reads as blank
  kInvalid = 32,      ///< relevant, answered, and the constraint is false
};

/// Why a page cannot be left or a response finished. `code` is one of: "required", "constraint",
/// "type_integer", "integer_size" (a whole number that does not fit 32 bits), "type_decimal", "type_date",
/// "type_time", "type_dateTime", "type_geopoint", "type_file", "type_choice", "range". `text` is the author's
/// message in the asked language or "" (the page has a sentence for each code).
struct Finding {
  NodeId node;
  std::string code;
  std::string text;
};

/// What one call changed. Node ids ascending, each once.
struct Changes {
  std::vector<NodeId>
      values;  ///< the node's own value: set, calculated, or chosen names that a choice_filter took away
  std::vector<NodeId> flags;    ///< any Flag
  std::vector<NodeId> choices;  ///< something its choice_filter reads: choices() may differ
  void clear() { values.clear(), flags.clear(), choices.clear(); }
};

/// An expression that could not be evaluated (a limit, a wrong argument): a defect of the definition that
/// nobody who answers can mend. It then counts as: relevant, not required, not read-only, constraint
/// satisfied, choice offered, calculation and default blank.
struct Failure {
  NodeId node;
  survey::Aspect aspect;
  Error error;
};

/// When what is evaluated:
///  - make(): constant defaults, then dynamic defaults once, in document order, before any calculation (ODK's
///  odk-instance-first-load);
///    then every expression once. A calculation thus wins over a default.
///  - set(): the expressions that refer to what changed, in dependency order, as far as values really change.
///  A calculation replaces what was
///    typed over it whenever something it refers to changes.
///  - An expression that reads the clock or chance is no different: once when the response is made, and when
///  something it refers to
///    changes. once() keeps the first result. What a calculation of that kind gave comes back with restore().
///  - Calculations and choice filters of a node that is not relevant wait until it is: its value stays as it
///  was.
///  - A choice_filter that no longer offers a chosen name takes it out of the answer (as ODK does) and says
///  so in Changes::values.
class Response final : public expression::Tree {
 public:
  /// A new, empty response: defaults set, everything settled. `definition` is shared. `clock` and `random`
  /// outlive it.
  static Result<std::unique_ptr<Response>> make(std::shared_ptr<const survey::Definition> definition,
                                                Clock& clock, Random& random);
  ~Response() override;

  const survey::Definition& definition() const;
  std::size_t size() const;  ///< number of nodes
  NodeId node_at(
      std::string_view path) const;  ///< "/data/section/q1", or a question's name; kNoNode if there is none
  std::string path(NodeId) const;
  Slot slot(NodeId) const;

  /// Sets an answer as the respondent typed it and settles. Text of another type than the question's (lexical
  /// forms: typed.h; also a choice that is not offered) is kept as typed, marked kInvalidType and reads as
  /// blank; an invalid answer is never refused. Errors: not_found, bad_request (node takes no answer,
  /// read_only), limit (text over kTextBytes: nothing is changed). `changes` is overwritten. For text
  /// questions white space is kept.
  static constexpr std::size_t kTextBytes = 1024 * 1024;
  Status set(NodeId, std::string_view text, Changes& changes);
  Status set(NodeId, double number, Changes& changes);
  /// Exactly the state before the last set(), for a caller that could not store it.
  void undo();

  const Answer& answer(
      NodeId) const;  ///< the node's own value, relevant or not; raw typed text if kInvalidType
  std::uint8_t flags(NodeId node) const { return flags_[node]; }
  bool relevant(NodeId node) const { return flags_[node] & kRelevant; }
  bool valid(NodeId node) const { return !(flags_[node] & (kInvalid | kInvalidType)); }
  const std::vector<Failure>& failures() const;  ///< of the expressions as last evaluated
  /// Choices offered now: indexes into the node's list, in the list's order. Empty span with
  /// has_filter()==false means all.
  std::vector<std::uint32_t> choices(NodeId) const;

  /// Contiguous state, one entry per node, stable address while the response lives: flags and number (NaN if
  /// not a number or not relevant).
  std::span<const std::uint8_t> flag_view() const { return {flags_, size()}; }
  std::span<const double> number_view() const { return {numbers_, size()}; }

  /// Required, type, range and constraint findings among relevant nodes: of these nodes, or of all.
  std::vector<Finding> check(std::span<const NodeId> nodes, std::size_t language) const;
  std::vector<Finding> check_all(std::size_t language) const;

  /// The language of choice labels that expressions read (jr:choice-name); at first 0. Calculations are
  /// settled again, but for what a person may have typed over and what stored() keeps from chance and clock.
  void speak(std::size_t language);

  /// Label or hint with its ${...} outputs filled in (none today: the plain text).
  std::string_view label(NodeId, std::size_t language) const;

  // Durable record form: one JSON object, name -> value, nested as the groups are; numbers as numbers,
  // select_multiple as an array of names.
  /// `all`: also what is not relevant (a draft's record); otherwise only what is sent.
  std::string record(bool all) const;
  /// Restores a record, or single stored answers, of this or an earlier version of the definition (matched by
  /// question name, wherever it now stands) into a new response and settles. What has no place any more is
  /// returned, never dropped.
  /// What stored() says comes back as it was; everything else is evaluated anew.
  struct Restored {
    std::vector<std::pair<std::string, std::string>> unknown;  ///< path -> JSON text
    std::vector<std::pair<std::string, std::string>> moved;    ///< single answers: stored path -> path now
  };
  Result<Restored> restore(std::string_view record_json);
  Result<Restored> restore(std::span<const std::pair<std::string, std::string>> path_and_json);
  /// True for what has to be stored because it cannot be evaluated again: what a person or the page
  /// answers, and calculations that read the clock or chance.
  bool stored(NodeId) const;
  /// One answer as JSON text: null, a number, a string, or an array of names (select_multiple).
  std::string answer_json(NodeId) const;

  // expression::Tree. Not relevant nodes are blank.
  NodeId document() const override;
  NodeId parent(NodeId) const override;
  NodeId first_child(NodeId) const override;
  NodeId next_sibling(NodeId) const override;
  expression::NodeKind kind(NodeId) const override;
  std::string_view local_name(NodeId) const override;
  bool before(NodeId a, NodeId b) const override;
  std::string_view text(NodeId, std::string& scratch) const override;
  double number(NodeId node) const override {
    const double n = numbers_[node];
    return n == n ? n : group_number(node);
  }
  std::string_view choice_label(NodeId, std::string_view name) const override;
  bool blank(NodeId node) const override {
    constexpr int kSeen = kRelevant | kAnswered;
    return (flags_[node] & (kSeen | kInvalidType)) != kSeen && group_blank(node);
  }

 private:
  struct State;
  class Restorer;
  Response(std::shared_ptr<const survey::Definition>, Clock&, Random&);
  double group_number(NodeId) const;  ///< NaN for all but groups
  bool group_blank(NodeId) const;     ///< true for all but groups
  std::unique_ptr<State> state_;
  const std::uint8_t* flags_;  ///< in state_
  const double* numbers_;
};

}  // namespace takestock::response
