// The steps of reading a definition. Each reports what it finds wrong and goes on with the rest. Private to
// the room.
//
// What is done for one node, expression or cell is kept out of the loop over all of them with
// [[gnu::noinline]]: a WebAssembly engine changes to its optimised code where a function is called, not in a
// loop that runs already.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "survey/members.h"
#include "survey/parts.h"

namespace takestock::survey {

/// What is read, and what is found wrong with it.
struct Reading {
  Parts& parts;
  Report& report;
  NameIndex lists;  ///< choice lists by name
};

/// An expression to be compiled when all names are known.
struct Pending {
  json::Value text;
  Slot slot = kNoSlot;
  ExpressionId Node::*target = nullptr;
};

/// A JSON text or an object of texts by language; kNoText if there is none or it is not right.
TextId read_text(Reading& reading, json::Value value);

/// The keys of the whole definition but "survey" and "choices".
void read_settings(Reading& reading, const json::Value* settings);
void read_choices(Reading& reading, json::Value choices);
/// Nodes in document order below the root; collects their expressions.
void read_nodes(Reading& reading, json::Value children, std::vector<Pending>& pending);
void compile_expressions(Reading& reading, const std::vector<Pending>& pending);

/// How a "default" is to be taken: as ODK takes it, it is an expression if it has a ${reference} or calls a
/// function.
bool is_dynamic_default(std::string_view text);
/// What is wrong with a constant default of that node, as a sentence; "" if nothing is.
std::string default_mistake(const Parts& parts, const Node& node, std::string_view text);

}  // namespace takestock::survey
