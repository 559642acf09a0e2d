#include <algorithm>

#include "base/order.h"
#include "survey/reading.h"

namespace takestock::survey {
namespace {

/// A further column's value: a text, or a number as written.
void set_column(ChoiceList& list, Choice& choice, json::Value value) {
  auto at = std::find(list.columns.begin(), list.columns.end(), value.key());
  if (at == list.columns.end()) at = list.columns.insert(at, std::string(value.key()));
  const auto column = static_cast<std::size_t>(at - list.columns.begin());
  if (choice.values.size() <= column) choice.values.resize(column + 1);
  choice.values[column] = value.is(json::Kind::number) ? value.number_text() : value.text();
}

void read_column(Reading& reading, ChoiceList& list, Choice& choice, json::Value member) {
  constexpr std::size_t kColumns = 50;
  if (!valid_name(member.key())) {
    reading.report.add_key(
        member, "bad_name",
        "A column of a choice is named with letters, digits, \"_\", \"-\" and \".\", starting with a "
        "letter or \"_\", unlike " +
            quoted(member.key()) + ".");
  } else if (list.columns.size() == kColumns &&
             std::find(list.columns.begin(), list.columns.end(), member.key()) == list.columns.end()) {
    reading.report.add_key(member, "limit", "A list of choices has at most 50 further columns.");
  } else if (expect_kind(member, kText | kNumber, "A column of a choice", reading.report)) {
    set_column(list, choice, member);
  }
}

void read_choice_name(Reading& reading, Choice& choice, json::Value value) {
  if (!expect_kind(value, kText, "\"name\"", reading.report)) return;
  choice.name = value.text();
  const bool blank = value.text().find_first_not_of(" \t\n\r") == std::string_view::npos;
  if (blank || has_control_character(value.text()) || value.text().find('\n') != std::string_view::npos) {
    reading.report.add(
        value, "bad_name",
        "The name of a choice is what is stored for it: a text on one line that is not blank.");
  }
}

void read_choice_member(Reading& reading, ChoiceList& list, Choice& choice, json::Value member) {
  const std::string_view key = member.key();
  if (key == "name") {
    read_choice_name(reading, choice, member);
  } else if (key == "label") {
    if (expect_kind(member, kText | kObject, "\"label\"", reading.report))
      choice.label = read_text(reading, member);
  } else if (key.substr(0, 1) != "_") {
    read_column(reading, list, choice, member);
  }
}

void read_choice(Reading& reading, ChoiceList& list, json::Value object) {
  list.choices.emplace_back();
  Choice& choice = list.choices.back();
  if (!expect_kind(object, kObject, "A choice", reading.report)) return;
  for (json::Value member = object.first(); member; member = member.next())
    read_choice_member(reading, list, choice, member);
  if (!object.find("name")) reading.report.add(object, "missing_key", "This choice has no \"name\".");
  if (!object.find("label")) reading.report.add(object, "missing_key", "This choice has no \"label\".");
}

void report_duplicates(Reading& reading, const ChoiceList& list, json::Value array) {
  std::vector<std::pair<std::string_view, json::Value>> names;
  std::size_t i = 0;
  for (json::Value object = array.first(); object; object = object.next()) {
    const std::string_view name = list.choices[i++].name;
    if (!name.empty()) names.emplace_back(name, object);
  }
  heap_sort(names.begin(), names.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second.offset() < b.second.offset();
  });
  for (i = 1; i < names.size(); ++i) {
    if (names[i].first != names[i - 1].first) continue;
    reading.report.add(names[i].second.find("name"), "duplicate_choice",
                       "The list already has a choice named " + quoted(names[i].first) + ".");
  }
}

bool take_list_name(Reading& reading, json::Value list) {
  if (list.key().empty() || has_space(list.key())) {
    reading.report.add_key(list, "bad_name",
                           "The name of a list has no white space, unlike " + quoted(list.key()) + ".");
    return false;
  }
  const std::uint32_t other = reading.lists.add(reading.parts.pool.keep(list.key()),
                                                static_cast<std::uint32_t>(reading.parts.lists.size()));
  if (other == NameIndex::kNone) return true;
  if (reading.parts.lists[other].name != list.key()) {
    reading.report.add_key(list, "duplicate_name",
                           "There is a list " + quoted(reading.parts.lists[other].name) +
                               " already; names that differ only in case are not allowed.");
  }
  return false;
}

void read_list(Reading& reading, json::Value array) {
  ChoiceList list;
  list.name = array.key();
  list.choices.reserve(array.size());
  for (json::Value object = array.first(); object && !reading.report.full(); object = object.next())
    read_choice(reading, list, object);
  if (!array.first())
    reading.report.add(array, "empty", "The list " + quoted(list.name) + " has no choices.");
  if (!reading.report.full()) report_duplicates(reading, list, array);
  if (take_list_name(reading, array)) reading.parts.lists.push_back(std::move(list));
}

}  // namespace

void read_choices(Reading& reading, json::Value choices) {
  std::size_t count = 0;
  for (json::Value array = choices.first(); array; array = array.next()) count += array.size();
  if (count > DefinitionLimits::kChoices) {
    reading.report.add(choices, "limit", "A definition has at most 100,000 choices.");
    return;
  }
  for (json::Value array = choices.first(); array; array = array.next()) {
    if (expect_kind(array, kList, "The list of choices " + quoted(array.key()), reading.report))
      read_list(reading, array);
  }
}

}  // namespace takestock::survey
