// Texts and numbers inside the cells of a sheet. Private to the room.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "datafiles/row_source.h"

namespace takestock::datafiles {

/// Escaped for XML and as ECMA-376 22.9.2.19 (ST_Xstring) wants it: control characters as "_x0001_", and what
/// looks like such an escape with its own "_" escaped. Cut after 32,767 UTF-16 units: true.
bool append_cell_text(std::string& out, std::string_view text);

/// What Excel counts dates and times in: days since 30 December 1899. Nothing before 1 March 1900.
std::optional<double> excel_number(Type type, double number);

/// "A", "B", .. "XFD".
std::string column_letters(std::size_t column);

}  // namespace takestock::datafiles
