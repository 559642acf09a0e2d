#include "hub/answer.h"

#include <algorithm>
#include <cstdio>

#include "base/civil.h"
#include "base/json.h"
#include "hub/gzip.h"

namespace takestock::hub {
namespace {

constexpr std::size_t kWorthPacking = 1024;

constexpr const char kHeadersJson[] =
#include "hub-headers.inc"
    ;

/// What replaces those of the same name for the fieldwork page.
constexpr const char kFieldHeadersJson[] =
#include "hub-field-headers.inc"
    ;

/// "Name: value\r\n" for each.
std::string read_security_headers(const char* replacing) {
  const json::Document document = json::Document::read(kHeadersJson),
                       others = json::Document::read(replacing);
  std::string out;
  for (json::Value header = document.root().first(); header; header = header.next()) {
    const json::Value other = others.root().find(header.key());
    out += std::string(header.key()) + ": ";
    for (json::Value part = (other ? other : header).first(); part; part = part.next()) {
      out += part.text();
      out += part.next() ? "; " : "\r\n";
    }
  }
  return out;
}

const std::string& security_headers(bool fieldwork) {
  static const std::string all = read_security_headers("{}"),
                           field = read_security_headers(kFieldHeadersJson);
  return fieldwork ? field : all;
}

const char* phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 301:
      return "Moved Permanently";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 503:
      return "Service Unavailable";
    default:
      return status < 500 ? "Not Possible" : "Failed";
  }
}

/// "Fri, 20 Nov 2026 10:20:30 GMT"
std::string http_date(Millis now) {
  constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::int64_t days = now / kMillisPerDay;
  const Date date = date_from_days(days);
  const Time time = time_from_millis(now - days * kMillisPerDay);
  char text[40];
  std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT", kDays[day_of_week(date)], date.day,
                kMonths[date.month - 1], date.year, time.hour, time.minute, time.second);
  return text;
}

void add(std::string& out, std::string_view name, std::string_view value) {
  if (value.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) return;
  out.append(name).append(": ").append(value).append("\r\n");
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool worth_nothing(std::string_view parameters) {
  const std::size_t at = parameters.find("q=0");
  return at != std::string_view::npos && parameters.find_first_of("123456789", at) == std::string_view::npos;
}

}  // namespace

bool accepts(std::string_view accepted, std::string_view coding) {
  while (!accepted.empty()) {
    const std::size_t end = std::min(accepted.find(','), accepted.size());
    const std::string_view one = accepted.substr(0, end);
    const std::size_t name_end = std::min(one.find(';'), one.size());
    if (trimmed(one.substr(0, name_end)) == coding) return !worth_nothing(one.substr(name_end));
    accepted.remove_prefix(std::min(end + 1, accepted.size()));
  }
  return false;
}

Answer answer_of(Reply&& reply, std::string_view accept_encoding) {
  Answer answer{reply.status, std::move(reply.headers)};
  answer.headers.emplace_back("Content-Type", std::move(reply.type));
  answer.headers.emplace_back("Cache-Control", "no-store");
  if (reply.body.size() >= kWorthPacking && accepts(accept_encoding, "gzip")) {
    reply.body = deflated(reply.body);
    answer.headers.emplace_back("Content-Encoding", "gzip");
    answer.headers.emplace_back("Vary", "Accept-Encoding");
  }
  answer.body = std::make_shared<const std::string>(std::move(reply.body));
  return answer;
}

std::string head_text(const Answer& answer, Millis now, bool https, bool keep_alive) {
  std::string out = "HTTP/1.1 " + std::to_string(answer.status) + " " + phrase(answer.status) + "\r\n";
  out.reserve(1200);
  add(out, "Date", http_date(now));
  for (const auto& header : answer.headers) add(out, header.first, header.second);
  if (answer.status != 304) add(out, "Content-Length", std::to_string(answer.body ? answer.body->size() : 0));
  out += security_headers(answer.fieldwork);
  if (https) add(out, "Strict-Transport-Security", "max-age=31536000");
  if (!keep_alive) add(out, "Connection", "close");
  return out += "\r\n";
}

}  // namespace takestock::hub
