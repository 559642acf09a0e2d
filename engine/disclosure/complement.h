// Which further figures to hide so that a reader cannot narrow a figure down.
#pragma once

#include <cstdint>
#include <vector>

#include "disclosure/reader.h"
#include "disclosure/release.h"

namespace takestock::disclosure {

/// The shown figures, cheapest together by `weights` (by line), that have to become uncertain so that the
/// line could be `wanted` instead of what it is; as near to that as can be. Every figure may change at its
/// weight for each count by which it does (Kelly, Golden and Assad 1992; Fischetti and Salazar 2001).
std::vector<std::uint32_t> complement(const Release& release, const Reader& reader, std::uint32_t line,
                                      double wanted, const std::vector<double>& weights);

}  // namespace takestock::disclosure
