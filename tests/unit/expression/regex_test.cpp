#include <doctest/doctest.h>

#include <string>

#include "expression/expression.h"

using namespace takestock;
using namespace takestock::expression;

namespace {

bool matches(const char* pattern, std::string_view text) {
  const Result<Regex> made = Regex::compile(pattern);
  if (!made.ok()) FAIL(made.error().message);
  return made->matches(text);
}

Error refused(const std::string& pattern) {
  const Result<Regex> made = Regex::compile(pattern);
  if (made.ok()) FAIL(pattern << " is not refused");
  return made.ok() ? Error{} : made.error();
}

}  // namespace

TEST_CASE("a regular expression must match the whole text") {
  CHECK(matches("abc", "abc"));
  CHECK_FALSE(matches("b", "abc"));
  CHECK_FALSE(matches("a", "ab"));
  CHECK(matches("", ""));
  CHECK_FALSE(matches("", "a"));
  CHECK(matches("^abc$", "abc"));
  CHECK(matches(".*b.*", "abc"));
}

TEST_CASE("repetitions count") {
  CHECK(matches("a*", ""));
  CHECK(matches("a+", "aaa"));
  CHECK_FALSE(matches("a+", ""));
  CHECK(matches("colou?r", "color"));
  CHECK(matches("a{3}", "aaa"));
  CHECK_FALSE(matches("a{3}", "aa"));
  CHECK(matches("a{2,}", "aaaaa"));
  CHECK(matches("a{2,3}", "aaa"));
  CHECK_FALSE(matches("a{2,3}", "aaaa"));
  CHECK(matches("a{0}b", "b"));
  CHECK(matches("(ab){2}", "abab"));
  CHECK(matches("a+?b*?", "aab"));
  CHECK(matches("a{", "a{"));
  CHECK(matches("{x}", "{x}"));
  CHECK(matches("(a*)*", "aaaa"));
  CHECK(matches("(a|b?)+c", "abac"));
}

TEST_CASE("classes, escapes and anchors") {
  CHECK(matches("[a-c]+", "abcba"));
  CHECK(matches("[^a-c]", "d"));
  CHECK(matches("[\\d.]+", "1.5"));
  CHECK(matches("[a-]+", "a-a"));
  CHECK(matches("[\\w-]+", "a_1-"));
  CHECK(matches("[^\\s]+", "ab"));
  CHECK(matches("\\d{4}-\\d\\d", "2026-03"));
  CHECK(matches("\\w+\\s\\W", "a b!") == false);
  CHECK(matches("\\w+\\s\\W", "ab !"));
  CHECK(matches("\\D\\S", "x!"));
  CHECK(matches("a\\.b\\*\\\\", "a.b*\\"));
  CHECK(matches("\\x41\\u00e9\\t", "Aé\t"));
  CHECK(matches(".", "𝄞"));
  CHECK_FALSE(matches(".", "\n"));
  CHECK(matches("[é-ü]", "ó"));
  CHECK(matches("\\bab\\b \\bc", "ab c"));
  CHECK_FALSE(matches("a\\bb", "ab"));
  CHECK(matches("a\\Bb", "ab"));
  CHECK(matches("yes|no|maybe", "maybe"));
  CHECK(matches("(?:a|b)c", "bc"));
  CHECK(matches("[+]?[0-9]{3}-?[0-9]{4}", "555-1234"));
}

TEST_CASE("what is not offered or not a pattern is refused with its place") {
  for (const char* pattern : {"(", ")", "a)", "[", "[a", "*", "a|*", "(?=a)", "(?<n>a)", "(a)\\1", "\\p{L}",
                              "a{3,2}", "[b-a]", "\\", "\\u12", "a++"})
    CHECK(refused(pattern).code == Code::bad_expression);
  CHECK(refused("ab(").where == "character 4");
}

TEST_CASE("patterns have limits") {
  CHECK(refused(std::string(1001, 'a')).code == Code::limit);
  CHECK(refused("a{1001}").code == Code::limit);
  CHECK(refused("((a{100}){100}){100}").code == Code::limit);
  CHECK(refused(std::string(200, '(') + std::string(200, ')')).code == Code::limit);
}

TEST_CASE("no pattern takes more than linear time") {
  const std::string many(20000, 'a');
  CHECK_FALSE(matches("(a*)*b", many));
  CHECK_FALSE(matches("(a|a)*b", many));
  CHECK_FALSE(matches("(a|aa)+$b", many));
  CHECK(matches("(a?){25}a{25}", std::string(25, 'a')));
}
