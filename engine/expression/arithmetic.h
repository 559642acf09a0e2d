// The arithmetic of XPath 1.0 section 3.5 on IEEE 754 doubles. Private to the room.
#pragma once

#include <cmath>

#include "expression/program.h"

namespace takestock::expression {

inline double arithmetic(Join join, double left, double right) {
  switch (join) {
    case Join::add:
      return left + right;
    case Join::subtract:
      return left - right;
    case Join::multiply:
      return left * right;
    case Join::divide:
      return left / right;
    default:
      return std::fmod(left, right);
  }
}

}  // namespace takestock::expression
