#include "disclosure/ledger.h"

#include <algorithm>

#include "disclosure/document.h"
#include "disclosure/groups.h"

namespace takestock::disclosure {
namespace {

/// No variable of a survey has such a name.
constexpr char kEditions[] = "(editions of the data)";

const Filter* editions_of(const Table& table) {
  for (const Filter& filter : table.filter) {
    if (filter.variable == kEditions) return &filter;
  }
  return nullptr;
}

/// The latest list: a table counts what was there in an edition and all before it.
std::vector<std::string> editions_so_far(const Tables& tables) {
  std::vector<std::string> longest;
  for (const Table& table : tables.tables) {
    const Filter* its = editions_of(table);
    if (its && its->labels.size() > longest.size()) longest = its->labels;
  }
  return longest;
}

bool same_shape(const Dimension& a, const Dimension& b) {
  return a.variable == b.variable && a.labels == b.labels && a.overlapping == b.overlapping;
}

bool same_filter(const Filter& a, const Filter& b) {
  return a.variable == b.variable && a.labels == b.labels;
}

bool same_shape(const Table& a, const Table& b) {
  const bool columns =
      a.columns.has_value() == b.columns.has_value() && (!a.columns || same_shape(*a.columns, *b.columns));
  return columns && same_shape(a.rows, b.rows) &&
         std::equal(a.filter.begin(), a.filter.end(), b.filter.begin(), b.filter.end(), same_filter) &&
         a.row_totals.size() == b.row_totals.size() && a.column_totals.size() == b.column_totals.size() &&
         a.total.has_value() == b.total.has_value() && a.zeros_hidden == b.zeros_hidden;
}

/// The latest edition is everybody, which needs no filter.
void drop_filter_of_all(Table& table, std::size_t editions) {
  const auto all = [&](const Filter& filter) {
    return filter.variable == kEditions && filter.labels.size() == editions;
  };
  table.filter.erase(std::remove_if(table.filter.begin(), table.filter.end(), all), table.filter.end());
}

void forget_hidden(Table& table) {
  for (const Position& position : positions(table, 0)) {
    Figure& figure = figure_at(table, position);
    if (figure.hidden) figure.count = Figure::kUnknown;
  }
}

}  // namespace

Ledger::Ledger(int threshold, std::vector<std::string> open, std::vector<std::string> dominance) {
  shown_.threshold = threshold;
  shown_.open = std::move(open);
  shown_.dominance = std::move(dominance);
}

Result<Ledger> Ledger::read(std::string_view text) {
  Result<Document> document = read_document(text);
  if (!document) return document.error();
  Ledger ledger(kDefaultThreshold);
  ledger.shown_ = std::move(document->tables);
  for (std::size_t i = 0; i < ledger.shown_.tables.size(); ++i) {
    if (!ledger.shown_.tables[i].released)
      return Error{Code::bad_request, "What was shown before must be \"released\".",
                   "/tables/" + std::to_string(i)};
  }
  return ledger;
}

std::string Ledger::write() const { return write_document(shown_); }

int Ledger::threshold() const { return shown_.threshold; }

std::size_t Ledger::editions() const { return editions_so_far(shown_).size(); }

Result<Summary> Ledger::show(std::span<Table> next, std::string_view edition) {
  std::vector<std::string> editions = editions_so_far(shown_);
  const bool known = std::find(editions.begin(), editions.end(), edition) != editions.end();
  if (known && editions.back() != edition)
    return Error{Code::bad_request, "A later state of the data has been shown already.", ""};
  if (!known) editions.emplace_back(edition);
  Tables all = shown_;
  for (const Table& table : next) {
    all.tables.push_back(table);
    all.tables.back().released = false;
  }
  for (Table& table : all.tables) drop_filter_of_all(table, editions.size());
  Result<Summary> protection = protect_next(all, kLedgerWork);
  if (!protection && protection.error().code != Code::limit) return protection;
  if (!protection || protection->undecided) return withhold(next, undecided());
  if (!protection->exposed.empty()) return withhold(next, std::move(protection).value());
  const std::size_t before = shown_.tables.size();
  for (std::size_t i = 0; i < next.size(); ++i) {
    Table& judged = all.tables[before + i];
    for (const Position& position : positions(judged, 0))
      figure_at(next[i], position).hidden = figure_at(judged, position).hidden;
    next[i].zeros_hidden = judged.zeros_hidden;
    judged.filter.push_back({kEditions, editions});
    remember(std::move(judged));
  }
  return protection;
}

Summary Ledger::undecided() {
  Summary summary;
  summary.undecided = true;
  return summary;
}

/// Nothing of tables that cannot be made safe is shown.
Summary Ledger::withhold(std::span<Table> next, Summary summary) {
  for (Table& table : next) {
    for (const Position& position : positions(table, 0)) figure_at(table, position).hidden = true;
  }
  summary.withheld = true;
  return summary;
}

/// A table that was shown before is remembered once: what it shows now and what it showed then.
void Ledger::remember(Table table) {
  table.released = true;
  forget_hidden(table);
  for (Table& earlier : shown_.tables) {
    if (!same_shape(earlier, table)) continue;
    for (const Position& position : positions(table, 0)) {
      Figure& figure = figure_at(earlier, position);
      if (figure.count == Figure::kUnknown) figure = figure_at(table, position);
    }
    return;
  }
  shown_.tables.push_back(std::move(table));
}

}  // namespace takestock::disclosure
