// Whom a question is asked of, in words: its conditions and those of the groups around it.
#pragma once

#include <string>
#include <string_view>

#include "survey/definition.h"

namespace takestock::datafiles {

/// "Asked only if “Did you take part?” is “Yes”". "" if everybody is asked. Questions stand by their wording
/// (by their name where they have none), choices by their label. What is no comparison or choice stays as the
/// author wrote it.
std::string routing_in_words(const survey::Definition& definition, survey::Slot slot, std::size_t language);

/// The same as the author wrote it, outermost first, joined by " and ".
std::string routing_expression(const survey::Definition& definition, survey::Slot slot);

}  // namespace takestock::datafiles
