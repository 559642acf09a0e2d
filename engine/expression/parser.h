// Text to operations: XPath 1.0's grammar with the dialect's `${name}`. Private to the room.
#pragma once

#include <memory>
#include <string_view>

#include "expression/expression.h"
#include "expression/program.h"

namespace takestock::expression {

/// Throws Failure with Code::bad_expression or Code::limit and the place. What the workspace held is gone.
std::unique_ptr<Program> parse(std::string_view text, const Scope& scope, Workspace& workspace);

}  // namespace takestock::expression
