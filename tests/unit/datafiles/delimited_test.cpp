#include "datafiles/delimited.h"

#include <doctest/doctest.h>

#include "unit/datafiles/given.h"

using namespace given;

namespace {

Rows rows_of_each_kind() {
  Variable first = variable("m/soup", Type::code), second = variable("m/pie", Type::code);
  first.question = second.question = "m", first.choice = "soup", second.choice = "pie";
  first.choice_label = "Soup", second.choice_label = "=Pie";
  Rows rows;
  rows.columns = {yes_no("part"), first, second, variable("days", Type::number), variable("why", Type::text)};
  rows.rows = {{code(0), code(1), code(1), number(-2.5), text("=1+1")},
               {code(2), code(0), code(1), number(3), text("a, \"b\"")},
               {skipped(), not_asked(), not_asked(), skipped(), skipped()}};
  return rows;
}

std::string csv(const DelimitedOptions& options) {
  Rows rows = rows_of_each_kind();
  std::string out;
  CHECK(write_csv(rows, options, into(out)));
  return out;
}

}  // namespace

TEST_CASE("in the safe kind of CSV nothing runs in a spreadsheet, and numbers stay numbers") {
  CHECK(csv({}) == "part,m,days,why\r\nyes,soup pie,-2.5,'=1+1\r\ndk0,pie,3,\"a, \"\"b\"\"\"\r\n,,,\r\n");
}

TEST_CASE("the exact kind of CSV holds every text as it is") {
  CHECK(csv({{true, false}}) ==
        "part,m,days,why\r\nyes,soup pie,-2.5,=1+1\r\ndk0,pie,3,\"a, \"\"b\"\"\"\r\n,,,\r\n");
}

TEST_CASE("labels stand in a CSV where they are asked for") {
  CHECK(csv({{}, true}).substr(0, 44) == "part,m,days,why\r\nYes,Soup; =Pie,-2.5,'=1+1\r\n");
}
