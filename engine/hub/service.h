// What becomes of a request between its last byte in and its first byte out. Knows no sockets: server.h
// does.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "hub/answer.h"
#include "hub/checked.h"
#include "hub/hub.h"
#include "hub/routes.h"
#include "hub/site.h"
#include "hub/stores.h"
#include "hub/waiters.h"

namespace takestock::hub {

/// A request's head, as it was sent. Fields that may stand once only are "" where they do not stand.
struct Head {
  std::string method, target, host, authorization, content_type, content_encoding, accept_encoding,
      if_none_match, origin;
  std::string link;           ///< Takestock-Link
  std::string forwarded_for;  ///< all X-Forwarded-For, joined with commas
  std::string neighbour;      ///< address at the other end of the connection
};

class Service {
 public:
  using Answered = std::function<void(Answer)>;

  /// `hub` and `stores` outlive it.
  Service(Hub& hub, OpenStores& stores, Site site);

  /// What is decided before the body is read.
  struct Admission {
    std::optional<Answer> refused;
    std::size_t body_bytes = 0;          ///< most that is read, packed and unpacked
    std::string_view endpoint = "none";  ///< for the log
    std::string peer;                    ///< the client, as far as the proxy is trusted
    bool site = false;
    const Endpoint* row = nullptr;
    Request request;  ///< without its body
    std::string accept_encoding, content_encoding, if_none_match;
  };
  Admission admit(const Head& head);
  /// Before a large body is read: whether who sends it is signed in, where that is asked. Calls `checked`
  /// once, with what is refused, on any thread.
  static constexpr std::size_t kLargeBody = 256 * 1024;
  void check(const Admission& admission, std::function<void(std::optional<Answer>)> checked);
  /// Calls `answered` once, on any thread, perhaps before it returns.
  void answer(Admission&& admission, std::string&& body, Answered answered);

  /// Waits for what is on its way beside the stores.
  void stop() { waiters_.stop(); }

 private:
  std::optional<Answer> refuse(const Head& head, Admission& admission);
  Accepted accept(const Endpoint& row, Request&& request, const std::shared_ptr<User>& user);
  void run(const Endpoint& row, Request&& request, Replied replied);
  std::optional<Answer> find(const Head& head, Admission& admission);
  bool own_host(std::string_view host) const;
  bool own_origin(std::string_view origin) const;
  std::string peer_of(const Head& head) const;

  Hub& hub_;
  OpenStores& stores_;
  const Site site_;
  const Routes routes_;
  Buckets requests_, sign_ins_;
  Waiters waiters_;
};

}  // namespace takestock::hub
