#include "tabulation/release.h"

#include <algorithm>

#include "tabulation/draft.h"
#include "tabulation/fingerprint.h"
#include "tabulation/measure_work.h"
#include "tabulation/review.h"
#include "tabulation/table_work.h"
#include "tabulation/words.h"

namespace takestock::tabulation {

namespace {

Error not_found(std::string sentence) { return {Code::not_found, std::move(sentence), ""}; }

Result<std::size_t> question_named(const Responses& responses, const std::string& name) {
  const auto found = responses.codebook().find(name);
  if (!found) return not_found("There is no question \"" + name + "\".");
  return *found;
}

/// The rows that a filter lets in, and what it is called.
class Selection {
 public:
  explicit Selection(const Responses& responses) : responses_(responses) {}

  /// One of the choices.
  Status add(const std::string& name, const std::vector<std::string>& choices) {
    const auto index = question_named(responses_, name);
    if (!index) return index.error();
    const Question& question = responses_.codebook().questions()[*index];
    if (question.kind == Kind::several && choices.size() > 1)
      return Error{Code::unsupported, "\"" + name + "\" can have several answers, so a filter takes one.",
                   ""};
    std::vector<std::size_t> codes;
    std::string words;
    for (const std::string& choice : choices) {
      const auto code = question.code_named(choice);
      if (!code) return not_found("\"" + name + "\" has no choice \"" + choice + "\".");
      codes.push_back(*code);
      words += (words.empty() ? "" : ", ") + question.codes[*code].label;
    }
    let_in(*index, codes);
    add_filter(question, codes);
    words_.push_back(question.label + ": " + words);
    return Done{};
  }
  const std::vector<std::uint8_t>& mask() const { return mask_; }
  const std::vector<Filter>& filter() const { return filter_; }
  bool is_nobody() const { return is_nobody_; }  ///< two conditions exclude each other
  const std::vector<std::string>& words() const { return words_; }

 private:
  void let_in(std::size_t question, const std::vector<std::size_t>& codes) {
    const Column& column = responses_.column(question);
    if (mask_.empty()) mask_.assign(responses_.rows(), 1);
    for (std::size_t row = 0; row < mask_.size(); ++row) {
      const auto has = [&](std::size_t code) {
        return column.kind() == Kind::several ? column.ticked(code, row)
                                              : column.code(row) == kFirstCode + code;
      };
      mask_[row] &= std::any_of(codes.begin(), codes.end(), has) ? 1 : 0;
    }
  }

  void add_filter(const Question& question, const std::vector<std::size_t>& codes) {
    Filter added{question.name, {}};
    for (const std::size_t code : codes) added.labels.push_back(question.codes[code].name);
    if (question.kind == Kind::several) added = {question.name + "/" + added.labels[0], {"yes"}};
    for (Filter& filter : filter_) {
      if (filter.variable != added.variable) continue;
      const auto lacks = [&](const std::string& label) {
        return std::find(added.labels.begin(), added.labels.end(), label) == added.labels.end();
      };
      filter.labels.erase(std::remove_if(filter.labels.begin(), filter.labels.end(), lacks),
                          filter.labels.end());
      is_nobody_ |= filter.labels.empty();
      return;
    }
    filter_.push_back(std::move(added));
  }

  const Responses& responses_;
  std::vector<std::uint8_t> mask_;
  std::vector<Filter> filter_;
  std::vector<std::string> words_;
  bool is_nobody_ = false;
};

/// One release: everything is counted, protected together, and then shown.
class Compilation {
 public:
  Compilation(const Publisher& publisher, const Basis& basis) : publisher_(publisher), basis_(basis) {}

  Status add_responded() {
    disclosure::Table table;
    table.name = "responded";
    table.rows = everyone_axis().dimension();
    table.filter = basis_.filter;
    table.cells = {
        figure_of(count(everyone(), everyone(), {basis_.which.size, basis_.which.mask, {}}).total().n)};
    responded_ = draft_.add(std::move(table));
    return Done{};
  }

  Status set_axis(const std::string& by) {
    axis_ = everyone_axis();
    return by.empty() ? Status(Done{}) : axis(by, axis_);
  }

  Status add_measure(const std::string& name) {
    const Measure* const measure = publisher_.measures.find(name);
    if (!measure) return not_found("There is no measure \"" + name + "\".");
    if (measure->type == MeasureType::distribution) return add_rows(measure->question, axis_);
    auto work = MeasureWork::make(basis_, *measure, axis_, draft_);
    if (!work) return work.error();
    measures_.push_back(std::move(*work));
    return Done{};
  }

  Status add_table(const std::string& rows, const std::string& columns) {
    Axis by = everyone_axis();
    if (!columns.empty())
      if (Status found = axis(columns, by); !found) return found;
    return add_rows(rows, by);
  }

  Result<Release> finish() {
    if (Status done = draft_.protect(publisher_.ledger, publisher_.edition); !done) return done.error();
    Release out;
    out.responded = draft_.count({Place::In::cells, responded_, 0});
    if (!draft_.withheld().empty()) out.notes.push_back(draft_.withheld());
    for (const MeasureWork& measure : measures_) out.measures.push_back(measure.result(draft_));
    for (const TableWork& table : tables_) out.tables.push_back(table.result(draft_));
    return out;
  }

 private:
  Status axis(const std::string& name, Axis& into) {
    const auto index = question_named(basis_.responses, name);
    if (!index) return index.error();
    auto made = axis_of(basis_.responses, *index, basis_.which);
    if (!made) return made.error();
    into = std::move(*made);
    return Done{};
  }

  Status add_rows(const std::string& rows, const Axis& columns) {
    const auto index = question_named(basis_.responses, rows);
    if (!index) return index.error();
    if (rows == columns.variable) return add_rows(rows, everyone_axis());
    auto work = TableWork::make(basis_, *index, columns, draft_);
    if (!work) return work.error();
    tables_.push_back(std::move(*work));
    return Done{};
  }

  const Publisher& publisher_;
  const Basis& basis_;
  Draft draft_;
  Axis axis_;
  std::size_t responded_ = 0;
  std::vector<MeasureWork> measures_;
  std::vector<TableWork> tables_;
};

std::string label_of(const Publisher& publisher, const std::string& name) {
  if (const Measure* const measure = publisher.measures.find(name)) return measure->label;
  const auto question = publisher.responses.codebook().find(name);
  return question ? publisher.responses.codebook().questions()[*question].label : name;
}

}  // namespace

Result<Release> Publisher::publish_all(const Request& request) const {
  Selection selection(responses);
  for (const auto& [question, choice] : request.where)
    if (Status added = selection.add(question, {choice}); !added) return added.error();
  for (const auto& [question, choices] : request.among)
    if (Status added = selection.add(question, choices); !added) return added.error();
  if (selection.is_nobody()) return not_found("No response can meet all of these conditions.");
  const Basis basis{responses,          weights, {responses.rows(), selection.mask(), weights.values},
                    selection.filter(), level,   ledger != nullptr};
  Compilation work(*this, basis);
  Status done = work.add_responded();
  if (done) done = work.set_axis(request.by);
  for (auto name = request.measures.begin(); done && name != request.measures.end(); ++name)
    done = work.add_measure(*name);
  for (auto table = request.tables.begin(); done && table != request.tables.end(); ++table)
    done = work.add_table(table->first, table->second);
  if (!done) return done.error();
  auto release = work.finish();
  if (!release) return release;
  release->filter = selection.words();
  if (ledger && ledger->editions() > 1)
    release->notes.push_back(
        "Responses came in since something was first published; what is withheld assumes that none was "
        "changed or "
        "withdrawn.");
  if (!weights.note.empty()) release->notes.push_back(weights.note);
  for (std::string& note : version_notes(responses)) release->notes.push_back(std::move(note));
  if (responses.unplaced() > 0)
    release->notes.push_back(count_text(static_cast<double>(responses.unplaced())) +
                             " answers fit no question of the survey and are not counted.");
  return release;
}

Result<Release> Publisher::publish(const Request& request) const {
  if (!ledger) return publish_all(request);
  const disclosure::Ledger before = *ledger;
  Request asked = request;
  std::vector<std::string> left_out;
  while (true) {
    auto release = publish_all(asked);
    if (!release) {
      *ledger = before;
      return release;
    }
    const auto telling = giving_away(before, *ledger);
    if (telling.empty()) {
      for (const std::string& name : left_out) release->left_out.push_back(label_of(*this, name));
      return release;
    }
    *ledger = before;
    const auto taken = take_out(asked, telling, measures);
    if (taken.empty())
      return Error{Code::limit, "Beside what was shown before this would give somebody away.", ""};
    left_out.insert(left_out.end(), taken.begin(), taken.end());
  }
}

disclosure::Ledger ledger_for(const Codebook& codebook, const Measures& measures, int threshold) {
  std::vector<std::string> dominance, open;
  for (const Question& question : codebook.questions()) {
    // Of each of several choices only who ticked it is counted: the others have no label.
    for (std::size_t code = 0; question.kind == Kind::several && code < question.codes.size(); ++code)
      open.push_back(question.name + "/" + question.codes[code].name);
    const auto& names = measures.attributes;
    const bool attribute = std::find(names.begin(), names.end(), question.name) != names.end();
    if (!attribute && question.kind == Kind::one && !question.open) dominance.push_back(question.name);
  }
  return disclosure::Ledger(threshold, std::move(open), std::move(dominance));
}

}  // namespace takestock::tabulation
