// The JSON that pages are drawn from: see commands.h for the shapes. Each writes one value.
#pragma once

#include "commands/state.h"

namespace takestock::commands {

void write_field(Writer& out, const State& state, const response::Response& response,
                 expression::NodeId node);
/// Also takes note of what was relevant, to tell at the next page what has changed.
void write_page(Writer& out, const State& state, Open& open, std::size_t page);
/// `located`: with the question's page, number and label.
void write_finding(Writer& out, const State& state, const response::Finding& finding, bool located);
void write_response(Writer& out, const store::ResponseRow& row, const std::string& reference);
/// An answer as a person reads it: lines of text with choice labels; null if blank.
void write_answer_lines(Writer& out, const State& state, const response::Response& response,
                        expression::NodeId node);
/// "name" and "label" of a section, in an object that is open; both "" for kNoSlot, outside any.
void write_section_members(Writer& out, const State& state, Slot section);
/// Name of the page that shows the node; "" if none does.
std::string_view page_showing(const State& state, expression::NodeId node);
/// "sections": every question that is asked, with its answer.
void write_check_sections(Writer& out, const State& state, const Open& open);
/// "page": the open page, or null.
void write_open_page(Writer& out, State& state);
/// {name,number,label} of a question.
void write_question(Writer& out, const State& state, expression::NodeId node);
/// The same members, in an object that is open.
void write_question_members(Writer& out, const State& state, expression::NodeId node);

}  // namespace takestock::commands
