#include "datafiles/names.h"

#include <doctest/doctest.h>

using namespace takestock::datafiles;

TEST_CASE("names become what SPSS allows, and stay apart") {
  const auto names =
      valid_names({"q1", "Q1", "by", "m/soup", "_x", "caf\xC3\xA9", "a.b.", "2nd", "with"}, NameRule::spss);
  CHECK(names ==
        std::vector<std::string>{"q1", "Q1_2", "by_2", "m_soup", "v_x", "caf", "a.b", "v2nd", "with_2"});
}

TEST_CASE("names become what Stata allows, and stay apart") {
  const auto names =
      valid_names({"q.1", "q_1", "double", "_n", "str5", "strong", "_x", "a-b"}, NameRule::stata);
  CHECK(names ==
        std::vector<std::string>{"q_1", "q_1_2", "double_2", "_n_2", "vstr5", "strong", "_x", "a_b"});
}

TEST_CASE("long names are cut to 64 bytes for SPSS and 32 for Stata, and stay apart") {
  const std::string name(64, 'a');
  const auto spss = valid_names({name, name + "b", name + "c"}, NameRule::spss);
  CHECK(spss[0] == name);
  CHECK(spss[1] == std::string(62, 'a') + "_2");
  CHECK(spss[2] == std::string(62, 'a') + "_3");
  const auto stata = valid_names({name, name}, NameRule::stata);
  CHECK(stata[0] == std::string(32, 'a'));
  CHECK(stata[1] == std::string(30, 'a') + "_2");
}

TEST_CASE("a text is shortened between characters, with a sign that it was") {
  CHECK(shortened("short", 5) == "short");
  CHECK(shortened("longer", 5) == "lo\xE2\x80\xA6");
  CHECK(shortened("a\xF0\x9F\x8C\xB3wood", 6) == "a\xE2\x80\xA6");
  CHECK(whole_characters("a\xF0\x9F\x8C\xB3", 4) == 1);
}
