#include "tabulation/measure_work.h"

#include <algorithm>
#include <cmath>

#include "statistics/distributions.h"
#include "statistics/intervals.h"
#include "statistics/linearised.h"
#include "statistics/quantiles.h"
#include "tabulation/formula.h"
#include "tabulation/words.h"

namespace takestock::tabulation {

using statistics::Crosstab;
using statistics::Sample;

namespace {

constexpr double kDominant = 0.8;  ///< of a sum: more from one response is not published

bool divided(const Axis& by) { return by.variable != "everyone"; }

}  // namespace

Result<MeasureWork> MeasureWork::make(const Basis& basis, const Measure& measure, const Axis& by,
                                      Draft& draft) {
  MeasureWork work(basis, measure, by);
  if (Status evaluated = work.evaluate(); !evaluated)
    return Error{evaluated.error().code,
                 "The measure \"" + measure.name + "\" cannot be worked out: " + evaluated.error().message,
                 ""};
  work.add_lines();
  work.add_tables(draft);
  return work;
}

// --- per row

Status MeasureWork::evaluate() {
  return measure_.type == MeasureType::share ? evaluate_share() : evaluate_values();
}

/// The base as it is written; absent: `otherwise`'s questions were all answered. Only rows that the filter
/// lets in.
Status MeasureWork::take_base(const std::string& otherwise) {
  const survey::Definition& definition = basis_.responses.codebook().newest();
  const bool written = !measure_.base.empty();
  const auto formula = Formula::compile(written ? measure_.base : otherwise, definition);
  if (!formula) return formula.error();
  base_.assign(basis_.which.size, 1);
  if (written) {
    auto truths = formula->truths(basis_.responses);
    if (!truths) return truths.error();
    base_ = std::move(*truths);
  } else {
    for (const survey::Slot slot : formula->references()) {
      const auto question = basis_.responses.codebook().find(definition.node(slot));
      for (std::size_t row = 0; row < base_.size(); ++row)
        base_[row] &= question && basis_.responses.column(*question).answered(row) ? 1 : 0;
    }
  }
  for (std::size_t row = 0; row < base_.size() && !basis_.which.mask.empty(); ++row)
    base_[row] &= basis_.which.mask[row];
  return Done{};
}

Status MeasureWork::evaluate_share() {
  const survey::Definition& definition = basis_.responses.codebook().newest();
  const auto numerator = Formula::compile(measure_.numerator, definition);
  if (!numerator) return numerator.error();
  const auto truths = numerator->truths(basis_.responses);
  if (!truths) return truths.error();
  if (Status based = take_base(measure_.numerator); !based) return based;
  classes_.resize(base_.size());
  for (std::size_t row = 0; row < base_.size(); ++row)
    classes_[row] = static_cast<std::uint8_t>(base_[row] + (base_[row] & (*truths)[row]));
  std::vector<survey::Slot> read = numerator->references();
  if (!measure_.base.empty()) {
    const auto base = Formula::compile(measure_.base, definition);
    const auto more = base ? base->references() : std::vector<survey::Slot>();
    read.insert(read.end(), more.begin(), more.end());
  }
  const bool one =
      !read.empty() && std::all_of(read.begin(), read.end(), [&](auto slot) { return slot == read[0]; });
  if (one) question_ = basis_.responses.codebook().find(definition.node(read[0]));
  if (question_ && basis_.responses.column(*question_).kind() != Kind::one) question_.reset();
  return Done{};
}

Result<std::vector<double>> MeasureWork::numbers_of(const std::string& text) const {
  auto formula = Formula::compile(text, basis_.responses.codebook().newest());
  if (!formula) return formula.error();
  return formula->numbers(basis_.responses);
}

/// 1 for an answer among plus, -1 for one among minus, 0 for the others.
Result<std::vector<double>> MeasureWork::score() const {
  const auto question = basis_.responses.codebook().find(measure_.question);
  if (!question || basis_.responses.column(*question).kind() != Kind::one)
    return Error{Code::not_found, "There is no question \"" + measure_.question + "\" with one choice.", ""};
  const auto& codes = basis_.responses.codebook().questions()[*question].codes;
  std::vector<double> points(kFirstCode + codes.size(), NAN);
  const auto among = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end() ? 1.0 : 0.0;
  };
  for (std::size_t code = 0; code < codes.size(); ++code)
    points[kFirstCode + code] =
        among(measure_.plus, codes[code].name) - among(measure_.minus, codes[code].name);
  std::vector<double> out(basis_.which.size);
  for (std::size_t row = 0; row < out.size(); ++row)
    out[row] = points[basis_.responses.column(*question).code(row)];
  return out;
}

Status MeasureWork::evaluate_values() {
  const bool ratio = measure_.type == MeasureType::ratio;
  auto values = measure_.type == MeasureType::net_score
                    ? score()
                    : numbers_of(ratio ? measure_.numerator : measure_.of);
  if (!values) return values.error();
  values_ = std::move(*values);
  if (ratio) {
    auto divisors = numbers_of(measure_.denominator);
    if (!divisors) return divisors.error();
    divisors_ = std::move(*divisors);
  }
  if (Status based = take_base("1"); !based) return based;
  for (std::size_t row = 0; row < base_.size(); ++row)
    base_[row] &= std::isfinite(values_[row]) && (!ratio || std::isfinite(divisors_[row])) ? 1 : 0;
  return Done{};
}

// --- per group

void MeasureWork::add_lines() {
  if (measure_.type == MeasureType::share)
    classed_ = count({classes_, {}, 3}, by_.groups, {classes_.size(), {}, basis_.which.weights});
  const auto line = [&](std::optional<std::size_t> head) {
    lines_.push_back(measure_.type == MeasureType::share ? share_line(head) : value_line(head));
  };
  line(std::nullopt);
  for (std::size_t head = 0; divided(by_) && head < by_.heads.size(); ++head) line(head);
}

std::optional<double> MeasureWork::population(std::optional<std::size_t> head) const {
  if (!head) return basis_.population(by_.variable, std::nullopt);
  if (by_.group[*head] < kFirstCode) return std::nullopt;
  return basis_.population(by_.variable, by_.group[*head] - kFirstCode);
}

MeasureWork::Line MeasureWork::share_line(std::optional<std::size_t> head) const {
  Crosstab::Cell part, whole;
  for (std::size_t group = 0; group < by_.groups.count; ++group) {
    if (head && group != by_.group[*head]) continue;
    part.add(classed_.at(2, group));
    whole.add(classed_.at(1, group));
  }
  whole.add(part);
  Line line;
  line.base = whole.n, line.count = part.n;
  line.value = basis_.published_share(statistics::share(part.weight, whole.weight));
  if (!line.value) return line;
  if (basis_.weighted()) line.effective_base = statistics::effective_base(whole.weight, whole.weight_squares);
  double n = basis_.weighted() ? line.effective_base.value_or(0) : whole.n;
  const auto members = population(head);
  std::optional<statistics::Interval> interval;
  if (members && whole.n >= *members)
    interval = {*line.value, *line.value};
  else
    interval = statistics::wilson(*line.value, members ? n * (*members - 1) / (*members - whole.n) : n,
                                  basis_.level);
  if (interval)
    line.low = basis_.published_share(interval->low), line.high = basis_.published_share(interval->high);
  return line;
}

MeasureWork::Line MeasureWork::value_line(std::optional<std::size_t> head) const {
  std::vector<std::uint8_t> mask = base_;
  if (head)
    for (std::size_t row = 0; row < mask.size(); ++row) {
      const std::size_t group = by_.groups.wide.empty() ? by_.groups.narrow[row] : by_.groups.wide[row];
      mask[row] &= group == by_.group[*head] ? 1 : 0;
    }
  const Sample sample{values_, mask, basis_.which.weights};
  const statistics::Totals totals = statistics::totals(sample);
  Line line;
  line.base = static_cast<double>(totals.n);
  if (basis_.weighted())
    line.effective_base = statistics::effective_base(totals.weight, totals.weight_squares);
  line.dominated = is_dominated(sample);
  estimate(line, sample);
  return line;
}

void MeasureWork::estimate(Line& line, const Sample& sample) const {
  if (line.base == 0) return;
  const statistics::Totals totals = statistics::totals(sample);
  if (measure_.type == MeasureType::sum) {
    line.value = basis_.weighted() ? totals.weighted_y : totals.y;
  } else if (measure_.type == MeasureType::ratio) {
    estimate_ratio(line, sample);
  } else if (measure_.type == MeasureType::median) {
    std::vector<statistics::WeightedAnswer> answers;
    std::vector<double> plain;
    for (std::size_t row = 0; row < sample.rows(); ++row) {
      if (!sample.counts(row)) continue;
      answers.push_back({sample.values[row], sample.weight(row)});
      plain.push_back(sample.values[row]);
    }
    line.value =
        basis_.weighted()
            ? statistics::weighted_quantile(std::move(answers), 0.5, statistics::WeightedRule::school)
            : statistics::quantile(std::move(plain), 0.5, statistics::QuantileType::interpolated);
  } else {
    estimate_mean(line, sample);
  }
}

void MeasureWork::estimate_mean(Line& line, const Sample& sample) const {
  const statistics::Totals totals = statistics::totals(sample);
  line.value = basis_.weighted() ? totals.weighted_mean() : totals.mean();
  if (!basis_.weighted()) return add_interval(line, statistics::standard_error(sample));
  std::vector<double> scores = statistics::mean_scores(sample);
  if (!basis_.weights.cells.empty())
    statistics::remove_cell_means(scores, basis_.weights.values, basis_.weights.cells);
  add_interval(line, statistics::linearised_error(scores));
}

void MeasureWork::estimate_ratio(Line& line, const Sample& sample) const {
  const statistics::Totals below = statistics::totals({divisors_, sample.in_base, sample.weights});
  const statistics::Totals above = statistics::totals(sample);
  line.value = basis_.weighted() ? statistics::share(above.weighted_y, below.weighted_y)
                                 : statistics::share(above.y, below.y);
  if (!line.value) return;
  add_interval(line, statistics::linearised_error(statistics::ratio_scores(sample, divisors_)));
}

void MeasureWork::add_interval(Line& line, std::optional<double> error) const {
  const auto z = statistics::two_sided_z(basis_.level);
  if (!line.value || !error || !z) return;
  line.low = *line.value - *z * *error;
  line.high = *line.value + *z * *error;
}

bool MeasureWork::is_dominated(const Sample& sample) const {
  if (measure_.type == MeasureType::net_score || measure_.type == MeasureType::median) return false;
  double largest = 0, all = 0;
  for (std::size_t row = 0; row < sample.rows(); ++row) {
    if (!sample.counts(row)) continue;
    largest = std::max(largest, std::fabs(sample.values[row]));
    all += std::fabs(sample.values[row]);
  }
  return all > 0 && largest > kDominant * all;
}

// --- protected

/// A share of one question's answers is made of groups that tables of the question have too.
bool MeasureWork::by_one_question(std::vector<Filter>& filter, bool numerator) const {
  if (!question_) return false;
  const Question& question = basis_.responses.codebook().questions()[*question_];
  const Crosstab codes =
      count(groups_of(basis_.responses, *question_), {classes_, {}, 3}, {classes_.size(), {}, {}});
  if (codes.at(kSkipped, 1).n + codes.at(kSkipped, 2).n + codes.at(kNotAsked, 1).n +
          codes.at(kNotAsked, 2).n >
      0)
    return false;
  Filter names{question.name, {}};
  for (std::size_t code = 0; code < question.codes.size(); ++code) {
    const double counted = codes.at(kFirstCode + code, 2).n, based = codes.at(kFirstCode + code, 1).n;
    if (counted > 0 || (!numerator && based > 0)) names.labels.push_back(question.codes[code].name);
  }
  if (names.labels.empty()) return false;
  filter.push_back({asked_variable(question.name), {kAnsweredLabel}});
  filter.push_back(std::move(names));
  return true;
}

std::vector<Filter> MeasureWork::filter_of(bool numerator) const {
  std::vector<Filter> filter = basis_.filter;
  if (by_one_question(filter, numerator)) return filter;
  const std::string variable = "measure " + measure_.name;
  filter.push_back({variable, numerator ? std::vector<std::string>{"counted"}
                                        : std::vector<std::string>{"counted", "others"}});
  return filter;
}

std::size_t MeasureWork::add_table(Draft& draft, bool numerator, std::vector<Filter> filter) const {
  disclosure::Table table;
  table.name = measure_.name;
  table.rows = by_.dimension();
  table.filter = std::move(filter);
  const auto figure = [&](const Line& line) { return figure_of(numerator ? line.count : line.base); };
  for (std::size_t line = divided(by_) ? 1 : 0; line < lines_.size(); ++line)
    table.cells.push_back(figure(lines_[line]));
  if (divided(by_)) table.total = figure(lines_[0]);
  return draft.add(std::move(table));
}

void MeasureWork::add_tables(Draft& draft) {
  base_table_ = count_table_ = add_table(draft, false, filter_of(false));
  if (measure_.type == MeasureType::share) count_table_ = add_table(draft, true, filter_of(true));
}

Place MeasureWork::place(std::size_t table, std::size_t line) const {
  if (!divided(by_)) return {Place::In::cells, table, 0};
  if (line == 0) return {Place::In::total, table, 0};
  return {Place::In::cells, table, line - 1};
}

std::string MeasureWork::method() const {
  const std::string level = percent_text(basis_.level) + " confidence interval";
  switch (measure_.type) {
    case MeasureType::share: {
      std::string text = level + ": Wilson score";
      if (basis_.weighted()) text += " with Kish's effective base";
      if (basis_.population(by_.variable, std::nullopt))
        text += ", finite population correction for " +
                count_text(*basis_.population(by_.variable, std::nullopt));
      return text;
    }
    case MeasureType::mean:
    case MeasureType::net_score:
      return level + ": normal, " +
             (basis_.weighted() ? "linearised standard error" : "standard error of the mean");
    case MeasureType::ratio:
      return level + ": normal, linearised standard error";
    default:
      return "";
  }
}

MeasureResult MeasureWork::result(const Draft& draft) const {
  MeasureResult out;
  out.name = measure_.name, out.label = measure_.label, out.type = measure_.type;
  out.method = method();
  if (divided(by_)) out.by = by_.title;
  bool all_seen = true;
  for (std::size_t i = 1; i < lines_.size(); ++i)
    all_seen = all_seen && draft.seen(place(base_table_, i)) && draft.seen(place(count_table_, i));
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const Line& line = lines_[i];
    const Place base = place(base_table_, i), counted = place(count_table_, i);
    const bool weighted_sum = i == 0 && basis_.weighted() && !all_seen;
    // Where a whole group said the same, or none of it did, the figure would tell what each of them said.
    const bool unanimous = i > 0 && measure_.type == MeasureType::share && line.base > 0 &&
                           (line.count == 0 || line.count == line.base);
    const bool withheld = basis_.protect && (weighted_sum || line.dominated || unanimous);
    const auto shown = [&](std::optional<double> value) {
      return withheld ? Shown{std::nullopt, true} : draft.derived(value, {base, counted});
    };
    MeasureLine made;
    made.group = i == 0 ? Heading{"", "All", Part::answer} : by_.heads[i - 1];
    made.base = draft.count(base);
    if (measure_.type == MeasureType::share) made.count = shown(line.count);
    made.value = shown(line.value), made.low = shown(line.low), made.high = shown(line.high);
    made.effective_base = shown(line.effective_base);
    out.lines.push_back(std::move(made));
  }
  return out;
}

}  // namespace takestock::tabulation
