// Standard errors by Taylor linearisation: each row's score u says how far it moves the estimate; their
// spread is the variance. The scores of rows outside the base are 0, and such rows count in m, the number of
// rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "statistics/sample.h"

namespace takestock::statistics {

/// Which cell (stratum) each row is in, from 0; the caller keeps it alive.
using Cells = std::span<const std::uint32_t>;

/// L1: the scores of a weighted mean or share, w I (y - mean) / W. Empty if W = 0.
std::vector<double> mean_scores(const Sample& sample);
/// L1 for a ratio of two totals, R = sum w I y / sum w I x: w I (y - R x) / sum w I x. `divisors` has the x
/// of each row; empty if their sum is 0.
std::vector<double> ratio_scores(const Sample& sample, std::span<const double> divisors);
/// L2: the scores of a weighted total, w I y.
std::vector<double> total_scores(const Sample& sample);

/// L3: takes out of the scores what post-stratification explains: u - w (sum u in its cell) / (sum w in its
/// cell). `weights` are the final ones; a cell whose weights sum to 0 stays as it is.
void remove_cell_means(std::span<double> scores, std::span<const double> weights, Cells cells);

/// L1, L2: sqrt(m/(m-1) sum (u - mean u)^2). Nothing if m < 2.
std::optional<double> linearised_error(std::span<const double> scores);

/// T1-T3, and F1-F3 with one stratum: sqrt(sum over strata of (1 - n_h/N_h) n_h/(n_h-1) sum (u - mean u)^2),
/// where n_h counts the stratum's rows and `populations` has N_h. A fully answered stratum adds 0. Nothing if
/// another stratum has only one row, if n_h > N_h, or if there are no rows.
std::optional<double> stratified_error(std::span<const double> scores, Cells strata,
                                       std::span<const double> populations);

/// F1: the standard error of a mean with n of N members answering, sqrt(1 - n/N) sd / sqrt n. Nothing if n <
/// 1 or n > N, or if n < 2 and n < N.
std::optional<double> finite_error(double sd, double n, double population);

}  // namespace takestock::statistics
