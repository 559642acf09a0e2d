#include "expression/expression.h"

#include <limits>

#include "expression/evaluator.h"
#include "expression/parser.h"
#include "expression/program.h"

namespace takestock::expression {

bool Value::boolean(const Tree&) const {
  switch (type_) {
    case Type::nodeset:
      return !nodes_.empty();
    case Type::string:
      return !text_.empty();
    default:
      return number_ != 0 && number_ == number_;
  }
}

double Value::number(const Tree& tree) const {
  if (type_ == Type::nodeset)
    return nodes_.empty() ? std::numeric_limits<double>::quiet_NaN() : tree.number(nodes_.front());
  if (type_ != Type::string) return number_;
  return is_date_ ? number_ : text_number(text_);
}

std::string Value::string(const Tree& tree) const {
  switch (type_) {
    case Type::nodeset: {
      std::string scratch;
      return nodes_.empty() ? std::string() : std::string(tree.text(nodes_.front(), scratch));
    }
    case Type::boolean:
      return number_ != 0 ? "true" : "false";
    case Type::number:
      return number_text(number_);
    case Type::string:
      break;
  }
  return text_;
}

Value Value::date(double days, std::string text) {
  Value out(std::move(text));
  out.number_ = days;
  out.is_date_ = true;
  return out;
}

Expression::Expression() = default;
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;
Expression::~Expression() = default;

Result<Expression> Expression::compile(std::string_view text, const Scope& scope) {
  return Compiler().compile(text, scope);
}

Compiler::Compiler() : workspace_(std::make_unique<Workspace>()) {}
Compiler::~Compiler() = default;

Result<Expression> Compiler::compile(std::string_view text, const Scope& scope) {
  try {
    Expression out;
    out.program_ = parse(text, scope, *workspace_);
    return out;
  } catch (Failure& failure) {
    return std::move(failure.error);
  }
}

std::span<const Slot> Expression::references() const {
  return program_ ? program_->references() : std::span<const Slot>();
}
bool Expression::volatile_result() const { return program_ && program_->is_volatile; }
bool Expression::gives_number() const {
  return program_ && program_->node(program_->root).type == Type::number;
}
bool Expression::reads_unbound_paths() const { return program_ && program_->unbound; }
std::size_t Expression::memory_bytes() const {
  return sizeof *this + (program_ ? program_->memory_bytes() : 0);
}

namespace {

Error not_compiled() { return {Code::bad_expression, "This expression has not been compiled.", {}}; }

// Runs `ask` on the program's root, with failures as results.
template <typename T, typename Ask>
Result<T> run(const Program* program, const Context& context, Environment& environment, Ask ask) {
  if (program == nullptr) return not_compiled();
  try {
    Evaluator evaluator(*program, context, environment);
    return ask(evaluator, program->node(program->root));
  } catch (Failure& failure) {
    return std::move(failure.error);
  }
}

Value value_of(Evaluator& evaluator, Cell cell) {
  switch (cell.type) {
    case Type::boolean:
      return Value(cell.number != 0);
    case Type::number:
      return Value(cell.number);
    case Type::date:
      return Value::date(cell.number, evaluator.date_to_text(cell.number));
    case Type::nodes:
      return Value(std::move(cell.nodes));
    default:
      return Value(std::move(cell.text));
  }
}

}  // namespace

Result<Value> Expression::evaluate(const Context& context, Environment& environment) const {
  return run<Value>(program_.get(), context, environment,
                    [](Evaluator& e, const Node& root) { return value_of(e, e.any(root)); });
}

Result<bool> Expression::evaluate_boolean(const Context& context, Environment& environment) const {
  return run<bool>(program_.get(), context, environment,
                   [](Evaluator& e, const Node& root) { return e.boolean(root); });
}

Result<double> Expression::evaluate_number(const Context& context, Environment& environment) const {
  return run<double>(program_.get(), context, environment,
                     [](Evaluator& e, const Node& root) { return e.number(root); });
}

Result<std::string> Expression::evaluate_string(const Context& context, Environment& environment) const {
  return run<std::string>(program_.get(), context, environment,
                          [](Evaluator& e, const Node& root) { return e.text(root); });
}

}  // namespace takestock::expression
