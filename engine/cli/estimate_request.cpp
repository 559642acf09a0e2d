#include "estimate_request.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "estimate_conditions.h"

namespace takestock::cli {
namespace {

using Json = Request::Json;
using Flags = std::vector<unsigned char>;
constexpr char kNone[] = "9";  ///< select_multiple: none of these

}  // namespace

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

// --- answers

Flags Request::where() {
  if (!has("where")) return Flags(data().rows(), 1);
  return Conditions(*this, "where").read(args_["where"]);
}

Flags Request::routed() {
  if (has("routed_by")) return Conditions(*this, "routed_by").read(args_["routed_by"]);
  return refuse("needs the argument \"routed_by\" to know who was asked."), Flags();
}

Flags Request::answered(const std::string& question) {
  Flags flags;
  for (const std::string& cell : column(question)) flags.push_back(!cell.empty());
  return flags;
}

void Request::values_of(const std::string& question, Answers& answers) {
  const Table::Column& cells = column(question);
  const bool coded = has("code") || has("codes");
  const std::vector<std::string> codes =
      coded ? texts(has("code") ? "code" : "codes") : std::vector<std::string>();
  for (std::size_t row = 0; row < cells.size() && refusal_.empty(); ++row) {
    if (coded || cells[row].empty()) {
      answers.values.push_back(coded && has_code(cells[row], codes, is_multiple(question)) ? 1 : 0);
      continue;
    }
    const std::optional<double> number = is_multiple(question) ? std::nullopt : cell_number(cells[row]);
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

}  // namespace takestock::cli
