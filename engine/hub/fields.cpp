#include "hub/fields.h"

#include <algorithm>
#include <cmath>

namespace takestock::hub {
namespace {

bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string trimmed(std::string text) {
  while (!text.empty() && blank(text.back())) text.pop_back();
  std::size_t start = 0;
  while (start < text.size() && blank(text[start])) ++start;
  return text.substr(start);
}

std::string quoted(std::string_view name) { return "“" + std::string(name) + "”"; }

}  // namespace

Fields::Fields(std::string_view body, std::initializer_list<std::string_view> known)
    : document_(json::Document::read(body)) {
  if (!document_.ok())
    error_ = Error{Code::bad_request, "The request is not JSON: " + document_.mistake().message,
                   "character " + std::to_string(document_.mistake().offset + 1)};
  else if (!document_.root().is(json::Kind::object))
    error_ = Error{Code::bad_request, "The request is not a JSON object.", ""};
  else
    check_members(known);
}

void Fields::check_members(std::initializer_list<std::string_view> known) {
  if (!document_.duplicates().empty())
    return fail(document_.duplicates()[0].key(), "The request has a member twice.");
  for (json::Value member = document_.root().first(); member; member = member.next()) {
    if (std::find(known.begin(), known.end(), member.key()) == known.end())
      return fail(member.key(), "The request has a member " + quoted(member.key()) + ", which is not known.");
  }
}

void Fields::fail(std::string_view name, std::string message) {
  std::string where;
  json::append_step(where, name);
  if (!error_) error_ = Error{Code::bad_request, std::move(message), where};
}

bool Fields::has(std::string_view name) const {
  const json::Value value = ok() ? document_.root().find(name) : json::Value();
  return value && !value.is(json::Kind::null);
}

json::Value Fields::find(std::string_view name, json::Kind kind) {
  if (!has(name)) return {};
  const json::Value value = document_.root().find(name);
  if (value.is(kind)) return value;
  fail(name, quoted(name) + " is " + json::kind_name(value.kind()) + "; it has to be " +
                 json::kind_name(kind) + ".");
  return {};
}

std::string Fields::text(std::string_view name, std::size_t bytes) {
  const std::string_view value = find(name, json::Kind::string).text();
  if (value.size() > bytes) fail(name, quoted(name) + " is longer than " + std::to_string(bytes) + " bytes.");
  return ok() ? std::string(value) : "";
}

std::string Fields::required(std::string_view name, std::size_t bytes) {
  std::string value = trimmed(text(name, bytes));
  if (value.empty()) fail(name, quoted(name) + " is missing.");
  return value;
}

std::optional<std::int64_t> Fields::whole(std::string_view name, std::int64_t least, std::int64_t most) {
  const json::Value value = find(name, json::Kind::number);
  if (!value) return std::nullopt;
  const double number = value.number();
  if (number == std::floor(number) && number >= static_cast<double>(least) &&
      number <= static_cast<double>(most))
    return static_cast<std::int64_t>(number);
  fail(name, quoted(name) + " has to be a whole number from " + std::to_string(least) + " to " +
                 std::to_string(most) + ".");
  return std::nullopt;
}

std::optional<bool> Fields::truth(std::string_view name) {
  const json::Value value = find(name, json::Kind::boolean);
  if (!value) return std::nullopt;
  return value.boolean();
}

std::optional<std::vector<std::string>> Fields::texts(std::string_view name, std::size_t most) {
  const json::Value value = find(name, json::Kind::array);
  if (!value) return std::nullopt;
  std::vector<std::string> out;
  for (json::Value item = value.first(); item; item = item.next()) {
    if (!item.is(json::Kind::string)) fail(name, quoted(name) + " has to be a list of texts.");
    if (out.size() == most) fail(name, quoted(name) + " has more than " + std::to_string(most) + " entries.");
    if (!ok()) return std::nullopt;
    out.emplace_back(item.text());
  }
  return out;
}

}  // namespace takestock::hub
