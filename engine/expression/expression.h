// The ODK expression dialect: XPath 1.0 with the functions and types of ODK XForms
// (https://getodk.github.io/xforms-spec/ and https://docs.getodk.org/form-operators-functions/).
//
// text -> tokens -> tree -> checked, bound, compiled Expression -> Value.
// An Expression is compiled once and evaluated often. Evaluation allocates nothing for numbers and booleans.
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

namespace takestock::expression {

/// Hard limits; reaching one is Code::limit with a sentence.
struct Limits {
  static constexpr std::size_t kTextBytes = 64 * 1024;  ///< of one expression's text
  static constexpr int kDepth = 200;                    ///< nesting of one expression
  static constexpr std::size_t kParts = 65'535;         ///< operations, names and literals of one expression
  std::uint64_t steps = 10'000'000;      ///< of one evaluation (a step: one node visited or one operation)
  std::size_t bytes = 16 * 1024 * 1024;  ///< of text and node-sets alive in one evaluation
};

/// Binds references when an expression is compiled. Slots are the host's.
class Scope {
 public:
  virtual ~Scope() = default;
  /// What `${name}` stands for; kNoSlot makes it a compile error that names it.
  virtual Slot named(std::string_view name) const = 0;
  /// Static element paths are bound too. The slot of the root element named by `/name`, of the expression's
  /// own node (".", "current()"), of a parent, of a child. kNoSlot = no such node: an absolute or relative
  /// path that leads nowhere is a compile error if `strict()`, else it is left for run time (where it is an
  /// empty node-set).
  virtual Slot root(std::string_view name) const = 0;
  virtual Slot self() const = 0;
  virtual Slot parent(Slot) const = 0;
  virtual Slot child(Slot, std::string_view name) const = 0;
  virtual bool strict() const { return true; }
};

/// What an evaluation needs besides the tree. All references outlive the evaluation.
struct Environment {
  Clock& clock;
  Random& random;
  Limits limits{};
  /// Prefix of month and day names for format-date(): BCP 47 tag; only "en" has names today, others fall back
  /// to it.
  std::string_view language = "en";
};

struct Context {
  const Tree& tree;
  NodeId node;               ///< what "." and relative paths start from; also current()
  NodeId current = kNoNode;  ///< what current() and "${name}" are relative to; kNoNode = node
  std::size_t position = 1;
  std::size_t size = 1;
};

/// A node-set (in document order, no duplicates), a boolean, a number or a string.
class Value {
 public:
  enum class Type : std::uint8_t { nodeset, boolean, number, string };
  Value() : type_(Type::string) {}
  explicit Value(bool b) : type_(Type::boolean), number_(b) {}
  explicit Value(double n) : type_(Type::number), number_(n) {}
  explicit Value(std::string s) : type_(Type::string), text_(std::move(s)) {}
  explicit Value(std::vector<NodeId> nodes) : type_(Type::nodeset), nodes_(std::move(nodes)) {}
  /// A date: a string (ISO 8601) whose number is days since 1970-01-01T00:00Z.
  static Value date(double days, std::string text);

  Type type() const { return type_; }
  const std::vector<NodeId>& nodes() const { return nodes_; }

  // XPath 1.0 section 4 conversions, with ODK's extensions (dates as days since 1970-01-01, local time).
  bool boolean(const Tree&) const;
  double number(const Tree&) const;
  std::string string(const Tree&) const;

 private:
  Type type_;
  bool is_date_ = false;
  double number_ = 0;
  std::string text_;
  std::vector<NodeId> nodes_;
};

// Private to the room: the compiled form, and what the parser needs to make one.
struct Program;
struct Workspace;

/// Compiled, immutable, cheap to move, safe to evaluate from one thread at a time.
///
/// Unknown functions, wrong numbers of arguments and broken literal patterns are errors of compile() in a
/// strict scope; in another they are errors of the evaluation that reaches them.
class Expression {
 public:
  Expression();
  Expression(Expression&&) noexcept;
  Expression& operator=(Expression&&) noexcept;
  ~Expression();

  /// Errors: Code::bad_expression or Code::limit; `where` is "character N" (1-based, in code points) of the
  /// text.
  static Result<Expression> compile(std::string_view text, const Scope& scope);

  /// Slots whose value this expression reads through bound references; each once, ascending.
  std::span<const Slot> references() const;
  /// Reads the clock or chance (today(), now(), random(), uuid(), once()): not a pure function of the
  /// references.
  bool volatile_result() const;
  /// Always gives a number: evaluate_number() says all there is to say.
  bool gives_number() const;
  /// Has paths that could not be bound (wildcards, predicates, axes, instance()): may read any node.
  bool reads_unbound_paths() const;

  Result<Value> evaluate(const Context&, Environment&) const;
  // The same, converted; they take shorter ways where the expression's type is known.
  Result<bool> evaluate_boolean(const Context&, Environment&) const;
  Result<double> evaluate_number(const Context&, Environment&) const;
  Result<std::string> evaluate_string(const Context&, Environment&) const;

  std::size_t memory_bytes() const;

 private:
  friend class Compiler;
  std::unique_ptr<Program> program_;
};

/// Expression::compile() for one text after the other, with the same working memory.
class Compiler {
 public:
  Compiler();
  ~Compiler();
  Result<Expression> compile(std::string_view text, const Scope& scope);

 private:
  std::unique_ptr<Workspace> workspace_;
};

/// XPath 1.0 section 4.2: the shortest plain decimal (no exponent) that reads back as the number; "NaN",
/// "Infinity".
std::string number_text(double);
/// XPath 1.0 section 4.4 number(): optional white space, optional '-', digits with an optional point; else
/// NaN. As in ODK's clients a '+', an exponent ("1e3") and what number_text() writes for infinity are read
/// too.
double text_number(std::string_view);

/// A regular expression of the dialect's regex(): matched against the whole text, in time linear in
/// text length x pattern length. No back-references and no look-around: compile says so. Limits: 1,000
/// characters, repetition counts up to 1,000.
class Regex {
 public:
  static Result<Regex> compile(std::string_view pattern);
  bool matches(std::string_view text) const;
  Regex(Regex&&) noexcept;
  Regex& operator=(Regex&&) noexcept;
  ~Regex();

 private:
  struct Machine;
  explicit Regex(std::unique_ptr<Machine>);
  std::unique_ptr<Machine> machine_;
};

}  // namespace takestock::expression
