#include "datafiles/names.h"

#include <algorithm>
#include <set>

namespace takestock::datafiles {

namespace {

constexpr std::string_view kSpssWords[] = {"all", "and", "by",  "eq", "ge", "gt",  "le",
                                           "lt",  "ne",  "not", "or", "to", "with"};
constexpr std::string_view kStataWords[] = {"_all", "_b",    "byte", "_coef", "_cons", "double", "float",
                                            "if",   "in",    "int",  "long",  "_n",    "_pi",    "_pred",
                                            "_rc",  "_skip", "strl", "using", "with"};
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

template <std::size_t N>
bool among(const std::string_view (&words)[N], const std::string& name) {
  return std::find(std::begin(words), std::end(words), name) != std::end(words);
}

/// "str5" is a type, and no suffix makes a name of it.
bool starts_as_type(const std::string& name) {
  return name.size() > 3 && lower(name.substr(0, 3)) == "str" && is_digit(name[3]);
}

bool reserved(const std::string& name, NameRule rule) {
  if (rule == NameRule::spss) return among(kSpssWords, name);
  return among(kStataWords, name);
}

/// Each byte that is not allowed, and each character that is not ASCII, as one '_'.
std::string allowed(std::string_view name, NameRule rule) {
  std::string out;
  for (const char c : name) {
    const bool point = c == '.' && rule == NameRule::spss;
    if (is_letter(c) || is_digit(c) || c == '_' || point)
      out += c;
    else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80)
      out += '_';
  }
  const bool start = !out.empty() && (is_letter(out[0]) || (out[0] == '_' && rule == NameRule::stata));
  return start && !(rule == NameRule::stata && starts_as_type(out)) ? out : "v" + out;
}

std::string fitted(std::string name, std::size_t bytes) {
  if (name.size() > bytes) name.resize(bytes);
  while (name.size() > 1 && (name.back() == '.' || name.back() == '_')) name.pop_back();
  return name;
}

}  // namespace

std::vector<std::string> valid_names(const std::vector<std::string>& names, NameRule rule) {
  const std::size_t most = rule == NameRule::spss ? 64 : 32;
  std::vector<std::string> valid;
  std::set<std::string> taken;
  for (const std::string& wanted : names) {
    const std::string base = allowed(wanted, rule);
    std::string name = fitted(base, most);
    for (int number = 2; reserved(lower(name), rule) || !taken.insert(lower(name)).second; ++number) {
      const std::string suffix = "_" + std::to_string(number);
      name = fitted(base, most - suffix.size()) + suffix;
    }
    valid.push_back(std::move(name));
  }
  return valid;
}

std::size_t whole_characters(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text.size();
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return bytes;
}

std::string shortened(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return std::string(text);
  const std::size_t kept = bytes < kEllipsis.size() ? 0 : bytes - kEllipsis.size();
  return std::string(text.substr(0, whole_characters(text, kept))) + std::string(kEllipsis);
}

}  // namespace takestock::datafiles
