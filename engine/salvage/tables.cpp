#include "salvage/tables.h"

#include <algorithm>

#include "base/json.h"

namespace takestock::salvage {
namespace {

bool is_hex(std::string_view text, std::size_t digits) {
  return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}
bool is_id(const Value& value) { return is_hex(value.text, 32); }
bool is_digest(const Value& value) { return is_hex(value.text, 64); }
bool is_count(const Value& value) { return value.integer >= 0; }
bool is_number(const Value& value) { return value.integer >= 1; }
bool is_json(const Value& value) { return json::Document::read(value.text).ok(); }

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7f; });
}
bool is_name(const Value& value) {
  return !value.text.empty() && value.text.size() <= 1024 && is_printable(value.text);
}

/// Names with slashes between them, each with at most one number in brackets: "household[2]/name".
bool is_path(const Value& value) {
  if (!is_name(value)) return false;
  bool in_brackets = false, digits = false;
  for (const char c : value.text) {
    if (c == '[' ? in_brackets : c == ']' ? !in_brackets || !digits : in_brackets && (c < '0' || c > '9'))
      return false;
    if (c == '[' || c == ']')
      in_brackets = c == '[', digits = false;
    else
      digits = in_brackets;
  }
  return !in_brackets;
}

struct Rule {
  std::string_view column;
  bool (*holds)(const Value&);
};
constexpr Rule kRules[] = {
    {"survey", is_name},    {"response", is_id},       {"device", is_id},         {"sha256", is_digest},
    {"digest", is_digest},  {"form_hash", is_digest},  {"path", is_path},         {"json", is_json},
    {"theirs", is_json},    {"findings", is_json},     {"n", is_number},          {"seq", is_number},
    {"at", is_count},       {"created", is_count},     {"updated", is_count},     {"finished", is_count},
    {"revision", is_count}, {"keep_prefix", is_count}, {"keep_suffix", is_count},
};

bool holds(const Table& table, const Column& column, const Value& value) {
  if (table.name == "response" && column.name == "id") return is_id(value);
  if (table.name == "attachment" && value.text.empty() && column.name == "sha256")
    return true;  // not ended yet
  for (const Rule& rule : kRules)
    if (rule.column == column.name) return rule.holds(value);
  return true;
}

bool is_kind(const Column& column, const Value& value) {
  if (value.kind == ValueKind::null) return !column.required;
  switch (column.kind) {
    case ColumnKind::text:
      return value.kind == ValueKind::text;
    case ColumnKind::integer:
      return value.kind == ValueKind::integer;
    case ColumnKind::blob:
      return value.kind == ValueKind::blob;
    case ColumnKind::any:
      break;
  }
  return true;
}

ColumnKind kind_named(std::string_view type) {
  if (type == "TEXT") return ColumnKind::text;
  if (type == "INTEGER") return ColumnKind::integer;
  return type == "BLOB" ? ColumnKind::blob : ColumnKind::any;
}

/// The key's columns come first where a table has no row numbers.
void put_key_first(std::vector<std::pair<std::int64_t, Column>>& ranked) {
  const auto rank = [](const auto& one) { return one.first == 0 ? INT64_MAX : one.first; };
  std::stable_sort(ranked.begin(), ranked.end(),
                   [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
}

/// A single key that is an INTEGER is the row's number.
void mark_rowid(Table& table) {
  const auto is_key = [](const Column& column) { return column.key; };
  const auto key = std::find_if(table.columns.begin(), table.columns.end(), is_key);
  const bool alone = std::count_if(table.columns.begin(), table.columns.end(), is_key) == 1;
  if (table.by_rowid && alone) key->is_rowid = key->kind == ColumnKind::integer;
}

Result<Table> describe(store::Database& database, const std::string& name, bool by_rowid) {
  auto statement = database.prepare("PRAGMA table_info(" + name + ")");
  if (!statement.ok()) return statement.error();
  std::vector<std::pair<std::int64_t, Column>> ranked;  // by place in the key
  for (auto row = (*statement)->step(); !row.ok() || *row; row = (*statement)->step()) {
    if (!row.ok()) return row.error();
    const store::Statement& found = **statement;
    const std::int64_t key = found.integer(5);
    ranked.push_back({key,
                      {std::string(found.text(1)), kind_named(found.text(2)),
                       key != 0 || found.integer(3) != 0, !found.null(4), key != 0}});
  }
  if (!by_rowid) put_key_first(ranked);
  Table table{name, by_rowid, {}};
  for (auto& [rank, column] : ranked) table.columns.push_back(std::move(column));
  mark_rowid(table);
  return table;
}

}  // namespace

std::size_t Table::column(std::string_view of_name) const {
  const auto found =
      std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.name == of_name; });
  return static_cast<std::size_t>(found - columns.begin());
}

Result<std::vector<Table>> tables_of(store::Database& database) {
  auto names = database.prepare(
      "SELECT name, sql LIKE '%WITHOUT ROWID%' FROM sqlite_schema WHERE type = 'table' AND name <> 'meta'"
      " AND name NOT LIKE 'sqlite%' ORDER BY rowid");
  if (!names.ok()) return names.error();
  std::vector<Table> tables;
  for (auto row = (*names)->step(); !row.ok() || *row; row = (*names)->step()) {
    if (!row.ok()) return row.error();
    auto table = describe(database, std::string((*names)->text(0)), (*names)->integer(1) == 0);
    if (!table.ok()) return table.error();
    tables.push_back(std::move(*table));
  }
  return tables;
}

bool fits(const Table& table, const Row& row) {
  if (row.size() > table.columns.size()) return false;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const Column& column = table.columns[i];
    if (i >= row.size()) {
      if (!column.has_default) return false;
    } else if (!is_kind(column, row[i]) || !holds(table, column, row[i])) {
      return false;
    }
  }
  return true;
}

}  // namespace takestock::salvage
