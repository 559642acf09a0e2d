// A measure from its counts to what may be seen of it. Private to the room.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "statistics/sample.h"
#include "tabulation/draft.h"
#include "tabulation/measures.h"

namespace takestock::tabulation {

/// All types but distributions, which are tables.
class MeasureWork {
 public:
  /// Works it out for everybody and each group of the axis, and adds what is to be protected to the draft.
  /// Errors: an expression that cannot be evaluated.
  static Result<MeasureWork> make(const Basis& basis, const Measure& measure, const Axis& by, Draft& draft);
  MeasureResult result(const Draft& draft) const;

 private:
  /// What is known of a line before it is protected.
  struct Line {
    double base = 0, count = 0;
    std::optional<double> value, low, high, effective_base;
    bool dominated = false;  ///< one response makes up most of a sum
  };
  MeasureWork(const Basis& basis, const Measure& measure, Axis by)
      : basis_(basis), measure_(measure), by_(std::move(by)) {}

  Status evaluate();
  Status evaluate_share();
  Status evaluate_values();
  Status take_base(const std::string& otherwise);
  Result<std::vector<double>> numbers_of(const std::string& text) const;
  Result<std::vector<double>> score() const;
  void add_lines();
  Line share_line(std::optional<std::size_t> head) const;
  Line value_line(std::optional<std::size_t> head) const;
  void estimate(Line& line, const statistics::Sample& sample) const;
  void estimate_mean(Line& line, const statistics::Sample& sample) const;
  void estimate_ratio(Line& line, const statistics::Sample& sample) const;
  void add_interval(Line& line, std::optional<double> error) const;
  std::optional<double> population(std::optional<std::size_t> head) const;
  bool is_dominated(const statistics::Sample& sample) const;

  void add_tables(Draft& draft);
  std::size_t add_table(Draft& draft, bool numerator, std::vector<Filter> filter) const;
  std::vector<Filter> filter_of(bool numerator) const;
  bool by_one_question(std::vector<Filter>& filter, bool numerator) const;
  Place place(std::size_t table, std::size_t line) const;
  std::string method() const;

  const Basis& basis_;
  const Measure& measure_;
  Axis by_;
  std::vector<std::uint8_t> base_, classes_;  ///< per row; classes: 0 outside, 1 in the base, 2 counted too
  std::vector<double> values_, divisors_;
  std::optional<std::size_t> question_;  ///< the only one that a share reads
  statistics::Crosstab classed_{3, 1};
  std::vector<Line> lines_;  ///< everybody, then the axis' heads
  std::size_t base_table_ = 0, count_table_ = 0;
};

}  // namespace takestock::tabulation
