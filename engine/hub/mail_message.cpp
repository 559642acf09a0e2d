#include "hub/mail_message.h"

#include <algorithm>

#include "base/civil.h"
#include "base/digest.h"
#include "base/utf8.h"

namespace takestock::hub {
namespace {

constexpr std::size_t kWordBytes =
    42;  ///< of text in an encoded word: 56 letters of base64, 68 with its frame
constexpr std::size_t kLine = 76;

std::string without_controls(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return out;
}

bool plain(std::string_view text) {
  const bool ascii =
      std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  return ascii && text.find("=?") == std::string_view::npos && text.size() <= 60;
}

std::string encoded_words(std::string_view text) {
  std::string out, word;
  const auto end_word = [&] {
    if (!word.empty()) out += (out.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + base64(word)) + "?=";
    word.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    std::string letter;
    utf8_append(letter, utf8_next(text, at));
    if (word.size() + letter.size() > kWordBytes) end_word();
    word += letter;
  }
  end_word();
  return out;
}

/// A name in front of an address: encoded, or between quotes.
std::string phrase(std::string_view name) {
  const std::string clean = without_controls(name);
  if (!plain(clean)) return encoded_words(clean);
  std::string out = "\"";
  for (const char c : clean) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string mailbox_text(const Mailbox& mailbox) {
  const std::string address = "<" + without_controls(mailbox.address) + ">";
  return mailbox.name.empty() ? address : phrase(mailbox.name) + "\r\n " + address;
}

std::string two(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

/// "Fri, 20 Nov 2015 08:00:00 +0100"
std::string date_field(Millis at, int offset_minutes) {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Millis local = at + Millis{offset_minutes} * 60'000;
  const std::int64_t days = local / kMillisPerDay;
  const Date date = date_from_days(days);
  const Time time = time_from_millis(local % kMillisPerDay);
  const int offset = offset_minutes < 0 ? -offset_minutes : offset_minutes;
  return std::string(kDays[day_of_week(date)]) + ", " + std::to_string(date.day) + " " +
         kMonths[date.month - 1] + " " + std::to_string(date.year) + " " + two(time.hour) + ":" +
         two(time.minute) + ":" + two(time.second) + (offset_minutes < 0 ? " -" : " +") + two(offset / 60) +
         two(offset % 60);
}

/// One line of text as quoted-printable (RFC 2045, 6.7).
void append_quoted_line(std::string& out, std::string_view line) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::size_t width = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto byte = static_cast<unsigned char>(line[i]);
    const bool last = i + 1 == line.size();
    const bool blank = byte == ' ' || byte == '\t';
    // A dot or "From " at the start of a line is left alone by no mail program.
    const bool start = i == 0 && (byte == '.' || byte == 'F');
    const bool as_it_is = (byte > 0x20 && byte < 0x7F && byte != '=' && !start) || (blank && !last);
    const std::size_t size = as_it_is ? 1 : 3;
    if (width + size > kLine - 1) {
      out += "=\r\n";
      width = 0;
    }
    if (as_it_is)
      out += line[i];
    else
      (out += '=') += {kHex[byte >> 4], kHex[byte & 15]};
    width += size;
  }
  out += "\r\n";
}

std::string quoted_printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    append_quoted_line(out, line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace

std::string header_text(std::string_view text) {
  const std::string clean = without_controls(text);
  return plain(clean) ? clean : encoded_words(clean);
}

std::string message_bytes(const MailMessage& message) {
  std::string out;
  const auto field = [&](const char* name, const std::string& value) {
    out += std::string(name) + ": " + value + "\r\n";
  };
  field("From", mailbox_text(message.from));
  field("To", mailbox_text(message.to));
  if (!message.reply_to.empty()) field("Reply-To", mailbox_text({"", message.reply_to}));
  field("Subject", header_text(message.subject));
  field("Date", date_field(message.date, message.offset_minutes));
  field("Message-ID", "<" + without_controls(message.message_id) + ">");
  field("Auto-Submitted", "auto-generated");
  field("MIME-Version", "1.0");
  field("Content-Type", "text/plain; charset=utf-8");
  field("Content-Transfer-Encoding", "quoted-printable");
  return out + "\r\n" + quoted_printable(message.text);
}

}  // namespace takestock::hub
