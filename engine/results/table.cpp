#include "results/table.h"

#include <algorithm>
#include <list>
#include <set>

#include "base/civil.h"
#include "response/response.h"

namespace takestock::results {

using json::Kind;
using store::Event;
using store::ResponseStatus;
using survey::Definition;
using survey::Node;
using survey::Type;

namespace {

constexpr const char* kAbout[kAboutColumns] = {"survey",  "response",    "status",
                                               "version", "finished_at", "device"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes a run of digits (without its leading zeros) or one other character from the front.
std::string_view next_piece(std::string_view& text) {
  std::size_t size = 0;
  while (size < text.size() && is_digit(text[size])) ++size;
  std::string_view piece = text.substr(0, size == 0 ? 1 : size);
  text.remove_prefix(piece.size());
  while (piece.size() > 1 && piece[0] == '0') piece.remove_prefix(1);
  return piece;
}

/// "2015-9" before "2015-10".
int compare_versions(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    const std::string_view x = next_piece(a), y = next_piece(b);
    const bool numbers = is_digit(x[0]) && is_digit(y[0]);
    if (numbers && x.size() != y.size()) return x.size() < y.size() ? -1 : 1;
    if (const int order = x.compare(y); order != 0) return order;
  }
  return a.empty() ? (b.empty() ? 0 : -1) : 1;
}

bool newer(const std::shared_ptr<const Definition>& a, const std::shared_ptr<const Definition>& b) {
  const int order = compare_versions(a->version(), b->version());
  return order != 0 ? order > 0 : a->digest() < b->digest();
}

bool same_digest(const std::shared_ptr<const Definition>& a, const std::shared_ptr<const Definition>& b) {
  return a->digest() == b->digest();
}

using Places = std::list<std::pair<const Definition*, const Node*>>;

/// The questions of all versions, each name once, where its newest version has it.
Places all_questions(const Versions& versions) {
  Places places;
  std::map<std::string_view, Places::iterator> known;
  for (const auto& version : versions) {
    auto at = places.begin();
    for (const Node& node : version->nodes()) {
      if (!survey::holds_value(node.type)) continue;
      const auto found = known.find(node.name);
      if (found == known.end())
        known[node.name] = places.insert(at, {version.get(), &node});
      else
        at = std::next(found->second);
    }
  }
  return places;
}

void set_text(Cell& cell, std::string_view text) {
  cell.kind = Cell::Kind::text;
  cell.text.assign(text);
}

}  // namespace

Table::Table(Versions versions, TableOptions options)
    : versions_(std::move(versions)), options_(std::move(options)) {
  std::sort(versions_.begin(), versions_.end(), newer);
  versions_.erase(std::unique(versions_.begin(), versions_.end(), same_digest), versions_.end());
  for (const char* name : kAbout)
    columns_.push_back({name, Column::Source::about, Type::text, false, "", ""});
  for (const std::string& name : options_.more)
    columns_.push_back({name, Column::Source::about, Type::text, false, "", ""});
  for (const auto& place : all_questions(versions_)) add_question(*place.first, *place.second);
}

void Table::add_question(const Definition& version, const Node& node) {
  Column column{
      std::string(node.name), Column::Source::question, node.type, false, std::string(node.name), ""};
  for (std::size_t about = 0; about < about_columns(); ++about) {
    if (column.name == columns_[about].name)
      column.name = version.path(static_cast<survey::Slot>(&node - version.nodes().data()));
  }
  for (const auto& other : versions_) {
    const survey::Slot slot = other->slot_named(node.name);
    if (slot != survey::kNoSlot && other->node(slot).type != node.type) column.mixed = true;
  }
  by_question_[column.question] = columns_.size();
  columns_.push_back(column);
  if (options_.split && node.type == Type::select_multiple) add_choices(column.question);
}

void Table::add_choices(const std::string& question) {
  const std::string prefix = columns_[by_question_[question]].name + '/';
  for (const auto& version : versions_) {
    const survey::Slot slot = version->slot_named(question);
    if (slot == survey::kNoSlot || version->node(slot).type != Type::select_multiple) continue;
    for (const survey::Choice& choice : version->list(version->node(slot)).choices) {
      if (!by_choice_.emplace(question + '/' + choice.name, columns_.size()).second) continue;
      columns_.push_back(
          {prefix + choice.name, Column::Source::choice, Type::integer, false, question, choice.name});
    }
  }
}

const Definition* Table::version(std::string_view digest) const {
  for (const auto& version : versions_) {
    if (version->digest() == digest) return version.get();
  }
  return nullptr;
}

Result<std::size_t> Table::fill(const Event& event, ResponseStatus status, std::vector<Cell>& cells) const {
  const Definition* definition = version(event.form_hash);
  if (!definition) {
    return Error{Code::not_found, "The definition that response " + event.response + " answers is not there.",
                 ""};
  }
  const Result<Record> record = Record::read(event.body);
  if (!record) return record.error();
  cells.resize(columns_.size());
  for (Cell& cell : cells) cell.kind = Cell::Kind::blank;
  fill_about(event, status, *definition, cells);
  std::size_t unplaced = 0;
  for (const Member& member : record->members()) {
    if (member.blank()) continue;
    const auto found = by_question_.find(member.name);
    if (found == by_question_.end())
      ++unplaced;
    else
      fill_answer(*definition, member, found->second, cells);
  }
  return unplaced;
}

void Table::fill_about(const Event& event, ResponseStatus status, const Definition& definition,
                       std::vector<Cell>& cells) const {
  const auto cell = [&](About which) -> Cell& { return cells[static_cast<std::size_t>(which)]; };
  set_text(cell(About::survey), event.survey);
  set_text(cell(About::response), event.response);
  set_text(cell(About::status), store::response_status_name(status));
  set_text(cell(About::version), definition.version());
  set_text(cell(About::device), event.device);
  if (status != ResponseStatus::finished) return;
  set_text(cell(About::finished_at), date_time_text(event.at, event.offset_minutes));
}

void Table::fill_answer(const Definition& definition, const Member& member, std::size_t column,
                        std::vector<Cell>& cells) const {
  Cell& cell = cells[column];
  if (member.is(Kind::number)) {
    cell.kind = Cell::Kind::number;
    cell.number = member.value.number();
  } else if (member.is(Kind::array)) {
    fill_names(definition, member, column, cells);
  } else if (member.is(Kind::boolean)) {
    set_text(cell, member.value.boolean() ? "true" : "false");
  } else if (options_.labels) {
    set_text(cell, label(definition, member.name, member.value.text()));
  } else {
    set_text(cell, member.value.text());
  }
}

void Table::fill_names(const Definition& definition, const Member& member, std::size_t column,
                       std::vector<Cell>& cells) const {
  cells[column].kind = Cell::Kind::names;
  cells[column].names.clear();
  const bool split = options_.split && columns_[column].type == Type::select_multiple;
  for (std::size_t i = column + 1; split && i < columns_.size() && columns_[i].question == member.name; ++i) {
    cells[i].kind = Cell::Kind::number;
    cells[i].number = 0;
  }
  for (json::Value item = member.value.first(); item; item = item.next()) {
    const std::string name(item.text());
    cells[column].names.push_back(options_.labels ? label(definition, member.name, name) : name);
    const auto chosen = by_choice_.find(std::string(member.name) + '/' + name);
    if (split && chosen != by_choice_.end()) cells[chosen->second].number = 1;
  }
}

std::size_t Table::language(const Definition& version) const {
  const std::vector<std::string>& languages = version.languages();
  const auto found = std::find(languages.begin(), languages.end(), options_.language);
  return found == languages.end() ? 0 : static_cast<std::size_t>(found - languages.begin());
}

std::string Table::label(const Definition& version, std::string_view question, std::string_view name) const {
  const survey::Slot slot = version.slot_named(question);
  const bool choices = slot != survey::kNoSlot && (version.node(slot).type == Type::select_one ||
                                                   version.node(slot).type == Type::select_multiple);
  if (!choices) return std::string(name);
  for (const survey::Choice& choice : version.list(version.node(slot)).choices) {
    if (choice.name != name) continue;
    const std::string_view text = version.text(choice.label, language(version));
    return std::string(text.empty() ? name : text);
  }
  return std::string(name);
}

Result<std::string> relevant_record(const std::shared_ptr<const Definition>& definition,
                                    const std::string& body, Clock& clock, Random& random) {
  auto made = response::Response::make(definition, clock, random);
  if (!made) return made.error();
  auto restored = (*made)->restore(body);
  if (!restored) return restored.error();
  return (*made)->record(false);
}

}  // namespace takestock::results
