// Results and errors, used by every room.
//
// Three kinds of wrong, never mixed:
//  - something failed (a file, a call, a broken request): Result<T> with an Error;
//  - an author's mistakes in a definition: a list of survey::Problem, never stopping at the first;
//  - a respondent's invalid answer: plain data in the state of the response.
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <utility>

namespace takestock {

/// The closed set of reasons for which a call can fail. Each has one fixed word, see code_name().
enum class Code {
  bad_request,      ///< the caller's JSON or arguments do not have the documented shape
  bad_text,         ///< bytes that are not UTF-8, or not the format they claim to be
  not_found,        ///< no such survey, response, page, node, file or column
  bad_definition,   ///< the survey definition has mistakes
  bad_expression,   ///< an expression cannot be compiled or evaluated
  limit,            ///< a documented limit (depth, steps, bytes) was reached
  bad_state,        ///< the call does not fit the state (for example: answering a finished response)
  storage_full,     ///< no space left on the device, nothing of this call was kept
  storage_lost,     ///< the database can no longer be reached, nothing of this call was kept
  storage_damaged,  ///< the database is not one of ours, newer than this program, or damaged
  unsupported,      ///< documented as not offered here
  internal,         ///< a defect of this program
};

/// "bad_request", "storage_full" ...: stable words for replies, logs and translations.
const char* code_name(Code code);

/// Why a call failed. `message` is one plain English sentence; `where` names the place
/// (file:line, JSON pointer, offset in an expression) or is empty.
struct Error {
  Code code = Code::internal;
  std::string message;
  std::string where;
};

/// A T or the Error that kept it from being made.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}
  Result(Error error) : error_(std::move(error)) {}

  bool ok() const { return !error_; }
  explicit operator bool() const { return ok(); }

  T& value() & {
    assert(ok());
    return *value_;
  }
  const T& value() const& {
    assert(ok());
    return *value_;
  }
  T&& value() && {
    assert(ok());
    return std::move(*value_);
  }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }

  const Error& error() const {
    assert(!ok());
    return *error_;
  }

 private:
  // Not a variant: that jumps through tables to destroy what it holds, on the way of every evaluation.
  std::optional<T> value_;
  std::optional<Error> error_;
};

struct Done {};
/// The result of a call that returns nothing.
using Status = Result<Done>;

}  // namespace takestock
