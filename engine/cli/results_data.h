// Responses with what is known of their round, ready to be published from.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "counted.h"
#include "results_options.h"
#include "tabulation/round_settings.h"
#include "tabulation/weights.h"

namespace takestock::cli {

class ResultsData {
 public:
  /// Of files as count_files() takes them; `number`: of the round among those wanted. Errors as of
  /// count_files(), and those of the round's file and of what was released before.
  static Result<std::unique_ptr<ResultsData>> open(const std::vector<std::string>& files,
                                                   const WantedResults& wanted, std::size_t number);

  const tabulation::Responses& responses() const { return counted_.responses; }
  const tabulation::Measures& measures() const { return counted_.measures; }
  const std::string& survey() const { return counted_.survey; }
  int threshold() const { return settings_.threshold; }
  /// "all" becomes the names of all measures.
  std::vector<std::string> named(const std::vector<std::string>& measures) const;
  tabulation::Publisher publisher();
  /// Remembers what was published since it was opened, where a file for that is named.
  Status remember() const;

 private:
  ResultsData(Counted counted, tabulation::RoundSettings settings)
      : counted_(std::move(counted)), settings_(std::move(settings)), ledger_(settings_.threshold) {}
  Status open_ledger();
  Counted counted_;
  tabulation::RoundSettings settings_;
  tabulation::Weights weights_;
  disclosure::Ledger ledger_;
  std::string releases_;
  bool identified_ = false;
};

}  // namespace takestock::cli
