// A scope that binds nothing: every path is looked up in the tree at run time.
#pragma once

#include <string_view>

#include "expression/expression.h"

namespace takestock::expression {

class OpenScope final : public Scope {
 public:
  Slot named(std::string_view) const override { return kNoSlot; }
  Slot root(std::string_view) const override { return kNoSlot; }
  Slot self() const override { return kNoSlot; }
  Slot parent(Slot) const override { return kNoSlot; }
  Slot child(Slot, std::string_view) const override { return kNoSlot; }
  bool strict() const override { return false; }
};

}  // namespace takestock::expression
