#include "tabulation/draft.h"

#include <algorithm>
#include <cmath>

namespace takestock::tabulation {

using disclosure::Figure;
using disclosure::Table;

namespace {

/// The labels that both let in.
void narrow(Filter& filter, const Filter& by) {
  const auto outside = [&](const std::string& label) {
    return std::find(by.labels.begin(), by.labels.end(), label) == by.labels.end();
  };
  filter.labels.erase(std::remove_if(filter.labels.begin(), filter.labels.end(), outside),
                      filter.labels.end());
}

std::vector<Filter> joined(const std::vector<Filter>& filters) {
  std::vector<Filter> out;
  for (const Filter& filter : filters) {
    const auto same = std::find_if(out.begin(), out.end(),
                                   [&](const Filter& one) { return one.variable == filter.variable; });
    if (same == out.end())
      out.push_back(filter);
    else
      narrow(*same, filter);
  }
  return out;
}

}  // namespace

std::size_t Draft::add(Table table) {
  table.filter = joined(table.filter);
  tables_.push_back(std::move(table));
  return tables_.size() - 1;
}

Status Draft::protect(disclosure::Ledger* ledger, std::string_view edition) {
  if (!ledger || tables_.empty()) return Done{};
  const auto summary = ledger->show(tables_, edition);
  if (!summary && ledger->editions() > 0 && summary.error().code == Code::bad_request)
    return Error{
        Code::bad_state,
        "What was published before does not fit these responses: some were changed or withdrawn since, so it "
        "cannot be told what must be withheld. (" +
            summary.error().message + ")",
        summary.error().where};
  if (!summary) return summary.error();
  any_hidden_ = summary->hidden > 0;
  if (summary->undecided)
    withheld_ =
        "Nothing of this is shown: together with what was published before it is too much to tell what must "
        "be "
        "withheld. Ask for less at a time.";
  else if (summary->withheld)
    withheld_ =
        "Nothing of this is shown: beside what was published before, it would tell of fewer people than may "
        "be "
        "told of.";
  return Done{};
}

const Figure& Draft::figure(const Place& place) const {
  const Table& table = tables_[place.table];
  switch (place.in) {
    case Place::In::cells:
      return table.cells[place.index];
    case Place::In::row_totals:
      return table.row_totals[place.index];
    case Place::In::column_totals:
      return table.column_totals[place.index];
    case Place::In::total:
      break;
  }
  return *table.total;
}

Shown Draft::count(const Place& place) const {
  const Figure& found = figure(place);
  if (found.hidden) return {std::nullopt, true};
  return {static_cast<double>(found.count), false};
}

Shown Draft::derived(std::optional<double> value, std::initializer_list<Place> from) const {
  for (const Place& place : from)
    if (!seen(place)) return {std::nullopt, true};
  return {value, false};
}

std::optional<double> Basis::population(const std::string& question, std::optional<std::size_t> code) const {
  if (!filter.empty()) return std::nullopt;
  if (!code) return weights.population;
  if (question != weights.question || *code >= weights.parts.size() || weights.parts[*code] <= 0)
    return std::nullopt;
  return weights.parts[*code];
}

std::optional<double> Basis::published_share(std::optional<double> share) const {
  if (!share || !weighted() || !protect) return share;
  return std::round(*share * 100) / 100;
}

std::string asked_variable(const std::string& question) { return question + "/asked"; }

}  // namespace takestock::tabulation
