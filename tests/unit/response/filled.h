// A response to a small survey written in a test.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/doors.h"
#include "response/response.h"
#include "survey/definition.h"

namespace takestock::response {

/// The whole definition around the questions, written as JSON with ' for ".
inline std::string survey_json(std::string questions, std::string lists = "{}") {
  std::string json = "{'takestock': 1, 'id': 'test', 'version': '1', 'title': 'Test', 'choices': " + lists +
                     ", 'survey': [" + questions + "]}";
  for (char& c : json)
    if (c == '\'') c = '"';
  for (std::size_t at = json.find('`'); at != std::string::npos; at = json.find('`', at)) json[at] = '\'';
  return json;
}

inline std::shared_ptr<const survey::Definition> read_survey(const std::string& json) {
  auto outcome = survey::Definition::read(json);
  for (const auto& problem : outcome.problems) MESSAGE(problem.pointer << ": " << problem.text);
  REQUIRE(outcome.definition);
  return outcome.definition;
}

/// Questions are named, not numbered; a wrong name fails the test.
struct Filled {
  explicit Filled(const std::string& questions, const std::string& lists = "{}")
      : Filled(read_survey(survey_json(questions, lists))) {}
  explicit Filled(std::shared_ptr<const survey::Definition> definition) {
    auto made = Response::make(std::move(definition), clock, random);
    REQUIRE(made.ok());
    response = std::move(*made);
  }

  NodeId at(std::string_view name) const {
    const NodeId node = response->node_at(name);
    REQUIRE(node != expression::kNoNode);
    return node;
  }
  void set(std::string_view name, std::string_view text) {
    REQUIRE(response->set(at(name), text, changes).ok());
  }
  void set(std::string_view name, double number) { REQUIRE(response->set(at(name), number, changes).ok()); }
  std::string text(std::string_view name) const { return response->answer(at(name)).text(); }
  /// What an expression reads there.
  std::string read(std::string_view name) const {
    std::string scratch;
    return std::string(response->text(at(name), scratch));
  }
  bool relevant(std::string_view name) const { return response->relevant(at(name)); }
  bool valid(std::string_view name) const { return response->valid(at(name)); }
  bool has(std::string_view name, Flag flag) const { return response->flags(at(name)) & flag; }
  std::string findings() const {
    std::string all;
    for (const Finding& finding : response->check_all(0))
      all += response->path(finding.node) + " " + finding.code + ";";
    return all;
  }

  FixedClock clock{1426255200000, 0};  // 2015-03-13T14:00:00Z
  SeededRandom random{7};
  std::unique_ptr<Response> response;
  Changes changes;
};

}  // namespace takestock::response
