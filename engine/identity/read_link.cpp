// Reading a link as people have it after mail programs, paper and retyping.
#include <algorithm>
#include <iterator>
#include <optional>

#include "base/utf8.h"
#include "identity/letters.h"
#include "identity/link.h"

namespace takestock::identity {
namespace {

std::optional<char> byte_of(std::string_view digits) {
  int value = 0;
  if (digits.size() != 2) return std::nullopt;
  for (const char c : digits) {
    const std::size_t at = std::string_view("0123456789abcdefABCDEF").find(c);
    if (at == std::string_view::npos) return std::nullopt;
    value = value * 16 + static_cast<int>(at < 16 ? at : at - 6);
  }
  return static_cast<char>(value);
}

/// "%2D" of addresses; "=20", "=2D", "=3D" of quoted-printable mail. Encoded twice is decoded twice.
std::string without_escapes(std::string text) {
  for (std::size_t at = 0; (at = text.find_first_of("%=", at)) != std::string::npos; ++at) {
    const auto byte = byte_of(std::string_view(text).substr(at + 1, 2));
    if (byte && (text[at] == '%' || *byte == ' ' || *byte == '-' || *byte == '=')) {
      text.replace(at, 3, 1, *byte);
      if (*byte == '%' || *byte == '=') --at;
    }
  }
  return text;
}

/// What "&name;" stands for; 0 where a link can do without.
std::optional<char32_t> entity(std::string_view name) {
  if (name == "amp") return U'&';
  if (name == "num") return U'#';
  if (name == "sol") return U'/';
  if (name.size() < 2 || name[0] != '#') return 0;
  const bool hexadecimal = name[1] == 'x' || name[1] == 'X';
  char32_t code = 0;
  for (const char c : name.substr(hexadecimal ? 2 : 1)) {
    const std::size_t digit = std::string_view("0123456789abcdef").find(static_cast<char>(c | 0x20));
    if (digit >= (hexadecimal ? 16u : 10u)) return std::nullopt;
    code = std::min<char32_t>(code * (hexadecimal ? 16 : 10) + static_cast<char32_t>(digit), 0x110000);
  }
  return code;
}

std::string without_entities(std::string_view text) {
  constexpr std::size_t kLongest = 10;
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text[0] == '&' ? text.substr(0, kLongest).find(';') : std::string_view::npos;
    const auto code = end == std::string_view::npos ? std::nullopt : entity(text.substr(1, end - 1));
    if (code && *code != 0) utf8_append(out, *code);
    if (!code) out += text[0];
    text.remove_prefix(code ? end + 1 : 1);
  }
  return out;
}

/// White space and what cannot be seen, dashes of all kinds, and signs that mail programs set in front of
/// broken lines.
bool between_letters(char32_t c) {
  return c <= U' ' || c == U'-' || c == U'=' || c == U'>' || c == U'|' || c == U'*' || c == 0x85 ||
         c == 0xA0 || c == 0xAD || (c >= 0x2000 && c <= 0x2015) || (c >= 0x2028 && c <= 0x202F) ||
         c == 0x2060 || c == 0x2212 || c == 0x3000 || c == 0xFE58 || c == 0xFE63 || c == 0xFEFF ||
         c == 0xFF0D;
}

bool alphanumeric(char32_t c) {
  return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') ||
         (c >= 0xC0 && c < 0x2000);  // letters of other alphabets, to be told of
}

/// The letter that was meant; 0 if no link has it.
char meant(char32_t c) {
  if (c >= 0x80) return 0;
  const char lower = static_cast<char>(c >= U'A' && c <= U'Z' ? c | 0x20 : c);
  if (lower == 'o') return '0';
  if (lower == 'i' || lower == 'l') return '1';
  return std::string_view(kLetters).find(lower) == std::string_view::npos ? '\0' : lower;
}

Error wrong(const std::string& sentence) { return {Code::bad_text, sentence, "link"}; }

Error too_short(std::size_t letters) {
  const std::size_t missing = kCodeLetters - letters;
  return wrong("This link is too short: " + std::to_string(missing) +
               (missing == 1 ? " letter is" : " letters are") + " missing of the " +
               std::to_string(kCodeLetters) + " at its end.");
}

/// The letters of a code, and whether something follows at once that could belong to it.
struct Letters {
  std::string letters, stranger;
  bool more = false;
};

Letters letters_of(std::string_view text) {
  Letters found;
  bool ended = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const char32_t c = utf8_next(text, at);
    const bool full = found.letters.size() == kCodeLetters;
    if (between_letters(c)) {
      if (full && c != U'-') return found;
    } else if (!alphanumeric(c)) {
      if (full) return found;
      ended = !found.letters.empty();
    } else if (full) {
      found.more = true;
      return found;
    } else if (const char letter = meant(c); letter && !ended) {
      found.letters += letter;
    } else {
      found.stranger = text.substr(start, at - start);
      return found;
    }
  }
  return found;
}

Result<std::string> code_letters(std::string_view text) {
  const Letters found = letters_of(text);
  if (found.letters.empty() && found.stranger.empty()) return wrong("There is no link in this text.");
  if (!found.stranger.empty())
    return wrong("\"" + found.stranger + "\" stands in this link, at a place where no link has it.");
  if (found.letters.size() < kCodeLetters) return too_short(found.letters.size());
  if (found.more)
    return wrong("This link is too long: more than " + std::to_string(kCodeLetters) +
                 " letters are at its end.");
  return found.letters;
}

struct Parts {
  std::string round;
  std::string_view code;
};

/// Behind "#/", else the last two steps of a path, else a code alone.
Parts parts_of(std::string_view text, std::string_view round) {
  const std::size_t fragment = text.find("#/");
  if (fragment != std::string_view::npos) text.remove_prefix(fragment + 2);
  while (!text.empty() && text.back() == '/') text.remove_suffix(1);
  const std::size_t slash = fragment != std::string_view::npos ? text.find('/') : text.rfind('/');
  if (slash == std::string_view::npos) return {std::string(round), text};
  const std::string_view before = text.substr(0, slash);
  return {std::string(before.substr(before.rfind('/') + 1)), text.substr(slash + 1)};
}

/// Lower case, without what came in between; "" if it cannot be a round's name.
std::string round_name(const std::string& text) {
  std::string name;
  for (std::size_t at = 0; at < text.size();) {
    char32_t c = utf8_next(text, at);
    if (c >= 0x2010 && c <= 0x2015) c = U'-';
    if (c >= U'A' && c <= U'Z') c |= 0x20;
    const bool fits = c == U'-' || (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z');
    if (!fits && !between_letters(c)) return {};
    if (fits) name += static_cast<char>(c);
  }
  return name.size() <= 64 ? name : std::string();
}

}  // namespace

Result<Link> read_link(std::string_view text, std::string_view round) {
  constexpr std::size_t kLongest = 10'000;
  if (text.size() > kLongest) return wrong("This text is too long for a link.");
  const std::string plain = without_entities(without_escapes(std::string(text)));
  const Parts parts = parts_of(plain, round);
  const Result<std::string> letters = code_letters(parts.code);
  if (!letters) return letters.error();
  if (check_letters(letters->substr(0, kCheckedLetters)) != letters->substr(kCheckedLetters))
    return wrong(
        "One or more letters of this link are different from those it was made with: please compare it with "
        "the link that was sent to you.");
  Link link{round_name(parts.round), letters->substr(0, kInviteeLetters),
            letters->substr(kInviteeLetters, kTokenLetters)};
  if (link.round.empty()) return wrong("This link does not say which survey it is for.");
  return link;
}

}  // namespace takestock::identity
