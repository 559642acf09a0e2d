#include <algorithm>

#include "survey/reading.h"

namespace takestock::survey {
namespace {

constexpr std::size_t kVersionBytes = 64;

bool alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// The shape of a BCP 47 tag: parts of 1 to 8 letters and digits, the first of at least 2, joined by "-".
bool valid_language(std::string_view tag) {
  std::size_t length = 0;
  bool first = true;
  for (const char c : tag) {
    if (c == '-') {
      if (length < (first ? 2u : 1u)) return false;
      first = false;
      length = 0;
    } else if (!alphanumeric(c) || ++length > 8) {
      return false;
    }
  }
  return length >= (first ? 2u : 1u);
}

void read_format(Reading& reading, json::Value format) {
  if (!format || format.number_text() == "1") return;
  reading.report.add(format, "unsupported_format", "This program reads definitions of format 1.");
}

void read_id(Reading& reading, json::Value id) {
  if (!id) return;
  reading.parts.id = id.text();
  if (valid_id(id.text())) return;
  reading.report.add(
      id, "wrong_value",
      "An \"id\" is 1 to 64 lower-case letters, digits and hyphens, unlike " + quoted(id.text()) + ".");
}

void read_version(Reading& reading, json::Value version) {
  if (!version) return;
  const std::string_view text = version.text();
  reading.parts.version = text;
  const bool one_line = !has_control_character(text) && text.find_first_of("\n\t") == std::string_view::npos;
  if (one_line && !text.empty() && text.size() <= kVersionBytes) return;
  reading.report.add(version, "wrong_value", "A \"version\" is a text of 1 to 64 bytes on one line.");
}

void add_language(Reading& reading, json::Value tag) {
  auto& languages = reading.parts.languages;
  if (!expect_kind(tag, kText, "A language", reading.report)) return;
  if (!valid_language(tag.text())) {
    reading.report.add(tag, "wrong_value",
                       quoted(tag.text()) + " is not a language tag such as \"en\" or \"cy\".");
  } else if (std::find(languages.begin(), languages.end(), tag.text()) != languages.end()) {
    reading.report.add(tag, "duplicate_language",
                       "The language " + quoted(tag.text()) + " is here a second time.");
  } else if (languages.size() == DefinitionLimits::kLanguages) {
    reading.report.add(tag, "limit", "A definition has at most 50 languages.");
  } else {
    languages.emplace_back(tag.text());
  }
}

/// The default language comes first.
void read_languages(Reading& reading, json::Value list, json::Value preferred) {
  auto& languages = reading.parts.languages;
  for (json::Value tag = list.first(); tag; tag = tag.next()) add_language(reading, tag);
  if (list && !list.first()) reading.report.add(list, "empty", "The list of languages is empty.");
  if (preferred) {
    const auto at = std::find(languages.begin(), languages.end(), preferred.text());
    if (at != languages.end())
      std::rotate(languages.begin(), at, at + 1);
    else if (!list)
      add_language(reading, preferred);
    else
      reading.report.add(preferred, "unknown_language",
                         quoted(preferred.text()) + " is not one of the \"languages\".");
  }
  if (languages.empty()) languages.emplace_back("en");
}

}  // namespace

void read_settings(Reading& reading, const json::Value* settings) {
  read_format(reading, settings[0]);
  read_id(reading, settings[1]);
  read_version(reading, settings[2]);
  read_languages(reading, settings[3], settings[4]);
  reading.parts.title = read_text(reading, settings[5]);
}

}  // namespace takestock::survey
