// Taking Stock as the page asks it, beside a transcription of the paper of 20 January 2015 that was made
// without looking at the definition.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/doors.h"
#include "doctest/doctest.h"
#include "nlohmann/json.hpp"
#include "response/response.h"
#include "survey/definition.h"

namespace {

using nlohmann::json;
using takestock::response::Changes;
using takestock::response::Response;
using takestock::survey::Definition;
using takestock::survey::kNoSlot;
using takestock::survey::Node;
using takestock::survey::Slot;

std::string file(const std::string& path) {
  std::ifstream in(std::string(TAKESTOCK_SOURCE_DIR) + "/" + path, std::ios::binary);
  REQUIRE_MESSAGE(in.good(), path);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The definition, its questions by their printed number, and the transcription.
struct Papers {
  std::shared_ptr<const Definition> definition;
  json transcription = json::parse(file("tests/vectors/taking-stock-transcription.json"));
  std::vector<std::string> order;
  std::map<std::string, Slot> numbered;

  Papers() {
    auto outcome = Definition::read(file("surveys/taking-stock/survey.json"));
    REQUIRE(outcome.problems.empty());
    definition = outcome.definition;
    for (Slot slot = 0; slot < definition->nodes().size(); slot++) {
      std::string number(definition->question_number(definition->node(slot)));
      if (number.empty()) continue;
      order.push_back(number);
      numbered[number] = slot;
    }
  }

  const Node& question(const std::string& number) const { return definition->node(numbered.at(number)); }
  std::string text(takestock::survey::TextId id) const { return std::string(definition->text(id, 0)); }

  std::vector<std::string> options(const Node& node) const {
    std::vector<std::string> labels;
    for (const auto& choice : definition->list(node).choices) labels.push_back(text(choice.label));
    return labels;
  }

  std::vector<std::string> headings(const Node& node) const {
    std::vector<std::string> labels;
    for (Slot slot = node.parent; slot != kNoSlot; slot = definition->node(slot).parent) {
      labels.push_back(text(definition->node(slot).label));
    }
    return labels;
  }
};

/// Whether question `asked` is asked once `answer` (a choice's name, or "" for none) stands at question
/// `asking`.
bool asked_after(const Papers& papers, const std::string& asked, const std::string& asking,
                 const std::string& answer) {
  takestock::FixedClock clock;
  takestock::SeededRandom random(1);
  auto response = Response::make(papers.definition, clock, random);
  REQUIRE(response.ok());
  Response& filled = **response;
  auto node_of = [&](const std::string& number) {
    return filled.node_at(papers.definition->path(papers.numbered.at(number)));
  };
  Changes changes;
  REQUIRE(filled.set(node_of(asking), answer, changes).ok());
  return filled.relevant(node_of(asked));
}

bool listed(const json& list, const std::string& wanted) {
  for (const auto& each : list) {
    if (each.get<std::string>() == wanted) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("Taking Stock asks the 21 questions of the paper and no other, in its order") {
  Papers papers;
  std::vector<std::string> expected;
  for (const auto& question : papers.transcription) expected.push_back(question["number"]);
  CHECK(expected.size() == 21);
  CHECK(papers.order == expected);
}

TEST_CASE(
    "Every question of Taking Stock has the paper's wording, word for word, and stands in the paper's "
    "section") {
  Papers papers;
  for (const auto& expected : papers.transcription) {
    const Node& node = papers.question(expected["number"]);
    CHECK(papers.text(node.label) == expected["text"].get<std::string>());
    const auto headings = papers.headings(node);
    const std::string section = expected["section"];
    CHECK_MESSAGE(std::find(headings.begin(), headings.end(), section) != headings.end(), expected["number"],
                  " in ", section);
  }
}

TEST_CASE(
    "Every closed question of Taking Stock offers the paper's options in its order, and the open ones offer "
    "lines to write on") {
  Papers papers;
  for (const auto& expected : papers.transcription) {
    const Node& node = papers.question(expected["number"]);
    INFO("question ", expected["number"]);
    if (expected["options"].is_null()) {
      CHECK(node.type == takestock::survey::Type::text);
      CHECK(node.multiline);
    } else {
      REQUIRE(node.type == takestock::survey::Type::select_one);
      CHECK(papers.options(node) == expected["options"].get<std::vector<std::string>>());
    }
  }
}

TEST_CASE("No question of Taking Stock is mandatory") {
  Papers papers;
  for (const auto& question : papers.numbered) {
    const Node& node = papers.definition->node(question.second);
    CHECK_MESSAGE(!node.required, question.first);
    CHECK_MESSAGE(node.required_if == takestock::survey::kNoExpression, question.first);
  }
}

TEST_CASE(
    "Questions 2, 14 and 16 are asked after exactly the answers that the paper names, and all others "
    "always") {
  Papers papers;
  for (const auto& expected : papers.transcription) {
    const std::string number = expected["number"];
    const json& route = expected["asked_when"];
    for (const std::string asking : {"1", "13", "15"}) {
      if (asking == number) continue;
      const bool decides = !route.is_null() && route["question"] == asking;
      INFO("question ", number, " after an answer to question ", asking);
      CHECK(asked_after(papers, number, asking, "") == route.is_null());
      for (const auto& choice : papers.definition->list(papers.question(asking)).choices) {
        const bool expect =
            route.is_null() || (decides && listed(route["answers"], papers.text(choice.label)));
        CHECK_MESSAGE(asked_after(papers, number, asking, choice.name) == expect, choice.name);
      }
    }
  }
}
