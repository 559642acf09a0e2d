#include "estimate_request.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "statistics/sums.h"
#include "statistics/weighting.h"

namespace takestock::cli {
namespace {

using Json = Request::Json;
using Flags = std::vector<unsigned char>;
constexpr char kNone[] = "9";  ///< select_multiple: none of these

bool is_scalar(const Json& form) {
  return form.is_string() || form.is_number() || form.is_boolean() || form.is_null();
}

std::string scalar_text(const Json& form) {
  if (form.is_null()) return "";
  return form.is_string() ? form.get<std::string>() : form.dump();
}

/// A member under the first of these names that the object has; nullptr if none.
const Json* member(const Json& object, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (const auto found = object.find(name); found != object.end()) return &*found;
  return nullptr;
}

bool is_true(std::string cell) {
  std::transform(cell.begin(), cell.end(), cell.begin(), [](unsigned char c) { return std::tolower(c); });
  return cell == "1" || cell == "yes" || cell == "y" || cell == "true" || cell == "t";
}

bool has_code(const std::string& cell, const std::vector<std::string>& codes, bool multiple) {
  const std::vector<std::string> given = multiple ? ticks(cell) : std::vector<std::string>{cell};
  for (const std::string& one : given)
    for (const std::string& code : codes)
      if (same_code(one, code)) return true;
  return multiple && given.empty() && std::count(codes.begin(), codes.end(), "") > 0;
}

bool holds(const std::string& cell, const std::string& op, const std::vector<std::string>& codes,
           bool multiple) {
  if (op == "=") return has_code(cell, codes, multiple);
  if (op == "!=") return !cell.empty() && !has_code(cell, codes, multiple);
  const std::optional<double> a = cell_number(cell), b = cell_number(codes.front());
  if (!a || !b) return false;
  return op == "<" ? *a < *b : op == "<=" ? *a <= *b : op == ">" ? *a > *b : *a >= *b;
}

std::string plain_operator(const std::string& op) {
  if (op == "==" || op == "in" || op == "eq") return "=";
  if (op == "<>" || op == "not in" || op == "ne") return "!=";
  return op;
}

bool is_operator(const std::string& op) {
  const std::string plain = plain_operator(op);
  return plain == "=" || plain == "!=" || plain == "<" || plain == "<=" || plain == ">" || plain == ">=";
}

std::string stripped(const std::string& text, const char* around) {
  const std::size_t first = text.find_first_not_of(around);
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(around) - first + 1);
}

/// The pieces of "a and b & c", or of "1, 2".
std::vector<std::string> pieces(std::string text, std::initializer_list<const char*> separators) {
  for (const char* separator : separators)
    for (std::size_t at = 0; (at = text.find(separator, at)) != std::string::npos;)
      text.replace(at, std::string(separator).size(), "\n");
  std::vector<std::string> all;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (const std::string piece = stripped(text.substr(at, end - at), " "); !piece.empty())
      all.push_back(piece);
    at = end + 1;
  }
  return all;
}

void both(Flags& flags, const Flags& others) {
  if (flags.size() != others.size()) return;  // one of them could not be read
  for (std::size_t row = 0; row < flags.size(); ++row) flags[row] = flags[row] && others[row];
}

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

void Request::refuse(const std::string& sentence) {
  if (refusal_.empty()) refusal_ = sentence;
}

std::string Request::text(const std::string& name) {
  if (!has(name)) return refuse("needs the argument \"" + name + "\"."), "";
  if (!is_scalar(args_[name])) return refuse("\"" + name + "\" is not a text or a number."), "";
  return scalar_text(args_[name]);
}

std::vector<std::string> Request::codes_of(const Json& form) {
  if (is_scalar(form)) return {scalar_text(form)};
  std::vector<std::string> codes;
  if (form.is_array() && std::all_of(form.begin(), form.end(), is_scalar))
    for (const Json& one : form) codes.push_back(scalar_text(one));
  if (codes.empty()) refuse("has a list of codes that is none: " + form.dump() + ".");
  return codes;
}

std::vector<std::string> Request::texts(const std::string& name) {
  if (!has(name)) return refuse("needs the argument \"" + name + "\"."), std::vector<std::string>();
  if (args_[name].is_array() && args_[name].empty()) return {};
  return codes_of(args_[name]);
}

double Request::number(const std::string& name, double otherwise) {
  if (!has(name)) return otherwise;
  const std::optional<double> given =
      is_scalar(args_[name]) ? cell_number(scalar_text(args_[name])) : std::nullopt;
  if (!given) refuse("\"" + name + "\" is not a number.");
  return given.value_or(otherwise);
}

double Request::level() {
  const double given = number("level", 0.95), level = given > 1 ? given / 100 : given;
  if (!(level > 0 && level < 1)) refuse("\"level\" is a confidence between 0 and 1, such as 0.95.");
  return level;
}

const Table& Request::data() {
  static const Table kNothing;
  if (data_ == nullptr && refusal_.empty()) {
    const std::string name = text("data");
    if (!refusal_.empty()) return kNothing;
    const Result<const Table*> found = folder_.table(name);
    if (found)
      data_ = *found;
    else
      refuse("cannot read \"" + name + "\": " + found.error().message +
             (found.error().where.empty() ? "" : " (" + found.error().where + ")"));
  }
  return data_ == nullptr ? kNothing : *data_;
}

const Table::Column& Request::column(const std::string& name) {
  static const Table::Column kNothing;
  const Table::Column* found = data().find(name);
  if (found != nullptr) return *found;
  refuse("there is no column \"" + name + "\" in \"" + (has("data") ? scalar_text(args_["data"]) : "") +
         "\".");
  return kNothing;
}

// --- conditions

Flags Request::compared(const std::string& name, const std::string& op, const Json& form) {
  const std::vector<std::string> codes = codes_of(form);
  const Table::Column& cells = column(name);
  if (!is_operator(op)) refuse("does not know the comparison \"" + op + "\".");
  Flags flags;
  if (!refusal_.empty()) return flags;
  for (const std::string& cell : cells)
    flags.push_back(holds(cell, plain_operator(op), codes, is_multiple(name)));
  return flags;
}

Flags Request::flagged(const std::string& name) {
  Flags flags;
  for (const std::string& cell : column(name)) flags.push_back(is_true(cell));
  return flags;
}

Flags Request::sentence(const std::string& text, const std::string& argument) {
  if (data().find(text) != nullptr) return flagged(text);
  Flags flags(data().rows(), 1);
  for (const std::string& part : pieces(text, {" and ", " AND ", "&&", "&"})) {
    std::size_t at = part.find_first_of("=!<>"), end = part.find_first_not_of("=!<>", at);
    if (const std::size_t in = part.find(" in "); in != std::string::npos && at == std::string::npos)
      at = in + 1, end = in + 3;
    if (at == std::string::npos || at == 0 || end == std::string::npos) {
      refuse("\"" + argument + "\" is not a column or a condition: " + text + ".");
      return {};
    }
    Json codes = Json::array();
    for (const std::string& code : pieces(stripped(part.substr(end), " ()[]{}"), {","}))
      codes.push_back(stripped(code, " '\""));
    both(flags, compared(stripped(part.substr(0, at), " ${}"), part.substr(at, end - at), codes));
  }
  return flags;
}

Flags Request::members(const Json& object, const std::string& argument) {
  const Json* name = member(object, {"column", "question", "variable", "name"});
  const Json* codes = member(object, {"codes", "code", "in", "values", "value", "equals", "is"});
  if (name != nullptr && name->is_string() && codes != nullptr) {
    const Json* op = member(object, {"op", "operator"});
    return compared(scalar_text(*name), op != nullptr ? scalar_text(*op) : "=", *codes);
  }
  if (name != nullptr && name->is_string() && object.size() == 1) return flagged(scalar_text(*name));
  Flags flags(data().rows(), 1);
  for (const auto& [key, value] : object.items()) {
    if (!value.is_object())
      both(flags, compared(key, "=", value));
    else
      for (const auto& [op, codes_form] : value.items()) both(flags, compared(key, op, codes_form));
  }
  if (object.empty()) refuse("\"" + argument + "\" is an empty condition.");
  return flags;
}

Flags Request::all_of(const Json& list, const std::string& argument) {
  const bool words = !list.empty() && std::all_of(list.begin(), list.end(), is_scalar);
  if (words && list.size() > 1 && data().find(scalar_text(list[0])) != nullptr) {
    const bool has_operator = list.size() == 3 && list[1].is_string() && is_operator(scalar_text(list[1]));
    if (has_operator) return compared(scalar_text(list[0]), scalar_text(list[1]), list[2]);
    return compared(scalar_text(list[0]), "=", Json(list.begin() + 1, list.end()));
  }
  if (list.size() == 2 && list[0].is_string() && list[1].is_array())
    return compared(scalar_text(list[0]), "=", list[1]);
  Flags flags(data().rows(), 1);
  for (const Json& one : list) both(flags, condition(one, argument));
  return flags;
}

Flags Request::condition(const Json& form, const std::string& argument) {
  if (form.is_object()) return members(form, argument);
  if (form.is_array()) return all_of(form, argument);
  if (form.is_string()) return sentence(scalar_text(form), argument);
  refuse("\"" + argument + "\" is not a condition: " + form.dump() + ".");
  return {};
}

Flags Request::where() {
  if (!has("where")) return Flags(data().rows(), 1);
  return condition(args_["where"], "where");
}

Flags Request::routed() {
  if (has("routed_by")) return condition(args_["routed_by"], "routed_by");
  return refuse("needs the argument \"routed_by\" to know who was asked."), Flags();
}

Flags Request::answered(const std::string& question) {
  Flags flags;
  for (const std::string& cell : column(question)) flags.push_back(!cell.empty());
  return flags;
}

// --- answers

void Request::values_of(const std::string& question, Answers& answers) {
  const Table::Column& cells = column(question);
  const bool coded = has("code") || has("codes");
  const std::vector<std::string> codes =
      coded ? texts(has("code") ? "code" : "codes") : std::vector<std::string>();
  for (std::size_t row = 0; row < cells.size() && refusal_.empty(); ++row) {
    if (coded || cells[row].empty() || is_multiple(question)) {
      answers.values.push_back(coded && has_code(cells[row], codes, is_multiple(question)) ? 1 : 0);
      continue;
    }
    const std::optional<double> number = cell_number(cells[row]);
    answers.values.push_back(number.value_or(std::numeric_limits<double>::quiet_NaN()));
  }
}

void Request::count_ticks(const std::string& question, Answers& answers) {
  const Table::Column& cells = column(question);
  answers.per_row = false;
  for (std::size_t row = 0; row < cells.size(); ++row) {
    const std::vector<std::string> codes = ticks(cells[row]);
    answers.divisors[row] = static_cast<double>(codes.size()) -
                            static_cast<double>(std::count(codes.begin(), codes.end(), kNone));
  }
}

Answers Request::answers(std::string base) {
  if (base.empty()) base = has("base") ? text("base") : "answered";
  Answers found;
  found.in_base = where();
  found.divisors.assign(data().rows(), 1.0);
  found.values.assign(data().rows(), 0.0);
  if (!has("question")) return found;
  const std::string question = text("question");
  found.values.clear();
  values_of(question, found);
  if (base == "asked")
    both(found.in_base, routed());
  else if (base == "answered" || base == "responses")
    both(found.in_base, answered(question));
  else if (base != "all")
    refuse("\"base\" is answered, asked, responses or all, not \"" + base + "\".");
  if (base == "responses") count_ticks(question, found);
  return found;
}

// --- designs

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
  if (!has("population")) return refuse("needs the argument \"population\"."), Population();
  const Table* file = population_file(args_["population"]);
  if (file == nullptr) return {};
  return grouped(*file, has(columns_argument) ? texts(columns_argument) : std::vector<std::string>());
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

std::optional<std::size_t> Request::row() {
  const std::string id = text("id");
  if (data().names().empty()) return std::nullopt;
  const Table::Column* named = data().find("id");
  const Table::Column& ids = named != nullptr ? *named : *data().find(data().names().front());
  const auto is_it = [&id](const std::string& cell) { return same_code(cell, id); };
  const auto found = std::find_if(ids.begin(), ids.end(), is_it);
  if (std::count_if(ids.begin(), ids.end(), is_it) == 1) return static_cast<std::size_t>(found - ids.begin());
  const double number = cell_number(id).value_or(0);
  const bool is_number = named == nullptr && number >= 1 && number <= static_cast<double>(data().rows());
  if (is_number && number == std::floor(number)) return static_cast<std::size_t>(number) - 1;
  refuse("there is not one response with the id \"" + id + "\".");
  return std::nullopt;
}

std::string Request::unknown_argument() {
  static const std::set<std::string> kKnown = {
      "base",          "c",           "cell",     "code",  "codes",     "column", "data", "first",
      "group",         "id",          "interval", "level", "margins",   "minus",  "plus", "population",
      "population_by", "probability", "question", "r",     "routed_by", "row",    "rule", "second",
      "strata",        "type",        "weight",   "where"};
  for (const auto& [name, value] : args_.items())
    if (kKnown.count(name) == 0 && (!has("data") || data().find(name) == nullptr)) return name;
  return "";
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
