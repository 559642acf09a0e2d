#include "expression/expression.h"

#include <doctest/doctest.h>

#include "outline.h"

using namespace takestock;
using namespace takestock::expression;

namespace {

const char kForm[] = "(data (name Ada) (age 36) (section (q1 yes) (q2)) (row (v 1)) (row (v 2)))";

// A form whose question "/data/section/q1" is where the expressions stand.
struct Form {
  Outline tree{kForm};
  OutlineScope scope{tree, "/data/section/q1"};
  FixedClock clock{1773595230000, -420};
  SeededRandom random{1};
  Environment environment{clock, random};
  Context context{tree, tree.at("/data/section/q1")};

  Result<Expression> compile(std::string_view text) const { return Expression::compile(text, scope); }
  Expression good(std::string_view text) const {
    Result<Expression> made = compile(text);
    if (!made.ok()) FAIL(made.error().message);
    return std::move(made).value();
  }
  Error refused(std::string_view text) const {
    const Result<Expression> made = compile(text);
    if (made.ok()) FAIL(text << " is not refused");
    return made.ok() ? Error{} : made.error();
  }
  std::string text(std::string_view expression) {
    const Result<std::string> got = good(expression).evaluate_string(context, environment);
    return got.ok() ? *got : "error: " + got.error().message;
  }
  std::vector<std::string> references(std::string_view expression) const {
    const Expression made = good(expression);
    std::vector<std::string> out;
    for (Slot slot : made.references()) out.push_back(tree.path_of(slot));
    return out;
  }
};

using Paths = std::vector<std::string>;

}  // namespace

TEST_CASE_FIXTURE(Form, "plain references are bound when an expression is compiled") {
  CHECK(references("${age} + 1") == Paths{"/data/age"});
  CHECK(references("/data/section/q2") == Paths{"/data/section/q2"});
  CHECK(references("../q2 = 1 and ../../age > 3") == Paths{"/data/age", "/data/section/q2"});
  CHECK(references(". = 'yes'") == Paths{"/data/section/q1"});
  CHECK(references("${age} + ${age} + /data/age") == Paths{"/data/age"});
  CHECK(references("current()/../q2") == Paths{"/data/section/q2"});
  CHECK(references("${section}/q2") == Paths{"/data/section/q2"});
  CHECK(references("string-length()") == Paths{"/data/section/q1"});
  CHECK(references("1 + 2").empty());
  CHECK(text("../../name") == "Ada");
  CHECK(text("${ age }") == "36");
}

TEST_CASE_FIXTURE(Form, "what cannot be bound is known to read any node") {
  CHECK_FALSE(good("${age} + 1").reads_unbound_paths());
  CHECK_FALSE(good("current()/../q2").reads_unbound_paths());
  for (const char* text : {"//v", "/data/*", "/data/row[v = 1]/v", "../following-sibling::*",
                           "instance('x')/a", "@id", "last()"})
    CHECK(good(text).reads_unbound_paths());
  CHECK(references("/data/row[v = ${age}]/v") == Paths{"/data/age"});
  CHECK(references("sum(/data/row/v) + count(//v)") == Paths{"/data/row/v"});
}

TEST_CASE_FIXTURE(Form, "a bound reference may stand for many nodes") {
  CHECK(text("sum(/data/row/v)") == "3");
  CHECK(text("join(',', /data/row/v)") == "1,2");
  CHECK(text("/data/row/v = 2") == "true");
  CHECK(text("/data/row/v = '2'") == "true");
  CHECK(text("/data/row/v > 2") == "false");
  CHECK(text("/data/row/v + 10") == "11");
}

TEST_CASE_FIXTURE(Form, "inside of a condition '.' and relative paths mean the node that is tested") {
  CHECK(text("count(/data/row[v = 2])") == "1");
  CHECK(text("count(/data/*[. = 'Ada'])") == "1");
  CHECK(text("count(/data/*[. = current()])") == "1");  // the section, whose text is its only answer
  CHECK(text("/data/row[last()]/v") == "2");
}

TEST_CASE_FIXTURE(Form, "an author is told at once what does not exist, with its place") {
  CHECK(refused("${nobody} + 1").message.find("nobody") != std::string::npos);
  CHECK(refused("1 + ${nobody}").where == "character 5");
  CHECK(refused("'é' + ${nobody}").where == "character 7");
  CHECK(refused("/data/nothing").message.find("nothing") != std::string::npos);
  CHECK(refused("../../../../x").code == Code::bad_expression);
  CHECK(refused("1 or frob(2)").message == "There is no function 'frob'.");
  CHECK(refused("not()").message == "The function 'not' takes 1 argument, not 0.");
  CHECK(refused("substr('a')").message == "The function 'substr' takes 2 to 3 arguments, not 1.");
  CHECK(refused("regex(., '[')").message.find("regular expression") != std::string::npos);
  CHECK(refused("pulldata('a', 'b', 'c', 'd')").message ==
        "The function 'pulldata' is not offered here yet.");
  CHECK(refused("\xff").code == Code::bad_expression);
}

TEST_CASE_FIXTURE(Form, "an open scope leaves names to the evaluation that reaches them") {
  const OpenScope open;
  const Result<Expression> lazy = Expression::compile("1 or frob()", open);
  REQUIRE(lazy.ok());
  CHECK(*lazy->evaluate_boolean(context, environment));
  const Result<Expression> reached = Expression::compile("0 or frob()", open);
  REQUIRE(reached.ok());
  const Result<bool> failed = reached->evaluate_boolean(context, environment);
  REQUIRE_FALSE(failed.ok());
  CHECK(failed.error().message == "There is no function 'frob'.");
}

TEST_CASE_FIXTURE(Form, "clock and chance make an expression volatile") {
  for (const char* text :
       {"today()", "now()", "random()", "uuid()", "once(1)", "if(${age} > 1, today(), '')"})
    CHECK(good(text).volatile_result());
  CHECK_FALSE(good("date('2020-01-01') + ${age}").volatile_result());
  CHECK(text("uuid()").size() == 36);
  CHECK(text("uuid()")[14] == '4');
}

TEST_CASE_FIXTURE(Form, "an expression says whether it always gives a number") {
  for (const char* text : {"1", "${age} + 1", "-${age}", "count(${age})"}) CHECK(good(text).gives_number());
  for (const char* text : {"${age}", "'1'", "true()", "${age} > 1", "coalesce(1, 2)", "if(true(), 1, 'a')"})
    CHECK_FALSE(good(text).gives_number());
  CHECK_FALSE(Expression().gives_number());
}

TEST_CASE_FIXTURE(Form, "nesting, length, steps and memory have limits") {
  CHECK(refused(std::string(250, '(') + "1" + std::string(250, ')')).code == Code::limit);
  CHECK(refused(std::string(70000, ' ') + "1").code == Code::limit);
  std::string chain = "1";
  for (int i = 0; i < 300; ++i) chain += " = 1";
  CHECK(refused(chain).code == Code::limit);
  std::string parts, whole;
  for (int i = 0; i < 250; ++i) parts += "*=*,";
  for (int i = 0; i < 60; ++i) whole += "concat(" + parts + "1),";
  CHECK(compile("concat(" + whole.substr(whole.size() / 2) + "1)").ok());
  CHECK(refused("concat(" + whole + "1)").message == "The expression has more than 65,535 parts.");
  environment.limits.steps = 50;
  const Result<double> slow =
      good("count(//*) + count(//*) + count(//*) + count(//*)").evaluate_number(context, environment);
  REQUIRE_FALSE(slow.ok());
  CHECK(slow.error().code == Code::limit);
  environment.limits = {};
  environment.limits.bytes = 100;
  const Result<std::string> big = good("concat(/data/name, substr('" + std::string(200, 'x') + "', 0))")
                                      .evaluate_string(context, environment);
  REQUIRE_FALSE(big.ok());
  CHECK(big.error().code == Code::limit);
}

TEST_CASE_FIXTURE(Form, "long chains of one operator are not nesting") {
  std::string any = "${age} = 0", total = "0";
  for (int i = 1; i < 2000; ++i) any += " or ${age} = " + std::to_string(i), total += " + ${age}";
  CHECK(*good(any).evaluate_boolean(context, environment));
  CHECK(*good(total).evaluate_number(context, environment) == 1999 * 36);
}

TEST_CASE_FIXTURE(Form, "arithmetic on literals is done once, when it is compiled") {
  CHECK(good("1 + 2 * 3 - 4").memory_bytes() == good("3").memory_bytes());
  CHECK(text("1 + 2 * 3 - 4") == "3");
  CHECK(text("-5 mod 3 + ${age}") == "34");
}

TEST_CASE_FIXTURE(Form, "expressions are small") {
  CHECK(good("${age} != 99").memory_bytes() <= 100);
  CHECK(good("coalesce(${age}, 0) + 1").memory_bytes() <= 125);
}

TEST_CASE_FIXTURE(Form, "a compiler makes each text as if it were the first, also after one that is broken") {
  Compiler compiler;
  const Result<Expression> first =
      compiler.compile("regex('b', 'b') and ${name} = 'Ada' and ${age} > 3", scope);
  REQUIRE(first.ok());
  CHECK(!compiler.compile("concat('x', ${q2}, regex('', 'c+'), frob(", scope).ok());
  const Result<Expression> second = compiler.compile("concat(regex('a', 'a'), ${age})", scope);
  REQUIRE(second.ok());
  CHECK(*second->evaluate_string(context, environment) == "true36");
  CHECK(second->memory_bytes() == good("concat(regex('a', 'a'), ${age})").memory_bytes());
  CHECK(second->references().size() == 1);
  CHECK(*first->evaluate_boolean(context, environment));
  CHECK(first->references().size() == 2);
}

TEST_CASE_FIXTURE(Form, "an expression that was not compiled says so") {
  const Expression nothing;
  CHECK(nothing.references().empty());
  CHECK_FALSE(nothing.evaluate(context, environment).ok());
}

TEST_CASE_FIXTURE(Form, "values convert as XPath 1.0 says and dates count days") {
  const Result<Value> date = good("date('1970-01-02')").evaluate(context, environment);
  REQUIRE(date.ok());
  CHECK(date->string(tree) == "1970-01-02");
  CHECK(date->number(tree) == doctest::Approx(1 + 7.0 / 24));
  const Result<Value> nodes = good("/data/row/v").evaluate(context, environment);
  REQUIRE(nodes.ok());
  CHECK(nodes->nodes().size() == 2);
  CHECK(nodes->number(tree) == 1);
  CHECK(nodes->boolean(tree));
}

TEST_CASE("numbers are written so that they read back, without an exponent") {
  CHECK(number_text(0.1) == "0.1");
  CHECK(number_text(-0.0) == "0");
  CHECK(number_text(1e21) == "1000000000000000000000");
  CHECK(number_text(1.5e-7) == "0.00000015");
  CHECK(number_text(123456.789) == "123456.789");
  CHECK(number_text(-1e15) == "-1000000000000000");
  for (double number :
       {0.1 + 0.2, 1.0 / 3, 2.2250738585072014e-308, 1.7976931348623157e308, 5e-324, 4503599627370497.5})
    CHECK(text_number(number_text(number)) == number);
}
