// An event in a row of a table: the same columns on a device and at a hub.
#pragma once

#include <string>
#include <vector>

#include "store/event.h"
#include "store/work.h"

namespace takestock::store {

/// "<seq> <device>" and a line feed each.
std::string refs_text(const std::vector<EventRef>& refs);
std::vector<EventRef> refs_of(const std::string& text);

/// Columns survey, response, device, seq, sha256, form_hash, kind, base, at, offset_minutes, body, received,
/// effective. `read_base`: how the column base is written there.
Event event_row(const Query& row, std::vector<EventRef> (*read_base)(const std::string&) = refs_of);

/// Of a column that a check lets only known names into; a damaged one is a draft, which never counts.
EventKind kind_column(const Query& row, int column);

}  // namespace takestock::store
