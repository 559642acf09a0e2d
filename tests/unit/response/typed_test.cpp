#include <cmath>

#include "filled.h"

namespace takestock::response {
namespace {

struct Row {
  const char* typed;
  const char* kept;  ///< nullptr: not of the type
};

void check_type(const std::string& question, std::initializer_list<Row> rows, const char* code,
                const char* lists = "{}") {
  Filled f(question, lists);
  for (const Row& row : rows) {
    CAPTURE(row.typed);
    f.set("q", row.typed);
    CHECK(f.text("q") == (row.kept ? row.kept : row.typed));
    CHECK(f.has("q", kInvalidType) == !row.kept);
    CHECK(f.findings() == (row.kept ? std::string() : std::string("/data/q ") + code + ";"));
  }
}

TEST_CASE("integer is xsd:int") {
  check_type("{'type': 'integer', 'name': 'q', 'label': 'Q'}",
             {{"12", "12"},
              {" 12 ", "12"},
              {"+5", "5"},
              {"-0", "0"},
              {"007", "7"},
              {"2147483647", "2147483647"},
              {"-2147483648", "-2147483648"},
              {"1.5", nullptr},
              {"1.0", nullptr},
              {"1e3", nullptr},
              {"--1", nullptr},
              {"-", nullptr},
              {"+", nullptr},
              {"1 2", nullptr},
              {"zwölf", nullptr},
              {"  ", ""},
              {"", ""}},
             "type_integer");
}

TEST_CASE("a whole number that does not fit 32 bits is told apart from what is no whole number") {
  check_type("{'type': 'integer', 'name': 'q', 'label': 'Q'}",
             {{"2147483648", nullptr}, {"-2147483649", nullptr}, {" +99999999999999999999 ", nullptr}},
             "integer_size");
}

TEST_CASE("decimal is xsd:decimal") {
  check_type("{'type': 'decimal', 'name': 'q', 'label': 'Q'}",
             {{"1.50", "1.5"},
              {".5", "0.5"},
              {"5.", "5"},
              {"-0.25", "-0.25"},
              {"+1", "1"},
              {"1,5", nullptr},
              {"1e3", nullptr},
              {".", nullptr},
              {"- 1", nullptr},
              {"NaN", nullptr},
              {"Infinity", nullptr},
              {"1.2.3", nullptr}},
             "type_decimal");
}

TEST_CASE("geopoint is latitude and longitude on earth, perhaps with altitude and accuracy") {
  check_type("{'type': 'geopoint', 'name': 'q', 'label': 'Q'}",
             {{"51.5 -0.12 0 8", "51.5 -0.12 0 8"},
              {" 51.5 -0.12 ", "51.5 -0.12"},
              {"-90 180 -430.5", "-90 180 -430.5"},
              {"", ""},
              {"51.5", nullptr},
              {"91 0", nullptr},
              {"0 -180.1", nullptr},
              {"51.5 -0.12 0 -8", nullptr},
              {"51.5 -0.12 0 8 9", nullptr},
              {"51.5, -0.12", nullptr},
              {"1e1 2", nullptr},
              {"here", nullptr}},
             "type_geopoint");
}

TEST_CASE("image and audio are the name of a file and can be nothing that leads elsewhere") {
  for (const char* type : {"image", "audio"})
    check_type("{'type': '" + std::string(type) + "', 'name': 'q', 'label': 'Q'}",
               {{"0123456789abcdef0123456789abcdef.jpg", "0123456789abcdef0123456789abcdef.jpg"},
                {"0123456789abcdef0123456789abcdef.webm", "0123456789abcdef0123456789abcdef.webm"},
                {"", ""},
                {"0123456789abcdef0123456789abcdef", nullptr},
                {"0123456789abcdef0123456789abcdef.", nullptr},
                {"0123456789ABCDEF0123456789abcdef.jpg", nullptr},
                {"0123456789abcdef0123456789abcde.jpg", nullptr},
                {"0123456789abcdef0123456789abcdef.j/g", nullptr},
                {"../../../../../../../../../etc/pw.jpg", nullptr},
                {"photo.jpg", nullptr}},
               "type_file");
}

TEST_CASE("a barcode is any text; what is filled in by itself is stored and asked of nobody") {
  check_type("{'type': 'barcode', 'name': 'q', 'label': 'Q'}", {{"4006381333931", "4006381333931"}, {"", ""}},
             "");
  for (const survey::Type type : {survey::Type::start, survey::Type::end, survey::Type::today,
                                  survey::Type::username, survey::Type::device_id}) {
    CHECK_FALSE(survey::asked(type));
    CHECK(survey::holds_value(type));
  }
}

TEST_CASE("date, time and dateTime are XML Schema's, completed to the millisecond and the local zone") {
  check_type("{'type': 'date', 'name': 'q', 'label': 'Q'}",
             {{"2015-03-13", "2015-03-13"},
              {"2016-02-29", "2016-02-29"},
              {"2015-02-29", nullptr},
              {"13/03/2015", nullptr},
              {"2015-13-01", nullptr}},
             "type_date");
  check_type("{'type': 'time', 'name': 'q', 'label': 'Q'}",
             {{"14:32", "14:32:00.000+00:00"},
              {"14:32:05.1239+01:00", "14:32:05.123+01:00"},
              {"24:00", nullptr},
              {"14.32", nullptr}},
             "type_time");
  check_type("{'type': 'dateTime', 'name': 'q', 'label': 'Q'}",
             {{"2015-03-13T14:32", "2015-03-13T14:32:00.000+00:00"},
              {"2015-03-13T14:32:00Z", "2015-03-13T14:32:00.000+00:00"},
              {"2015-03-13", nullptr},
              {"2015-03-13T14:60:00Z", nullptr}},
             "type_dateTime");
}

TEST_CASE("A range takes its steps, counted from the start") {
  check_type(
      "{'type': 'range', 'name': 'q', 'label': 'Q', 'parameters': {'start': 0.1, 'end': 1.1, 'step': 0.1}}",
      {{"0.1", "0.1"},
       {"0.7", "0.7"},
       {"1.1", "1.1"},
       {"0", nullptr},
       {"0.75", nullptr},
       {"1.2", nullptr},
       {"x", nullptr}},
      "range");
}

TEST_CASE("Selects take names of their list; several are put in its order, each once") {
  const char* lists =
      "{'l': [{'name': 'a', 'label': 'A'}, {'name': 'b', 'label': 'B'}, {'name': 'c', 'label': 'C'}]}";
  check_type("{'type': 'select_one l', 'name': 'q', 'label': 'Q'}",
             {{"b", "b"}, {"B", nullptr}, {"a b", nullptr}, {"", ""}}, "type_choice", lists);
  check_type("{'type': 'select_multiple l', 'name': 'q', 'label': 'Q'}",
             {{"c a", "a c"}, {" b  b ", "b"}, {"a x", nullptr}, {"", ""}}, "type_choice", lists);
}

TEST_CASE("acknowledge is OK or blank") {
  check_type("{'type': 'acknowledge', 'name': 'q', 'label': 'Q'}", {{"OK", "OK"}, {"yes", nullptr}, {"", ""}},
             "type_choice");
}

TEST_CASE("A number given as such is judged like its text") {
  Filled f("{'type': 'integer', 'name': 'i', 'label': 'I'}, {'type': 'text', 'name': 't', 'label': 'T'}");
  f.set("i", 4.5);
  CHECK(f.has("i", kInvalidType));
  CHECK(f.text("i") == "4.5");
  f.set("t", 4.5);
  CHECK(f.text("t") == "4.5");
  CHECK_FALSE(f.response->answer(f.at("t")).is_number());
  CHECK(f.response->set(f.at("i"), NAN, f.changes).error().code == Code::bad_request);
}

}  // namespace
}  // namespace takestock::response
