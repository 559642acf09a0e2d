// The function table: one row per function of the dialect. A new function is a row and the one C++ function
// it names. Private to the room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "expression/evaluator.h"
#include "expression/program.h"

namespace takestock::expression {

inline constexpr int kManyArguments = 255;

/// What a function reads of the place it is called from.
enum class Reads : std::uint8_t {
  arguments,     ///< nothing else
  default_self,  ///< "." where its last argument is left out
  self,          ///< ".", put before its arguments
  place,         ///< position or size of the context, or nodes that no argument names
  outside,       ///< the clock or chance
};

/// Functions that are compiled to something better than a call.
enum class Form : std::uint8_t {
  call,
  true_value,
  false_value,
  current,
  coalesce,
  choose,
  regex,
  choice_name,
  not_offered
};

/// How a call is answered. Exactly the pointer that fits `type` is set (dates are numbers of days).
struct Function {
  std::string_view name;
  int least;  ///< number of arguments
  int most;
  Type type;
  Reads reads = Reads::arguments;
  Form form = Form::call;
  double (*number)(Evaluator&, const Node&) = nullptr;
  bool (*boolean)(Evaluator&, const Node&) = nullptr;
  void (*text)(Evaluator&, const Node&, std::string&) = nullptr;
  NodeSet (*nodes)(Evaluator&, const Node&) = nullptr;
  Cell (*any)(Evaluator&, const Node&) = nullptr;
};

/// Place of that name in the table, or kNoFunction.
inline constexpr std::uint32_t kNoFunction = 0xffffffffu;
std::uint32_t find_function(std::string_view name);
const Function& function_at(std::uint32_t place);

// The rows' functions, by file. Arguments are the node's children.
namespace number_functions {
extern const Function kRows[];
extern const std::size_t kCount;
}  // namespace number_functions
namespace text_functions {
extern const Function kRows[];
extern const std::size_t kCount;
}  // namespace text_functions
namespace date_functions {
extern const Function kRows[];
extern const std::size_t kCount;
}  // namespace date_functions
namespace node_functions {
extern const Function kRows[];
extern const std::size_t kCount;
}  // namespace node_functions
namespace geo_functions {
extern const Function kRows[];
extern const std::size_t kCount;
}  // namespace geo_functions

}  // namespace takestock::expression
