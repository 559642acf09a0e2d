#include "tabulation/formula_text.h"

#include <cstddef>

namespace takestock::tabulation {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool in_a_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.' || c == ':' || c == '/' || c == '$' || c == '@' || static_cast<unsigned char>(c) >= 0x80;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

/// The place behind what begins at `at`: a quoted text, a ${name}, a bracket with all inside, or one
/// character.
std::size_t behind(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == '"' || c == '\'') {
    const std::size_t end = text.find(c, at + 1);
    return end == std::string_view::npos ? text.size() : end + 1;
  }
  if (c == '$' && text.substr(at, 2) == "${") {
    const std::size_t end = text.find('}', at);
    return end == std::string_view::npos ? text.size() : end + 1;
  }
  if (c != '(' && c != '[') return at + 1;
  const char close = c == '(' ? ')' : ']';
  for (++at; at < text.size() && text[at] != close;) at = behind(text, at);
  return at < text.size() ? at + 1 : at;
}

bool word_at(std::string_view text, std::size_t at, std::string_view word) {
  if (text.substr(at, word.size()) != word) return false;
  const std::size_t end = at + word.size();
  const bool starts = at > 0 && !in_a_name(text[at - 1]);
  return starts && (end == text.size() || !in_a_name(text[end]) || text[end] == '$');
}

}  // namespace

std::string_view bare(std::string_view text) {
  text = trimmed(text);
  while (!text.empty() && text.front() == '(' && behind(text, 0) == text.size() && text.back() == ')')
    text = trimmed(text.substr(1, text.size() - 2));
  return text;
}

std::vector<std::string_view> parted(std::string_view text, std::string_view word) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (!word_at(text, at, word)) {
      at = behind(text, at);
      continue;
    }
    parts.push_back(bare(text.substr(start, at - start)));
    at += word.size();
    start = at;
  }
  parts.push_back(bare(text.substr(start)));
  return parts;
}

std::string_view negated(std::string_view text) {
  constexpr std::string_view kNot = "not";
  if (text.substr(0, kNot.size()) != kNot) return {};
  const std::string_view inside = trimmed(text.substr(kNot.size()));
  if (inside.empty() || inside.front() != '(' || behind(inside, 0) != inside.size() || inside.back() != ')')
    return {};
  return bare(inside);
}

std::string_view only_reference(std::string_view text) {
  if (text.substr(0, 2) != "${" || text.find('}') != text.size() - 1) return {};
  return trimmed(text.substr(2, text.size() - 3));
}

}  // namespace takestock::tabulation
