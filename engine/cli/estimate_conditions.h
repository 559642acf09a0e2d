// Which responses an argument of a request lets through: the forms that `where` and `routed_by` may have.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "estimate_request.h"

namespace takestock::cli {

/// Reads conditions for one argument; what is wrong with them is refused in its name.
class Conditions {
 public:
  using Json = Request::Json;
  using Flags = std::vector<unsigned char>;  ///< one for each response

  Conditions(Request& request, std::string argument) : request_(request), argument_(std::move(argument)) {}
  /// {"region": "north", "age": {">=": 18}}, {"column": "region", "codes": ["north"]}, ["region", "north"], a
  /// list of conditions, "region = 'north' and age >= 18", or a column that says 1, yes or true.
  Flags read(const Json& form);

 private:
  Flags compared(const std::string& name, const std::string& op, const Json& form);
  Flags flagged(const std::string& name);
  Flags sentence(const std::string& text);
  Flags members(const Json& object);
  Flags all_of(const Json& list);

  Request& request_;
  std::string argument_;
};

/// Leaves the flags that both have.
void both(Conditions::Flags& flags, const Conditions::Flags& others);

// The shapes of JSON that arguments are made of.
bool is_scalar(const Request::Json& form);           ///< a text, a number, true, false or null
std::string scalar_text(const Request::Json& form);  ///< numbers as JSON writes them, null as ""
/// A member under the first of these names that the object has; nullptr if none.
const Request::Json* member(const Request::Json& object, std::initializer_list<const char*> names);

}  // namespace takestock::cli
