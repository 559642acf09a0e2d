#include "hub/settings.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <functional>
#include <limits>
#include <set>

#include "base/json.h"

namespace takestock::hub {
namespace {

using json::Kind;
using json::Value;
using Take = std::function<bool(Value)>;  ///< false: not of the right kind
using Members = std::map<std::string_view, Take>;

Take text(std::string& out) {
  return [&out](Value value) {
    out = std::string(value.text());
    return value.is(Kind::string);
  };
}

template <typename Number>
Take number(Number& out, double least, double most) {
  return [&out, least, most](Value value) {
    if (!value.is(Kind::number) || value.number() < least || value.number() > most) return false;
    out = static_cast<Number>(value.number());
    return true;
  };
}

/// Every member is taken by its name; the place of the first that is not known or not right.
std::string take_members(const json::Document& document, Value object, const Members& members) {
  if (!object.is(Kind::object)) return document.pointer(object).empty() ? "/" : document.pointer(object);
  for (Value member = object.first(); member; member = member.next()) {
    const auto known = members.find(member.key());
    if (known == members.end() || !known->second(member)) return document.pointer(member);
  }
  return "";
}

Take nested(const json::Document& document, Members members, std::string& place) {
  return [&document, members = std::move(members), &place](Value value) {
    place = take_members(document, value, members);
    return place.empty();
  };
}

Take list(std::vector<std::string>& out) {
  return [&out](Value value) {
    out.clear();
    for (Value one = value.first(); one; one = one.next()) {
      if (!one.is(Kind::string)) return false;
      out.emplace_back(one.text());
    }
    return value.is(Kind::array);
  };
}

Take names(std::map<std::string, std::string>& out) {
  return [&out](Value value) {
    out.clear();
    for (Value one = value.first(); one; one = one.next()) {
      if (!one.is(Kind::string)) return false;
      out.emplace(one.key(), one.text());
    }
    return value.is(Kind::object);
  };
}

Take stores(const json::Document& document, std::vector<StoreSettings>& out, std::string& place) {
  return [&document, &out, &place](Value value) {
    out.clear();
    for (Value one = value.first(); one; one = one.next()) {
      StoreSettings store;
      place = take_members(document, one, {{"name", text(store.name)}, {"postgres", text(store.postgres)}});
      if (!place.empty()) return false;
      out.push_back(std::move(store));
    }
    return value.is(Kind::array);
  };
}

Members limit_members(Limits& its) {
  constexpr double kMost = 1e9;
  return {{"connections", number(its.connections, 1, kMost)},
          {"connections_per_address", number(its.connections_per_address, 1, kMost)},
          {"header_bytes", number(its.header_bytes, 1024, 65536)},
          {"body_bytes_per_second", number(its.body_bytes_per_second, 1, kMost)},
          {"header_ms", number(its.header_ms, 100, kMost)},
          {"body_ms", number(its.body_ms, 100, kMost)},
          {"body_ms_at_most", number(its.body_ms_at_most, 100, kMost)},
          {"idle_ms", number(its.idle_ms, 100, kMost)},
          {"write_ms", number(its.write_ms, 100, kMost)},
          {"requests_per_second", number(its.requests_per_second, 0.01, kMost)},
          {"requests_burst", number(its.requests_burst, 1, kMost)},
          {"sign_ins_per_minute", number(its.sign_ins_per_minute, 0.01, kMost)},
          {"sign_ins_burst", number(its.sign_ins_burst, 1, kMost)},
          {"self_made_per_minute", number(its.self_made_per_minute, 0.01, kMost)},
          {"self_made_burst", number(its.self_made_burst, 1, kMost)},
          {"queue", number(its.queue, 1, 1e6)},
          {"round_attachment_bytes", number(its.round_attachment_bytes, 0, 1e13)}};
}

Take log_choice(bool& errors_only) {
  return [&errors_only](Value value) {
    errors_only = value.text() == "errors";
    return errors_only || value.text() == "all";
  };
}

Error wrong(const char* sentence, const std::string& where) { return {Code::bad_request, sentence, where}; }

bool is_name(const std::string& name) {
  return !name.empty() && name.size() <= 64 &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
}

bool is_origin(const std::string& origin) {
  const bool http = origin.rfind("http://", 0) == 0, https = origin.rfind("https://", 0) == 0;
  const std::string rest = http ? origin.substr(7) : https ? origin.substr(8) : "";
  return !rest.empty() &&
         rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-.:[]") == std::string::npos;
}

bool is_address(const std::string& text) {
  boost::system::error_code mistake;
  boost::asio::ip::make_address(text, mistake);
  return !mistake;
}

Status check_stores(const std::vector<StoreSettings>& all) {
  std::set<std::string> seen;
  for (const StoreSettings& store : all) {
    if (!is_name(store.name))
      return wrong("A store's name is made of small letters, digits and hyphens.", store.name);
    if (!seen.insert(store.name).second) return wrong("Two stores have the same name.", store.name);
  }
  return Done{};
}

}  // namespace

Status read_settings(std::string_view source, Settings& settings) {
  const json::Document document = json::Document::read(source);
  if (!document.ok()) {
    const json::Place place = json::place_of(source, document.mistake().offset);
    return Error{Code::bad_text, document.mistake().message,
                 "settings.json, line " + std::to_string(place.line)};
  }
  std::string place;
  const std::string found =
      take_members(document, document.root(),
                   {{"address", text(settings.address)},
                    {"port", number(settings.port, 0, std::numeric_limits<unsigned short>::max())},
                    {"origin", text(settings.origin)},
                    {"site", text(settings.site)},
                    {"stores", stores(document, settings.stores, place)},
                    {"rounds", names(settings.rounds)},
                    {"trusted_proxies", list(settings.trusted_proxies)},
                    {"smtp", text(settings.smtp_file)},
                    {"operator_token", text(settings.operator_token)},
                    {"log", log_choice(settings.log_errors_only)},
                    {"limits", nested(document, limit_members(settings.limits), place)}});
  if (found.empty() && document.duplicates().empty()) return Done{};
  if (found.empty())
    return wrong("A name is there twice.", "settings.json: " + document.pointer(document.duplicates()[0]));
  return wrong("There is no such setting, or its value is not one that it can have.",
               "settings.json: " + (place.empty() ? found : place));
}

Status complete_settings(Settings& settings) {
  if (settings.stores.empty()) settings.stores.push_back({"hub", ""});
  if (Status fit = check_stores(settings.stores); !fit.ok()) return fit;
  if (!settings.origin.empty() && !is_origin(settings.origin))
    return wrong(
        "The origin is the site's address up to its first single slash, in small letters, as "
        "https://survey.example.org.",
        settings.origin);
  const auto& proxies = settings.trusted_proxies;
  const auto bad = std::find_if_not(proxies.begin(), proxies.end(), is_address);
  if (bad != proxies.end()) return wrong("A trusted proxy is named by its address.", *bad);
  return Done{};
}

}  // namespace takestock::hub
