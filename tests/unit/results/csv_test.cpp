#include "results/csv.h"

#include <doctest/doctest.h>

#include "base/doors.h"
#include "base/utf8.h"

using namespace takestock;
using results::CsvOptions;
using results::CsvWriter;

namespace {

using Table = std::vector<std::vector<std::string>>;

std::string written(const Table& table, CsvOptions options, std::size_t* long_cells = nullptr) {
  std::string out;
  CsvWriter writer(
      [&](std::string_view bytes) {
        out += bytes;
        return Status(Done{});
      },
      options);
  for (const auto& row : table) {
    for (const auto& cell : row) writer.text(cell);
    REQUIRE(writer.end_row().ok());
  }
  REQUIRE(writer.finish().ok());
  if (long_cells) *long_cells = writer.long_cells();
  return out;
}

Table read(std::string_view text) {
  Table out;
  const Status status = results::read_csv(text, [&](std::size_t, std::vector<std::string>& cells) {
    out.push_back(cells);
    return Status(Done{});
  });
  if (!status) out.push_back({status.error().message, status.error().where});
  return out;
}

const Table kAwkward{{"name", "text", "more"},
                     {"a,b", "say \"hello\"", "two\nlines"},
                     {"two\r\nlines", "\r", "\""},
                     {"", "", ""},
                     {"=1+1", "+44 20 7946 0000", "-5 to 5"},
                     {"@SUM(A1)", "\ttab", "\rreturn"},
                     {" =1", "\n=1", "'quoted'"},
                     {"\xEF\xBC\x9D"
                      "1",
                      "\xEF\xBC\xA0x",
                      "\xE2\x88\x92"
                      "5"},
                     {"\xF0\x9F\x8C\xB3 emoji, \"quoted\"", "\xC3\xA9t\xC3\xA9", "\xE2\x80\x8B=1"}};

}  // namespace

TEST_CASE("an exact CSV re-parses to the same table") {
  CHECK(read(written(kAwkward, {true, false})) == kAwkward);
  CHECK(read(written(kAwkward, {true, true})) == kAwkward);
}

TEST_CASE("a guarded CSV re-parses to the same table once the guards are taken off") {
  Table back = read(written(kAwkward, {false, false}));
  for (auto& row : back)
    for (auto& cell : row) cell = results::unguarded(cell);
  CHECK(back == kAwkward);
}

TEST_CASE("no guarded cell starts like a formula") {
  for (const char* text : {"=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "\n+1", "\xC2\xA0=1",
                           "\xEF\xBC\x9D"
                           "1",
                           "\xEF\xBC\x8B"
                           "1",
                           "\xEF\xBC\x8D"
                           "1",
                           "\xEF\xBC\xA0x", "\xE3\x80\x80=1", "\xEF\xBB\xBF=1"}) {
    CHECK(results::guarded(text) == std::string("'") + text);
  }
  for (const char* text : {"", "plain", "1 - 2", "a=b", "3+4", " x"}) CHECK(results::guarded(text) == text);
}

TEST_CASE("numbers are never guarded and blanks stay empty") {
  std::string out;
  CsvWriter writer(
      [&](std::string_view bytes) {
        out += bytes;
        return Status(Done{});
      },
      {});
  writer.number(-5);
  writer.blank();
  writer.number(0.1);
  CHECK(writer.end_row().ok());
  CHECK(writer.finish().ok());
  CHECK(out == "-5,,0.1\r\n");
}

TEST_CASE("records end with CR LF and a byte order mark is there only when asked for") {
  CHECK(written({{"a", "b"}, {"c"}}, {}) == "a,b\r\nc\r\n");
  CHECK(written({{"a"}}, {false, true}) ==
        "\xEF\xBB\xBF"
        "a\r\n");
}

TEST_CASE("a text too long for a spreadsheet is counted and written whole") {
  const std::string at_limit(32'767, 'x'), over(32'768, 'x');
  std::string emoji;
  for (int i = 0; i < 16'384; ++i) emoji += "\xF0\x9F\x8C\xB3";  // two units each: 32,768
  std::size_t long_cells = 0;
  const Table table{{at_limit, over, emoji}};
  CHECK(read(written(table, {}, &long_cells)) == table);
  CHECK(long_cells == 2);
}

TEST_CASE("CSV of others is read: LF alone, no end of line at the end, a byte order mark, blank lines") {
  CHECK(read("a,b\nc,d") == Table{{"a", "b"}, {"c", "d"}});
  CHECK(read("\xEF\xBB\xBF"
             "a\r\n\r\n\"b\"\r\n") == Table{{"a"}, {"b"}});
  CHECK(read("a,\r\n,b") == Table{{"a", ""}, {"", "b"}});
  CHECK(read("").empty());
}

TEST_CASE("broken CSV is refused with its line") {
  CHECK(read("a\r\n\"b") == Table{{"a"}, {"A quote that opens a cell here is not closed.", "line 2"}});
  CHECK(read("\"a\nb\"x") == Table{{"There is text beside the quotes of a cell.", "line 2"}});
  CHECK(read("a\"b") == Table{{"There is a quote inside a cell that does not start with one.", "line 1"}});
  CHECK(read("a\n\xFF") == Table{{"This file is not UTF-8 text.", "line 2"}});
}

TEST_CASE("random tables re-parse to themselves") {
  SeededRandom random(7);
  const char* const pieces[] = {
      "\"", ",", "\r", "\n", "=", "-", "'", "a", " ", "\t", "\xF0\x9F\x98\x80", "\xEF\xBB\xBF", "\xC3\xA9"};
  for (int round = 0; round < 300; ++round) {
    Table table(1 + random.next() % 4, std::vector<std::string>(2 + random.next() % 3));
    for (auto& row : table)
      for (auto& cell : row)
        for (std::size_t n = random.next() % 6; n > 0; --n) cell += pieces[random.next() % 13];
    // A file that starts with U+FEFF is one with a byte order mark: written with one, the text keeps its own.
    CHECK(read(written(table, {true, true})) == table);
  }
}

namespace {

/// Encoding, delimiter and cells of a file as another program saved it.
Table opened(const std::string& bytes) {
  Result<results::CsvFile> file = results::open_csv(bytes);
  if (!file) return {{file.error().message}};
  Table out{{file->encoding, std::string(1, file->delimiter)}};
  const Status status = results::read_csv(
      file->text,
      [&](std::size_t, std::vector<std::string>& cells) {
        out.push_back(cells);
        return Status(Done{});
      },
      file->delimiter);
  if (!status) out.push_back({status.error().message, status.error().where});
  return out;
}

}  // namespace

TEST_CASE("a table saved by another program is read whatever its encoding and delimiter") {
  CHECK(opened("\xEF\xBB\xBFname;town\r\n\"a;b\";\"c,\"\"d\"\"\"") ==
        Table{{"UTF-8", ";"}, {"name", "town"}, {"a;b", "c,\"d\""}});
  CHECK(opened("name\ttown\nZo\xEB\tC\xF4te \x96 d\x92Or\n") ==
        Table{{"Windows-1252", "\t"}, {"name", "town"}, {"Zo\xC3\xAB", "C\xC3\xB4te – d’Or"}});
  CHECK(opened("\"a,b,c\";d\r\n1;2") == Table{{"UTF-8", ";"}, {"a,b,c", "d"}, {"1", "2"}});
  CHECK(opened("sep=;\r\na,b;c\r\n") == Table{{"UTF-8", ";"}, {"a,b", "c"}});
  CHECK(opened("a,b\rc,d\r") == Table{{"UTF-8", ","}, {"a", "b"}, {"c", "d"}});
  CHECK(opened("") == Table{{"UTF-8", ","}});
}

TEST_CASE("what is no table of text is refused with what to do") {
  CHECK(opened("PK\x03\x04rest") ==
        Table{{"This file is a workbook. Save it as “CSV UTF-8” and take that file."}});
  CHECK(opened(std::string("\xFF\xFEn\0", 4)) ==
        Table{{"This file is UTF-16 text. Save it as “CSV UTF-8” and take that file."}});
  CHECK(opened(std::string("a\0b", 3)) ==
        Table{{"This file is not text. Save the table as “CSV UTF-8” and take that file."}});
}
