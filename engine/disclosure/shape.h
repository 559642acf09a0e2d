// Whether tables are what they say: sizes, labels, and sums that add up within each table.
#pragma once

#include "base/result.h"
#include "disclosure/tables.h"

namespace takestock::disclosure {

/// The first mistake; `where` is a JSON pointer into the document of document.h. Errors: bad_request, limit.
Status check_shape(const Tables& tables);

}  // namespace takestock::disclosure
