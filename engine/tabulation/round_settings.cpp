#include "tabulation/round_settings.h"

#include <cmath>

#include "survey/members.h"
#include "survey/report.h"

namespace takestock::tabulation {

using json::Kind;
using json::Value;
using survey::Report;

namespace {

constexpr double kLargestTotal = 1e12;

void read_threshold(Value value, RoundSettings& settings, Report& report) {
  if (!value.is(Kind::number)) return;
  const double number = value.number();
  if (number >= disclosure::kSmallestThreshold && number <= disclosure::kLargestThreshold &&
      std::floor(number) == number)
    settings.threshold = static_cast<int>(number);
  else
    report.add(value, "wrong_value", "\"disclosure_threshold\" is a whole number from 5 to 1000.");
}

void read_totals(Value question, RoundSettings& settings, Report& report) {
  if (!survey::expect_kind(question, survey::kObject, "The population by a question", report)) return;
  if (!question.first()) report.add(question, "empty", "Nothing is said of the population here.");
  KnownTotals known{std::string(question.key()), {}};
  for (Value total = question.first(); total; total = total.next()) {
    if (!survey::expect_kind(total, survey::kNumber, "The size of a part of the population", report))
      continue;
    if (!(total.number() >= 0 && total.number() <= kLargestTotal))
      report.add(total, "wrong_value", "A part of the population has 0 or more members.");
    known.totals.push_back({std::string(total.key()), total.number()});
  }
  settings.population.push_back(std::move(known));
}

void read_settings(Value root, RoundSettings& settings, Report& report) {
  read_threshold(root.find("disclosure_threshold"), settings, report);
  const Value population = root.find("population"), weights = root.find("weights");
  if (population.is(Kind::object) && !population.first())
    report.add(population, "empty", "Nothing is said of the population here.");
  for (Value question = population.first(); question; question = question.next())
    read_totals(question, settings, report);
  settings.weights = weights.text();
  if (weights && population)
    report.add(weights, "wrong_value",
               "A round has a \"population\" to weight to, or \"weights\" in its responses, not both.");
}

}  // namespace

RoundSettings::Outcome RoundSettings::read(std::string_view source) {
  const json::Document document = json::Document::read(source);
  Report report(document);
  report.add_syntax();
  RoundSettings settings;
  if (document.ok()) read_settings(document.root(), settings, report);
  Outcome outcome{std::nullopt, report.finish()};
  if (outcome.problems.empty()) outcome.settings = std::move(settings);
  return outcome;
}

}  // namespace takestock::tabulation
