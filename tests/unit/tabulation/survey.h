// A small survey and responses to it, for the tests of the room.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tabulation/release.h"
#include "tabulation/responses.h"

namespace takestock::tabulation {

inline const char kLunch[] = R"json({
  "takestock": 1, "id": "lunch", "version": "1", "title": "Lunch",
  "choices": {
    "agree": [{"name": "yes", "label": "Yes"}, {"name": "no", "label": "No"}, {"name": "dk", "label": "Don't know"}],
    "dish": [{"name": "soup", "label": "Soup"}, {"name": "pie", "label": "Pie"}, {"name": "none", "label": "None"}],
    "region": [{"name": "north", "label": "North"}, {"name": "south", "label": "South"}]},
  "survey": [
    {"type": "select_one region", "name": "region", "label": "Where?"},
    {"type": "group", "name": "food", "label": "Food", "children": [
      {"type": "select_one agree", "name": "hungry", "label": "Hungry?"},
      {"type": "select_multiple dish", "name": "dishes", "label": "Which?", "relevant": "${hungry} = 'yes'"},
      {"type": "integer", "name": "guests", "label": "How many?"}]},
    {"type": "text", "name": "why", "label": "Why?"}],
  "measures": [
    {"name": "hungry", "type": "share", "label": "were hungry", "numerator": "${hungry} = 'yes'"},
    {"name": "sure", "type": "share", "label": "of those who knew were hungry", "numerator": "${hungry} = 'yes'",
     "base": "${hungry} = 'yes' or ${hungry} = 'no'"},
    {"name": "soup", "type": "share", "label": "wanted soup", "numerator": "selected(${dishes}, 'soup')"
},
    {"name": "guests", "type": "mean", "label": "guests", "of": "${guests}"},
    {"name": "middle", "type": "median", "label": "guests", "of": "${guests}"},
    {"name": "all", "type": "sum", "label": "guests", "of": "${guests}"},
    {"name": "net", "type": "net_score", "label": "net", "of": "${hungry}", "plus": ["yes"], "minus": ["no"]},
    {"name": "each", "type": "ratio", "label": "guests each", "numerator": "${guests}", "denominator": "1"},
    {"name": "kinds", "type": "distribution", "label": "dishes", "of": "${dishes}"}],
  "attributes": ["region"]
})json";

inline std::shared_ptr<const survey::Definition> definition_of(std::string text) {
  return survey::Definition::read(text).definition;
}

/// The survey with one measure renamed: "all" is taken.
inline std::string lunch() {
  std::string text = kLunch;
  text.replace(text.find("\"name\": \"all\""), 13, "\"name\": \"sum\"");
  return text;
}

inline Responses responses_to(const std::shared_ptr<const survey::Definition>& definition,
                              const std::vector<std::string>& bodies) {
  std::set<std::string, std::less<>> texts{"why"};
  Responses responses(Codebook({definition}, {"", {}}), texts);
  for (const std::string& body : bodies) (void)responses.add(definition->digest(), body);
  (void)responses.finish();
  return responses;
}

}  // namespace takestock::tabulation
