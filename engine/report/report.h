// Results as documents for people.
#pragma once

#include <string>

#include "tabulation/print.h"

namespace takestock::report {

/// One self-contained page without script, to read on a screen or on paper.
std::string html(const tabulation::Report& report);

}  // namespace takestock::report
