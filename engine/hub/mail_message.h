// A mail as its bytes (RFC 5322, 2045 to 2047).
#pragma once

#include <string>
#include <string_view>

#include "base/doors.h"

namespace takestock::hub {

struct Mailbox {
  std::string name;  ///< may be ""
  std::string address;
};

struct MailMessage {
  Mailbox from, to;
  std::string reply_to;  ///< an address; "" = none
  std::string subject, text;
  std::string message_id;  ///< without angle brackets
  Millis date = 0;
  int offset_minutes = 0;
};

/// Lines end with CR LF and have at most 76 characters. Header fields: From, To, Reply-To, Subject, Date,
/// Message-ID, Auto-Submitted: auto-generated (RFC 3834, so that nobody's absence notice answers),
/// MIME-Version; the text is UTF-8 as quoted-printable. What is not plain ASCII in a header field is an
/// encoded word (base64), whole characters each; line breaks and other control characters in one become
/// spaces, so that no value can begin another field.
std::string message_bytes(const MailMessage& message);

/// "=?UTF-8?B?...?=" where it has to be, else the text as it is.
std::string header_text(std::string_view text);

}  // namespace takestock::hub
