#include "datafiles/response_rows.h"

#include <doctest/doctest.h>

#include <map>

#include "datafiles/codebook_file.h"
#include "datafiles/routing_words.h"
#include "unit/datafiles/given.h"

using namespace given;

namespace {

constexpr char kFirst[] = R"({"takestock":1,"id":"visit","version":"1","title":"Visit",
  "choices":{"yes_no":[{"name":"yes","label":"Yes"},{"name":"no","label":"No"},{"name":"dk","label":"Don't know"}]},
  "survey":[{"type":"select_one yes_no","name":"part","label":"Did you take part?"},
            {"type":"text","name":"gone","label":"What is asked no more?"}]})";
constexpr char kSecond[] =
    R"({"takestock":1,"id":"visit","version":"2","title":"Visit","languages":["en","cy"],
  "choices":{"yes_no":[{"name":"yes","label":{"en":"Yes","cy":"Do"}},{"name":"no","label":"No"},{"name":"dk","label":"Don't know"}],
             "rating":[{"name":"1","label":"Poor"},{"name":"3","label":"Good"}],
             "dish":[{"name":"soup","label":"Soup"},{"name":"pie","label":"Pie"}]},
  "survey":[{"type":"select_one yes_no","name":"part","number":"1","label":{"en":"Did you take part?","cy":"Gymryd rhan?"}},
            {"type":"group","name":"then","label":"Then","relevant":"${part} = 'yes'","children":[
              {"type":"select_multiple dish","name":"dishes","label":"Which?"},
              {"type":"integer","name":"days","label":"Days?"},
              {"type":"text","name":"why","label":"Why pie?","relevant":"selected(${dishes}, 'pie') and ${days} >= 2"}]},
            {"type":"select_one rating","name":"rating","label":"How good?"},
            {"type":"date","name":"day","label":"When?"},
            {"type":"dateTime","name":"at","label":"When exactly?"},
            {"type":"calculate","name":"score","calculation":"${days} * 2"},
            {"type":"text","name":"status","label":"State?"}]})";

struct Visit {
  std::shared_ptr<const survey::Definition> first = survey::Definition::read(kFirst).definition;
  std::shared_ptr<const survey::Definition> second = survey::Definition::read(kSecond).definition;
  std::vector<store::Event> events;

  void add(const survey::Definition& version, const std::string& body) {
    store::Event event;
    event.survey = "visit", event.response = "r" + std::to_string(events.size()), event.device = "d";
    event.form_hash = version.digest(), event.body = body, event.at = 1'425'229'200'000,
    event.offset_minutes = 60;
    events.push_back(event);
  }

  ResponseRows rows() {
    return {{first, second}, "", [this](const TakeResponse& take) {
              for (const store::Event& event : events)
                if (Status taken = take(event, store::ResponseStatus::finished); !taken) return taken;
              return Status(Done{});
            }};
  }
};

std::string shown(const Variable& variable, const Value& value) {
  if (value.missing != Missing::none) return value.missing == Missing::skipped ? "skipped" : "not asked";
  if (variable.type == Type::code) return variable.codes[value.code].name;
  if (value.number == value.number) return std::to_string(value.number);
  return std::string(value.text);
}

using Shown = std::map<std::string, std::string>;
std::vector<Shown> read(RowSource& source) {
  std::vector<Shown> all;
  const Status walked = source.each_row([&](std::span<const Value> values) {
    Shown row;
    for (std::size_t i = 0; i < values.size(); ++i)
      row[source.variables()[i].name] = shown(source.variables()[i], values[i]);
    all.push_back(row);
    return Status(Done{});
  });
  CHECK(walked);
  return all;
}

const Variable& named(const std::vector<Variable>& variables, const std::string& name) {
  for (const Variable& is : variables)
    if (is.name == name) return is;
  FAIL("There is no variable " << name);
  return variables.front();
}

}  // namespace

TEST_CASE("responses of all versions are rows in which skipped and not asked are told apart") {
  Visit visit;
  REQUIRE(visit.second);
  visit.add(*visit.first, R"({"part":"no","gone":"was asked"})");
  visit.add(
      *visit.second,
      R"({"part":"yes","then":{"dishes":["pie"],"days":3,"why":"hungry"},"rating":"3","day":"1899-12-31","at":"2015-03-01T17:00:00.000+00:00","score":6,"status":"fine"})");
  visit.add(*visit.second, R"({"part":"yes","then":{"days":1}})");
  visit.add(*visit.second, R"({"part":"dk"})");
  ResponseRows source = visit.rows();
  const auto rows = read(source);
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].at("gone") == "was asked");
  CHECK(rows[0].at("rating") == "not asked");
  CHECK(rows[1].at("gone") == "not asked");
  CHECK(rows[1].at("dishes/pie") == "1");
  CHECK(rows[1].at("dishes/soup") == "0");
  CHECK(rows[1].at("why") == "hungry");
  CHECK(rows[1].at("day") == std::to_string(-25'568.0));
  CHECK(rows[1].at("at") == std::to_string(1'425'229'200'000.0));
  CHECK(rows[1].at("score") == std::to_string(6.0));
  CHECK(rows[1].at("status") == "finished");
  CHECK(rows[1].at("/data/status") == "fine");
  CHECK(rows[1].at("finished_at") == std::to_string(1'425'232'800'000.0));
  CHECK(rows[2].at("dishes/pie") == "skipped");
  CHECK(rows[2].at("why") == "not asked");
  CHECK(rows[3].at("part") == "dk");
  CHECK(rows[3].at("days") == "not asked");
  CHECK(read(source) == rows);
}

TEST_CASE("codes are the numbers that choices are named by, else their places; a don't know is below 0") {
  Visit visit;
  const ResponseRows source = visit.rows();
  const Variable& part = named(source.variables(), "part");
  REQUIRE(part.codes.size() == 3);
  CHECK(part.codes[1].number == 2);
  CHECK(part.codes[2].number == -8);
  CHECK(!part.numeric_names);
  const Variable& rating = named(source.variables(), "rating");
  CHECK(rating.codes[1].number == 3);
  CHECK(rating.numeric_names);
  CHECK(named(source.variables(), "dishes/pie").label == "Pie: Which?");
  CHECK(named(source.variables(), "why").routed);
  CHECK(!named(source.variables(), "part").routed);
}

TEST_CASE("more responses than are held at a time come out in their order") {
  Visit visit;
  for (int i = 0; i < 20'000; ++i) visit.add(*visit.second, R"({"score":)" + std::to_string(i) + "}");
  ResponseRows source = visit.rows();
  double expected = 0;
  bool in_order = true;
  const std::size_t score =
      static_cast<std::size_t>(&named(source.variables(), "score") - source.variables().data());
  CHECK(source.each_row([&](std::span<const Value> values) {
    in_order = in_order && values[score].number == expected++;
    return Status(Done{});
  }));
  CHECK(in_order);
  CHECK(expected == 20'000);
}

TEST_CASE("weights to a known population are a variable, and a question's own weights need none") {
  Visit visit;
  for (const char* part : {"yes", "yes", "yes", "no"})
    visit.add(*visit.second, std::string(R"({"part":")") + part + "\"}");
  ResponseRows source = visit.rows();
  tabulation::RoundSettings settings;
  settings.population = {{"part", {{"yes", 30}, {"no", 50}}}};
  REQUIRE(source.add_weights(settings));
  const auto rows = read(source);
  CHECK(rows[0].at("weight") == std::to_string(10.0));
  CHECK(rows[3].at("weight") == std::to_string(50.0));
  settings.population[0].totals[0].category = "perhaps";
  ResponseRows other = visit.rows();
  CHECK(!other.add_weights(settings));
}

TEST_CASE("an answer that has no place is counted, and a broken one is named") {
  Visit visit;
  visit.add(*visit.second, R"({"unheard":"of","then":{"days":"three"}})");
  ResponseRows source = visit.rows();
  read(source);
  CHECK(source.unplaced() == 2);
  visit.add(*visit.second, "{");
  const Status walked = source.each_row([](std::span<const Value>) { return Status(Done{}); });
  REQUIRE(!walked);
  CHECK(walked.error().where == "r1");
}

TEST_CASE("routing is said in words, outermost condition first") {
  const Visit visit;
  const auto slot = visit.second->slot_named("why");
  CHECK(routing_in_words(*visit.second, slot, 0) ==
        "Asked only if \xE2\x80\x9C"
        "Did you take part?\xE2\x80\x9D is \xE2\x80\x9CYes\xE2\x80\x9D, and \xE2\x80\x9CWhich?\xE2\x80\x9D "
        "includes \xE2\x80\x9CPie\xE2\x80\x9D and \xE2\x80\x9C"
        "Days?\xE2\x80\x9D is at least 2");
  CHECK(routing_in_words(*visit.second, slot, 1)
            .find("\xE2\x80\x9CGymryd rhan?\xE2\x80\x9D is \xE2\x80\x9C"
                  "Do") != std::string::npos);
  CHECK(routing_expression(*visit.second, slot) ==
        "(${part} = 'yes') and (selected(${dishes}, 'pie') and ${days} >= 2)");
  CHECK(routing_in_words(*visit.second, visit.second->slot_named("part"), 0) == "");
}

TEST_CASE("the codebook has each variable's wording in every language, its codes and where it is asked") {
  Visit visit;
  ResponseRows source = visit.rows();
  const auto entries = codebook_of({visit.second, visit.first}, source.variables());
  REQUIRE(entries.size() == source.variables().size());
  for (const CodebookEntry& entry : entries) {
    if (entry.variable == "part") {
      CHECK(entry.wording == Wording{{"en", "Did you take part?"}, {"cy", "Gymryd rhan?"}});
      CHECK(entry.choices[0].label == Wording{{"en", "Yes"}, {"cy", "Do"}});
      CHECK(entry.choices[2].dont_know);
      CHECK(entry.versions == std::vector<std::string>{"2", "1"});
      CHECK(entry.number == "1");
    }
    if (entry.variable == "gone") CHECK(entry.versions == std::vector<std::string>{"1"});
    if (entry.variable == "dishes/pie") CHECK(entry.spss == "dishes_pie");
  }
}
