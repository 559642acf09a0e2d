#include "estimate_conditions.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace takestock::cli {
namespace {

using Json = Request::Json;
using Flags = Conditions::Flags;

bool is_true(std::string cell) {
  std::transform(cell.begin(), cell.end(), cell.begin(), [](unsigned char c) { return std::tolower(c); });
  return cell == "1" || cell == "yes" || cell == "y" || cell == "true" || cell == "t";
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

}  // namespace

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

void both(Flags& flags, const Flags& others) {
  if (flags.size() != others.size()) return;  // one of them could not be read
  for (std::size_t row = 0; row < flags.size(); ++row) flags[row] = flags[row] && others[row];
}

Flags Conditions::compared(const std::string& name, const std::string& op, const Json& form) {
  const std::vector<std::string> codes = request_.codes_of(form);
  const Table::Column& cells = request_.column(name);
  if (!is_operator(op)) request_.refuse("does not know the comparison \"" + op + "\".");
  Flags flags;
  if (!request_.refusal().empty()) return flags;
  for (const std::string& cell : cells)
    flags.push_back(holds(cell, plain_operator(op), codes, is_multiple(name)));
  return flags;
}

Flags Conditions::flagged(const std::string& name) {
  Flags flags;
  for (const std::string& cell : request_.column(name)) flags.push_back(is_true(cell));
  return flags;
}

Flags Conditions::sentence(const std::string& text) {
  if (request_.data().find(text) != nullptr) return flagged(text);
  Flags flags(request_.data().rows(), 1);
  for (const std::string& part : pieces(text, {" and ", " AND ", "&&", "&"})) {
    std::size_t at = part.find_first_of("=!<>"), end = part.find_first_not_of("=!<>", at);
    if (const std::size_t in = part.find(" in "); in != std::string::npos && at == std::string::npos)
      at = in + 1, end = in + 3;
    if (at == std::string::npos || at == 0 || end == std::string::npos) {
      request_.refuse("\"" + argument_ + "\" is not a column or a condition: " + text + ".");
      return {};
    }
    Json codes = Json::array();
    for (const std::string& code : pieces(stripped(part.substr(end), " ()[]{}"), {","}))
      codes.push_back(stripped(code, " '\""));
    both(flags, compared(stripped(part.substr(0, at), " ${}"), part.substr(at, end - at), codes));
  }
  return flags;
}

Flags Conditions::members(const Json& object) {
  const Json* name = member(object, {"column", "question", "variable", "name"});
  const Json* codes = member(object, {"codes", "code", "in", "values", "value", "equals", "is"});
  if (name != nullptr && name->is_string() && codes != nullptr) {
    const Json* op = member(object, {"op", "operator"});
    return compared(scalar_text(*name), op != nullptr ? scalar_text(*op) : "=", *codes);
  }
  if (name != nullptr && name->is_string() && object.size() == 1) return flagged(scalar_text(*name));
  Flags flags(request_.data().rows(), 1);
  for (const auto& [key, value] : object.items()) {
    if (!value.is_object())
      both(flags, compared(key, "=", value));
    else
      for (const auto& [op, codes_form] : value.items()) both(flags, compared(key, op, codes_form));
  }
  if (object.empty()) request_.refuse("\"" + argument_ + "\" is an empty condition.");
  return flags;
}

Flags Conditions::all_of(const Json& list) {
  const bool words = !list.empty() && std::all_of(list.begin(), list.end(), is_scalar);
  if (words && list.size() > 1 && request_.data().find(scalar_text(list[0])) != nullptr) {
    const bool has_operator = list.size() == 3 && list[1].is_string() && is_operator(scalar_text(list[1]));
    if (has_operator) return compared(scalar_text(list[0]), scalar_text(list[1]), list[2]);
    return compared(scalar_text(list[0]), "=", Json(list.begin() + 1, list.end()));
  }
  if (list.size() == 2 && list[0].is_string() && list[1].is_array())
    return compared(scalar_text(list[0]), "=", list[1]);
  Flags flags(request_.data().rows(), 1);
  for (const Json& one : list) both(flags, read(one));
  return flags;
}

Flags Conditions::read(const Json& form) {
  if (form.is_object()) return members(form);
  if (form.is_array()) return all_of(form);
  if (form.is_string()) return sentence(scalar_text(form));
  request_.refuse("\"" + argument_ + "\" is not a condition: " + form.dump() + ".");
  return {};
}

}  // namespace takestock::cli
