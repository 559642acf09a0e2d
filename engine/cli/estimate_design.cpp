// What the responses of a request stand for: weights, populations, strata.
#include <algorithm>
#include <cctype>

#include "estimate_conditions.h"
#include "estimate_request.h"
#include "statistics/sums.h"
#include "statistics/weighting.h"

namespace takestock::cli {
namespace {

using Json = Request::Json;

std::string joined(const std::vector<const Table::Column*>& columns, std::size_t row) {
  std::string key;
  for (const Table::Column* column : columns) key += (key.empty() ? "" : " / ") + (*column)[row];
  return key;
}

bool is_frequency(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  return name == "freq";
}

}  // namespace

double Population::size() const {
  statistics::Sum sum;
  for (const double one : sizes) sum.add(one);
  return sum.value();
}

std::optional<double> Design::error(std::vector<double> scores) const {
  if (scores.empty()) return std::nullopt;
  if (!poststrata.empty()) statistics::remove_cell_means(scores, weights, poststrata);
  if (strata.empty()) return statistics::linearised_error(scores);
  return statistics::stratified_error(scores, strata, stratum_sizes);
}

std::vector<double> Request::weight_column() {
  const std::string name = text("weight");
  std::vector<double> weights;
  for (const std::string& cell : column(name)) {
    const std::optional<double> weight = cell_number(cell);
    if (!weight || *weight < 0)
      refuse("response " + std::to_string(weights.size() + 1) + " has no weight of 0 or more in \"" + name +
             "\".");
    weights.push_back(weight.value_or(0));
  }
  return weights;
}

const Table* Request::population_file(const Json& form) {
  if (!form.is_string())
    return refuse("\"population\" is not the name of a file: " + form.dump() + "."), nullptr;
  const Result<const Table*> file = folder_.table(scalar_text(form));
  if (!file) return refuse("cannot read \"" + scalar_text(form) + "\": " + file.error().message), nullptr;
  for (const std::string& name : (*file)->names())
    if (is_frequency(name)) return *file;
  return refuse("\"" + scalar_text(form) + "\" has no column Freq."), nullptr;
}

Population Request::grouped(const Table& file, const std::vector<std::string>& columns) {
  Population found;
  std::vector<const Table::Column*> keys;
  const Table::Column* sizes = nullptr;
  std::vector<std::string> names;
  for (const std::string& name : file.names())
    if (is_frequency(name))
      sizes = file.find(name);
    else
      names.push_back(name);
  found.columns = columns.empty() ? names : columns;
  for (std::size_t i = 0; i < found.columns.size(); ++i) {
    const Table::Column* named = file.find(found.columns[i]);
    if (named == nullptr && found.columns.size() == names.size()) named = file.find(names[i]);
    if (named == nullptr)
      return refuse("the population has no column \"" + found.columns[i] + "\"."), Population();
    keys.push_back(named);
  }
  std::map<std::string, std::size_t> places;
  for (std::size_t row = 0; row < file.rows(); ++row) {
    const std::optional<double> size = cell_number((*sizes)[row]);
    if (!size || *size < 0)
      return refuse("line " + std::to_string(row + 2) + " of the population has no Freq of 0 or more."),
             Population();
    const std::string key = joined(keys, row);
    const auto [place, is_new] = places.emplace(key, found.names.size());
    if (is_new) found.names.push_back(key), found.sizes.push_back(0);
    found.sizes[place->second] += *size;
  }
  place_rows(found);
  return found;
}

void Request::place_rows(Population& population) {
  std::vector<const Table::Column*> keys;
  for (const std::string& name : population.columns) keys.push_back(&column(name));
  population.answered.assign(population.names.size(), 0.0);
  if (!refusal_.empty()) return;
  std::map<std::string, std::uint32_t> places;
  for (const std::string& name : population.names)
    places.emplace(name, static_cast<std::uint32_t>(places.size()));
  for (std::size_t row = 0; row < data().rows(); ++row) {
    const auto found = places.find(joined(keys, row));
    if (found == places.end())
      return refuse("response " + std::to_string(row + 1) + " is of the group \"" + joined(keys, row) +
                    "\", which the population does not have.");
    population.row_cells.push_back(found->second);
    population.answered[found->second] += 1;
  }
}

Population Request::population(const std::string& columns_argument) {
  std::vector<std::string> columns =
      has(columns_argument) ? texts(columns_argument) : std::vector<std::string>();
  const bool named_by_file = !has("population") && columns.size() == 1 && data().find(columns[0]) == nullptr;
  if (!has("population") && !named_by_file) return refuse("needs the argument \"population\"."), Population();
  const Table* file = population_file(args_[named_by_file ? columns_argument : "population"]);
  if (named_by_file) columns = has("population_by") ? texts("population_by") : std::vector<std::string>();
  return file == nullptr ? Population() : grouped(*file, columns);
}

bool Request::finite() const {
  return has("population") && !has("population_by") && !has("strata") && !has("margins");
}

double Request::population_size() {
  const Json form = has("population") ? args_["population"] : Json();
  if (is_scalar(form))
    if (const std::optional<double> size = cell_number(scalar_text(form))) return *size;
  const Table* file = population_file(form);
  statistics::Sum sum;
  if (file == nullptr) return 0;
  for (const std::string& name : file->names())
    if (is_frequency(name))
      for (const std::string& cell : *file->find(name)) sum.add(cell_number(cell).value_or(0));
  return sum.value();
}

Population Request::margin(const Json& form) {
  const Json* file_form = &form;
  std::vector<std::string> columns;
  if (form.is_object() || form.is_array())
    for (const Json& one : form)
      if (one.is_string() && folder_.table(scalar_text(one))) file_form = &one;
  if (form.is_object())
    if (const Json* by = member(form, {"column", "columns", "by", "population_by", "variable", "name"});
        by != nullptr && by != file_form)
      columns = codes_of(*by);
  const Table* file = population_file(*file_form);
  return file == nullptr ? Population() : grouped(*file, columns);
}

std::vector<double> Request::raking_weights() {
  if (!has("margins")) return refuse("needs the argument \"margins\"."), std::vector<double>();
  std::vector<Population> populations;
  const Json& margins = args_["margins"];
  const bool named = margins.is_object() && member(margins, {"population", "file"}) == nullptr;
  if (named)
    for (const auto& [name, file] : margins.items())
      if (const Table* table = population_file(file)) populations.push_back(grouped(*table, {name}));
  if (margins.is_array())
    for (const Json& one : margins) populations.push_back(margin(one));
  if (!named && !margins.is_array()) populations.push_back(margin(margins));
  std::vector<statistics::Margin> views;
  for (const Population& one : populations) views.push_back({one.row_cells, one.sizes});
  if (!refusal_.empty()) return {};
  std::optional<std::vector<double>> weights = statistics::raking_weights(views, data().rows());
  if (!weights) refuse("the margins cannot all hold with these responses.");
  return weights.value_or(std::vector<double>());
}

Design Request::design() {
  Design design;
  const std::size_t rows = data().rows();
  if (has("weight")) design.weights = weight_column();
  if (has("margins")) return design.weights = raking_weights(), design.raked = true, design;
  const bool own_weights = !design.weights.empty();
  if (has("strata")) {
    const Population groups = population("strata");
    design.strata = groups.row_cells, design.stratum_sizes = groups.sizes;
    for (std::size_t row = 0; row < rows && !own_weights && refusal_.empty(); ++row) {
      const std::uint32_t h = groups.row_cells[row];
      design.weights.push_back(groups.sizes[h] / groups.answered[h]);
    }
  } else if (has("population_by")) {
    const Population groups = population("population_by");
    std::vector<statistics::Sum> sums(groups.sizes.size());
    if (!refusal_.empty()) return design;
    if (!own_weights) design.weights.assign(rows, 1.0);
    for (std::size_t row = 0; row < rows; ++row) sums[groups.row_cells[row]].add(design.weights[row]);
    for (std::size_t row = 0; row < rows; ++row) {
      const std::uint32_t h = groups.row_cells[row];
      if (sums[h].value() > 0) design.weights[row] *= groups.sizes[h] / sums[h].value();
    }
    design.poststrata = groups.row_cells;
  } else if (has("population")) {
    design.strata.assign(rows, 0);
    design.stratum_sizes = {population_size()};
    if (!own_weights) design.weights.assign(rows, design.stratum_sizes[0] / static_cast<double>(rows));
  }
  return design;
}

std::optional<std::size_t> Request::group(const Population& population) {
  std::string name;
  for (const std::string& one : population.columns) {
    const std::string argument = has(one) ? one : has("type") ? "type" : "cell";
    name += (name.empty() ? "" : " / ") + text(argument);
  }
  const auto found = std::find(population.names.begin(), population.names.end(), name);
  if (found != population.names.end()) return static_cast<std::size_t>(found - population.names.begin());
  refuse("the population has no group \"" + name + "\".");
  return std::nullopt;
}

}  // namespace takestock::cli
