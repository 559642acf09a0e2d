#include "hub/log.h"

#include <boost/asio/ip/address.hpp>
#include <cstdio>

#include "base/civil.h"
#include "base/json_writer.h"

namespace takestock::hub {
namespace {

namespace ip = boost::asio::ip;

std::string utc_text(Millis now) {
  const std::int64_t day = now / kMillisPerDay;
  return date_text(date_from_days(day)) + "T" + time_text(time_from_millis(now - day * kMillisPerDay)) + "Z";
}

json::Writer line(Clock& clock, const char* level, std::string_view event) {
  json::Writer out;
  out.open_object().member("time", utc_text(clock.now())).member("level", level).member("event", event);
  return out;
}

/// In one call, which standard error passes on unbuffered and whole.
void print(json::Writer& out) {
  const std::string text = out.close_object().take() + "\n";
  std::fwrite(text.data(), 1, text.size(), stderr);
}

std::string blurred(const ip::address_v4& address) {
  auto bytes = address.to_bytes();
  bytes[3] = 0;
  return ip::address_v4(bytes).to_string() + "/24";
}

std::string blurred(const ip::address_v6& address) {
  auto bytes = address.to_bytes();
  for (std::size_t i = 6; i < bytes.size(); ++i) bytes[i] = 0;
  return ip::address_v6(bytes).to_string() + "/48";
}

}  // namespace

std::string blurred_address(std::string_view text) {
  boost::system::error_code wrong;
  const ip::address address = ip::make_address(std::string(text), wrong);
  if (wrong) return "";
  if (address.is_v4()) return blurred(address.to_v4());
  const ip::address_v6 six = address.to_v6();
  return six.is_v4_mapped() ? blurred(ip::make_address_v4(ip::v4_mapped, six)) : blurred(six);
}

void Log::request(const LoggedRequest& request) {
  const bool wrong = request.status >= 500;
  if (quiet_ && !wrong) return;
  json::Writer out = line(clock_, wrong ? "error" : "info", "request");
  out.member("method", request.method).member("endpoint", request.endpoint).member("status", request.status);
  out.member("ms", request.ms).member("received", request.received).member("sent", request.sent);
  out.member("peer", blurred_address(request.peer));
  print(out);
}

void Log::note(const char* level, std::string_view event, std::string_view detail) {
  json::Writer out = line(clock_, level, event);
  out.member("detail", detail);
  print(out);
}

void Log::info(std::string_view event, std::string_view detail) {
  if (!quiet_) note("info", event, detail);
}

void Log::error(std::string_view event, std::string_view detail) { note("error", event, detail); }

}  // namespace takestock::hub
