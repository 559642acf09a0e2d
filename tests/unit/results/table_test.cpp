#include "results/table.h"

#include <doctest/doctest.h>

#include "results/exporter.h"
#include "samples.h"
#include "store/database.h"

using namespace takestock;
using results::Cell;
using results::Table;
using results::TableOptions;
using samples::event;
using store::Event;
using store::ResponseStatus;

namespace {

const std::string kFull =
    "{\"first\":{\"q1\":\"yes\",\"q2\":[\"walk\",\"play\"],\"q3\":12,\"q4\":0.1},\"second\":{\"q5\":\"-5 "
    "trees,\\nplease\",\"q6\":\"2015-03-"
    "13\"},\"twice\":0.2,\"status\":\"fine\"}";

/// The sample survey, a version later: q3 is gone, q7 is new, q5 asks for a number.
std::string later_version() {
  std::string json = samples::kSurvey;
  const auto replace = [&](const std::string& from, const std::string& to) {
    REQUIRE(json.find(from) != std::string::npos);
    json.replace(json.find(from), from.size(), to);
  };
  replace("\"version\": \"2\"", "\"version\": \"10\"");
  replace("{\"type\": \"integer\", \"name\": \"q3\"", "{\"type\": \"integer\", \"name\": \"q7\"");
  replace("{\"type\": \"text\", \"name\": \"q5\"", "{\"type\": \"integer\", \"name\": \"q5\"");
  replace(", \"appearance\": \"multiline\"", "");
  return json;
}

std::string header(const Table& table) {
  std::string out;
  for (const auto& column : table.columns()) out += (out.empty() ? "" : ",") + column.name;
  return out;
}

std::string csv(const Table& table, const std::vector<Event>& events, results::CsvOptions options = {}) {
  std::string out;
  const auto exporter = results::csv_exporter(
      table,
      [&](std::string_view bytes) {
        out += bytes;
        return Status(Done{});
      },
      options);
  REQUIRE(exporter->begin({}).ok());
  std::vector<Cell> cells;
  for (const Event& one : events) {
    REQUIRE(table.fill(one, ResponseStatus::finished, cells).ok());
    REQUIRE(exporter->row(one, cells).ok());
  }
  REQUIRE(exporter->finish().ok());
  return out.substr(out.find("\r\n") + 2);
}

const std::string kAbout1 =
    "parks,11111111111111111111111111111111,finished,2,2023-11-14T23:13:20.000+01:00,"
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,";

}  // namespace

TEST_CASE("columns are those about the response, then every question in document order") {
  const Table table({samples::definition()}, {});
  CHECK(header(table) ==
        "survey,response,status,version,finished_at,device,q1,q2,q3,q4,q5,q6,twice,/data/status");
}

TEST_CASE("a row holds names, numbers as numbers, and nothing where nothing was answered") {
  const Table table({samples::definition()}, {});
  CHECK(csv(table, {event('1', 'a', 1, kFull)}) ==
        kAbout1 + "yes,walk play,12,0.1,\"'-5 trees,\nplease\",2015-03-13,0.2,fine\r\n");
  CHECK(csv(table, {event('1', 'a', 1, kFull)}, {true, false}) ==
        kAbout1 + "yes,walk play,12,0.1,\"-5 trees,\nplease\",2015-03-13,0.2,fine\r\n");
  CHECK(csv(table, {event('1', 'a', 1, kFull), event('1', 'a', 1, "{\"first\":{\"q4\":-2}}")})
            .find(kAbout1 + ",,,-2,,,,\r\n") != std::string::npos);
}

TEST_CASE("labels stand for names in the wanted language, falling back to the default one") {
  const Table english({samples::definition()}, {true, false, ""}),
      welsh({samples::definition()}, {true, false, "cy"});
  CHECK(csv(english, {event('1', 'a', 1, kFull)}).find(",Yes,Walking; Playing; games,12,") !=
        std::string::npos);
  CHECK(csv(welsh, {event('1', 'a', 1, kFull)}).find(",Oes,Walking; Playing; games,12,") !=
        std::string::npos);
}

TEST_CASE("split columns are 1 and 0 for who answered the question and empty for who did not") {
  const Table table({samples::definition()}, {false, true, ""});
  CHECK(header(table).find("q1,q2,q2/walk,q2/play,q2/none,q3") != std::string::npos);
  CHECK(csv(table, {event('1', 'a', 1, kFull)}).find(",walk play,1,1,0,12,") != std::string::npos);
  CHECK(csv(table, {event('1', 'a', 1, "{\"first\":{\"q1\":\"no\"}}")}) == kAbout1 + "no,,,,,,,,,,\r\n");
}

TEST_CASE("columns of several versions are joined by name, the newest first, whatever order they come in") {
  const auto older = samples::definition(), newer = samples::definition(later_version());
  const Table table({older, newer, older}, {});
  CHECK(header(table) ==
        "survey,response,status,version,finished_at,device,q1,q2,q3,q7,q4,q5,q6,twice,/data/status");
  CHECK(header(Table({newer, older}, {})) == header(table));
  CHECK(table.versions().front()->version() == "10");
  CHECK(csv(table, {event('1', 'a', 1, kFull)}) ==
        kAbout1 + "yes,walk play,12,,0.1,\"'-5 trees,\nplease\",2015-03-13,0.2,fine\r\n");
}

TEST_CASE("an answer to a question that no version asks is counted, not lost in silence") {
  const Table table({samples::definition()}, {});
  std::vector<Cell> cells;
  const auto unplaced =
      table.fill(event('1', 'a', 1, "{\"q99\":1,\"q98\":null}"), ResponseStatus::finished, cells);
  REQUIRE(unplaced.ok());
  CHECK(*unplaced == 1);
}

TEST_CASE("an event of an unknown definition, or with a broken body, is an error") {
  const Table table({samples::definition()}, {});
  std::vector<Cell> cells;
  Event unknown = event('1', 'a', 1, "{}");
  unknown.form_hash = "x";
  CHECK(!table.fill(unknown, ResponseStatus::finished, cells).ok());
  CHECK(!table.fill(event('1', 'a', 1, "{"), ResponseStatus::finished, cells).ok());
}

TEST_CASE("a draft's row has no time of finishing, and only what would be sent") {
  const auto definition = samples::definition();
  const Table table({definition}, {});
  FixedClock clock;
  SeededRandom random(1);
  const auto body =
      results::relevant_record(definition, "{\"first\":{\"q1\":\"no\",\"q3\":12,\"q4\":3}}", clock, random);
  REQUIRE_MESSAGE(body.ok(), (body.ok() ? "" : body.error().message));
  Event draft = event('1', 'a', 1, *body);
  std::vector<Cell> cells;
  REQUIRE(table.fill(draft, ResponseStatus::draft, cells).ok());
  CHECK(cells[2].text == "draft");
  CHECK(cells[4].kind == Cell::Kind::blank);
  CHECK(cells[8].kind == Cell::Kind::blank);  // q3 is not asked of who answers no
  CHECK(cells[9].number == 3);
}

TEST_CASE("JSON holds every column typed, one response per line") {
  const Table table({samples::definition()}, {});
  std::string out;
  const auto exporter = results::json_exporter(table, [&](std::string_view bytes) {
    out += bytes;
    return Status(Done{});
  });
  REQUIRE(exporter->begin({}).ok());
  std::vector<Cell> cells;
  const Event one = event('1', 'a', 1,
                          "{\"first\":{\"q1\":\"yes\",\"q2\":[\"walk\",\"play\"],\"q4\":0.5},\"second\":{"
                          "\"q5\":\"=\\\"x\\\"\\n\"}}");
  REQUIRE(table.fill(one, ResponseStatus::finished, cells).ok());
  REQUIRE(exporter->row(one, cells).ok());
  REQUIRE(exporter->row(one, cells).ok());
  REQUIRE(exporter->finish().ok());
  const std::string row =
      "{\"survey\":\"parks\",\"response\":\"11111111111111111111111111111111\",\"status\":\"finished\","
      "\"version\":\"2\",\"finished_at\":"
      "\"2023-11-14T23:13:20.000+01:00\",\"device\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"answers\":{\"q1\":"
      "\"yes\",\"q2\":[\"walk\",\"play\"],"
      "\"q3\":null,\"q4\":0.5,\"q5\":\"=\\\"x\\\"\\n\",\"q6\":null,\"twice\":null,\"/data/status\":null}}";
  CHECK(out == "[\n" + row + ",\n" + row + "\n]\n");
}

namespace {

std::string query(store::Database& database, const std::string& sql) {
  auto statement = database.prepare(sql);
  REQUIRE_MESSAGE(statement.ok(), (statement.ok() ? "" : statement.error().message));
  std::string out;
  for (auto row = (*statement)->step(); row.ok() && *row; row = (*statement)->step())
    out += std::string((*statement)->null(0) ? "NULL" : (*statement)->text(0)) + "\n";
  return out;
}

}  // namespace

TEST_CASE("SQLite holds the typed table, the long form, the codebook, the definitions and every event") {
  const Table table({samples::definition()}, {});
  auto database = store::open_sqlite(":memory:");
  REQUIRE(database.ok());
  const auto exporter = results::sqlite_exporter(table, **database);
  REQUIRE(exporter->begin({samples::text_of()}).ok());
  std::vector<Cell> cells;
  const Event one = event('1', 'a', 2, kFull), lost = event('1', 'b', 1, "{}");
  for (const Event& each : {one, lost}) REQUIRE(exporter->event(each).ok());
  REQUIRE(table.fill(one, ResponseStatus::finished, cells).ok());
  REQUIRE(exporter->row(one, cells).ok());
  REQUIRE(exporter->finish().ok());
  CHECK(
      query(**database,
            "SELECT q1 || '|' || q2 || '|' || q3 || '|' || q4 || '|' || q5 || '|' || twice FROM response") ==
      "yes|walk play|12|0.1|-5 trees,\nplease|0.2\n");
  CHECK(query(**database,
              "SELECT typeof(q3) || typeof(q4) || typeof(twice) || typeof(q5) || typeof(q6) FROM response") ==
        "integerrealrealtexttext\n");
  CHECK(query(**database, "SELECT q4 = 0.1 FROM response") == "1\n");
  CHECK(
      query(**database, "SELECT value || '=' || label FROM answer WHERE question = 'q2' ORDER BY position") ==
      "walk=Walking\nplay=Playing; games\n");
  CHECK(query(**database,
              "SELECT typeof(value) FROM answer WHERE question IN ('q3', 'q4') ORDER BY question") ==
        "integer\nreal\n");
  CHECK(query(**database,
              "SELECT number || label || type || relevant || choices FROM codebook WHERE name = 'q2'") ==
        "2What for?select_multiple${q1} = "
        "'yes'[{\"name\":\"walk\",\"label\":\"Walking\"},{\"name\":\"play\",\"label\":\"Playing; "
        "games\"},{\"name\":\"none\",\"label\":\"None of these\"}]\n");
  CHECK(query(**database, "SELECT count(*) FROM event") == "2\n");
  CHECK(query(**database, "SELECT body = '{}' FROM event WHERE device LIKE 'b%'") == "1\n");
  CHECK(query(**database, "SELECT json FROM definition") == std::string(samples::kSurvey) + "\n");
}

TEST_CASE("names that SQLite takes for one column both keep theirs") {
  std::string json = samples::kSurvey;
  json.replace(json.find("\"name\": \"q5\""), 12, "\"name\": \"Q5\"");
  json.replace(json.find("\"version\": \"2\""), 14, "\"version\": \"3\"");
  const Table table({samples::definition(), samples::definition(json)}, {});
  auto database = store::open_sqlite(":memory:");
  REQUIRE(database.ok());
  const auto exporter = results::sqlite_exporter(table, **database);
  REQUIRE(exporter->begin({}).ok());
  CHECK(query(**database,
              "SELECT sql GLOB '*\"q5\"*' AND sql GLOB '*\"Q5_2\"*' FROM sqlite_schema WHERE name = "
              "'response'") == "1\n");
}
