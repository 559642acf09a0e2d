#include "check.h"

#include <algorithm>
#include <cstdio>

#include "base/json.h"
#include "files.h"
#include "options.h"
#include "survey/round.h"
#include "tabulation/measures.h"
#include "tabulation/round_settings.h"

namespace takestock::cli {
namespace {

using survey::Definition;
using survey::Problem;
using survey::Round;

bool is_round(std::string_view text) {
  const json::Document document = json::Document::read(text);
  if (!document.ok()) return false;
  const json::Value root = document.root(), survey = root.find("survey");
  if (survey) return survey.is(json::Kind::string);
  return root.find("organisation") || root.find("promise") || root.find("privacy");
}

void print(const std::string& file, const Problem& problem) {
  const char* pointer = problem.pointer.empty() ? "(top)" : problem.pointer.c_str();
  std::printf("%s:%zu:%zu: %s: %s: %s\n", file.c_str(), problem.line, problem.column, pointer,
              problem.code.c_str(), problem.text.c_str());
}

bool print_all(const std::string& file, const char* what, const std::vector<Problem>& problems) {
  for (const Problem& problem : problems) print(file, problem);
  if (problems.empty()) return true;
  const bool cut = problems.size() >= survey::DefinitionLimits::kProblems;
  std::printf("%s: %s with %s%zu mistake%s; nothing of it is used\n", file.c_str(), what,
              cut ? "at least " : "", problems.size(), problems.size() == 1 ? "" : "s");
  return false;
}

bool check_round(const std::string& file, std::string_view text) {
  const Round::Outcome outcome = Round::read(text);
  if (!print_all(file, "a round", outcome.problems)) return false;
  const auto settings = tabulation::RoundSettings::read(text);
  if (!print_all(file, "a round", settings.problems)) return false;
  std::printf("%s: the round %s of the survey %s, no mistakes\n", file.c_str(), outcome.round->id.c_str(),
              outcome.round->survey.c_str());
  return true;
}

bool check_survey(const std::string& file, std::string_view text) {
  const Definition::Outcome outcome = Definition::read(text);
  if (!print_all(file, "a survey", outcome.problems)) return false;
  const Definition& definition = *outcome.definition;
  const auto measures = tabulation::Measures::read(text, definition);
  if (!print_all(file, "a survey", measures.problems)) return false;
  const auto nodes = definition.nodes();
  const auto questions =
      std::count_if(nodes.begin(), nodes.end(), [](const auto& node) { return asked(node.type); });
  std::printf("%s: the survey %s, version %s, %td questions, no mistakes\n", file.c_str(),
              definition.id().c_str(), definition.version().c_str(), questions);
  return true;
}

bool check_file(const std::string& file) {
  const Result<std::string> text = read_file(file);
  if (!text) {
    std::printf("%s: %s\n", file.c_str(), text.error().message.c_str());
    return false;
  }
  return is_round(*text) ? check_round(file, *text) : check_survey(file, *text);
}

}  // namespace

int check(std::vector<std::string> args) {
  constexpr char kUsage[] = "check FILE...";
  const auto options = Options::read(args, {}, {});
  if (!options) return misused("check", options.error().message, kUsage);
  const std::vector<std::string>& files = options->files();
  if (files.empty()) return misused("check", "name one or more files.", kUsage);
  const auto wrong =
      std::count_if(files.begin(), files.end(), [](const std::string& file) { return !check_file(file); });
  return wrong == 0 ? 0 : 1;
}

}  // namespace takestock::cli
