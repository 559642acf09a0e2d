// The codebook of a survey's data files: every variable with its exact wording in each language, its type,
// codes, missing codes and routing, and what it is called in the files of SPSS and Stata.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "datafiles/row_source.h"
#include "datafiles/statistics_files.h"
#include "results/csv.h"
#include "results/results_file.h"
#include "results/table.h"

namespace takestock::datafiles {

/// A text in each language that has it: BCP 47 tag and text.
using Wording = std::vector<std::pair<std::string, std::string>>;

struct CodebookChoice {
  double number = 0;
  std::string name;
  bool dont_know = false;
  Wording label;
};

struct CodebookEntry {
  std::string variable, spss, stata;  ///< names: in the survey, and in the files
  std::string question, choice;       ///< choice: of several, the one that the variable is of
  std::string number;                 ///< of the question, as printed; "" if it has none
  std::string type;                   ///< XLSForm's word; "" for what is no question
  Type values = Type::text;
  Wording wording, hint, routing;     ///< of the newest version that asks it
  std::string condition;              ///< routing as the author wrote it
  std::vector<std::string> versions;  ///< that have it, newest first
  std::vector<CodebookChoice> choices;
};

/// One per variable, in their order.
std::vector<CodebookEntry> codebook_of(const results::Versions& versions,
                                       const std::vector<Variable>& variables);

enum class CodebookFormat { html, csv, json };
/// HTML: a page of its own without script. CSV: a line per variable and code. JSON: {"title", "missing",
/// "variables"}.
Status write_codebook(const std::vector<CodebookEntry>& entries, const FileDescription& description,
                      CodebookFormat format, const results::Sink& sink);

}  // namespace takestock::datafiles
