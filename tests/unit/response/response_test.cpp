#include "response/response.h"

#include <cmath>

#include "filled.h"

namespace takestock::response {
namespace {

// --- relevance ---

TEST_CASE("What is not relevant reads as blank, keeps its value and gives it back") {
  Filled f(
      "{'type': 'integer', 'name': 'a', 'label': 'A'},"
      "{'type': 'integer', 'name': 'b', 'label': 'B', 'relevant': '${a} > 1'},"
      "{'type': 'calculate', 'name': 'c', 'calculation': 'coalesce(${b}, 0) + 1'}");
  CHECK_FALSE(f.relevant("b"));
  f.set("a", 2.0);
  f.set("b", 40.0);
  CHECK(f.text("c") == "41");
  f.set("a", 1.0);
  CHECK_FALSE(f.relevant("b"));
  CHECK(f.read("b") == "");
  CHECK(f.text("b") == "40");
  CHECK(f.text("c") == "1");
  f.set("a", 3.0);
  CHECK(f.read("b") == "40");
  CHECK(f.text("c") == "41");
}

TEST_CASE(
    "A group hides everything in it, however deep, and only what has its own reason stays hidden after") {
  Filled f(
      "{'type': 'integer', 'name': 'a', 'label': 'A'},"
      "{'type': 'group', 'name': 'g', 'label': 'G', 'relevant': '${a} = 1', 'children': ["
      "  {'type': 'group', 'name': 'h', 'label': 'H', 'children': ["
      "    {'type': 'text', 'name': 't', 'label': 'T'},"
      "    {'type': 'text', 'name': 'u', 'label': 'U', 'relevant': '${t} != ``'}]}]}");
  CHECK_FALSE(f.relevant("h"));
  CHECK_FALSE(f.relevant("t"));
  f.set("a", 1.0);
  CHECK(f.relevant("t"));
  CHECK_FALSE(f.relevant("u"));
  f.set("t", "x");
  CHECK(f.relevant("u"));
  f.set("a", 2.0);
  CHECK_FALSE(f.relevant("u"));
  CHECK(f.response->blank(f.at("t")));
}

TEST_CASE("An expression over a group reads the text of everything relevant in it") {
  Filled f(
      "{'type': 'group', 'name': 'g', 'label': 'G', 'children': ["
      "  {'type': 'text', 'name': 't', 'label': 'T'}, {'type': 'integer', 'name': 'i', 'label': 'I'}]},"
      "{'type': 'calculate', 'name': 'c', 'calculation': 'string(${g})'}");
  f.set("i", 7.0);
  CHECK(f.text("c") == "7");
  f.set("t", "x");
  CHECK(f.text("c") == "x7");
}

TEST_CASE(
    "Expressions with paths that only a run can follow are always right, also where one feeds another") {
  Filled f(
      "{'type': 'calculate', 'name': 'd', 'calculation': '${c} * 10'},"
      "{'type': 'calculate', 'name': 'c', 'calculation': 'count(/data/g/*[. != ``])'},"
      "{'type': 'group', 'name': 'g', 'label': 'G', 'children': ["
      "  {'type': 'text', 'name': 't', 'label': 'T'},"
      "  {'type': 'calculate', 'name': 'k', 'calculation': 'if(count(/data/h/*[. != ``]) > 0, `some`, "
      "``)'}]},"
      "{'type': 'group', 'name': 'h', 'label': 'H', 'children': [{'type': 'text', 'name': 'u', 'label': "
      "'U'}]}");
  CHECK(f.text("d") == "0");
  f.set("t", "x");
  CHECK(f.text("d") == "10");
  f.set("u", "x");
  CHECK(f.text("k") == "some");
  CHECK(f.text("c") == "2");
  CHECK(f.text("d") == "20");
  f.response->undo();
  CHECK(f.text("d") == "10");
}

// --- answers ---

TEST_CASE("Text that is not of the question's type is kept as typed, reads as blank and is told") {
  Filled f(
      "{'type': 'integer', 'name': 'a', 'label': 'A'},"
      "{'type': 'calculate', 'name': 'c', 'calculation': 'coalesce(${a}, -1) + 1'}");
  f.set("a", "seven");
  CHECK(f.text("a") == "seven");
  CHECK(f.has("a", kInvalidType));
  CHECK(f.has("a", kAnswered));
  CHECK(f.response->blank(f.at("a")));
  CHECK(f.text("c") == "0");
  CHECK(f.findings() == "/data/a type_integer;");
  f.set("a", "7");
  CHECK(f.text("c") == "8");
  CHECK(f.findings() == "");
}

TEST_CASE("A constraint is judged only where there is a relevant value, and \".\" is that value") {
  Filled f(
      "{'type': 'integer', 'name': 'a', 'label': 'A', 'constraint': '. >= 0 and . <= 100', "
      "'constraint_message': 'Too much'},"
      "{'type': 'integer', 'name': 'b', 'label': 'B', 'relevant': '${a} != 99', 'constraint': '. < ${a}'}");
  CHECK(f.findings() == "");
  f.set("a", 150.0);
  CHECK(f.has("a", kInvalid));
  CHECK(f.response->check_all(0).at(0).text == "Too much");
  f.set("b", 200.0);
  CHECK(f.findings() == "/data/a constraint;/data/b constraint;");
  f.set("a", 99.0);
  CHECK(f.findings() == "");
  f.set("a", 100.0);
  CHECK(f.findings() == "/data/b constraint;");
  f.set("b", "");
  CHECK(f.findings() == "");
}

TEST_CASE("A constraint that reads another question only is judged as soon as there is an answer") {
  Filled f(
      "{'type': 'integer', 'name': 'a', 'label': 'A'},"
      "{'type': 'text', 'name': 'b', 'label': 'B', 'constraint': '${a} > 5'}");
  f.set("b", "x");
  CHECK(f.has("b", kInvalid));
  f.set("a", 6.0);
  CHECK_FALSE(f.has("b", kInvalid));
}

TEST_CASE("Required and read-only follow their expressions; what is read-only takes no answer") {
  Filled f(
      "{'type': 'integer', 'name': 'a', 'label': 'A'},"
      "{'type': 'text', 'name': 'b', 'label': 'B', 'required': '${a} = 1', 'read_only': '${a} = 2', "
      "'required_message': 'Please'},"
      "{'type': 'text', 'name': 'c', 'label': 'C', 'required': true}");
  CHECK(f.findings() == "/data/c required;");
  f.set("a", 1.0);
  CHECK(f.findings() == "/data/b required;/data/c required;");
  CHECK(f.response->check_all(0).at(0).text == "Please");
  f.set("a", 2.0);
  CHECK(f.has("b", kReadOnly));
  const Status refused = f.response->set(f.at("b"), "x", f.changes);
  CHECK_FALSE(refused.ok());
  CHECK(refused.error().code == Code::bad_request);
  CHECK(f.text("b") == "");
}

TEST_CASE("Only questions take answers, and nothing longer than 1 MB") {
  Filled f(
      "{'type': 'note', 'name': 'n', 'label': 'N'}, {'type': 'text', 'name': 't', 'label': 'T'},"
      "{'type': 'calculate', 'name': 'c', 'calculation': '1 + 1'}");
  CHECK(f.response->set(f.at("n"), "x", f.changes).error().code == Code::bad_request);
  CHECK(f.response->set(f.at("c"), "x", f.changes).error().code == Code::bad_request);
  CHECK(f.response->set(999, "x", f.changes).error().code == Code::not_found);
  const std::string longest(Response::kTextBytes, 'x');
  CHECK(f.response->set(f.at("t"), longest, f.changes).ok());
  CHECK(f.response->set(f.at("t"), longest + "y", f.changes).error().code == Code::limit);
  CHECK(f.text("t") == longest);
}

TEST_CASE("Text is kept with its white space and line ends") {
  Filled f("{'type': 'text', 'name': 't', 'label': 'T', 'appearance': 'multiline'}");
  f.set("t", " one\n\ttwo\r\n ");
  CHECK(f.text("t") == " one\n\ttwo\r\n ");
}

// --- calculations and defaults ---

TEST_CASE("A calculation is converted to its question's type") {
  Filled f(
      "{'type': 'decimal', 'name': 'a', 'label': 'A'},"
      "{'type': 'integer', 'name': 'i', 'label': 'I', 'calculation': '${a}'},"
      "{'type': 'text', 'name': 't', 'label': 'T', 'calculation': '${a} * 2'},"
      "{'type': 'date', 'name': 'd', 'label': 'D', 'calculation': 'date(`2015-03-13`) + ${a}'},"
      "{'type': 'calculate', 'name': 'n', 'calculation': '${a} div 0'},"
      "{'type': 'calculate', 'name': 'x', 'calculation': '0 div 0'},"
      "{'type': 'calculate', 'name': 'y', 'calculation': '${a} = 4.5'}");
  f.set("a", 4.5);
  CHECK(f.text("i") == "4");
  CHECK(f.text("t") == "9");
  CHECK(f.text("d") == "2015-03-17");
  CHECK(f.text("n") == "Infinity");
  CHECK(f.text("x") == "");
  CHECK(f.text("y") == "true");
  f.set("a", -4.5);
  CHECK(f.text("i") == "-4");
  f.set("a", "");
  CHECK(f.text("i") == "");
  CHECK(f.text("t") == "");
}

TEST_CASE("Defaults are there from the start, dynamic ones evaluated once and in order") {
  Filled f(
      "{'type': 'integer', 'name': 'a', 'label': 'A', 'default': '5'},"
      "{'type': 'date', 'name': 'd', 'label': 'D', 'default': 'today()'},"
      "{'type': 'integer', 'name': 'b', 'label': 'B', 'default': '${a} + 1'},"
      "{'type': 'calculate', 'name': 'c', 'calculation': '${b} * 2'}");
  CHECK(f.text("a") == "5");
  CHECK(f.text("d") == "2015-03-13");
  CHECK(f.text("b") == "6");
  CHECK(f.text("c") == "12");
  f.set("a", 50.0);
  CHECK(f.text("b") == "6");
  CHECK(f.text("c") == "12");
}

TEST_CASE("A calculation wins over a default and over what was typed, when something it reads changes") {
  Filled f(
      "{'type': 'integer', 'name': 'a', 'label': 'A'}, {'type': 'integer', 'name': 'z', 'label': 'Z'},"
      "{'type': 'integer', 'name': 'b', 'label': 'B', 'default': '3', 'calculation': 'coalesce(${a}, 0) + "
      "1'}");
  CHECK(f.text("b") == "1");
  f.set("b", 70.0);
  f.set("z", 1.0);
  CHECK(f.text("b") == "70");
  f.set("a", 1.0);
  CHECK(f.text("b") == "2");
}

TEST_CASE("A calculation that is not relevant rests, and catches up when it is") {
  Filled f(
      "{'type': 'integer', 'name': 'a', 'label': 'A'}, {'type': 'integer', 'name': 'on', 'label': 'On', "
      "'default': '1'},"
      "{'type': 'calculate', 'name': 'c', 'relevant': '${on} = 1', 'calculation': 'coalesce(${a}, 0) + 1'},"
      "{'type': 'calculate', 'name': 'd', 'calculation': 'coalesce(${c}, 0)'}");
  CHECK(f.text("d") == "1");
  f.set("on", 0.0);
  CHECK(f.text("d") == "0");
  f.set("a", 9.0);
  CHECK(f.text("c") == "1");
  f.set("on", 1.0);
  CHECK(f.text("c") == "10");
  CHECK(f.text("d") == "10");
}

TEST_CASE(
    "once() keeps its first result; the clock is read at the start and when something beside it changes") {
  Filled f(
      "{'type': 'integer', 'name': 'a', 'label': 'A'}, {'type': 'integer', 'name': 'b', 'label': 'B'},"
      "{'type': 'calculate', 'name': 'o', 'calculation': 'once(random())'},"
      "{'type': 'calculate', 'name': 'r', 'calculation': 'coalesce(${a}, 0) * 0 + random()'}");
  const std::string once = f.text("o"), free = f.text("r");
  CHECK(once != "");
  f.set("b", 1.0);
  CHECK(f.text("r") == free);
  f.set("a", 1.0);
  CHECK(f.text("r") != free);
  CHECK(f.text("o") == once);
}

// --- changes and undo ---

TEST_CASE("Changes name what became different, each node once, and nothing for an answer that is the same") {
  Filled f(
      "{'type': 'integer', 'name': 'a', 'label': 'A'}, {'type': 'text', 'name': 'b', 'label': 'B', "
      "'relevant': '${a} > 1'},"
      "{'type': 'calculate', 'name': 'c', 'calculation': '${a} > 1'}");
  f.set("a", 2.0);
  CHECK(f.changes.values == std::vector<NodeId>{f.at("a"), f.at("c")});
  CHECK(f.changes.flags == std::vector<NodeId>{f.at("a"), f.at("b")});
  f.set("a", 3.0);
  CHECK(f.changes.values == std::vector<NodeId>{f.at("a")});
  CHECK(f.changes.flags.empty());
  f.set("a", "3");
  CHECK(f.changes.values.empty());
}

TEST_CASE("undo() after undo() does nothing more") {
  Filled f("{'type': 'text', 'name': 't', 'label': 'T'}");
  f.set("t", "one");
  f.set("t", "two");
  f.response->undo();
  CHECK(f.text("t") == "one");
  f.response->undo();
  CHECK(f.text("t") == "one");
}

TEST_CASE("The state view is the state, at an address that stays") {
  Filled f(
      "{'type': 'integer', 'name': 'a', 'label': 'A'}, {'type': 'integer', 'name': 'b', 'label': 'B', "
      "'relevant': '${a} = 1'}");
  const double* numbers = f.response->number_view().data();
  CHECK(f.response->number_view().size() == f.response->size());
  f.set("a", 1.0);
  f.set("b", 5.0);
  CHECK(numbers[f.at("b")] == 5);
  CHECK(f.response->flag_view()[f.at("b")] == (kRelevant | kAnswered));
  f.set("a", 2.0);
  CHECK(std::isnan(numbers[f.at("b")]));
  CHECK(f.response->flag_view()[f.at("b")] == kAnswered);
}

// --- failures ---

TEST_CASE("An expression that fails is told; its question stays relevant and its calculation blank") {
  Filled f(
      "{'type': 'text', 'name': 'p', 'label': 'P', 'default': 'a'},"
      "{'type': 'text', 'name': 'b', 'label': 'B', 'relevant': 'regex(`a`, ${p})'},"
      "{'type': 'calculate', 'name': 'c', 'calculation': 'regex(`a`, ${p})'}");
  CHECK(f.response->failures().empty());
  f.set("p", "(");
  CHECK(f.relevant("b"));
  CHECK(f.text("c") == "");
  REQUIRE(f.response->failures().size() == 2);
  CHECK_FALSE(f.response->failures()[0].error.message.empty());
  f.response->undo();
  CHECK(f.response->failures().empty());
  f.set("p", "(");
  f.set("p", "b");
  CHECK_FALSE(f.relevant("b"));
  CHECK(f.response->failures().empty());
}

}  // namespace
}  // namespace takestock::response
