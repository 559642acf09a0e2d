// The unchanging definition of a survey: what is asked. (Who is asked, from when until when and under which
// promise is a round: see round.h.)
//
// Read once from JSON (format: surveys/README.md, words: XLSForm's) into a checked tree of nodes with
// compiled expressions.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "expression/expression.h"

namespace takestock::survey {

/// Index of a node in Definition::nodes(): document order, parents before children. 0 is the root element.
using Slot = expression::Slot;
using expression::kNoSlot;

/// XLSForm question types. `group` covers begin_group; `repeat` is reserved and refused as "unsupported" for
/// now.
enum class Type : std::uint8_t {
  group,
  repeat,
  note,
  select_one,
  select_multiple,
  text,
  integer,
  decimal,
  date,
  time,
  date_time,
  range,
  acknowledge,
  calculate,
  hidden,
  start,  ///< this and the next four: filled in by fieldwork, not by a person
  end,
  today,
  username,
  device_id,
  geopoint,
  image,
  audio,
  barcode,
};
const char* type_name(Type);  ///< "select_one", "dateTime", ...
std::optional<Type> type_named(std::string_view);
bool holds_value(Type);  ///< false for group, repeat and note
bool is_number(Type);    ///< integer, decimal, range
bool asked(Type);  ///< a person is asked: not group, repeat, note, calculate, hidden, start .. device_id

/// A text in every language of the definition; absent = 0.
using TextId = std::uint32_t;
inline constexpr TextId kNoText = 0;

/// Index into Definition::expressions().
using ExpressionId = std::uint32_t;
inline constexpr ExpressionId kNoExpression = 0xffffffffu;

struct Choice {
  std::string name;  ///< what is stored
  TextId label = kNoText;
  std::vector<std::string>
      values;  ///< of the list's further columns, in their order; "" where the choice has none
};

struct ChoiceList {
  std::string name;
  std::vector<Choice> choices;
  std::vector<std::string> columns;  ///< names of the further columns, in the order of their first use
};

/// The columns a choice_filter may name, as `region` in `region = ${region}`: "name" first, then the list's
/// further columns.
///
/// A choice_filter is compiled with the question itself as its own node ("." and current()), except that a
/// plain name means a column of the choice at hand: column `c` (index into choice_columns()) is bound to slot
/// nodes().size() + c. Whoever evaluates the filter does so once per choice, over a Tree that answers those
/// slots with choice_value() and everything else as the response does (and that numbers its own further
/// nodes, such as the document, differently). In Expression::references() those slots are >= nodes().size().
std::vector<std::string> choice_columns(const ChoiceList& list);
const std::string& choice_value(const Choice& choice, std::size_t column);

/// XLSForm range parameters, all three set. Bounds are inclusive.
struct Range {
  double start = 0, end = 10, step = 1;
};

/// A group, a note, a question or a calculation.
struct Node {
  std::string_view name;  ///< owned by the definition
  Type type = Type::group;
  bool read_only = false;   ///< constant read_only
  bool required = false;    ///< constant required
  bool multiline = false;   ///< text: appearance "multiline"
  bool field_list = false;  ///< group: appearance "field-list": its questions share one page
  Slot parent = kNoSlot, first_child = kNoSlot, next_sibling = kNoSlot;
  std::uint32_t list = 0xffffffffu;   ///< index into choice_lists(), selects only
  std::uint32_t range = 0xffffffffu;  ///< index into ranges(), range only
  TextId label = kNoText, hint = kNoText, guidance_hint = kNoText, required_message = kNoText,
         constraint_message = kNoText;
  std::uint32_t number = 0xffffffffu;      ///< see question_number()
  std::uint32_t appearance = 0xffffffffu;  ///< see appearance()
  ExpressionId relevant = kNoExpression, required_if = kNoExpression, read_only_if = kNoExpression,
               constraint = kNoExpression, calculation = kNoExpression, choice_filter = kNoExpression;
  /// A constant default as its XForms text; an expression is in `default_expression` and is evaluated when a
  /// response is made.
  std::uint32_t default_text = 0xffffffffu;
  ExpressionId default_expression = kNoExpression;
};

/// One mistake of an author. `pointer` is an RFC 6901 JSON pointer, `line` and `column` are 1-based.
struct Problem {
  std::string pointer;
  std::size_t line = 0, column = 0;
  std::string code;  ///< a stable word, listed in surveys/README.md ("unknown_type", "duplicate_name", ...)
  std::string text;  ///< one plain English sentence: what is wrong and what would be right
};

/// Limits of a definition; each is refused with a Problem.
struct DefinitionLimits {
  static constexpr std::size_t kBytes = 16 * 1024 * 1024, kNodes = 100'000, kDepth = 32, kChoices = 100'000,
                               kLanguages = 50;
  static constexpr std::size_t kProblems = 1000;  ///< reading stops to report after as many
};

class Dependencies;  // dependencies.h
struct Parts;        // private to the room

class Definition {
 public:
  ~Definition();
  Definition(const Definition&) = delete;

  /// Reads and checks everything; on any mistake returns all of them and no definition. Never throws.
  /// `digest`: its SHA-256 in lower-case hex where that is known already, and believed; "": it is computed.
  struct Outcome {
    std::shared_ptr<const Definition> definition;
    std::vector<Problem> problems;
  };
  static Outcome read(std::string_view json, std::string_view digest = {});

  const std::string& id() const;       ///< [a-z0-9-], at most 64
  const std::string& version() const;  ///< free text of at most 64 characters, set by the author
  const std::string& digest() const;   ///< SHA-256 of the JSON text as read, lower-case hex: the "form hash"
  TextId title() const;
  const std::vector<std::string>& languages() const;  ///< BCP 47 tags; [0] is the default language
  std::string_view text(TextId,
                        std::size_t language) const;  ///< falls back to the default language; "" if absent

  std::span<const Node> nodes() const;
  const Node& node(Slot slot) const { return nodes()[slot]; }
  Slot slot_named(
      std::string_view name) const;           ///< names are unique in a definition; kNoSlot if there is none
  Slot slot_at(std::string_view path) const;  ///< "/data/section/q1"; kNoSlot if there is none
  std::string path(Slot) const;               ///< "/data/section/q1"
  const ChoiceList& list(const Node&) const;  ///< selects only
  const std::vector<ChoiceList>& choice_lists() const;
  const Range& range(const Node&) const;
  std::string_view question_number(const Node&) const;  ///< "" if it has none
  std::string_view default_text(const Node&) const;     ///< "" if it has none
  std::string_view appearance(const Node&) const;       ///< the author's words, "" if there are none

  const expression::Expression& expression(ExpressionId) const;
  /// A rule (relevant, required, read_only, constraint, choice_filter) as the author wrote it, for people to
  /// read; "" for calculations and defaults, which can be long and are not kept.
  std::string_view expression_text(ExpressionId) const;
  const Dependencies& dependencies() const;
  std::size_t memory_bytes() const;

 private:
  friend class Reader;
  explicit Definition(std::unique_ptr<Parts>);
  std::unique_ptr<Parts> parts_;
};

}  // namespace takestock::survey
