#include <algorithm>

#include "survey/reading.h"

namespace takestock::survey {
namespace {

constexpr std::string_view kSpaces = " \t\n\r";

bool starts_a_reference(std::string_view text) { return text.find("${") != std::string_view::npos; }

[[gnu::cold, gnu::noinline]] bool refuse_text(Reading& reading, json::Value value, bool blank) {
  if (blank) {
    reading.report.add(value, "empty", "This text is empty; leave the key out instead.");
  } else if (starts_a_reference(value.text())) {
    reading.report.add(value, "unsupported",
                       "Answers inside a text, as in \"${name}\", are not offered yet.");
  } else {
    reading.report.add(value, "control_character",
                       "A text has no control characters but line breaks (\\n) and tabs (\\t).");
  }
  return false;
}

bool check_text(Reading& reading, json::Value value) {
  const std::string_view text = value.text();
  const bool blank = text.find_first_not_of(kSpaces) == std::string_view::npos;
  const bool bad = blank || starts_a_reference(text) || (value.escaped() && has_control_character(text));
  return !bad || refuse_text(reading, value, blank);
}

void add_translation(Reading& reading, std::string_view text, std::size_t language) {
  reading.parts.texts.push_back(
      Translation{reading.parts.pool.keep(text), static_cast<std::uint16_t>(language), true});
}

void read_translation(Reading& reading, json::Value value) {
  const auto& languages = reading.parts.languages;
  const auto at = std::find(languages.begin(), languages.end(), value.key());
  if (at == languages.end()) {
    reading.report.add_key(value, "unknown_language",
                           quoted(value.key()) + " is not one of the languages of this definition." +
                               did_you_mean(value.key(), languages));
  } else if (expect_kind(value, kText, "A translation", reading.report) && check_text(reading, value)) {
    add_translation(reading, value.text(), static_cast<std::size_t>(at - languages.begin()));
  }
}

}  // namespace

TextId read_text(Reading& reading, json::Value value) {
  if (!value) return kNoText;
  auto& texts = reading.parts.texts;
  const std::size_t first = texts.size();
  if (value.is(json::Kind::string)) {
    if (check_text(reading, value)) add_translation(reading, value.text(), 0);
  } else {
    for (json::Value each = value.first(); each; each = each.next()) read_translation(reading, each);
    if (!value.find(reading.parts.languages[0])) {
      reading.report.add(
          value, "missing_translation",
          "The text in the default language " + quoted(reading.parts.languages[0]) + " is missing.");
    }
  }
  if (texts.size() == first) return kNoText;
  for (std::size_t i = first; i + 1 < texts.size(); ++i) texts[i].last = false;
  return static_cast<TextId>(first);
}

}  // namespace takestock::survey
