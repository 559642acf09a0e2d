// The JSON that pages are drawn from: see commands.h for the shapes.
#pragma once

#include "commands/state.h"

namespace takestock::commands {

Json field_view(const State& state, const response::Response& response, expression::NodeId node);
/// `findings`: what Continue found on it.
Json page_view(const State& state, Open& open, std::size_t page);
Json finding_view(const State& state, const response::Finding& finding);
Json response_view(const store::ResponseRow& row, const std::string& reference);
/// An answer as a person reads it: lines of text with choice labels; null if blank.
Json answer_lines(const State& state, const response::Response& response, expression::NodeId node);
/// {number,label} of a question.
Json question_view(const State& state, expression::NodeId node);
/// Copies the flags of all nodes, to compare with at the next page.
void remember_flags(Open& open);

}  // namespace takestock::commands
