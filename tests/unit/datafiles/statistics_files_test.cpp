#include <doctest/doctest.h>

#include "unit/datafiles/given.h"
#include "unit/datafiles/read_back.h"

using namespace given;

namespace {

read_back::File as_sav(Rows& rows) {
  std::string bytes;
  const auto written = write_sav(rows, kDescription, into(bytes));
  REQUIRE(written);
  CHECK(written->rows == rows.rows.size());
  read_back::File file = read_back::sav(bytes);
  CHECK(file.error == "");
  return file;
}

read_back::File as_dta(Rows& rows) {
  std::string bytes;
  const auto written = write_dta(rows, kDescription, into(bytes));
  REQUIRE(written);
  read_back::File file = read_back::dta(bytes);
  CHECK(file.error == "");
  return file;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + " ";
  return out;
}

/// A question of each kind, answered, skipped, not asked.
Rows all_kinds() {
  Rows rows;
  rows.columns = {yes_no("part"),
                  variable("days", Type::number),
                  variable("day", Type::date),
                  variable("hour", Type::time),
                  variable("moment", Type::moment),
                  variable("why", Type::text)};
  rows.columns.back().routed = true;
  rows.rows = {
      {code(0), number(12), number(-49'448, "1834-08-14"), number(3'600'000, "01:00:00.000"),
       number(86'400'000, "1970-01-02T00:00:00.000Z"), text("so")},
      {skipped(), skipped(), skipped(), skipped(), skipped(), skipped()},
      {not_asked(), not_asked(), not_asked(), not_asked(), not_asked(), not_asked()},
      {code(2), number(0), number(0, "1970-01-01"), number(0, "00:00:00.000"), skipped(), skipped()}};
  return rows;
}

}  // namespace

TEST_CASE("in a file for SPSS an answer, a blank, what was not asked and a don't know are told apart") {
  Rows rows = all_kinds();
  const auto file = as_sav(rows);
  REQUIRE(file.rows.size() == 4);
  CHECK(file.cell(0, "part") == "1");
  CHECK(file.cell(1, "part") == "-9!");
  CHECK(file.cell(2, "part") == "-1!");
  CHECK(file.cell(3, "part") == "-8!");
  CHECK(file.variable("part").missing == std::vector<std::string>{"-9", "-1", "-8"});
  CHECK(file.labels_of("part") ==
        std::map<std::string, std::string>{
            {"1", "Yes"}, {"2", "No"}, {"-8", "Don't know 0"}, {"-9", "No answer"}, {"-1", "Not asked"}});
  CHECK(file.cell(0, "days") == "12");
  CHECK(file.cell(1, "days") == "-9!");
  CHECK(file.cell(2, "days") == "-1!");
  CHECK(file.cell(0, "why") == "so");
  CHECK(file.cell(1, "why_asked") == "1");
  CHECK(file.cell(2, "why_asked") == "0");
}

TEST_CASE("in a file for Stata an answer, a blank, what was not asked and a don't know are told apart") {
  Rows rows = all_kinds();
  const auto file = as_dta(rows);
  REQUIRE(file.rows.size() == 4);
  CHECK(file.cell(0, "part") == "1");
  CHECK(file.cell(1, "part") == ".a");
  CHECK(file.cell(2, "part") == ".b");
  CHECK(file.cell(3, "part") == ".c");
  CHECK(file.labels_of("part")["1"] == "Yes");
  CHECK(file.labels_of("part")[".a"] == "No answer");
  CHECK(file.labels_of("part")[".b"] == "Not asked");
  CHECK(file.labels_of("part")[".c"] == "Don't know 0");
  CHECK(file.cell(1, "days") == ".a");
  CHECK(file.cell(2, "day") == ".b");
  CHECK(file.cell(2, "moment") == ".b");
  CHECK(file.cell(2, "why_asked") == "0");
  CHECK(file.cell(3, "why") == "");
}

TEST_CASE("dates are dates in both, also before 1900") {
  Rows rows = all_kinds();
  const auto sav = as_sav(rows);
  CHECK(sav.variable("day").format == "DATE11");
  CHECK(sav.cell(0, "day") == "7947072000");  // 91,980 days since 14 October 1582
  CHECK(sav.variable("moment").format == "DATETIME20");
  CHECK(sav.cell(0, "moment") == "12219465600");
  CHECK(sav.cell(0, "hour") == "3600");
  CHECK(sav.labels_of("day").empty());
  const auto dta = as_dta(rows);
  CHECK(dta.variable("day").format == "%td");
  CHECK(dta.cell(0, "day") == "-45795");  // from 1 January 1960
  CHECK(dta.variable("moment").format == "%tc");
  CHECK(dta.cell(0, "moment") == "315705600000");
  CHECK(dta.cell(0, "hour") == "3600000");
}

TEST_CASE("the numbers for missing are below every answer") {
  Rows rows;
  rows.columns = {variable("balance", Type::number), variable("large", Type::number)};
  rows.rows = {
      {number(-9), number(-1e7)}, {number(-1), skipped()}, {not_asked(), number(3)}, {skipped(), skipped()}};
  const auto file = as_sav(rows);
  CHECK(file.cell(0, "balance") == "-9");
  CHECK(file.cell(1, "balance") == "-1");
  CHECK(file.cell(2, "balance") == "-91!");
  CHECK(file.cell(3, "balance") == "-99!");
  CHECK(file.labels_of("balance")["-99"] == "No answer");
  CHECK(file.cell(0, "large") == "-10000000");
  CHECK(file.cell(1, "large") == "-99000000!");
  const auto dta = as_dta(rows);
  CHECK(dta.cell(0, "balance") == "-9");
  CHECK(dta.cell(3, "balance") == ".a");
}

TEST_CASE("several kinds of don't know are kept apart, too") {
  Rows rows;
  rows.columns = {yes_no("part", 3)};
  rows.rows = {{code(0)}, {code(2)}, {code(3)}, {code(4)}, {skipped()}, {not_asked()}};
  const auto sav = as_sav(rows);
  CHECK(sav.cell(0, "part") == "1");
  CHECK(sav.cell(1, "part") == "-8!");
  CHECK(sav.cell(3, "part") == "-6!");
  CHECK(sav.cell(4, "part") == "-9!");
  CHECK(sav.cell(5, "part") == "-1!");
  const auto dta = as_dta(rows);
  CHECK(dta.cell(1, "part") == ".c");
  CHECK(dta.cell(3, "part") == ".e");
}

TEST_CASE("long texts arrive whole, with every character") {
  const std::string tree = "\xF0\x9F\x8C\xB3", said = times("Peers were kind " + tree + " ", 55) + "end";
  const std::string longer = times(tree + " and more. ", 400) + "end", longest = times(tree, 8'000);
  Rows rows;
  rows.columns = {variable("short", Type::text), variable("said", Type::text), variable("longer", Type::text),
                  variable("longest", Type::text), variable("none", Type::text)};
  rows.rows = {{text("a"), text(said), text("b"), text(longest), skipped()},
               {text("ab"), skipped(), text(longer), text("c"), skipped()},
               {skipped(), text("\"d\"\n"), skipped(), skipped(), skipped()}};
  for (const auto& file : {as_sav(rows), as_dta(rows)}) {
    CHECK(file.cell(0, "said") == said);
    CHECK((file.cell(1, "longer") == longer));
    CHECK((file.cell(0, "longest") == longest));
    CHECK(file.cell(0, "longer") == "b");
    CHECK(file.cell(1, "longest") == "c");
    CHECK(file.cell(2, "said") == "\"d\"\n");
    CHECK(file.cell(2, "longer") == "");
    CHECK(file.cell(0, "none") == "");
  }
}

TEST_CASE("long texts of questions whose names begin alike are not mixed up") {
  Rows rows;
  std::vector<std::string> said;
  for (int i = 0; i < 130; ++i) said.push_back(times("A long answer to question ", 20) + std::to_string(i));
  rows.rows.emplace_back();
  for (int i = 0; i < 130; ++i) {
    rows.columns.push_back(variable("q" + std::to_string(i), Type::text));
    rows.rows[0].push_back(text(said[static_cast<std::size_t>(i)]));
  }
  for (const auto& file : {as_sav(rows), as_dta(rows)}) {
    REQUIRE(file.variables.size() == 130);
    CHECK((file.rows[0] == said));
    CHECK(file.variables[10].name == "q10");
  }
}

TEST_CASE("what is longer than SPSS holds is cut between characters, and counted") {
  const std::string said = times("\xF0\x9F\x8C\xB3", 8'192);  // one byte too long
  Rows rows;
  rows.columns = {variable("said", Type::text)};
  rows.rows = {{text(said)}, {text("ok")}};
  std::string bytes;
  const auto written = write_sav(rows, kDescription, into(bytes));
  REQUIRE(written);
  CHECK(written->cut_texts == 1);
  CHECK(read_back::sav(bytes).cell(0, "said") == said.substr(0, said.size() - 4));
}

TEST_CASE("wording that has no room in a label stands whole in the notes") {
  const std::string wording =
      times("What did you think of it then? \xE2\x80\x9CQuoted\xE2\x80\x9D ", 9) + "END.";
  Rows rows;
  rows.columns = {variable("q", Type::number, wording), yes_no("part")};
  rows.columns[1].codes[0].label = wording;
  rows.rows = {{number(1), code(0)}};
  const auto sav = as_sav(rows);
  CHECK(sav.variable("q").label.size() <= 255);
  CHECK(sav.variable("q").label.substr(0, 200) == wording.substr(0, 200));
  CHECK(sav.labels_of("part")["1"].size() <= 120);
  CHECK(joined(sav.notes).find("q: What did") != std::string::npos);
  CHECK(joined(sav.notes).find("part = 1: What did") != std::string::npos);
  CHECK(joined(sav.notes).find("END.") != std::string::npos);
  const auto dta = as_dta(rows);
  CHECK(dta.labels_of("part")["1"] == wording);
  CHECK(joined(dta.notes).find("q: " + wording) != std::string::npos);
}

TEST_CASE("numbers keep every digit, whatever Stata's type for them") {
  Rows rows;
  rows.columns = {variable("tiny", Type::number), variable("small", Type::number),
                  variable("whole", Type::number), variable("huge", Type::number),
                  variable("real", Type::number)};
  rows.rows = {{number(100), number(101), number(40'000), number(2'147'483'621), number(0.1)},
               {number(-127), number(-128), number(-40'000), number(5), number(1e300)},
               {skipped(), not_asked(), skipped(), not_asked(), skipped()}};
  const auto dta = as_dta(rows);
  CHECK(dta.rows[0] == std::vector<std::string>{"100", "101", "40000", "2147483621", "0.1"});
  CHECK(dta.rows[1][1] == "-128");
  CHECK(dta.rows[2] == std::vector<std::string>{".a", ".b", ".a", ".b", ".a"});
  const auto sav = as_sav(rows);
  CHECK(sav.rows[0] == dta.rows[0]);
  CHECK(sav.rows[1] == dta.rows[1]);
}

TEST_CASE("a date that is none makes its variable a text in which nothing is lost") {
  Rows rows;
  rows.columns = {variable("day", Type::date), variable("score", Type::number)};
  rows.rows = {{number(0, "1970-01-01"), number(4, "4")}, {text("in spring"), text("four")}};
  for (const auto& file : {as_sav(rows), as_dta(rows)}) {
    CHECK(file.cell(0, "day") == "1970-01-01");
    CHECK(file.cell(1, "day") == "in spring");
    CHECK(file.cell(0, "score") == "4");
    CHECK(file.cell(1, "score") == "four");
  }
}

TEST_CASE("a file without a response is a file all the same") {
  Rows rows;
  rows.columns = {yes_no("part"), variable("why", Type::text)};
  CHECK(as_sav(rows).variables.size() == 2);
  CHECK(as_dta(rows).variables.size() == 2);
}

TEST_CASE("a disk that is full ends the writing with its sentence") {
  Rows rows = all_kinds();
  const results::Sink full = [](std::string_view) {
    return Status(Error{takestock::Code::storage_full, "The disk is full.", ""});
  };
  for (const auto& written : {write_sav(rows, kDescription, full), write_dta(rows, kDescription, full)}) {
    REQUIRE(!written);
    CHECK(written.error().code == takestock::Code::storage_full);
  }
  for (int i = 0; i < 40'000; ++i) rows.rows.push_back(rows.rows[0]);  // more than what is held back
  CHECK(write_sav(rows, kDescription, full).error().message == "The disk is full.");
  CHECK(write_dta(rows, kDescription, full).error().message == "The disk is full.");
}

TEST_CASE("a number that Stata has no room for is refused, not changed") {
  Rows rows;
  rows.columns = {variable("huge", Type::number)};
  rows.rows = {{number(1e308)}};
  std::string bytes;
  const auto written = write_dta(rows, kDescription, into(bytes));
  REQUIRE(!written);
  CHECK(written.error().code == takestock::Code::limit);
}
