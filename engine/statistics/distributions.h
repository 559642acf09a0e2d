// The three distributions that surveys need, to nearly the precision of a double.
#pragma once

#include <optional>

namespace takestock::statistics {

/// The x with a share of `tail` of the standard normal distribution above it, 0 < tail < 1: 1.959... for
/// 0.025. Relative error under 1e-15. Asking by the tail keeps the precision where it is small.
double normal_quantile_above(double tail);

/// z = Phi^-1(1 - (1 - level)/2), the half-width in standard errors of an interval with this confidence
/// level. Nothing unless 0 < level < 1.
std::optional<double> two_sided_z(double level);

/// P(X > x) for chi-square with `df` > 0 degrees of freedom; 1 for x <= 0. Error under 1e-12.
double chi_square_tail(double x, double df);

/// P(X > x) for Fisher's F with `df1`, `df2` > 0 degrees of freedom, which need not be whole; 1 for x <= 0.
/// Error under 1e-12.
double f_tail(double x, double df1, double df2);

}  // namespace takestock::statistics
