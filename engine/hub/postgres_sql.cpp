#include "hub/postgres_sql.h"

#include <cstddef>

namespace takestock::hub {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

/// Behind what starts at `at`: a text, a name, a comment, or one character.
std::size_t past(std::string_view sql, std::size_t at) {
  std::size_t end = at;
  if (sql[at] == '\'' || sql[at] == '"') end = sql.find(sql[at], at + 1);
  if (sql.substr(at, 2) == "--") end = sql.find('\n', at);
  return end == std::string_view::npos ? sql.size() : end + 1;
}

std::string_view bare(std::string_view sql) {
  for (std::size_t first; (first = sql.find_first_not_of(kSpace)) != std::string_view::npos;) {
    sql.remove_prefix(first);
    if (sql.substr(0, 2) != "--") return sql.substr(0, sql.find_last_not_of(kSpace) + 1);
    sql.remove_prefix(past(sql, 0));
  }
  return {};
}

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// The words outside of texts and names, in capitals, each with a space behind it.
std::string words_of(std::string_view sql) {
  std::string words;
  for (std::size_t at = 0; at < sql.size(); at = past(sql, at)) {
    if (is_word(sql[at]))
      words += upper(sql[at]);
    else if (!words.empty() && words.back() != ' ')
      words += ' ';
  }
  return words + ' ';
}

bool starts(std::string_view words, std::string_view with) { return words.substr(0, with.size()) == with; }

SqlKind kind_of(std::string_view words) {
  struct Opening {
    std::string_view words;
    SqlKind kind;
  };
  static constexpr Opening kOpenings[] = {
      {"SELECT ", SqlKind::rows},       {"WITH ", SqlKind::rows},
      {"VALUES ", SqlKind::rows},       {"SHOW ", SqlKind::rows},
      {"BEGIN ", SqlKind::begin},       {"COMMIT ", SqlKind::commit},
      {"RELEASE ", SqlKind::release},   {"ROLLBACK TO ", SqlKind::rollback_to},
      {"ROLLBACK ", SqlKind::rollback}, {"SAVEPOINT ", SqlKind::savepoint},
      {" ", SqlKind::nothing},
  };
  for (const Opening& opening : kOpenings)
    if (starts(words, opening.words)) return opening.kind;
  return words.find(" RETURNING ") == std::string_view::npos ? SqlKind::change : SqlKind::rows;
}

std::string with_dollars(std::string_view sql) {
  std::string out;
  for (std::size_t at = 0; at < sql.size();) {
    const std::size_t end = past(sql, at);
    if (sql[at] == '?')
      out += '$';
    else
      out += sql.substr(at, end - at);
    at = end;
  }
  return out;
}

}  // namespace

std::vector<std::string_view> sql_statements(std::string_view script) {
  std::vector<std::string_view> found;
  std::size_t from = 0;
  for (std::size_t at = 0; at <= script.size(); at = past(script, at)) {
    if (at < script.size() && script[at] != ';') continue;
    if (const auto statement = bare(script.substr(from, at - from)); !statement.empty())
      found.push_back(statement);
    from = at + 1;
    if (at == script.size()) break;
  }
  return found;
}

PostgresSql postgres_sql(std::string_view statement) {
  const auto only = sql_statements(statement);
  if (only.empty()) return {};
  const SqlKind kind = kind_of(words_of(only.front()));
  return {kind == SqlKind::begin ? "BEGIN" : with_dollars(only.front()), kind};
}

}  // namespace takestock::hub
