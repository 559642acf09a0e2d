#include <set>

#include "base/json_writer.h"
#include "expression/expression.h"
#include "results/exporter.h"

namespace takestock::results {

using store::Database;
using store::Event;
using store::Statement;
using survey::Definition;
using survey::Node;
using survey::Type;

namespace {

constexpr std::size_t kMostColumns = 2000;  // SQLITE_MAX_COLUMN

// Columns of a key stand first: SQLite before 3.41 takes other tables without rowid for damaged when it
// checks them.
constexpr char kSchema[] = R"sql(
CREATE TABLE definition(digest TEXT PRIMARY KEY, version TEXT NOT NULL, json TEXT NOT NULL);

CREATE TABLE codebook(
  form_hash TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL, position INTEGER NOT NULL,
  number TEXT, label TEXT, hint TEXT, type TEXT NOT NULL, choices TEXT, relevant TEXT,
  PRIMARY KEY(form_hash, name)
);

CREATE TABLE answer(
  response TEXT NOT NULL, question TEXT NOT NULL, position INTEGER NOT NULL, status TEXT NOT NULL,
  value NOT NULL, label TEXT,
  PRIMARY KEY(response, question, position)
) WITHOUT ROWID;

CREATE TABLE event(
  survey TEXT NOT NULL, response TEXT NOT NULL, device TEXT NOT NULL, seq INTEGER NOT NULL, sha256 TEXT NOT NULL,
  kind TEXT NOT NULL, form_hash TEXT NOT NULL, base TEXT NOT NULL, at INTEGER NOT NULL,
  offset_minutes INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY(survey, response, device, seq, sha256)
) WITHOUT ROWID;
)sql";

std::string quoted(const std::string& name) {
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + '"';
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

/// SQLite takes Q1 and q1 for one name: the later one gets a number behind it.
std::vector<std::string> column_names(const Table& table) {
  std::set<std::string> taken;
  std::vector<std::string> out;
  for (const Column& column : table.columns()) {
    std::string name = column.name;
    for (int n = 2; !taken.insert(lower(name)).second; ++n) name = column.name + '_' + std::to_string(n);
    out.push_back(name);
  }
  return out;
}

const char* affinity(const Column& column) {
  if (column.mixed || column.type == Type::calculate || column.type == Type::hidden) return "";
  if (column.type == Type::integer) return " INTEGER";
  return survey::is_number(column.type) ? " REAL" : " TEXT";
}

/// Runs one statement again and again.
class Insert {
 public:
  Status prepare(Database& database, const std::string& sql) {
    auto made = database.prepare(sql);
    if (!made) return made.error();
    statement_ = std::move(*made);
    return Done{};
  }
  Insert& text(std::string_view value) {
    statement_->bind(next_++, value);
    return *this;
  }
  Insert& text_or_null(std::string_view value) {
    if (!value.empty()) return text(value);
    statement_->bind_null(next_++);
    return *this;
  }
  Insert& whole(std::int64_t value) {
    statement_->bind(next_++, value);
    return *this;
  }
  /// Two parameters of coalesce(CAST(? AS REAL), ?): a number that is not whole as the first, all else as the
  /// second.
  Insert& value(const Cell& cell) {
    const bool number = cell.kind == Cell::Kind::number;
    const bool whole_number = number && cell.number >= -9e15 && cell.number <= 9e15 &&
                              static_cast<double>(static_cast<std::int64_t>(cell.number)) == cell.number;
    if (number && !whole_number)
      text(expression::number_text(cell.number));
    else
      statement_->bind_null(next_++);
    if (whole_number) return whole(static_cast<std::int64_t>(cell.number));
    if (cell.kind == Cell::Kind::text) return text(cell.text);
    if (cell.kind == Cell::Kind::names) return text(joined_names(cell, false));
    statement_->bind_null(next_++);
    return *this;
  }
  Status run() {
    Result<bool> stepped = statement_->step();
    statement_->reset();
    next_ = 0;
    return stepped ? Status(Done{}) : Status(stepped.error());
  }

 private:
  std::unique_ptr<Statement> statement_;
  int next_ = 0;
};

constexpr char kValue[] = "coalesce(CAST(? AS REAL), ?)";

class SqliteExporter final : public Exporter {
 public:
  SqliteExporter(const Table& table, Database& database) : table_(table), database_(database) {}

  Status begin(const std::vector<DefinitionText>& definitions) override {
    if (table_.columns().size() > kMostColumns) {
      return Error{
          Code::limit,
          "This survey needs " + std::to_string(table_.columns().size()) +
              " columns; a SQLite table holds 2,000. Leave out split columns, or export CSV or JSON.",
          ""};
    }
    if (Status made = create(); !made) return made;
    for (const DefinitionText& text : definitions) {
      if (Status kept = definition_.text(text.digest).text(text.version).text(text.json).run(); !kept)
        return kept;
    }
    for (const auto& version : table_.versions()) {
      if (Status written = write_codebook(*version); !written) return written;
    }
    return Done{};
  }

  Status event(const Event& event) override {
    std::string base;
    for (const store::EventRef& ref : event.base) {
      base += (base.empty() ? "" : " ") + ref.device + ':' + std::to_string(ref.seq);
    }
    return event_.text(event.survey)
        .text(event.response)
        .text(event.device)
        .whole(event.seq)
        .text(event.sha256)
        .text(store::event_kind_name(event.kind))
        .text(event.form_hash)
        .text(base)
        .whole(event.at)
        .whole(event.offset_minutes)
        .text(event.body)
        .run();
  }

  Status row(const Event& event, const std::vector<Cell>& cells) override {
    for (const Cell& cell : cells) response_.value(cell);
    if (Status kept = response_.run(); !kept) return kept;
    const Definition* version = table_.version(event.form_hash);
    for (std::size_t i = kAboutColumns; i < cells.size(); ++i) {
      const Column& column = table_.columns()[i];
      if (column.source != Column::Source::question || cells[i].kind == Cell::Kind::blank) continue;
      const std::string& status = cells[static_cast<std::size_t>(About::status)].text;
      if (Status kept = write_answers(event, status, *version, column, cells[i]); !kept) return kept;
    }
    return Done{};
  }

  Status finish() override { return database_.execute("COMMIT; PRAGMA journal_mode=DELETE;"); }

 private:
  Status create() {
    // The file is thrown away if anything fails, so nothing has to be undone.
    Status made =
        database_.execute(std::string("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;") + kSchema);
    std::string columns, values;
    const std::vector<std::string> names = column_names(table_);
    for (std::size_t i = 0; i < names.size(); ++i) {
      columns += (i == 0 ? "" : ", ") + quoted(names[i]) + affinity(table_.columns()[i]);
      values += (i == 0 ? "" : ", ") + std::string(kValue);
    }
    if (made) made = database_.execute("CREATE TABLE response(" + columns + ", PRIMARY KEY(\"response\"))");
    const std::pair<Insert*, std::string> inserts[] = {
        {&response_, "response VALUES(" + values + ")"},
        {&answer_, "answer VALUES(?,?,?,?," + std::string(kValue) + ",?)"},
        {&event_, "event VALUES(?,?,?,?,?,?,?,?,?,?,?)"},
        {&codebook_, "codebook VALUES(?,?,?,?,?,?,?,?,?,?)"},
        {&definition_, "definition VALUES(?,?,?)"}};
    for (const auto& insert : inserts) {
      if (made) made = insert.first->prepare(database_, "INSERT INTO " + insert.second);
    }
    return made;
  }

  std::string choices_text(const Definition& version, const Node& node) const {
    std::string out = "[";
    for (const survey::Choice& choice : version.list(node).choices) {
      out += out.size() > 1 ? ",{\"name\":" : "{\"name\":";
      json::append_string(out, choice.name);
      out += ",\"label\":";
      json::append_string(out, table_.label(version, node.name, choice.name));
      out += '}';
    }
    return out + ']';
  }

  Status write_codebook(const Definition& version) {
    std::int64_t position = 0;
    for (const Node& node : version.nodes()) {
      if (!survey::holds_value(node.type)) continue;
      const bool select = node.type == Type::select_one || node.type == Type::select_multiple;
      const bool conditional = node.relevant != survey::kNoExpression;
      Status kept = codebook_.text(version.digest())
                        .text(node.name)
                        .text(version.version())
                        .whole(++position)
                        .text_or_null(version.question_number(node))
                        .text_or_null(version.text(node.label, table_.language(version)))
                        .text_or_null(version.text(node.hint, table_.language(version)))
                        .text(survey::type_name(node.type))
                        .text_or_null(select ? choices_text(version, node) : "")
                        .text_or_null(conditional ? version.expression_text(node.relevant) : "")
                        .run();
      if (!kept) return kept;
    }
    return Done{};
  }

  Status write_answers(const Event& event, const std::string& status, const Definition& version,
                       const Column& column, const Cell& cell) {
    if (cell.kind != Cell::Kind::names) return write_answer(event, status, version, column, 1, cell);
    std::int64_t position = 0;
    Cell one;
    one.kind = Cell::Kind::text;
    for (const std::string& name : cell.names) {
      one.text = name;
      if (Status kept = write_answer(event, status, version, column, ++position, one); !kept) return kept;
    }
    return Done{};
  }

  Status write_answer(const Event& event, const std::string& status, const Definition& version,
                      const Column& column, std::int64_t position, const Cell& cell) {
    const bool choice = column.type == Type::select_one || column.type == Type::select_multiple;
    const std::string label =
        choice && cell.kind == Cell::Kind::text ? table_.label(version, column.question, cell.text) : "";
    return answer_.text(event.response)
        .text(column.question)
        .whole(position)
        .text(status)
        .value(cell)
        .text_or_null(label)
        .run();
  }

  const Table& table_;
  Database& database_;
  Insert response_, answer_, event_, codebook_, definition_;
};

}  // namespace

std::unique_ptr<Exporter> sqlite_exporter(const Table& table, Database& database) {
  return std::make_unique<SqliteExporter>(table, database);
}

}  // namespace takestock::results
