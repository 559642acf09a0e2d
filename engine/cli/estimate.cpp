#include "estimate.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>

#include "estimate_request.h"
#include "files.h"
#include "options.h"
#include "output.h"
#include "statistics/crosstab.h"
#include "statistics/intervals.h"
#include "statistics/quantiles.h"
#include "statistics/weighting.h"

namespace takestock::cli {
namespace {

using Json = Request::Json;
using Figure = std::optional<double>;
using statistics::Sample;
using statistics::Totals;

constexpr char kUsage[] = "estimate REQUESTS.json --data DIR [-o OUT]";

/// The answers of a request with their design; and what a pass over them gives.
struct Reading {
  explicit Reading(Request& request) : answers(request.answers()), design(request.design()) {
    if (!request.refusal().empty()) return;
    y = statistics::totals({answers.values, answers.in_base, design.weights});
    x = statistics::totals({answers.divisors, answers.in_base, design.weights});
  }
  Sample sample() const { return {answers.values, answers.in_base, design.weights}; }
  /// Fails the request if something that is not a number would be added up.
  bool numeric(Request& request) const {
    for (std::size_t row = 0; row < answers.values.size(); ++row)
      if (answers.in_base[row] && std::isnan(answers.values[row]))
        return request.refuse("response " + std::to_string(row + 1) + " has no number in \"" +
                              request.text("question") + "\"; say which code."),
               false;
    return request.refusal().empty();
  }
  Answers answers;
  Design design;
  Totals y, x;
};

// --- counts and bases

double count_of(const std::vector<unsigned char>& flags) {
  return static_cast<double>(
      std::count_if(flags.begin(), flags.end(), [](unsigned char flag) { return flag != 0; }));
}

/// The rows of a crosstab's cell, row or column: both questions answered, and as arguments r and c say.
std::vector<unsigned char> cell_rows(Request& request, bool by_row, bool by_column) {
  std::vector<unsigned char> flags = request.where();
  const Table::Column &rows = request.named("row"), &columns = request.named("column");
  const bool many_r = is_multiple(request.text("row")), many_c = is_multiple(request.text("column"));
  const std::string r = by_row ? request.text("r") : "", c = by_column ? request.text("c") : "";
  if (!request.refusal().empty()) return {};
  for (std::size_t i = 0; i < flags.size(); ++i) {
    const bool answered = !rows[i].empty() && !columns[i].empty();
    flags[i] = flags[i] && answered && (!by_row || has_code(rows[i], {r}, many_r)) &&
               (!by_column || has_code(columns[i], {c}, many_c));
  }
  return flags;
}

Figure base(Request& request) {
  if (request.has("row")) return count_of(cell_rows(request, request.has("r"), request.has("c")));
  return count_of(request.answers("answered").in_base);
}

Figure base_all(Request& request) { return count_of(request.answers("all").in_base); }
Figure base_asked(Request& request) { return count_of(request.answers("asked").in_base); }

Figure base_responses(Request& request) {
  const Answers answers = request.answers("responses");
  return statistics::totals({answers.divisors, answers.in_base, {}}).y;
}

Figure mean_ticks(Request& request) {
  const Figure ticked = base_responses(request);
  return statistics::share(*ticked, count_of(request.answers("answered").in_base));
}

Figure count(Request& request) {
  if (request.has("row")) return count_of(cell_rows(request, true, true));
  const Reading reading(request);
  return reading.numeric(request) ? Figure(reading.y.y) : std::nullopt;
}

Figure weighted_base(Request& request) { return Reading(request).x.weighted_y; }

Figure weighted_count(Request& request) {
  const Reading reading(request);
  return reading.numeric(request) ? Figure(reading.y.weighted_y) : std::nullopt;
}

// --- shares and their intervals

Figure share_of(Request& request, const Reading& reading) {
  const bool none_of_these = !reading.answers.per_row && request.has("code") && request.text("code") == "9";
  if (!reading.numeric(request) || none_of_these) return std::nullopt;  // "none of these" is not a tick
  return statistics::share(reading.y.weighted_y, reading.x.weighted_y);
}

Figure share(Request& request) { return share_of(request, Reading(request)); }

Figure share_error(Request& request) {
  const Reading reading(request);
  if (!share_of(request, reading)) return std::nullopt;
  if (reading.design.raked) return request.refuse("has no standard error for raked weights."), std::nullopt;
  return reading.design.error(statistics::ratio_scores(reading.sample(), reading.answers.divisors));
}

/// K1 over the rows of the base, or over their ticks.
Figure kish(const Reading& reading) {
  std::vector<double> squares;
  for (std::size_t row = 0; row < reading.answers.divisors.size(); ++row)
    squares.push_back(reading.sample().weight(row) * reading.answers.divisors[row]);
  const double sum =
      statistics::totals({squares, reading.answers.in_base, reading.design.weights}).weighted_y;
  return statistics::effective_base(reading.x.weighted_y, sum);
}

enum class Method { by_design, effective, finite };

Method method_of(Request& request) {
  const std::string name = request.has("interval") ? request.text("interval") : "wilson";
  const auto says = [&name](const char* word) { return name.find(word) != std::string::npos; };
  if (says("finite") || says("fpc") || name == "F4") return Method::finite;
  if (says("eff") || says("kish") || says("weighted") || name == "I2") return Method::effective;
  if (!says("wilson") && !says("score") && !says("plain") && name != "I1")
    request.refuse("does not know the interval \"" + name +
                   "\": wilson, effective_base or finite_population.");
  return Method::by_design;
}

std::optional<statistics::Interval> interval_of(Request& request) {
  const Reading reading(request);
  const Figure p = share_of(request, reading);
  const Method method = method_of(request);
  const double level = request.level();
  const bool finite = method == Method::finite || (method == Method::by_design && request.finite());
  const bool weighted = request.has("weight") || method == Method::effective || !request.finite();
  const double population = finite ? request.population_size() : 0;
  const Figure n = weighted && !reading.design.weights.empty() ? kish(reading) : Figure(reading.x.y);
  if (!p || !n || !request.refusal().empty()) return std::nullopt;
  return finite ? statistics::wilson_finite(*p, *n, population, level) : statistics::wilson(*p, *n, level);
}

Figure share_low(Request& request) {
  const auto found = interval_of(request);
  return found ? Figure(found->low) : std::nullopt;
}

Figure share_high(Request& request) {
  const auto found = interval_of(request);
  return found ? Figure(found->high) : std::nullopt;
}

Figure effective_base(Request& request) { return kish(Reading(request)); }

Figure design_effect(Request& request) {
  const Totals x = Reading(request).x;
  return statistics::design_effect(static_cast<double>(x.positive), x.weight, x.weight_squares);
}

/// The share of argument `codes` among those whose group is what the argument says.
Totals group_totals(Request& request, const char* which) {
  Answers answers = request.answers("answered");
  const Table::Column& groups = request.named("group");
  const std::string code = request.text(which);
  if (!request.refusal().empty()) return {};
  for (std::size_t row = 0; row < groups.size(); ++row)
    answers.in_base[row] = answers.in_base[row] && same_code(groups[row], code);
  return statistics::totals({answers.values, answers.in_base, {}});
}

std::optional<statistics::Difference> difference_of(Request& request) {
  const Totals first = group_totals(request, "first"), second = group_totals(request, "second");
  const double level = request.level();
  if (!Reading(request).numeric(request) || !first.mean() || !second.mean()) return std::nullopt;
  return statistics::newcombe(*first.mean(), static_cast<double>(first.n), *second.mean(),
                              static_cast<double>(second.n), level);
}

Figure difference(Request& request) {
  const auto found = difference_of(request);
  return found ? Figure(found->value) : std::nullopt;
}

Figure difference_low(Request& request) {
  const auto found = difference_of(request);
  return found ? Figure(found->interval.low) : std::nullopt;
}

Figure difference_high(Request& request) {
  const auto found = difference_of(request);
  return found ? Figure(found->interval.high) : std::nullopt;
}

// --- numbers

Figure sum(Request& request) {
  const Reading reading(request);
  return reading.numeric(request) ? Figure(reading.y.y) : std::nullopt;
}

Figure mean(Request& request) {
  const Reading reading(request);
  return reading.numeric(request) ? reading.y.weighted_mean() : std::nullopt;
}

Figure sd(Request& request) {
  const Reading reading(request);
  return reading.numeric(request) ? statistics::standard_deviation(reading.sample()) : std::nullopt;
}

Figure mean_error(Request& request) {
  const Reading reading(request);
  if (!reading.numeric(request)) return std::nullopt;
  if (reading.design.raked) return request.refuse("has no standard error for raked weights."), std::nullopt;
  if (reading.design.weights.empty()) return statistics::standard_error(reading.sample());
  return reading.design.error(statistics::mean_scores(reading.sample()));
}

Figure total_error(Request& request) {
  const Reading reading(request);
  if (!reading.numeric(request)) return std::nullopt;
  if (reading.design.raked) return request.refuse("has no standard error for raked weights."), std::nullopt;
  return reading.design.error(statistics::total_scores(reading.sample()));
}

Figure quantile(Request& request) {
  const Reading reading(request);
  const double p = request.number("probability", 0.5), type = request.number("type", 7);
  if (type != 2 && type != 6 && type != 7) request.refuse("\"type\" is 2, 6 or 7.");
  std::vector<double> values;
  if (!reading.numeric(request)) return std::nullopt;
  for (std::size_t row = 0; row < reading.answers.values.size(); ++row)
    if (reading.answers.in_base[row]) values.push_back(reading.answers.values[row]);
  return statistics::quantile(values, p, static_cast<statistics::QuantileType>(static_cast<int>(type)));
}

Figure weighted_quantile(Request& request) {
  const Reading reading(request);
  const double p = request.number("probability", 0.5);
  const std::string rule = request.has("rule") ? request.text("rule") : "math";
  if (rule != "math" && rule != "school") request.refuse("\"rule\" is math or school.");
  std::vector<statistics::WeightedAnswer> values;
  if (!reading.numeric(request)) return std::nullopt;
  for (std::size_t row = 0; row < reading.answers.values.size(); ++row)
    if (reading.answers.in_base[row])
      values.push_back({reading.answers.values[row], reading.sample().weight(row)});
  const bool math = rule == "math";
  return statistics::weighted_quantile(
      values, p, math ? statistics::WeightedRule::math : statistics::WeightedRule::school);
}

struct Net {
  double plus = 0, minus = 0, n = 0;
};

Net net_of(Request& request) {
  const std::string question = request.text("question");
  const std::vector<std::string> plus = request.texts("plus"), minus = request.texts("minus");
  const Table::Column& cells = request.column(question);
  const std::vector<unsigned char> where = request.where();
  const auto is_one = [](const std::string& cell, const std::vector<std::string>& codes) {
    return std::any_of(codes.begin(), codes.end(),
                       [&cell](const auto& code) { return same_code(cell, code); });
  };
  Net net;
  for (std::size_t row = 0; row < cells.size() && request.refusal().empty(); ++row) {
    if (cells[row].empty() || !where[row]) continue;
    net.n += 1;
    net.plus += is_one(cells[row], plus) ? 1 : 0;
    net.minus += is_one(cells[row], minus) ? 1 : 0;
  }
  return net;
}

Figure net_score(Request& request) {
  const Net net = net_of(request);
  return statistics::net_score(net.plus, net.minus, net.n);
}

Figure net_score_error(Request& request) {
  const Net net = net_of(request);
  return statistics::net_score_error(net.plus, net.minus, net.n);
}

// --- weights

Figure poststratification_weight(Request& request) {
  const Population population = request.population("population_by");
  const std::optional<std::size_t> group = request.group(population);
  if (!group || !request.refusal().empty()) return std::nullopt;
  return statistics::poststratification_weights(population.sizes, population.answered)[*group];
}

Figure response_rate(Request& request) {
  const double rows = static_cast<double>(request.data().rows());
  if (!request.has("population_by")) return statistics::share(rows, request.population_size());
  const Population population = request.population("population_by");
  const bool one = request.has("type") || request.has("cell") ||
                   request.has(population.columns.empty() ? "cell" : population.columns[0]);
  if (!one) return statistics::share(rows, population.size());
  const std::optional<std::size_t> group = request.group(population);
  if (!group || !request.refusal().empty()) return std::nullopt;
  return statistics::share(population.answered[*group], population.sizes[*group]);
}

Figure coverage(Request& request) {
  const Population population = request.population("population_by");
  return statistics::coverage(population.sizes, population.answered).share;
}

Figure covered_population(Request& request) {
  const Population population = request.population("population_by");
  return statistics::coverage(population.sizes, population.answered).population;
}

Figure raking_weight(Request& request) {
  const std::vector<double> weights = request.raking_weights();
  const std::optional<std::size_t> row = request.row();
  if (!row || !request.refusal().empty()) return std::nullopt;
  return weights[*row];
}

// --- two questions

Figure cell_share(Request& request, bool of_row) {
  const std::vector<unsigned char> part = cell_rows(request, true, true),
                                   whole = cell_rows(request, of_row, !of_row);
  const Design design = request.design();
  if (!request.refusal().empty()) return std::nullopt;
  const std::vector<double> ones(part.size(), 1.0);
  return statistics::share(statistics::totals({ones, part, design.weights}).weight,
                           statistics::totals({ones, whole, design.weights}).weight);
}

Figure row_share(Request& request) { return cell_share(request, true); }
Figure column_share(Request& request) { return cell_share(request, false); }

/// The rows that answered both questions, by the codes they gave.
statistics::Crosstab crosstab(Request& request) {
  const std::vector<unsigned char> both = cell_rows(request, false, false);
  for (const char* name : {"row", "column"})
    if (is_multiple(request.text(name)))
      request.refuse("tests one answer for each response, and \"" + request.text(name) + "\" has several.");
  const Design design = request.design();
  const Table::Column &rows = request.named("row"), &columns = request.named("column");
  std::map<std::string, std::size_t> row_places, column_places;
  for (std::size_t i = 0; i < both.size(); ++i) {
    if (!both[i]) continue;
    row_places.emplace(rows[i], row_places.size());
    column_places.emplace(columns[i], column_places.size());
  }
  statistics::Crosstab table(std::max<std::size_t>(row_places.size(), 1), column_places.size());
  for (std::size_t i = 0; i < both.size() && request.refusal().empty(); ++i)
    if (both[i])
      table.add(row_places[rows[i]], column_places[columns[i]],
                design.weights.empty() ? 1 : design.weights[i]);
  return table;
}

Figure chi_square(Request& request) {
  const auto found = statistics::chi_square(crosstab(request));
  return found ? Figure(found->statistic) : std::nullopt;
}

Figure chi_square_df(Request& request) {
  const auto found = statistics::chi_square(crosstab(request));
  return found ? Figure(found->df) : std::nullopt;
}

Figure chi_square_p(Request& request) {
  const auto found = statistics::chi_square(crosstab(request));
  return found ? Figure(found->p) : std::nullopt;
}

Figure cramers_v(Request& request) {
  const auto found = statistics::chi_square(crosstab(request));
  return found ? Figure(found->cramers_v) : std::nullopt;
}

Figure rao_scott_f(Request& request) {
  const auto found = statistics::rao_scott(crosstab(request), request.data().rows());
  return found ? Figure(found->f) : std::nullopt;
}

Figure rao_scott_p(Request& request) {
  const auto found = statistics::rao_scott(crosstab(request), request.data().rows());
  return found ? Figure(found->p) : std::nullopt;
}

// --- the command

struct Measure {
  const char* name;
  Figure (*figure)(Request&);
};

const Measure kMeasures[] = {
    {"base", base},
    {"base_all", base_all},
    {"base_asked", base_asked},
    {"base_responses", base_responses},
    {"chi_square", chi_square},
    {"chi_square_df", chi_square_df},
    {"chi_square_p", chi_square_p},
    {"column_share", column_share},
    {"count", count},
    {"coverage", coverage},
    {"covered_population", covered_population},
    {"cramers_v", cramers_v},
    {"design_effect_kish", design_effect},
    {"difference", difference},
    {"difference_high", difference_high},
    {"difference_low", difference_low},
    {"effective_base", effective_base},
    {"mean", mean},
    {"mean_se", mean_error},
    {"mean_ticks", mean_ticks},
    {"net_score", net_score},
    {"net_score_se", net_score_error},
    {"poststratification_weight", poststratification_weight},
    {"quantile", quantile},
    {"raking_weight", raking_weight},
    {"rao_scott_f", rao_scott_f},
    {"rao_scott_p", rao_scott_p},
    {"response_rate", response_rate},
    {"row_share", row_share},
    {"sd", sd},
    {"share", share},
    {"share_high", share_high},
    {"share_low", share_low},
    {"share_se", share_error},
    {"sum", sum},
    {"total", weighted_count},
    {"total_se", total_error},
    {"weighted_base", weighted_base},
    {"weighted_count", weighted_count},
    {"weighted_quantile", weighted_quantile},
};

const Measure* measure_named(const std::string& name) {
  for (const Measure& measure : kMeasures)
    if (name == measure.name) return &measure;
  return nullptr;
}

/// The figure as JSON; null with a sentence in `refusal` if the request cannot be read.
Json answer(const Json& one, Folder& folder, std::string& refusal) {
  static const Json kNoArguments = Json::object();
  const Json name = one.value("measure", Json());
  const Measure* measure = name.is_string() ? measure_named(name.get<std::string>()) : nullptr;
  if (measure == nullptr) return refusal = "there is no measure " + name.dump() + ".", Json();
  const auto args = one.find("args");
  if (args != one.end() && !args->is_object()) return refusal = "\"args\" is not an object.", Json();
  Request request(args == one.end() ? kNoArguments : *args, folder);
  if (const std::string stray = request.unknown_argument(); !stray.empty())
    return refusal = "there is no argument \"" + stray + "\".", Json();
  const Figure figure = measure->figure(request);
  refusal = request.refusal();
  if (!refusal.empty() || !figure || !std::isfinite(*figure)) return Json();
  return *figure == 0 ? Json(0.0) : Json(*figure);
}

/// All answers, in the order of the requests; false if one was refused.
bool answer_all(const Json& requests, Folder& folder, Json& answers) {
  bool whole = true;
  for (const Json& one : requests) {
    const Json id = one.is_object() ? one.value("id", Json()) : Json();
    const std::string name = id.is_string() ? id.get<std::string>() : id.dump();
    std::string refusal;
    if (!id.is_string() && !id.is_number())
      refusal = "a request needs an id, a measure and args: " + one.dump() + ".";
    else if (answers.contains(name))
      refusal = "is there twice; the first is answered.";
    else
      answers[name] = answer(one, folder, refusal);
    if (refusal.empty()) continue;
    std::fprintf(stderr, "takestock estimate: %s: %s\n", name.c_str(), refusal.c_str());
    whole = false;
  }
  return whole;
}

Status write_answers(const std::string& path, const Json& answers) {
  Output output(path);
  if (Status opened = output.open(); !opened) return opened;
  if (Status written = output.write(answers.dump(1) + "\n"); !written) return written;
  return output.finish();
}

}  // namespace

int estimate(std::vector<std::string> words) {
  const Result<Options> options = Options::read(words, {"--data", "-o"}, {});
  if (!options) return misused("estimate", options.error().message, kUsage);
  if (options->files().size() != 1) return misused("estimate", "say which requests to answer.", kUsage);
  if (!options->has("--data")) return misused("estimate", "say in which folder the data are.", kUsage);
  const Result<std::string> text = read_file(options->files().front());
  if (!text) return failed("estimate", text.error());
  Json requests = Json::parse(*text, nullptr, false);
  if (requests.is_object() && requests.contains("requests")) requests = Json(requests["requests"]);
  if (!requests.is_array())
    return failed("estimate",
                  {Code::bad_text, "This is not a JSON list of requests.", options->files().front()});
  Folder folder(options->value("--data"));
  Json answers = Json::object();
  const bool whole = answer_all(requests, folder, answers);
  const Status written = write_answers(options->has("-o") ? options->value("-o") : "-", answers);
  if (!written) return failed("estimate", written.error());
  return whole ? 0 : 1;
}

}  // namespace takestock::cli
