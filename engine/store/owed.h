// Inside the store: links as rows, and what a hub has not said enough of.
#pragma once

#include "store/sharing.h"
#include "store/work.h"

namespace takestock::store {

#define LINK_COLUMNS "survey, response, round, code, self_made, opened, status, closes, name, organisation"
LinkRow link_row(const Query& row);

/// ?1 and ?2: the hub and its epoch. A draft is owed only where a receipt says that it was offered.
#define IS_OWED                                   \
  " (kind <> 'draft' OR receipt.hub IS NOT NULL)" \
  " AND (receipt.hub IS NULL OR receipt.hub <> ?1 OR receipt.epoch <> ?2)"

HubState hub_of(Work& work);

}  // namespace takestock::store
