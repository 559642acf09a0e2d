// The measures of a survey: the figures it is asked for, in its own expression language.
//
//   "measures": [
//     {"name": "good_use", "type": "share", "label": "said it was a good use of their time",
//      "numerator": "${q3} = 'agree' or ${q3} = 'strongly_agree'", "base": "${q3} != ''"},
//     {"name": "days", "type": "mean", "label": "days of their own work", "of": "${days}"}],
//   "attributes": ["region", "council_type"]
//
//   share                numerator; base (absent: all questions of the numerator were answered)
//   mean, median, sum    of: a number; base (absent: it is one)
//   net_score            of: one question of one choice; plus, minus: names of its choices
//   distribution         of: one question
//   ratio                numerator, denominator: numbers that are summed; base (absent: both are numbers)
//   spidergram           series of axes that name measures: a picture, see spidergram.h
//
// A label is a text or one text for each language. An attribute names a question, calculation or hidden value
// by which results may be broken down. Don't know is an answer: a base that leaves it out says so.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "survey/definition.h"

namespace takestock::tabulation {

enum class MeasureType : std::uint8_t { share, mean, median, sum, net_score, distribution, ratio };
const char* measure_type_name(MeasureType);

struct Measure {
  std::string name, label;
  MeasureType type = MeasureType::share;
  std::string numerator, denominator, base, of;  ///< expressions; "" where the measure has none
  std::vector<std::string> plus, minus;
  std::string question;  ///< of a net score or a distribution: the one that `of` names
};

/// See spidergram.h. Every series has an axis for each of the first one's.
struct Spidergram {
  struct Series {
    std::string label;
    std::vector<std::string> axes;  ///< names of measures
  };
  std::string name, label;
  double low = 0, high = 1;
  std::vector<Series> series;
};

struct Measures {
  std::vector<Measure> measures;
  std::vector<Spidergram> spidergrams;
  std::vector<std::string> attributes;
  const Measure* find(std::string_view name) const;

  struct Outcome;
  /// Reads and checks "measures" and "attributes" of a definition's JSON text, of which `definition` was
  /// read. `language`: of labels; "" or unknown: the default one. On any mistake all of them, with their
  /// places; the codes are those of surveys/README.md.
  static Outcome read(std::string_view json, const survey::Definition& definition,
                      std::string_view language = "");
};

struct Measures::Outcome {
  std::optional<Measures> measures;
  std::vector<survey::Problem> problems;
};

/// The questions whose texts must be kept so that the measures can be worked out.
std::set<std::string, std::less<>> texts_of_measures(const Measures&, const survey::Definition&);

/// "${name}" of an expression that is nothing else; "" otherwise.
std::string question_of(std::string_view expression);

}  // namespace takestock::tabulation
