// Weights that make the answers stand for a population of which counts are known.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "statistics/linearised.h"

namespace takestock::statistics {

/// W1: N_h / n_h of each cell, where n_h (`answered`) counts its rows, whatever they answered; W2: nothing
/// for a cell nobody answered from.
std::vector<std::optional<double>> poststratification_weights(std::span<const double> populations,
                                                              std::span<const double> answered);

/// W2: what estimates speak for where cells of the population have no weight.
struct Coverage {
  double population = 0;        ///< sum of N_h of the cells somebody answered from
  std::optional<double> share;  ///< of the whole population; nothing if that is 0
};
Coverage coverage(std::span<const double> populations, std::span<const double> answered);

/// One known distribution for raking: the category of each row and the population of each category.
struct Margin {
  Cells cells;
  std::span<const double> populations;
};

/// W3: raking (iterative proportional fitting) from weights of 1 until every margin holds to 1e-12 of its
/// population. A category nobody answered from is left out, as W2. Nothing if the margins cannot all hold.
std::optional<std::vector<double>> raking_weights(std::span<const Margin> margins, std::size_t rows);

}  // namespace takestock::statistics
