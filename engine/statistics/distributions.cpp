#include "statistics/distributions.h"

#include <cmath>
#include <limits>

namespace takestock::statistics {
namespace {

constexpr double kPi = 3.141592653589793238462643383279503;
constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
constexpr double kTiny = 1e-300;
constexpr int kTerms = 200'000;

/// log(z!) - log(sqrt(2 pi z) (z/e)^z), what Stirling's formula leaves out.
double stirling_error(double z) {
  if (z < 16) return std::lgamma(z + 1) - (z + 0.5) * std::log(z) + z - 0.5 * std::log(2 * kPi);
  const double s = 1 / (z * z);
  return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - s / 1188) * s) * s) * s) / z;
}

/// x log(x/m) + m - x without cancellation where x is near m (Loader, "Fast and accurate computation of
/// binomial probabilities", 2000).
double deviance(double x, double m) {
  const double v = (x - m) / (x + m);
  if (std::fabs(v) >= 0.1) return x * std::log(x / m) + m - x;
  double sum = (x - m) * v, term = 2 * x * v;
  for (int j = 1; j < kTerms; ++j) {
    term *= v * v;
    const double next = sum + term / (2 * j + 1);
    if (next == sum) break;
    sum = next;
  }
  return sum;
}

/// x^a e^-x / Gamma(a + 1), with a and x > 0.
double poisson(double a, double x) {
  return std::exp(-stirling_error(a) - deviance(a, x)) / std::sqrt(2 * kPi * a);
}

/// x^a y^b Gamma(a + b + 1) / (Gamma(a + 1) Gamma(b + 1)), with y = 1 - x, all > 0.
double binomial(double a, double b, double x, double y) {
  const double n = a + b;
  const double exponent =
      stirling_error(n) - stirling_error(a) - stirling_error(b) - deviance(a, n * x) - deviance(b, n * y);
  return std::exp(exponent) * std::sqrt(n / (2 * kPi * a * b));
}

double away_from_zero(double x) { return std::fabs(x) < kTiny ? kTiny : x; }

/// The continued fraction 1/(first + n1/(d1 + n2/(d2 + ..., by Lentz's method as Thompson and Barnett changed
/// it.
class Fraction {
 public:
  explicit Fraction(double first) : c_(1 / kTiny), d_(1 / away_from_zero(first)), value_(d_) {}
  /// The next numerator and denominator; false when nothing changes any more.
  bool add(double numerator, double denominator) {
    d_ = 1 / away_from_zero(denominator + numerator * d_);
    c_ = away_from_zero(denominator + numerator / c_);
    value_ *= c_ * d_;
    return std::fabs(c_ * d_ - 1) > kEpsilon;
  }
  double value() const { return value_; }

 private:
  double c_, d_, value_;
};

/// The lower regularised incomplete gamma function by its series, for x < a + 1.
double gamma_below(double a, double x) {
  double term = 1, sum = 1;
  for (int n = 1; n < kTerms && term > sum * kEpsilon; ++n) sum += term *= x / (a + n);
  return sum * poisson(a, x);
}

/// The upper one by its continued fraction, for x >= a + 1.
double gamma_above(double a, double x) {
  Fraction fraction(x + 1 - a);
  for (int n = 1; n < kTerms; ++n)
    if (!fraction.add(-n * (n - a), x + 2 * n + 1 - a)) break;
  return fraction.value() * a * poisson(a, x);
}

/// The regularised incomplete beta function I_x(a, b), y = 1 - x, for x <= (a + 1)/(a + b + 2): the even part
/// of its continued fraction (DLMF 8.17.22), written in y too so that nothing cancels where x is nearly 1.
double beta_fraction(double a, double b, double x, double y) {
  const double excess = a * y - b * x + 1;
  Fraction fraction(a * excess / (a + 1));
  for (int m = 1; m < kTerms; ++m) {
    const double odd = a + 2 * m - 1, step = m * (b - m) * x / odd;
    const double numerator = (a + m - 1) * (a + b + m - 1) * x / odd * step;
    if (!fraction.add(numerator, m + step + (a + m) * (excess + m * (1 + y)) / (odd + 2))) break;
  }
  return fraction.value() * binomial(a, b, x, y) * a * (b / (a + b));
}

/// I_x(a, b) with y = 1 - x.
double incomplete_beta(double a, double b, double x, double y) {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  if (x <= (a + 1) / (a + b + 2)) return beta_fraction(a, b, x, y);
  return 1 - beta_fraction(b, a, y, x);
}

}  // namespace

double normal_quantile_above(double tail) {
  if (tail > 0.5) return -normal_quantile_above(1 - tail);
  const double t = std::sqrt(-2 * std::log(tail));  // Abramowitz and Stegun 26.2.23, then Halley's steps
  double x =
      t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (int step = 0; step < 3; ++step) {
    const double excess = 0.5 * std::erfc(x / std::sqrt(2.0)) - tail;
    const double u = excess * std::sqrt(2 * kPi) * std::exp(x * x / 2);
    x += u / (1 - x * u / 2);
  }
  return x;
}

std::optional<double> two_sided_z(double level) {
  if (!(level > 0 && level < 1)) return std::nullopt;
  return normal_quantile_above((1 - level) / 2);
}

double chi_square_tail(double x, double df) {
  if (x <= 0) return 1;
  const double a = df / 2, half = x / 2;
  return half < a + 1 ? 1 - gamma_below(a, half) : gamma_above(a, half);
}

double f_tail(double x, double df1, double df2) {
  if (x <= 0) return 1;
  const double whole = df2 + df1 * x;
  return incomplete_beta(df2 / 2, df1 / 2, df2 / whole, df1 * x / whole);
}

}  // namespace takestock::statistics
