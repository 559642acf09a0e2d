// One compiled expression over all responses, without evaluating it more often than needed. Private to the
// room.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/doors.h"
#include "expression/expression.h"
#include "tabulation/answer_tree.h"
#include "tabulation/responses.h"

namespace takestock::tabulation {

class Leaf {
 public:
  Leaf(const expression::Expression& expression, const survey::Definition& definition, survey::Slot self,
       const Responses& responses);

  /// One value per row: T is std::uint8_t for truth, double for numbers.
  template <typename T>
  Result<std::vector<T>> run();

 private:
  /// A question that it reads.
  struct Bound {
    survey::Slot slot;
    std::size_t question;
  };
  void bind(survey::Slot slot);
  const Column& column(std::size_t bound) const { return responses_.column(bound_[bound].question); }
  std::size_t codes(std::size_t bound) const;
  bool all_of(Kind kind) const;

  void load_code(const Bound& bound, std::size_t code);
  void load(const Bound& bound, std::size_t row);
  std::uint64_t choices(std::size_t row) const;  ///< of the only question, of at most 64 choices

  template <typename T>
  T evaluate();
  template <typename T>
  void by_row(std::vector<T>& out);
  template <typename T>
  void by_code(std::vector<T>& out);
  template <typename T>
  void by_two_codes(std::vector<T>& out);
  template <typename T, typename Key>
  void by_key(std::vector<T>& out, Key key);

  const expression::Expression& expression_;
  const survey::Definition& definition_;
  const survey::Slot self_;
  const Responses& responses_;
  AnswerTree tree_;
  expression::Environment environment_;
  std::vector<Bound> bound_;
  std::optional<Error> error_;
};

}  // namespace takestock::tabulation
