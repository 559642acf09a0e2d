// Why a question was not asked: the questions whose answers decided it.
#pragma once

#include <vector>

#include "response/response.h"

namespace takestock::results {

/// The asked questions that decided that `node` is not relevant, in document order: those that the relevant
/// condition of its outermost group that is not relevant (or its own) reads. Calculations are traced to what
/// they read, and a question that was itself not asked to what decided that. Empty: nothing of the kind can
/// be named (or the node is relevant).
std::vector<survey::Slot> deciding_questions(const response::Response& response, expression::NodeId node);

}  // namespace takestock::results
