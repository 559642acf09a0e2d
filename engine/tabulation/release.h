// Results as they may be seen: the only way out of the room.
//
// Measures and tables are worked out, handed to the disclosure room together, and leave with what must not be
// seen taken out. A percentage, a mean or an interval is there only if the counts it stands on are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "disclosure/ledger.h"
#include "tabulation/measures.h"
#include "tabulation/responses.h"
#include "tabulation/weights.h"

namespace takestock::tabulation {

/// One number. Withheld: shown as [c]. Neither value nor hidden: undefined (0 of 0), shown as a dash.
struct Shown {
  std::optional<double> value;
  bool hidden = false;
};

/// `name`: of the question, choice or number; statuses in brackets.
enum class Part : std::uint8_t { answer, dont_know, skipped, not_asked };
struct Heading {
  std::string name, label;
  Part part = Part::answer;
};

/// A measure for everybody or for one group. `count`: of a share, those in its numerator. Shares and net
/// scores are parts of 1.
struct MeasureLine {
  Heading group;
  Shown base, count, value, low, high;
  Shown effective_base;  ///< Kish's, where answers are weighted
};

struct MeasureResult {
  std::string name, label;
  MeasureType type = MeasureType::share;
  std::optional<Heading> by;       ///< the question that divides it
  std::string method;              ///< of low and high, in words
  std::vector<MeasureLine> lines;  ///< everybody first
};

/// Answers to a question by those to another one (or by nobody: one column, everyone). Shares of a column
/// stand on who answered the row question, don't know included; skipped and not asked are beside them.
struct TableResult {
  Heading row_question, column_question;
  bool several = false;  ///< rows overlap: each is of a choice that was ticked or not
  bool weighted = false;
  std::vector<Heading> rows, columns;            ///< rows: answers, don't know last
  std::vector<Shown> counts;                     ///< unweighted, row by row
  std::vector<Shown> row_shares, column_shares;  ///< weighted where answers are
  std::vector<Shown> row_totals, row_total_shares;
  std::vector<Shown> bases;  ///< answered, by column
  Shown base;
  std::vector<Shown> skipped, not_asked;  ///< by column, then all
};

struct Request {
  std::vector<std::string> measures;                        ///< by name
  std::string by;                                           ///< a question; "": not divided
  std::vector<std::pair<std::string, std::string>> tables;  ///< row, column; column "": everyone
  std::vector<std::pair<std::string, std::string>> where;   ///< question, choice (name or label)
  /// One of several choices. A question that stands in several conditions must meet all of them.
  std::vector<std::pair<std::string, std::vector<std::string>>> among{};
};

struct Release {
  Shown responded;
  std::vector<std::string> notes;   ///< sentences
  std::vector<std::string> filter;  ///< "Region: London"
  std::vector<MeasureResult> measures;
  std::vector<TableResult> tables;
  std::vector<std::string> left_out;  ///< labels of measures and questions: see Publisher::publish()
};

/// `ledger`: protects, and remembers what was shown; null: identified results, for the controller alone.
/// `edition`: as of Ledger::show().
struct Publisher {
  const Responses& responses;
  const Measures& measures;
  const Weights& weights;
  disclosure::Ledger* ledger = nullptr;
  std::string edition{};
  double level = 0.95;

  /// What would give a small group away beside other figures, in whatever way the ledger did not hide, is
  /// left out whole (review.h), and Release::left_out names it. Errors: not_found (a measure, question or
  /// choice), unsupported (a table of texts), limit (nothing can be left out that helps), and the ledger's;
  /// then nothing is remembered.
  Result<Release> publish(const Request& request) const;

 private:
  Result<Release> publish_all(const Request& request) const;
};

/// A ledger for these results: what one answer could tell of a person stays unknown also where a whole group
/// gave it.
disclosure::Ledger ledger_for(const Codebook& codebook, const Measures& measures, int threshold);

}  // namespace takestock::tabulation
