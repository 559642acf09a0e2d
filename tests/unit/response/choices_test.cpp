#include "filled.h"

namespace takestock::response {
namespace {

const char* const kPlaces =
    "{'country': [{'name': 'fr', 'label': 'France'}, {'name': 'es', 'label': 'Spain'}],"
    " 'city': [{'name': 'paris', 'label': 'Paris', 'in': 'fr'}, {'name': 'lyon', 'label': 'Lyon', 'in': "
    "'fr'},"
    "          {'name': 'madrid', 'label': 'Madrid', 'in': 'es'}]}";
const char* const kCities =
    "{'type': 'select_one country', 'name': 'country', 'label': 'Country'},"
    "{'type': 'select_multiple city', 'name': 'city', 'label': 'City', 'choice_filter': 'in = ${country}'},"
    "{'type': 'calculate', 'name': 'copy', 'calculation': '${city}'}";

using Indexes = std::vector<std::uint32_t>;

TEST_CASE("A choice filter decides what is offered, each time what it reads changes") {
  Filled f(kCities, kPlaces);
  CHECK(f.response->choices(f.at("country")) == Indexes{0, 1});
  CHECK(f.response->choices(f.at("city")).empty());
  f.set("country", "fr");
  CHECK(f.changes.choices == std::vector<NodeId>{f.at("city")});
  CHECK(f.response->choices(f.at("city")) == Indexes{0, 1});
  f.set("country", "es");
  CHECK(f.response->choices(f.at("city")) == Indexes{2});
}

TEST_CASE("A chosen name that is no longer offered is taken out, told, and comes back with undo") {
  Filled f(kCities, kPlaces);
  f.set("country", "fr");
  f.set("city", "lyon paris");
  CHECK(f.text("copy") == "paris lyon");
  f.set("country", "es");
  CHECK(f.text("city") == "");
  CHECK(f.text("copy") == "");
  CHECK(f.changes.values == std::vector<NodeId>{f.at("country"), f.at("city"), f.at("copy")});
  f.response->undo();
  CHECK(f.text("city") == "paris lyon");
  CHECK(f.response->choices(f.at("city")) == Indexes{0, 1});
}

TEST_CASE("A name that is not offered now is kept as typed and told") {
  Filled f(kCities, kPlaces);
  f.set("country", "fr");
  f.set("city", "madrid");
  CHECK(f.text("city") == "madrid");
  CHECK(f.findings() == "/data/city type_choice;");
}

TEST_CASE("Hiding a page does not take away what was chosen on it") {
  Filled f(
      std::string("{'type': 'integer', 'name': 'on', 'label': 'On', 'default': '1'},"
                  "{'type': 'group', 'name': 'g', 'label': 'G', 'relevant': '${on} = 1', 'children': [") +
          kCities + "]}",
      kPlaces);
  f.set("country", "fr");
  f.set("city", "paris");
  f.set("on", 0.0);
  CHECK(f.read("city") == "");
  f.set("on", 1.0);
  CHECK(f.read("city") == "paris");
  CHECK(f.text("copy") == "paris");
}

TEST_CASE("The name of a single choice may hold spaces") {
  Filled f("{'type': 'select_one l', 'name': 'q', 'label': 'Q', 'choice_filter': 'name != `x`'}",
           "{'l': [{'name': 'two words', 'label': 'T'}, {'name': 'x', 'label': 'X'}]}");
  f.set("q", "two words");
  CHECK(f.text("q") == "two words");
  CHECK(f.findings() == "");
  CHECK(f.response->choices(f.at("q")) == Indexes{0});
}

TEST_CASE(
    "jr:choice-name() gives the label in the language that is spoken, and nothing is drawn or typed again "
    "for it") {
  std::string json = survey_json(
      "{'type': 'select_one c', 'name': 'q', 'label': 'Q'},"
      "{'type': 'calculate', 'name': 'name', 'calculation': 'jr:choice-name(${q}, `${q}`)'},"
      "{'type': 'text', 'name': 'typed', 'label': 'T', 'calculation': 'jr:choice-name(${q}, `${q}`)'},"
      "{'type': 'calculate', 'name': 'drawn', 'calculation': 'random()'}",
      "{'c': [{'name': 'y', 'label': {'en': 'Yes', 'cy': 'Ie'}}]}");
  json.replace(json.find("\"title\""), 0, "\"languages\": [\"en\", \"cy\"], ");
  Filled f(read_survey(json));
  f.set("q", "y");
  CHECK(f.text("name") == "Yes");
  f.set("typed", "mine");
  const std::string drawn = f.text("drawn");
  f.response->speak(1);
  CHECK(f.text("name") == "Ie");
  CHECK(f.text("typed") == "mine");
  CHECK(f.text("drawn") == drawn);
  f.set("q", "");
  CHECK(f.text("name") == "");
}

}  // namespace
}  // namespace takestock::response
