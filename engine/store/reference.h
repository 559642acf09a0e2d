// What a respondent can quote of a finished response.
#pragma once

#include <string>

#include "store/event.h"

namespace takestock::store {

/// The respondent-readable code of an event, "4F7K-9QXM-2B": ten letters of base32 (Crockford) of its digest.
std::string reference_of(const Event& event);

}  // namespace takestock::store
