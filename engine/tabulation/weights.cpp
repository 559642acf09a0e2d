#include "tabulation/weights.h"

#include <cmath>
#include <cstdlib>

#include "statistics/weighting.h"
#include "tabulation/words.h"

namespace takestock::tabulation {

namespace {

Error wrong(Code code, std::string sentence) { return {code, std::move(sentence), ""}; }

/// A question with known totals: each row's part, and the parts' sizes; the last part is "none of them".
struct Part {
  std::vector<std::uint32_t> cells;
  std::vector<double> sizes, answered;
};

Result<Part> part_of(const Responses& responses, const KnownTotals& known) {
  const auto index = responses.codebook().find(known.question);
  if (!index || responses.column(*index).kind() != Kind::one)
    return wrong(Code::not_found, "The population is known by \"" + known.question +
                                      "\", which is no question with one choice.");
  const Question& question = responses.codebook().questions()[*index];
  Part part;
  const std::size_t none = question.codes.size();
  part.sizes.resize(none + 1), part.answered.resize(none + 1);
  for (const KnownTotal& total : known.totals) {
    const auto code = question.code_named(total.category);
    if (!code)
      return wrong(Code::not_found, "\"" + known.question + "\" has no choice \"" + total.category +
                                        "\", of which the population is known.");
    part.sizes[*code] += total.count;
  }
  part.cells.resize(responses.rows());
  for (std::size_t row = 0; row < responses.rows(); ++row) {
    const std::size_t code = responses.column(*index).code(row);
    const bool known_part = code >= kFirstCode && part.sizes[code - kFirstCode] > 0;
    part.cells[row] = static_cast<std::uint32_t>(known_part ? code - kFirstCode : none);
    ++part.answered[part.cells[row]];
  }
  return part;
}

std::string coverage_note(const statistics::Coverage& coverage, double outside) {
  std::string note;
  if (coverage.share && *coverage.share < 1)
    note += " The figures speak for " + percent_text(*coverage.share, 1) +
            " of the population: from the other parts nobody answered.";
  if (outside > 0)
    note +=
        " " + count_text(outside) + " responses are of no known part of the population and weigh nothing.";
  return note;
}

Result<Weights> poststratified(const Responses& responses, const KnownTotals& known) {
  auto part = part_of(responses, known);
  if (!part) return part.error();
  Weights weights;
  const auto by_cell = statistics::poststratification_weights(part->sizes, part->answered);
  weights.values.resize(responses.rows());
  for (std::size_t row = 0; row < responses.rows(); ++row)
    weights.values[row] = by_cell[part->cells[row]].value_or(0);
  const double outside = part->answered.back();
  part->answered.back() = 0;
  const auto coverage = statistics::coverage(part->sizes, part->answered);
  weights.population = coverage.population;
  weights.question = known.question;
  weights.note = "Weighted to the population by " + known.question + " (post-stratification)." +
                 coverage_note(coverage, outside);
  weights.cells = std::move(part->cells);
  part->sizes.pop_back();
  weights.parts = std::move(part->sizes);
  return weights;
}

Result<Weights> raked(const Responses& responses, const std::vector<KnownTotals>& population) {
  std::vector<Part> parts;
  std::vector<statistics::Margin> margins;
  std::string names;
  for (const KnownTotals& known : population) {
    auto part = part_of(responses, known);
    if (!part) return part.error();
    if (part->answered.back() > 0)
      return wrong(Code::bad_state, "Some responses are of no known part of the population by \"" +
                                        known.question + "\": they cannot be weighted.");
    names += (names.empty() ? "" : ", ") + known.question;
    parts.push_back(std::move(*part));
  }
  for (const Part& part : parts) margins.push_back({part.cells, part.sizes});
  auto values = statistics::raking_weights(margins, responses.rows());
  if (!values)
    return wrong(Code::bad_state, "No weights fit all that is known of the population by " + names + ".");
  Weights weights;
  weights.values = std::move(*values);
  weights.population = statistics::coverage(parts[0].sizes, parts[0].answered).population;
  weights.note = "Weighted to the population by " + names + " (raking).";
  return weights;
}

Result<Weights> given(const Responses& responses, const std::string& name) {
  const auto index = responses.codebook().find(name);
  if (!index || responses.column(*index).kind() == Kind::several)
    return wrong(Code::not_found, "No question \"" + name + "\" has the weights.");
  const Column& column = responses.column(*index);
  Weights weights;
  weights.values.resize(responses.rows());
  for (std::size_t row = 0; row < responses.rows(); ++row) {
    double value = 0;
    if (column.answered(row) && column.kind() == Kind::number)
      value = column.number(row);
    else if (column.answered(row) && column.kind() == Kind::text)
      value = expression::text_number(column.text(row));
    if (!(value >= 0) || !std::isfinite(value))
      return wrong(Code::bad_state, "A weight in \"" + name + "\" is no number of 0 or more.");
    weights.values[row] = value;
  }
  weights.note = "Weighted by " + name + ".";
  return weights;
}

}  // namespace

Result<Weights> weigh(const Responses& responses, const RoundSettings& settings) {
  if (!settings.weights.empty()) return given(responses, settings.weights);
  if (settings.population.empty()) return Weights{};
  if (settings.population.size() == 1) return poststratified(responses, settings.population.front());
  return raked(responses, settings.population);
}

}  // namespace takestock::tabulation
