// The way to a mail server: SMTP (RFC 5321) through libcurl.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "base/result.h"
#include "hub/mail_message.h"

namespace takestock::hub {

/// Read from a file, so that no password stands on a command line:
///   {"server":"smtp.example.org","port":587,"security":"starttls","user":"survey","password":"..",
///    "from":"survey@example.org","from_name":"Survey team"}
/// security: "starttls" (the default), "tls" (from the first byte) or "none", which only a server on this
/// machine may have. The certificate is verified, except of a server on this machine. user and password may
/// be absent; port is 587, 465 or 25 by security.
struct SmtpSettings {
  enum class Security { starttls, tls, none };
  std::string server;
  int port = 0;
  Security security = Security::starttls;
  std::string user, password;
  Mailbox from;

  bool on_this_machine() const;  ///< localhost, 127.x.x.x or ::1
};

/// Errors: not_found; bad_request: no such JSON, a wrong address, no security where it is needed, or a file
/// with a password that others than its owner may read.
Result<SmtpSettings> read_smtp_settings(const std::string& path);

/// What became of a mail. Only `unknown` leaves open whether it arrived: the connection ended after the whole
/// mail was handed over and before the server had answered.
struct Delivery {
  enum class Outcome {
    sent,        ///< the server has taken it over
    refused,     ///< for good: this address, or this mail
    later,       ///< the server says to try this address again
    no_service,  ///< not reached, not trusted, or it does not let us in: nothing to do with this address
    unknown
  };
  Outcome outcome = Outcome::no_service;
  std::string text;  ///< one line for people: what the server said
};

/// Sends mails one after the other. One thread.
class MailServer {
 public:
  virtual ~MailServer() = default;
  virtual Delivery send(const std::string& from, const std::string& to, const std::string& message) = 0;
};

/// Keeps its connection from one mail to the next. When `stopping` becomes true, a mail of which the server
/// has not all yet is given up (no_service). `stopping` outlives it.
std::unique_ptr<MailServer> smtp_server(SmtpSettings settings, const std::atomic<bool>& stopping);

}  // namespace takestock::hub
