#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "outline.h"

using namespace takestock;
using namespace takestock::expression;
using Json = nlohmann::json;

namespace {

double number_of(const Json& value) {
  if (value.is_number()) return value.get<double>();
  if (value == "NaN") return std::numeric_limits<double>::quiet_NaN();
  return value == "Infinity" ? std::numeric_limits<double>::infinity()
                             : -std::numeric_limits<double>::infinity();
}

bool close(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b)) ||
         std::fabs(a - b) <= 1e-12 * std::fmax(std::fabs(a), std::fabs(b));
}

// Runs one vector with the paths bound or left open, and checks every way of asking that it names.
class Vector {
 public:
  Vector(const Outline& tree, const Json& line, bool bound) : tree_(tree), line_(line), bound_(bound) {}

  void check() {
    const std::string at = line_.value("at", "/data");
    const OutlineScope bound_scope(tree_, at);
    const OpenScope open_scope;
    const Scope& scope = bound_ ? static_cast<const Scope&>(bound_scope) : open_scope;
    const std::string text = line_.at("expr");
    CAPTURE(text);
    CAPTURE(bound_);
    const Result<Expression> made = Expression::compile(text, scope);
    if (line_.contains("error") && !made.ok()) return check_error(made.error());
    if (!made.ok()) FAIL(made.error().message);
    const Context context{tree_, tree_.at(at)};
    evaluate(*made, context);
  }

 private:
  void check_error(const Error& error) const {
    CAPTURE(error.message);
    CHECK(error.message.find(line_["error"].get<std::string>()) != std::string::npos);
  }

  void evaluate(const Expression& made, const Context& context) {
    if (line_.contains("error")) {
      const Result<Value> value = made.evaluate(context, environment_);
      REQUIRE_FALSE(value.ok());
      return check_error(value.error());
    }
    if (line_.contains("number")) {
      const Result<double> got = made.evaluate_number(context, environment_);
      REQUIRE(got.ok());
      CAPTURE(*got);
      CHECK(close(*got, number_of(line_["number"])));
    }
    if (line_.contains("boolean"))
      CHECK(*made.evaluate_boolean(context, environment_) == line_["boolean"].get<bool>());
    if (line_.contains("string"))
      CHECK(*made.evaluate_string(context, environment_) == line_["string"].get<std::string>());
    if (line_.contains("nodes")) check_nodes(*made.evaluate(context, environment_));
    check_value_agrees(made, context);
  }

  void check_nodes(const Value& value) const {
    REQUIRE(value.type() == Value::Type::nodeset);
    Json texts = Json::array();
    std::string scratch;
    for (NodeId node : value.nodes()) texts.push_back(std::string(tree_.text(node, scratch)));
    CHECK(texts == line_["nodes"]);
  }

  // The short ways of asking give what the whole value converts to.
  void check_value_agrees(const Expression& made, const Context& context) {
    if (made.volatile_result()) return;
    const Result<Value> value = made.evaluate(context, environment_);
    REQUIRE(value.ok());
    CHECK(value->string(tree_) == *made.evaluate_string(context, environment_));
    if (value->type() != Value::Type::string && value->type() != Value::Type::nodeset)
      CHECK(close(value->number(tree_), *made.evaluate_number(context, environment_)));
    if (line_.contains("boolean")) CHECK(value->boolean(tree_) == line_["boolean"].get<bool>());
  }

  const Outline& tree_;
  const Json& line_;
  const bool bound_;
  FixedClock clock_{1773595230000, -420};
  SeededRandom random_{1};
  Environment environment_{clock_, random_};
};

// Paths inside of repeats are bound relative to their instance, which an outline does not do; and a strict
// scope refuses what leads nowhere ("none") or is no function ("foo").
bool can_be_bound(const Json& line) {
  const std::string expr = line.at("expr");
  return !line.contains("at") && expr.find("none") == std::string::npos &&
         expr.find("foo") == std::string::npos;
}

void run(const char* name) {
  std::ifstream file(std::string(TAKESTOCK_SOURCE_DIR "/tests/vectors/expression-") + name + ".jsonl");
  REQUIRE(file.good());
  std::string text;
  REQUIRE(static_cast<bool>(std::getline(file, text)));
  const Outline tree(Json::parse(text).at("tree").get<std::string>());
  while (std::getline(file, text)) {
    const Json line = Json::parse(text);
    Vector(tree, line, false).check();
    if (can_be_bound(line)) Vector(tree, line, true).check();
  }
}

}  // namespace

TEST_CASE("operators and the core functions answer as XPath 1.0 says, bound or not") { run("core"); }
TEST_CASE("paths lead where XPath 1.0 and ODK's functions on nodes say") { run("paths"); }
TEST_CASE("ODK's functions answer as the ODK XForms specification says") { run("odk"); }
TEST_CASE("what is not an expression is refused with a sentence") { run("broken"); }
