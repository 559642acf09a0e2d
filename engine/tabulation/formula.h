// An expression of the survey's language over all responses at once.
//
// What it gives for a row is what the language gives for that response; the engine itself is asked, but only
// once for each code, pair of codes, number or set of choices that its questions take, wherever it reads no
// more than that. `and`, `or` and not() at the top are worked out part by part, which adds to how often that
// is so.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "expression/expression.h"
#include "survey/definition.h"
#include "tabulation/responses.h"

namespace takestock::tabulation {

class Formula {
 public:
  /// `definition` outlives the formula; `self` is what "." means. Errors: bad_expression, limit, with
  /// `where` "character N"; a name that is not there is named.
  static Result<Formula> compile(std::string_view text, const survey::Definition& definition,
                                 survey::Slot self = 0);
  ~Formula();
  Formula(Formula&&) noexcept;
  Formula& operator=(Formula&&) noexcept;

  /// What it reads: slots of the definition, each once, ascending. All, if it has paths that read anything.
  std::vector<survey::Slot> references() const;

  // One value per row. Errors: bad_expression, limit (an evaluation failed).
  Result<std::vector<std::uint8_t>> truths(const Responses&) const;  ///< 1 and 0
  Result<std::vector<double>> numbers(const Responses&) const;       ///< NaN where it gives no number

 private:
  struct Part;
  explicit Formula(std::unique_ptr<Part>);
  std::unique_ptr<Part> top_;
};

}  // namespace takestock::tabulation
