#include "datafiles/workbook.h"

#include <doctest/doctest.h>
#include <zlib.h>

#include <cstring>
#include <map>

#include "datafiles/sheet_text.h"
#include "unit/datafiles/given.h"

using namespace given;

namespace {

std::uint32_t number_at(const std::string& bytes, std::size_t at, std::size_t size) {
  std::uint32_t number = 0;
  for (std::size_t i = size; i-- > 0;) number = number << 8 | static_cast<unsigned char>(bytes.at(at + i));
  return number;
}

std::string inflated(const std::string& packed, std::size_t size) {
  std::string out(size, ' ');
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, -15) == Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  inflateEnd(&stream);
  return out;
}

/// The entries of a ZIP archive by its directory; their sums are checked.
std::map<std::string, std::string> entries(const std::string& bytes) {
  std::map<std::string, std::string> found;
  const std::size_t end = bytes.rfind("PK\x05\x06");
  REQUIRE(end != std::string::npos);
  std::size_t at = number_at(bytes, end + 16, 4);
  for (std::uint32_t left = number_at(bytes, end + 10, 2); left > 0; --left) {
    const std::size_t local = number_at(bytes, at + 42, 4), name_size = number_at(bytes, at + 28, 2);
    const std::string packed = bytes.substr(local + 30 + name_size, number_at(bytes, at + 20, 4));
    const std::string entry = inflated(packed, number_at(bytes, at + 24, 4));
    CHECK(::crc32(0, reinterpret_cast<const Bytef*>(entry.data()), static_cast<uInt>(entry.size())) ==
          number_at(bytes, at + 16, 4));
    found[bytes.substr(at + 46, name_size)] = entry;
    at += 46 + name_size;
  }
  return found;
}

std::map<std::string, std::string> workbook(Rows& rows, bool labels = false) {
  std::string bytes;
  const auto written = write_xlsx(rows, {kDescription, labels}, into(bytes));
  REQUIRE(written);
  CHECK(bytes.substr(0, 4) == std::string("PK\x03\x04"));
  return entries(bytes);
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string cell_text(std::string_view text) {
  std::string out;
  append_cell_text(out, text);
  return out;
}

}  // namespace

TEST_CASE("a cell is of its answer's type, and a blank is no cell") {
  Rows rows;
  rows.columns = {yes_no("part"), variable("days", Type::number), variable("day", Type::date),
                  variable("why", Type::text)};
  rows.rows = {{code(0), number(2.5), number(16'495, "2015-03-01"), text("so")},
               {skipped(), not_asked(), number(-49'448, "1834-08-14"), text("=1+1")}};
  const std::string sheet = workbook(rows)["xl/worksheets/sheet1.xml"];
  CHECK(holds(sheet, R"(<c r="A2" s="1" t="inlineStr"><is><t>yes</t></is></c>)"));
  CHECK(holds(sheet, R"(<c r="B2"><v>2.5</v></c>)"));
  CHECK(holds(sheet, R"(<c r="C2" s="3"><v>42064</v></c>)"));
  CHECK(holds(sheet, R"(<row r="3"><c r="C3" s="1" t="inlineStr"><is><t>1834-08-14</t></is></c>)"));
  CHECK(holds(sheet, R"(<c r="D3" s="1" t="inlineStr"><is><t>=1+1</t></is></c>)"));
  CHECK(!holds(sheet, "<f"));
  CHECK(holds(workbook(rows, true)["xl/worksheets/sheet1.xml"], "<t>Yes</t>"));
}

TEST_CASE("codes that are numbers are numbers, and several choices stand in one cell") {
  Rows rows;
  Variable rating = variable("rating", Type::code);
  rating.codes = {{1, "1", "Poor", false}, {5, "5", "Good", false}, {-8, "dk", "Don't know", true}};
  rating.numeric_names = true;
  Variable first = variable("m/a", Type::code), second = variable("m/b", Type::code);
  first.question = second.question = "m", first.choice = "a", second.choice = "b";
  rows.columns = {rating, first, second};
  rows.rows = {{code(1), code(1), code(1)}, {code(2), code(0), code(1)}, {code(0), skipped(), skipped()}};
  const std::string sheet = workbook(rows)["xl/worksheets/sheet1.xml"];
  CHECK(holds(sheet, R"(<c r="A2"><v>5</v></c><c r="B2" s="1" t="inlineStr"><is><t>a b</t></is></c></row>)"));
  CHECK(holds(sheet, R"(<t>dk</t></is></c><c r="B3" s="1" t="inlineStr"><is><t>b</t></is></c></row>)"));
  CHECK(holds(sheet, R"(<row r="4"><c r="A4"><v>1</v></c></row>)"));
}

TEST_CASE("the sheets behind the responses say what the variables mean and what the file is") {
  Rows rows;
  rows.columns = {yes_no("part")};
  auto parts = workbook(rows);
  CHECK(holds(parts["xl/worksheets/sheet2.xml"], "<t>Did you take part?</t>"));
  CHECK(holds(parts["xl/worksheets/sheet2.xml"], "<t>Don't know 0</t>"));
  CHECK(holds(parts["xl/worksheets/sheet3.xml"], "<t>A file for a test.</t>"));
  CHECK(holds(parts["[Content_Types].xml"], "/xl/worksheets/sheet3.xml"));
}

TEST_CASE("a text is written so that Excel shows it and nothing else") {
  CHECK(cell_text("a < b & \"c\"") == "a &lt; b &amp; &quot;c&quot;");
  CHECK(cell_text("two\r\nlines\rhere") == "two\nlines\nhere");
  CHECK(cell_text(std::string_view("\x01 and \x1B", 7)) == "_x0001_ and _x001B_");
  CHECK(cell_text("_x0041_ and _y") == "_x005F_x0041_ and _y");
  CHECK(cell_text("\xEF\xBF\xBF") == "\xEF\xBF\xBD");
  CHECK(cell_text("\xEF\xBC\x9D") == "\xEF\xBC\x9D");
}

TEST_CASE("a text that is longer than a cell is cut between characters, and counted") {
  const std::string tree = "\xF0\x9F\x8C\xB3";
  std::string out;
  CHECK(!append_cell_text(out, std::string(32'767, 'a')));
  CHECK(append_cell_text(out, std::string(32'768, 'a')));
  out.clear();
  CHECK(append_cell_text(out, times(tree, 16'384)));
  CHECK(out == times(tree, 16'383));
  Rows rows;
  rows.columns = {variable("why", Type::text)};
  const std::string longest(40'000, 'x');
  rows.rows = {{text(longest)}};
  std::string bytes;
  CHECK(write_xlsx(rows, {kDescription}, into(bytes))->cut_texts == 1);
}

TEST_CASE("Excel counts days from 1900, and what is before is not a number to it") {
  CHECK(excel_number(Type::date, 16'495) == 42'064);
  CHECK(excel_number(Type::date, -25'508) == 61);
  CHECK(!excel_number(Type::date, -25'509));
  CHECK(excel_number(Type::moment, 43'200'000.0) == 25'569.5);
  CHECK(excel_number(Type::time, 21'600'000.0) == 0.25);
}

TEST_CASE("columns have letters up to Excel's last") {
  CHECK(column_letters(0) == "A");
  CHECK(column_letters(26) == "AA");
  CHECK(column_letters(16'383) == "XFD");
  Rows rows;
  for (int i = 0; i <= 16'384; ++i) rows.columns.push_back(variable("q" + std::to_string(i), Type::number));
  std::string bytes;
  CHECK(write_xlsx(rows, {kDescription}, into(bytes)).error().code == takestock::Code::limit);
}

TEST_CASE("a disk that is full ends a workbook with its sentence") {
  Rows rows;
  rows.columns = {variable("days", Type::number)};
  const results::Sink full = [](std::string_view) {
    return Status(Error{takestock::Code::storage_full, "The disk is full.", ""});
  };
  CHECK(write_xlsx(rows, {kDescription}, full).error().message == "The disk is full.");
}
