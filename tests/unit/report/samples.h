// Releases as tabulation makes them, with something withheld.
#pragma once

#include <string>
#include <vector>

#include "report/report.h"

namespace takestock::report::samples {

tabulation::Shown shown(double value);
tabulation::Shown withheld();

/// A share of everybody with its interval.
tabulation::MeasureResult share(const std::string& label, double value, double base);
/// The same by region; values below 0 are withheld.
tabulation::MeasureResult by_region(const std::vector<std::pair<std::string, double>>& regions);
/// Answers A, B, C ... of everybody and of the groups; shares below 0 are withheld.
tabulation::TableResult table(const std::vector<std::vector<double>>& groups);
/// A trend of one share; values below 0 are withheld, and `broken` is a reason by round.
tabulation::Trends trends(const std::vector<double>& values, const std::vector<std::string>& broken);
tabulation::SpidergramResult spidergram(const std::vector<std::vector<double>>& series);
/// All of it under one title.
tabulation::Report report();

}  // namespace takestock::report::samples
