// Sums that do not lose small terms beside large ones.
#pragma once

#include <cmath>

namespace takestock::statistics {

/// Adds as if with twice the precision of a double (Neumaier's variant of Kahan's summation).
class Sum {
 public:
  void add(double term) {
    const double next = sum_ + term;
    lost_ += std::fabs(sum_) >= std::fabs(term) ? (sum_ - next) + term : (term - next) + sum_;
    sum_ = next;
  }
  double value() const { return sum_ + lost_; }

 private:
  double sum_ = 0, lost_ = 0;
};

}  // namespace takestock::statistics
