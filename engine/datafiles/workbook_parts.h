// The parts of a workbook that are not sheets, and the beginnings of those that are. Private to the room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "datafiles/statistics_files.h"

namespace takestock::datafiles {

/// Rows of the table of formats in the part "xl/styles.xml".
enum class CellStyle : std::uint8_t { plain, text, head, date, moment, time, wrapped };

struct Part {
  std::string name, xml;
};
/// For sheets with these names, in their order.
std::vector<Part> workbook_parts(const std::vector<std::string>& sheets, const FileDescription& description);

std::string sheet_entry(std::size_t number);  ///< "xl/worksheets/sheet1.xml"
/// Everything before the first row, which stays in sight. Widths in characters; none: all the same.
std::string sheet_head(const std::vector<int>& widths);

const char* type_word(Type);  ///< "code", "number", "date", "time", "date and time", "text"

}  // namespace takestock::datafiles
