#include "results/words.h"

namespace takestock::results {

namespace {

constexpr Words kWords[] = {
    {"en-GB",
     "DRAFT - NOT SENT",
     "FINISHED - NOT SENT",
     "FINISHED",
     "Consultation by",
     "Closes",
     "Finished",
     "Last changed",
     "Reference",
     "Background:",
     "Options:",
     "Options (any number of these):",
     "{1} options were offered.",
     "Response:",
     "No response.",
     "Confirmed.",
     "(as typed; not of the form that was asked for)",
     "Questions not asked",
     "Not asked, because of the answer to {1}.",
     "Not asked, because of the answers to {1}.",
     "Not asked, because of other answers.",
     "question {1}",
     "An answer given earlier is kept on the device and is not part of this response.",
     "About this copy",
     "Survey",
     "Version",
     "Digest of the questions",
     "Revision of the response",
     "Page {1} of {2}",
     "Survey {1}, version {2} ({3}), revision {4}",
     " and ",
     "{1} {2} {3}",
     "{1}, {2}",
     {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
      "November", "December"}},
};

std::string_view first_subtag(std::string_view tag) { return tag.substr(0, tag.find('-')); }

}  // namespace

const Words& words_for(std::string_view language) {
  for (const Words& words : kWords) {
    if (words.language == language) return words;
  }
  for (const Words& words : kWords) {
    if (first_subtag(words.language) == first_subtag(language)) return words;
  }
  return kWords[0];
}

std::string filled(std::string_view sentence, std::initializer_list<std::string_view> values) {
  std::string out;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    const bool slot = sentence[i] == '{' && i + 2 < sentence.size() && sentence[i + 2] == '}';
    const std::size_t index = slot ? static_cast<std::size_t>(sentence[i + 1] - '1') : values.size();
    if (index < values.size()) {
      out += values.begin()[index];
      i += 2;
    } else {
      out += sentence[i];
    }
  }
  return out;
}

std::string date_in_words(const Words& words, const Date& date) {
  return filled(words.date,
                {std::to_string(date.day), words.months[date.month - 1], std::to_string(date.year)});
}

std::string moment_in_words(const Words& words, Millis at, int offset_minutes) {
  const std::string time = time_text(local_time(at, offset_minutes)).substr(0, 5);
  return filled(words.date_and_time, {date_in_words(words, local_date(at, offset_minutes)), time});
}

std::string answer_in_words(const Words& words, survey::Type type, const std::string& stored) {
  using survey::Type;
  if (type == Type::acknowledge) return words.acknowledged;
  if (type == Type::time) return stored.substr(0, 5);
  if (type != Type::date && type != Type::date_time) return stored;
  const std::optional<DateTime> read = read_date_time(stored);
  if (!read) return stored;
  const std::string date = date_in_words(words, read->date);
  if (type == Type::date || !read->time) return date;
  return filled(words.date_and_time, {date, time_text(*read->time).substr(0, 5)});
}

}  // namespace takestock::results
