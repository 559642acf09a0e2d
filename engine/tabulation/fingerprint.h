// Whether a question is the same one in two versions of a survey, so that its figures may be compared or put
// together.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "survey/definition.h"
#include "tabulation/responses.h"

namespace takestock::tabulation {

/// SHA-256 in hex over what a respondent was asked: type, exact wording (label and hints, in every language),
/// the choices with their wording in their order, their filter, who was asked (the relevant conditions of the
/// question and of its groups), and how a calculation is worked out. "" if there is no such question. Equal:
/// the figures are comparable.
std::string fingerprint(const survey::Definition& definition, std::string_view question);

/// Why a line over time breaks between two versions.
enum class Break : std::uint8_t { none, not_asked, type, wording, choices, routing, calculation };
/// The first that applies. `not_asked`: one of them does not have the question.
Break break_between(const survey::Definition& earlier, const survey::Definition& later,
                    std::string_view question);
/// "its wording changed"
const char* break_reason(Break);

/// A sentence for each version that has responses and asked something differently from the newest that has:
/// which questions, and why they are not comparable.
std::vector<std::string> version_notes(const Responses& responses);

}  // namespace takestock::tabulation
