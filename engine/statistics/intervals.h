// Confidence intervals of a share, from counts. The keys (I1, K1, ...) name the formulas of a published
// figure; what is undefined is nothing, never 0 or NaN.
//
// `p` is a share from 0 to 1, `n` the answers it stands on (an effective base need not be whole), `level` the
// confidence, 0 < level < 1.
#pragma once

#include <optional>

namespace takestock::statistics {

struct Interval {
  double low = 0;
  double high = 1;
};

/// I1: Wilson's score interval without continuity correction, kept in [0, 1]. Nothing if n <= 0 or p or level
/// is out of range.
std::optional<Interval> wilson(double p, double n, double level);
/// The same for a z of two_sided_z(), where many intervals of one level are wanted.
std::optional<Interval> wilson_z(double p, double n, double z);

/// I2: Wilson's interval of a weighted share, Kish's effective base (K1) in place of n.
std::optional<Interval> wilson_weighted(double weighted_share, double weight_sum, double weight_square_sum,
                                        double level);

/// F4: Wilson's interval when the n answers come from a population of `population` members, all of whom were
/// asked: n (N-1)/(N-n) in place of n; the point itself at n = N. Nothing if n > N.
std::optional<Interval> wilson_finite(double p, double n, double population, double level);

/// K1: Kish's effective base (sum w)^2 / sum w^2. Nothing if the weights sum to 0.
std::optional<double> effective_base(double weight_sum, double weight_square_sum);

/// K2: the design effect of weighting, the answers with a weight over 0 for each one of the effective base.
std::optional<double> design_effect(double positive_weights, double weight_sum, double weight_square_sum);

/// D1: p1 - p2 of two independent groups with Newcombe's hybrid score interval. Nothing if a group is empty.
struct Difference {
  double value = 0;
  Interval interval;
};
std::optional<Difference> newcombe(double p1, double n1, double p2, double n2, double level);
/// The same of any two independent figures whose intervals are known (Zou and Donner 2008).
Difference difference(double first, Interval around_first, double second, Interval around_second);

}  // namespace takestock::statistics
