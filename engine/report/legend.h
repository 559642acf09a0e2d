// What the fills of a picture mean. Private to the room.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "report/drawing.h"

namespace takestock::report {

/// Swatches with their labels from left to right, in as many rows as it takes. `swatch` draws number i into
/// the box. The y below it.
double legend(Drawing& drawing, double top, const std::vector<std::string>& labels,
              const std::function<void(std::size_t, const Box&)>& swatch);

}  // namespace takestock::report
