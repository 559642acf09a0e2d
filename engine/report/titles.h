// What pictures, sections and tables are called. Private to the room.
#pragma once

#include <string>

#include "tabulation/release.h"

namespace takestock::report {

/// The first letter as a capital, if it is one of ASCII.
std::string capitalised(std::string text);

/// "Hours of work, by region"; "How many hours? By region" after a sentence; a question is quoted. `by`
/// empty: the label.
std::string title_by(const std::string& label, const std::string& by);
std::string title_of(const tabulation::MeasureResult& measure);
std::string title_of(const tabulation::TableResult& table);

/// Whether a table has columns of its own beside everybody.
bool divided(const tabulation::TableResult& table);

}  // namespace takestock::report
