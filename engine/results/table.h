// Responses as a table: one row per response, one column per question.
//
// Columns come first from the newest version of the survey (by its version text, numbers in it compared as
// numbers), then from older ones what it no longer asks, at its old place. A question that is not relevant,
// not answered or not part of a response's version is an empty cell. Rows are filled one at a time: memory
// does not grow with their number.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/doors.h"
#include "base/result.h"
#include "results/record.h"
#include "store/event.h"
#include "store/store.h"
#include "survey/definition.h"

namespace takestock::results {

struct TableOptions {
  bool labels = false;   ///< labels of choices instead of their names
  bool split = false;    ///< also one column "question/choice" of 1 and 0 per choice of a select_multiple
  std::string language;  ///< of labels; "" or unknown to a version: its default
  std::vector<std::string> more = {};  ///< further columns about the response, for the caller to fill
};

struct Cell {
  enum class Kind : std::uint8_t { blank, number, text, names };
  Kind kind = Kind::blank;
  double number = 0;
  std::string text;
  std::vector<std::string> names;  ///< of a select_multiple, or their labels
};

struct Column {
  enum class Source : std::uint8_t { about, question, choice };
  std::string name;  ///< unique; a question called as a column about the response is named by its path
  Source source = Source::about;
  survey::Type type = survey::Type::text;
  bool mixed = false;  ///< versions do not agree on the type
  std::string question, choice;
};

/// The columns about the response, in front of the questions. TableOptions::more come behind them.
enum class About : std::uint8_t { survey, response, status, version, finished_at, device };
inline constexpr std::size_t kAboutColumns = 6;

using Versions = std::vector<std::shared_ptr<const survey::Definition>>;

class Table {
 public:
  /// `versions`: of one survey, at least one, in any order.
  Table(Versions versions, TableOptions options);

  const std::vector<Column>& columns() const { return columns_; }
  const TableOptions& options() const { return options_; }
  std::size_t about_columns() const { return kAboutColumns + options_.more.size(); }
  const Versions& versions() const { return versions_; }             ///< newest first
  const survey::Definition* version(std::string_view digest) const;  ///< null if there is none

  /// The row of a response, from the event that stands for it. `cells` are overwritten, one per column.
  /// Returns how many answers the row has no column for (their version does not ask them). Errors: not_found
  /// (the event's definition), bad_text (its body).
  Result<std::size_t> fill(const store::Event& event, store::ResponseStatus status,
                           std::vector<Cell>& cells) const;

  /// Index of the wanted language in that version.
  std::size_t language(const survey::Definition& version) const;
  /// What a choice is called; its name where the version has no label for it, and for other questions.
  std::string label(const survey::Definition& version, std::string_view question,
                    std::string_view name) const;

 private:
  using Index = std::map<std::string, std::size_t, std::less<>>;
  void add_question(const survey::Definition& version, const survey::Node& node);
  void add_choices(const std::string& question);
  void fill_about(const store::Event&, store::ResponseStatus, const survey::Definition&,
                  std::vector<Cell>&) const;
  void fill_answer(const survey::Definition&, const Member&, std::size_t column, std::vector<Cell>&) const;
  void fill_names(const survey::Definition&, const Member&, std::size_t column, std::vector<Cell>&) const;

  Versions versions_;
  TableOptions options_;
  std::vector<Column> columns_;
  Index by_question_;  ///< question -> column
  Index by_choice_;    ///< "question/choice" -> column
};

/// The record that would be sent of a draft's: without what is not relevant.
Result<std::string> relevant_record(const std::shared_ptr<const survey::Definition>& definition,
                                    const std::string& body, Clock& clock, Random& random);

}  // namespace takestock::results
