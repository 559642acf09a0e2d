#include "hub/mail_template.h"

#include <algorithm>

#include "base/civil.h"
#include "base/json.h"
#include "base/utf8.h"

namespace takestock::hub {
namespace {

/// A placeholder, or text up to the next one.
struct Piece {
  std::size_t at = 0;
  bool placeholder = false, open_ended = false;
  std::string_view text;  ///< of a placeholder its name without blanks around it
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = std::min(text.find("{{", at), text.size());
    if (open > at) out.push_back({at, false, false, text.substr(at, open - at)});
    if (open == text.size()) break;
    const std::size_t close = text.find("}}", open);
    const std::size_t line = text.find('\n', open);
    if (close == std::string_view::npos || line < close) {
      out.push_back({open, true, true, text.substr(open, std::min(line, text.size()) - open)});
      return out;
    }
    out.push_back({open, true, false, trimmed(text.substr(open + 2, close - open - 2))});
    at = close + 2;
  }
  return out;
}

const std::string* value_of(std::string_view name, const MailValues& values) {
  if (name == "name") return &values.name;
  if (name == "organisation") return &values.organisation;
  if (name == "link") return &values.link;
  return name == "closes" ? &values.closes : nullptr;
}

bool is_control(char c, bool line_breaks) {
  const auto byte = static_cast<unsigned char>(c);
  if (line_breaks && (c == '\n' || c == '\r' || c == '\t')) return false;
  return byte < 0x20 || byte == 0x7F;
}

class Checked {
 public:
  Checked(std::string part, std::string_view text, bool closes, std::vector<TemplateProblem>& problems)
      : part_(std::move(part)), text_(text), closes_(closes), problems_(problems) {}

  void check(std::size_t most, bool link) {
    if (trimmed(text_).empty()) problem("There is no " + part_ + ".");
    const std::size_t characters = utf8_length(text_);
    if (characters > most)
      problem("The " + part_ + " is " + std::to_string(characters) + " characters long; at most " +
              std::to_string(most) + " are sent.");
    bool has_link = false;
    for (const Piece& piece : pieces_of(text_)) {
      if (piece.placeholder) check_placeholder(piece, link);
      has_link = has_link || (piece.placeholder && piece.text == "link");
    }
    if (link && !has_link) problem("The text has no {{link}}, without which nobody can answer.");
    check_controls(link);
  }

 private:
  void check_placeholder(const Piece& piece, bool link) {
    if (piece.open_ended) return problem_at(piece.at, "“{{” is not closed by “}}” on the same line.");
    if (!value_of(piece.text, {}))
      return problem_at(piece.at, "There is no placeholder {{" + std::string(piece.text) +
                                      "}}. There are {{name}}, {{organisation}}, {{link}} and {{closes}}.");
    if (piece.text == "link" && !link)
      problem_at(piece.at, "A link does not belong in the subject, which others can see.");
    if (piece.text == "closes" && !closes_)
      problem_at(piece.at, "This round has no closing date that could stand for {{closes}}.");
  }

  void check_controls(bool line_breaks) {
    const auto found =
        std::find_if(text_.begin(), text_.end(), [&](char c) { return is_control(c, line_breaks); });
    if (found != text_.end())
      problem_at(
          static_cast<std::size_t>(found - text_.begin()),
          line_breaks ? "There is a character that cannot be sent." : "The subject has to be one line.");
  }

  void problem(std::string text) { problems_.push_back({part_, std::move(text)}); }
  void problem_at(std::size_t offset, std::string text) {
    const json::Place place = json::place_of(text_, offset);
    problems_.push_back(
        {part_ + ", line " + std::to_string(place.line) + ", character " + std::to_string(place.column),
         std::move(text)});
  }

  const std::string part_;
  const std::string_view text_;
  const bool closes_;
  std::vector<TemplateProblem>& problems_;
};

}  // namespace

std::vector<TemplateProblem> template_problems(std::string_view subject, std::string_view text, bool closes) {
  std::vector<TemplateProblem> problems;
  Checked("subject", subject, closes, problems).check(kSubjectCharacters, false);
  Checked("text", text, closes, problems).check(kMailCharacters, true);
  return problems;
}

std::string filled(std::string_view text, const MailValues& values) {
  std::string out;
  for (const Piece& piece : pieces_of(text)) {
    const std::string* value = piece.placeholder ? value_of(piece.text, values) : nullptr;
    out += value ? std::string_view(*value) : piece.text;
  }
  return out;
}

std::string closing_text(Millis closes, Clock& clock) {
  static constexpr const char* kDays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                          "Thursday", "Friday", "Saturday"};
  static constexpr const char* kMonths[] = {"January",   "February", "March",    "April",
                                            "May",       "June",     "July",     "August",
                                            "September", "October",  "November", "December"};
  const Millis local = closes + Millis{clock.offset_minutes(closes)} * 60'000;
  const std::int64_t days =
      (local - ((local % kMillisPerDay) + kMillisPerDay) % kMillisPerDay) / kMillisPerDay;
  const Date date = date_from_days(days);
  const Time time = time_from_millis(local - days * kMillisPerDay);
  const int hour = time.hour % 12 == 0 ? 12 : time.hour % 12;
  std::string minutes = time.minute == 0 ? "" : (time.minute < 10 ? ":0" : ":") + std::to_string(time.minute);
  return std::to_string(hour) + minutes + (time.hour < 12 ? "am" : "pm") + " on " + kDays[day_of_week(date)] +
         " " + std::to_string(date.day) + " " + kMonths[date.month - 1] + " " + std::to_string(date.year);
}

}  // namespace takestock::hub
