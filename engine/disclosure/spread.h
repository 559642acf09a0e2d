// Cells that give all figures, spread as evenly as the figures let them.
#pragma once

#include <vector>

#include "disclosure/pieces.h"
#include "disclosure/release.h"

namespace takestock::disclosure {

/// Iterative proportional fitting (Deming and Stephan 1940; Bregman 1967 where a bound is no equality). Near
/// to the bounds where they can be held, not always within them.
std::vector<double> spread(const Release& release, const Bounds& bounds);

}  // namespace takestock::disclosure
