#include "survey/names.h"

#include <doctest/doctest.h>

using namespace takestock::survey;

TEST_CASE("names: one slip is a wrong, missing, additional or swapped character, or another case") {
  CHECK(one_slip_apart("relevant", "relevant"));
  CHECK(one_slip_apart("relevent", "relevant"));
  CHECK(one_slip_apart("relevnt", "relevant"));
  CHECK(one_slip_apart("rellevant", "relevant"));
  CHECK(one_slip_apart("relveant", "relevant"));
  CHECK(one_slip_apart("Relevant", "relevant"));
  CHECK_FALSE(one_slip_apart("rlvant", "relevant"));
  CHECK_FALSE(one_slip_apart("relevants!", "relevant"));
  CHECK_FALSE(one_slip_apart("tneveler", "relevant"));
  CHECK_FALSE(one_slip_apart("", "ab"));
}

TEST_CASE("names: a name is found again among thousands, and one that differs only in case is told apart") {
  NameIndex index;
  std::vector<std::string> names;
  for (int i = 0; i < 5000; ++i) names.push_back("q" + std::to_string(i));
  CHECK(index.find("q1") == NameIndex::kNone);
  for (std::uint32_t i = 0; i < names.size(); ++i) CHECK(index.add(names[i], i) == NameIndex::kNone);
  for (std::uint32_t i = 0; i < names.size(); ++i) CHECK(index.find(names[i]) == i);
  CHECK(index.add("Q77", 9999) == 77);
  CHECK(index.find("Q77") == NameIndex::kNone);
  CHECK(index.find("q5000") == NameIndex::kNone);
}
