// What a data file is written from: variables, and rows that come one at a time, as often as they are asked
// for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace takestock::datafiles {

/// Codes are numbers with a label. Dates are days, times milliseconds of the day, moments milliseconds since
/// 1970-01-01 00:00, all by the calendar and the clock of where the answer was given.
enum class Type : std::uint8_t { code, number, date, time, moment, text };

/// `number` is what stands for it in files of numbers; "don't know" and its like are below 0.
struct Choice {
  double number = 0;
  std::string name, label;
  bool dont_know = false;
};

/// A column. One of several choices is a variable of its own, with the codes 0 and 1; those of a question
/// stand side by side.
struct Variable {
  std::string name;   ///< of the question in the survey; "question/choice" for one of several choices
  std::string label;  ///< the exact wording
  Type type = Type::text;
  std::vector<Choice> codes{};  ///< Type::code only
  std::string question{}, choice{},
      choice_label{};          ///< of the survey; choice: the one of several that this is of
  bool numeric_names = false;  ///< the codes are named by their numbers
  bool routed = false;         ///< not everybody is asked
  bool about = false;          ///< about the response, no question
};

/// Why there is no answer. A "don't know" is an answer, with a code that says so.
enum class Missing : std::uint8_t { none, skipped, not_asked };

/// One cell. `text` is the answer as it is stored, for every type but Type::code; it stays valid until the
/// next row. `number` is NaN where the answer is not what its variable's type says.
struct Value {
  Missing missing = Missing::skipped;
  std::uint32_t code = 0;  ///< index into Variable::codes
  double number = std::numeric_limits<double>::quiet_NaN();
  std::string_view text;
};

/// One value per variable. An error ends the walk and is returned by it.
using RowVisitor = std::function<Status(std::span<const Value>)>;

class RowSource {
 public:
  virtual ~RowSource() = default;
  virtual const std::vector<Variable>& variables() const = 0;
  /// The same rows in the same order each time. Memory does not grow with their number.
  virtual Status each_row(const RowVisitor& row) = 0;
};

/// What the answers to a variable have in common.
struct Extent {
  double least = std::numeric_limits<double>::infinity(), most = -least;
  bool whole = true;      ///< no fractions
  std::size_t bytes = 0;  ///< of the longest text
};

/// All of a source before it is written: what its rows hold, and its variables as their answers are: where
/// one answer is not what the type says (a date that is none was typed and kept), the variable is a text.
struct Contents {
  std::uint64_t rows = 0;
  std::vector<Variable> variables;
  std::vector<Extent> extents;
};
Result<Contents> contents_of(RowSource& source);

}  // namespace takestock::datafiles
