// The fixed words of a copy, by language: all sentences in it that are not the survey's or the respondent's
// own.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "base/civil.h"
#include "survey/definition.h"

namespace takestock::results {

/// A translation is one more row in words.cpp. {1}, {2} stand for what filled() is given.
struct Words {
  const char* language;  ///< BCP 47, as the document states it
  const char* draft;     ///< at the top and on every page of a draft
  const char* finished_not_sent;
  const char* finished;
  const char* respond_to;  ///< before the organisation's name
  const char* closes;      ///< before the closing date
  const char* finished_at;
  const char* changed_at;
  const char* reference;
  const char* background;  ///< what a screen reader hears before a note
  const char* options;
  const char* options_any;   ///< of a question with several answers
  const char* many_options;  ///< {1}: how many there are; for lists too long to print
  const char* response;
  const char* no_response;
  const char* acknowledged;
  const char* as_typed;         ///< after an answer that is not of the form asked for
  const char* not_asked;        ///< heading
  const char* because_one;      ///< {1}: a question's number or its wording in quotes
  const char* because_several;  ///< {1}: several of them
  const char* because_other;
  const char* question;  ///< {1}: its number
  const char* kept;      ///< an answer given earlier stays on the device and is not part of the response
  const char* about;     ///< heading
  const char* survey;
  const char* version;
  const char* digest;
  const char* revision;
  const char* page;           ///< {1}: number, {2}: how many
  const char* footer;         ///< {1}: survey, {2}: version, {3}: start of the digest, {4}: revision
  const char* conjunction;    ///< between the last two of a list: " and "
  const char* date;           ///< {1}: day, {2}: month's name, {3}: year
  const char* date_and_time;  ///< {1}: date, {2}: time
  const char* months[12];
};

/// The row for a language tag or its first subtag; English if there is none.
const Words& words_for(std::string_view language);
std::string filled(std::string_view sentence, std::initializer_list<std::string_view> values);
/// "13 March 2015", "13 March 2015, 17:00".
std::string date_in_words(const Words&, const Date&);
std::string moment_in_words(const Words&, Millis at, int offset_minutes);
/// The stored text of a valid answer that is no choice, as a person reads it: dates as above, a time as
/// "17:00", what was acknowledged as a word, everything else unchanged.
std::string answer_in_words(const Words&, survey::Type, const std::string& stored);

}  // namespace takestock::results
