#include "hub/service.h"

#include <sodium.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <cctype>
#include <exception>
#include <typeinfo>

#include "hub/checked.h"
#include "hub/endpoints.h"
#include "hub/gzip.h"
#include "hub/target.h"

namespace takestock::hub {
namespace {

namespace ip = boost::asio::ip;

constexpr const char* kMethods[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

template <typename List>
bool contains(const List& list, std::string_view wanted) {
  return std::find(std::begin(list), std::end(list), wanted) != std::end(list);
}

Answer refusal(int status, std::string_view code, std::string_view message) {
  return answer_of(failed(status, code, message), "");
}

Answer too_many(int seconds) {
  Reply reply =
      failed(429, "too_many", "There have been too many requests from this address. Try again later.");
  reply.body.pop_back();
  reply.body += ",\"retry_after\":" + std::to_string(seconds) + "}";
  reply.headers.emplace_back("Retry-After", std::to_string(seconds));
  return answer_of(std::move(reply), "");
}

bool is_loopback(const std::string& address) {
  boost::system::error_code wrong;
  const ip::address read = ip::make_address(address, wrong);
  return !wrong && read.is_loopback();
}

bool same_secret(const std::string& a, const std::string& b) {
  return !a.empty() && a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// "Bearer <token>" -> token.
std::string bearer_of(std::string_view authorization) {
  constexpr std::string_view kScheme = "bearer ";
  if (lower(authorization.substr(0, kScheme.size())) != kScheme) return "";
  return std::string(trimmed(authorization.substr(kScheme.size())));
}

std::string authority_of(const std::string& origin) {
  const std::size_t at = origin.find("://");
  return at == std::string::npos ? origin : origin.substr(at + 3);
}

std::string round_of(const Request& request) {
  for (const char* name : {"round", "r"})
    if (const auto found = request.arguments.find(name); found != request.arguments.end())
      return found->second;
  return "";
}

bool is_local(const Head& head) { return head.forwarded_for.empty() && is_loopback(head.neighbour); }

}  // namespace

Service::Service(Hub& hub, OpenStores& stores, Site site)
    : hub_(hub),
      stores_(stores),
      site_(std::move(site)),
      routes_(all_endpoints()),
      requests_(hub.clock, hub.settings.limits.requests_per_second, hub.settings.limits.requests_burst),
      sign_ins_(hub.clock, hub.settings.limits.sign_ins_per_minute / 60, hub.settings.limits.sign_ins_burst) {
}

bool Service::own_host(std::string_view host) const {
  const std::string asked = lower(host), port = ":" + std::to_string(hub_.settings.port);
  return asked == authority_of(hub_.settings.origin) || asked == "localhost" + port ||
         asked == "127.0.0.1" + port || asked == "[::1]" + port;
}

/// None is one that is no browser's, or a page's of the same site.
bool Service::own_origin(std::string_view origin) const {
  if (origin.empty() || origin == hub_.settings.origin) return true;
  constexpr std::string_view kPlain = "http://";
  return origin.substr(0, kPlain.size()) == kPlain && own_host(origin.substr(kPlain.size())) &&
         authority_of(hub_.settings.origin) != origin.substr(kPlain.size());
}

/// The last address that a trusted proxy has seen and that is not one itself.
std::string Service::peer_of(const Head& head) const {
  const auto& trusted = hub_.settings.trusted_proxies;
  std::string peer = head.neighbour;
  std::string_view rest = head.forwarded_for;
  while (!rest.empty() && contains(trusted, peer)) {
    const std::size_t comma = rest.rfind(',');
    peer = trimmed(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(0, comma);
  }
  return peer;
}

std::optional<Answer> Service::refuse(const Head& head, Admission& admission) {
  if (!own_host(head.host)) return refusal(421, "bad_request", "This hub does not serve that host.");
  admission.peer = peer_of(head);
  const std::string counted = counted_address(admission.peer);
  if (const int seconds = requests_.take(counted); seconds > 0) return too_many(seconds);
  if (!contains(kMethods, head.method)) return refusal(501, "unsupported", "There is no such method here.");
  const bool reads = head.method == "GET" || head.method == "HEAD";
  if (!reads && !own_origin(head.origin))
    return refusal(403, "forbidden", "Pages of another site cannot send anything here.");
  if (!head.content_encoding.empty() && head.content_encoding != "gzip")
    return refusal(415, "unsupported", "Of content encodings only gzip is taken here.");
  return find(head, admission);
}

std::optional<Answer> Service::find(const Head& head, Admission& admission) {
  auto target = read_target(head.target);
  if (!target.ok()) return answer_of(failed(target.error()), "");
  Routes::Match match = routes_.find(head.method, target->path);
  admission.request.path = std::move(target->path);
  admission.request.query = std::move(target->query);
  admission.request.arguments = std::move(match.arguments);
  admission.row = match.endpoint;
  admission.site = !match.endpoint && match.allowed.empty() && site_.has(admission.request.path);
  const bool reads = head.method == "GET" || head.method == "HEAD";
  if (admission.site) admission.endpoint = "site";
  if (match.endpoint) admission.endpoint = match.endpoint->path;
  if (match.endpoint || (admission.site && reads)) return std::nullopt;
  if (match.allowed.empty() && !admission.site)
    return refusal(404, "not_found", "There is nothing at this address.");
  Answer answer = refusal(405, "unsupported", "That cannot be done with this address.");
  answer.headers.emplace_back("Allow", admission.site ? "GET, HEAD" : match.allowed);
  return answer;
}

Service::Admission Service::admit(const Head& head) {
  Admission admission;
  admission.refused = refuse(head, admission);
  if (admission.refused) return admission;
  admission.accept_encoding = head.accept_encoding;
  admission.content_encoding = head.content_encoding;
  admission.if_none_match = head.if_none_match;
  if (!admission.row) return admission;
  admission.body_bytes = admission.row->body_bytes;
  Request& request = admission.request;
  request.method = head.method;
  request.bearer = bearer_of(head.authorization);
  request.type = lower(trimmed(std::string_view(head.content_type).substr(0, head.content_type.find(';'))));
  request.link = head.link;
  request.peer = admission.peer;
  request.origin = hub_.settings.origin;
  if (admission.endpoint == kMetricsPath && !is_local(head) &&
      !same_secret(request.bearer, hub_.settings.operator_token))
    admission.refused = refusal(404, "not_found", "There is nothing at this address.");
  if (admission.endpoint == kSessionPath && head.method == "POST")
    if (const int seconds = sign_ins_.take(counted_address(admission.peer)); seconds > 0)
      admission.refused = too_many(seconds);
  return admission;
}

void Service::check(const Admission& admission, std::function<void(std::optional<Answer>)> checked) {
  if (!admission.row || admission.row->least == Role::nobody) return checked(std::nullopt);
  const Pass pass{admission.request.bearer, admission.row->least, std::make_shared<User>()};
  check_session(stores_, pass, [checked](Reply reply) {
    checked(reply.status >= 400 ? std::optional<Answer>(answer_of(std::move(reply), "")) : std::nullopt);
  });
}

void Service::answer(Admission&& admission, std::string&& body, Answered answered) {
  if (admission.site)
    return answered(site_.answer(admission.request.path, admission.accept_encoding, admission.if_none_match));
  const auto replied = [answered, accepted = admission.accept_encoding](Reply reply) {
    answered(answer_of(std::move(reply), accepted));
  };
  admission.request.body = std::move(body);
  if (!admission.content_encoding.empty()) {
    auto unpacked = inflated(admission.request.body, admission.body_bytes);
    if (!unpacked.ok()) return replied(failed(unpacked.error()));
    admission.request.body = std::move(*unpacked);
  }
  run(*admission.row, std::move(admission.request), replied);
}

/// What a library threw at a request is that request's end, not the hub's.
Accepted Service::accept(const Endpoint& row, Request&& request, const std::shared_ptr<User>& user) {
  try {
    return row.accept(hub_, std::move(request), user);
  } catch (const std::exception& reason) {
    hub_.log.error("request_failed", typeid(reason).name());
    Accepted accepted;
    accepted.reply = failed(500, code_name(Code::internal), "The hub could not do this; its log says more.");
    return accepted;
  }
}

void Service::run(const Endpoint& row, Request&& request, Replied replied) {
  const Pass pass{request.bearer, row.least, std::make_shared<User>()};
  const std::string round = round_of(request);
  if (!row.waits)
    return run_accepted(stores_, accept(row, std::move(request), pass.user), round, pass, std::move(replied));
  const auto asked = std::make_shared<Request>(std::move(request));
  const auto wait = [this, &row, asked, pass, round, replied](Reply checked) {
    if (checked.status >= 400) return replied(std::move(checked));
    const Pass through{"", Role::nobody, pass.user};
    const auto work = [this, &row, asked, through, round, replied] {
      run_accepted(stores_, accept(row, std::move(*asked), through.user), round, through, replied);
    };
    if (!waiters_.post(work)) replied(too_busy());
  };
  if (row.least == Role::nobody) return wait(Reply());
  check_session(stores_, pass, wait);
}

}  // namespace takestock::hub
