// Responses to a survey as the rows of a data file: what was skipped is told from what was not asked.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "datafiles/row_source.h"
#include "results/table.h"
#include "store/event.h"
#include "tabulation/responses.h"
#include "tabulation/round_settings.h"

namespace takestock::datafiles {

/// Hands out the event that stands for each response, in the same order each time; an error of `take` ends
/// it.
using TakeResponse = std::function<Status(const store::Event&, store::ResponseStatus)>;
using ResponseWalk = std::function<Status(const TakeResponse& take)>;

/// Columns about the response come first, as in results/table.h, then the questions of all versions. A
/// select_one is a code: the number that its name is if all its names are whole numbers, else its place from
/// 1; "don't know" and its like (tabulation/codebook.h) are -8, -7, .. -2, in their order. A select_multiple
/// is one variable per choice. A calculation is a number if all its values are, and a date that is none makes
/// its variable a text (contents_of()).
class ResponseRows final : public RowSource {
 public:
  /// `versions` as for results::Table; `language` of labels, "" or unknown: each version's default.
  ResponseRows(const results::Versions& versions, const std::string& language, ResponseWalk walk);
  ~ResponseRows() override;

  /// Adds a variable "weight" of weights to the known population, unless the round names a question that has
  /// them. Walks through all responses, and holds a weight for each and, meanwhile, their codes. Errors:
  /// those of tabulation::weigh().
  Status add_weights(const tabulation::RoundSettings& settings);

  const std::vector<Variable>& variables() const override { return variables_; }
  /// Memory holds some thousand responses, or 2 MiB of them.
  Status each_row(const RowVisitor& row) override;

  /// In the last walk: answers that are of no question, or not of their question's type.
  std::size_t unplaced() const { return unplaced_; }

 private:
  struct Origin;
  struct About;
  void add_about(results::About about);
  void add_question(std::size_t question);
  void add_choices(std::size_t question);
  Status take(const store::Event& event, store::ResponseStatus status);
  Status hand_out(const RowVisitor& row);
  void fill(std::size_t row);
  Value value_of(const Origin& origin, std::size_t row) const;
  Value about_of(results::About about, std::size_t row) const;
  Value question_of(const Origin& origin, std::size_t row) const;

  const tabulation::Codebook codebook_;
  const ResponseWalk walk_;
  std::set<std::string, std::less<>> texts_;
  std::vector<Variable> variables_;
  std::vector<Origin> origins_;  ///< one per variable
  std::vector<Value> values_;
  std::unique_ptr<tabulation::Responses> block_;
  std::vector<About> about_;  ///< of the block's rows
  std::size_t bytes_ = 0, rows_before_ = 0, unplaced_ = 0;
  std::vector<double> weights_;
};

}  // namespace takestock::datafiles
