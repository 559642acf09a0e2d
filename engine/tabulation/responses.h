// The responses to a survey, in columns: filled once, then counted as often as somebody asks.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "tabulation/codebook.h"
#include "tabulation/columns.h"

namespace takestock::tabulation {

class Responses {
 public:
  /// `texts`: questions whose texts are needed themselves, as expressions do (Formula::references()).
  Responses(Codebook codebook, const std::set<std::string, std::less<>>& texts);
  ~Responses();
  Responses(Responses&&) noexcept;
  Responses& operator=(Responses&&) noexcept;

  /// One more row, from the record of a finished response: relevant answers only. Errors: not_found (no
  /// such version), bad_text (no record), limit; there is no row then.
  Status add(std::string_view form_hash, std::string_view body);
  void drop_last();  ///< takes the row back that add() made last
  /// After the last row: tells what was not asked from what was left blank. Errors: those of the conditions.
  Status finish();

  const Codebook& codebook() const;
  std::size_t rows() const;
  const Column& column(std::size_t question) const;
  std::size_t version(std::size_t row) const;  ///< index into codebook().versions()
  /// Answers that no column takes: of no question, or not of their question's type.
  std::size_t unplaced() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The questions whose texts the conditions of these versions need.
std::set<std::string, std::less<>> texts_of_conditions(const results::Versions& versions);

}  // namespace takestock::tabulation
