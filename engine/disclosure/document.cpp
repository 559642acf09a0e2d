#include "disclosure/document.h"

#include <algorithm>
#include <cmath>

#include "base/json.h"
#include "base/json_writer.h"
#include "disclosure/groups.h"

namespace takestock::disclosure {
namespace {

using json::Kind;
using json::Value;

class DocumentReader {
 public:
  explicit DocumentReader(const json::Document& source) : source_(source) {}

  Result<Document> read() {
    const Value root = source_.root();
    if (!root.is(Kind::object)) return wrong(root, "The document must be an object.");
    for (const Value twice : source_.duplicates()) wrong(twice, "This name is there twice.");
    if (const Value value = root.find("threshold"))
      out_.tables.threshold = static_cast<int>(whole(value, 1e9));
    read_texts(root.find("open"), out_.tables.open);
    read_texts(root.find("dominance"), out_.tables.dominance);
    const Value tables = member(root, "tables", Kind::array);
    for (Value table = tables.first(); table && !error_; table = table.next()) read_table(table);
    const Value known = root.find("known");
    if (known && !known.is(Kind::array)) wrong(known, "This must be a list.");
    for (Value each = known.first(); each && !error_; each = each.next()) read_known(each);
    if (error_) return *error_;
    return std::move(out_);
  }

 private:
  Error wrong(Value at, std::string message, Code code = Code::bad_request) {
    if (!error_) error_ = Error{code, std::move(message), source_.pointer(at)};
    return *error_;
  }

  /// A member that must be there.
  Value member(Value of, const char* name, Kind kind) {
    if (!of.is(Kind::object)) {
      wrong(of, "This must be an object.");
      return {};
    }
    const Value found = of.find(name);
    if (found.is(kind)) return found;
    wrong(found ? found : of, "\"" + std::string(name) + "\" must be " + json::kind_name(kind) + ".");
    return {};
  }

  std::int64_t whole(Value value, double most) {
    const double number = value.number();
    if (value.is(Kind::number) && number >= 0 && number <= most && number == std::floor(number))
      return static_cast<std::int64_t>(number);
    wrong(value,
          "This must be a whole number from 0 to " + std::to_string(static_cast<std::int64_t>(most)) + ".");
    return 0;
  }

  bool yes(Value value) {
    if (value && !value.is(Kind::boolean)) wrong(value, "This must be true or false.");
    return value && value.boolean();
  }

  void read_texts(Value list, std::vector<std::string>& out) {
    if (!list) return;
    if (!list.is(Kind::array)) {
      wrong(list, "This must be a list of texts.");
      return;
    }
    for (Value each = list.first(); each; each = each.next()) {
      if (!each.is(Kind::string)) wrong(each, "This must be a text.");
      out.emplace_back(each.text());
    }
  }

  void read_dimension(Value value, Dimension& out) {
    out.variable = member(value, "variable", Kind::string).text();
    read_texts(member(value, "labels", Kind::array), out.labels);
    out.overlapping = yes(value.find("overlapping"));
  }

  void read_filters(Value value, std::vector<Filter>& out) {
    if (!value) return;
    if (!value.is(Kind::object)) wrong(value, "This must be an object: a list of labels for each variable.");
    for (Value each = value.first(); each; each = each.next()) {
      out.push_back({std::string(each.key()), {}});
      read_texts(each, out.back().labels);
    }
  }

  Figure read_figure(Value value) {
    out_.places.push_back({value.offset(), value.is(Kind::null) ? 4 : value.number_text().size()});
    Figure figure;
    figure.hidden = value.is(Kind::null);
    if (!figure.hidden) figure.count = whole(value, static_cast<double>(kLargestCount));
    return figure;
  }

  void read_figures(Value list, std::vector<Figure>& out) {
    if (!list) return;
    if (!list.is(Kind::array)) {
      wrong(list, "This must be a list of figures.");
      return;
    }
    for (Value each = list.first(); each && !error_; each = each.next()) {
      if (out_.places.size() >= kFigures) {
        wrong(list, "There are more than " + std::to_string(kFigures) + " figures.", Code::limit);
        return;
      }
      out.push_back(read_figure(each));
    }
  }

  void read_cells(Value cells, Table& table) {
    for (Value row = cells.first(); row && !error_; row = row.next()) {
      const std::size_t before = table.cells.size();
      if (!table.columns && !row.is(Kind::array))
        table.cells.push_back(read_figure(row));
      else
        read_figures(row, table.cells);
      if (!error_ && table.cells.size() - before != table.width())
        wrong(row, "There must be " + std::to_string(table.width()) + " figures here, one for each column.");
    }
    if (!error_ && table.cells.size() != table.rows.labels.size() * table.width())
      wrong(cells, "There must be " + std::to_string(table.rows.labels.size()) + " rows here.");
  }

  void read_table(Value value) {
    Table table;
    if (const Value name = value.find("name")) {
      if (!name.is(Kind::string)) wrong(name, "This must be a text.");
      table.name = name.text();
    }
    read_dimension(member(value, "rows", Kind::object), table.rows);
    const Value columns = value.find("columns");
    if (columns && !columns.is(Kind::null)) read_dimension(columns, table.columns.emplace());
    read_filters(value.find("filter"), table.filter);
    table.released = yes(value.find("released"));
    table.zeros_hidden = yes(value.find("zeros_hidden"));
    out_.starts.push_back(value.offset() + 1);
    out_.zeros_hidden.push_back(table.zeros_hidden);
    read_cells(member(value, "cells", Kind::array), table);
    read_figures(present(value, "row_totals"), table.row_totals);
    read_figures(present(value, "column_totals"), table.column_totals);
    if (const Value total = value.find("total"); total && !error_) table.total = read_figure(total);
    out_.tables.tables.push_back(std::move(table));
  }

  /// A list of totals that is null is not there.
  static Value present(Value of, const char* name) {
    const Value found = of.find(name);
    return found.is(Kind::null) ? Value() : found;
  }

  void read_known(Value value) {
    Known known;
    read_filters(member(value, "at", Kind::object), known.at);
    if (const Value low = value.find("low")) known.low = whole(low, static_cast<double>(kLargestCount));
    const Value high = value.find("high");
    if (high && !high.is(Kind::null)) known.high = whole(high, static_cast<double>(kLargestCount));
    out_.tables.known.push_back(std::move(known));
  }

  const json::Document& source_;
  Document out_;
  std::optional<Error> error_;
};

std::string place_words(std::string_view source, std::size_t offset) {
  const json::Place place = json::place_of(source, offset);
  return std::to_string(place.line) + ":" + std::to_string(place.column);
}

void write_texts(json::Writer& out, const std::vector<std::string>& texts) {
  out.open_array();
  for (const std::string& text : texts) out.value(text);
  out.close_array();
}

void write_dimension(json::Writer& out, const Dimension& dimension) {
  out.open_object().member("variable", dimension.variable).key("labels");
  write_texts(out, dimension.labels);
  if (dimension.overlapping) out.member("overlapping", true);
  out.close_object();
}

void write_filters(json::Writer& out, const std::vector<Filter>& filters) {
  out.open_object();
  for (const Filter& filter : filters) {
    out.key(filter.variable);
    write_texts(out, filter.labels);
  }
  out.close_object();
}

void write_figure(json::Writer& out, const Figure& figure) {
  if (figure.hidden || figure.count == Figure::kUnknown)
    out.value(nullptr);
  else
    out.value(figure.count);
}

void write_cells(json::Writer& out, const Table& table) {
  out.key("cells").open_array();
  for (std::size_t i = 0; i < table.cells.size(); ++i) {
    if (table.columns && i % table.width() == 0) out.open_array();
    write_figure(out, table.cells[i]);
    if (table.columns && (i + 1) % table.width() == 0) out.close_array();
  }
  out.close_array();
}

void write_totals(json::Writer& out, const char* name, const std::vector<Figure>& figures) {
  if (figures.empty()) return;
  out.key(name).open_array();
  for (const Figure& figure : figures) write_figure(out, figure);
  out.close_array();
}

void write_table(json::Writer& out, const Table& table) {
  out.open_object().member("name", table.name).key("rows");
  write_dimension(out, table.rows);
  if (table.columns) {
    out.key("columns");
    write_dimension(out, *table.columns);
  }
  if (!table.filter.empty()) {
    out.key("filter");
    write_filters(out, table.filter);
  }
  write_cells(out, table);
  write_totals(out, "row_totals", table.row_totals);
  write_totals(out, "column_totals", table.column_totals);
  if (table.total) {
    out.key("total");
    write_figure(out, *table.total);
  }
  if (table.released) out.member("released", true);
  if (table.zeros_hidden) out.member("zeros_hidden", true);
  out.close_object();
}

void write_known(json::Writer& out, const Known& known) {
  out.open_object().key("at");
  write_filters(out, known.at);
  out.member("low", known.low);
  if (known.high) out.member("high", *known.high);
  out.close_object();
}

}  // namespace

Result<Document> read_document(std::string_view source) {
  const json::Document document = json::Document::read(source);
  if (document.ok()) return DocumentReader(document).read();
  const json::Mistake& mistake = document.mistake();
  return Error{mistake.code, mistake.message, place_words(source, mistake.offset)};
}

std::string redacted(std::string_view source, const Document& document) {
  struct Edit {
    Document::Span place;
    const char* text;
  };
  std::vector<Edit> edits;
  std::size_t next = 0;
  for (std::uint32_t i = 0; i < document.tables.tables.size(); ++i) {
    const Table& table = document.tables.tables[i];
    if (table.zeros_hidden && !document.zeros_hidden[i])
      edits.push_back({{document.starts[i], 0}, "\"zeros_hidden\": true, "});
    for (const Position& position : positions(table, i)) {
      if (figure_at(table, position).hidden) edits.push_back({document.places[next], "null"});
      ++next;
    }
  }
  std::sort(edits.begin(), edits.end(),
            [](const Edit& a, const Edit& b) { return a.place.offset < b.place.offset; });
  std::string out;
  std::size_t done = 0;
  for (const Edit& edit : edits) {
    out.append(source.substr(done, edit.place.offset - done)).append(edit.text);
    done = edit.place.offset + edit.place.size;
  }
  return out.append(source.substr(done));
}

std::string write_document(const Tables& tables) {
  json::Writer out;
  out.open_object().member("threshold", tables.threshold).key("open");
  write_texts(out, tables.open);
  out.key("dominance");
  write_texts(out, tables.dominance);
  out.key("tables").open_array();
  for (const Table& table : tables.tables) write_table(out, table);
  out.close_array().key("known").open_array();
  for (const Known& known : tables.known) write_known(out, known);
  out.close_array().close_object();
  return out.take();
}

}  // namespace takestock::disclosure
