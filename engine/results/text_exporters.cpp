#include "base/json_writer.h"
#include "expression/expression.h"
#include "results/exporter.h"

namespace takestock::results {

namespace {

constexpr std::size_t kBufferBytes = 64 * 1024;

class CsvExporter final : public Exporter {
 public:
  CsvExporter(const Table& table, Sink sink, CsvOptions options)
      : table_(table), writer_(std::move(sink), options) {}

  Status begin(const std::vector<DefinitionText>&) override {
    for (const Column& column : table_.columns()) writer_.text(column.name);
    return writer_.end_row();
  }
  Status row(const store::Event&, const std::vector<Cell>& cells) override {
    for (const Cell& cell : cells) write(cell);
    return writer_.end_row();
  }
  Status finish() override { return writer_.finish(); }
  std::size_t long_cells() const override { return writer_.long_cells(); }

 private:
  void write(const Cell& cell) {
    switch (cell.kind) {
      case Cell::Kind::blank:
        return writer_.blank();
      case Cell::Kind::number:
        return writer_.number(cell.number);
      case Cell::Kind::text:
        return writer_.text(cell.text);
      case Cell::Kind::names:
        return writer_.text(joined_names(cell, table_.options().labels));
    }
  }
  const Table& table_;
  CsvWriter writer_;
};

class JsonExporter final : public Exporter {
 public:
  JsonExporter(const Table& table, Sink sink) : table_(table), sink_(std::move(sink)) {}

  Status begin(const std::vector<DefinitionText>&) override {
    out_ = "[";
    return Done{};
  }
  Status row(const store::Event&, const std::vector<Cell>& cells) override {
    out_ += first_ ? "\n{" : ",\n{";
    first_ = false;
    const std::size_t about = table_.about_columns();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i == about) out_ += ",\"answers\":{";
      if (i != 0 && i != about) out_ += ',';
      json::append_string(out_, table_.columns()[i].name);
      out_ += ':';
      write(cells[i]);
    }
    out_ += cells.size() > about ? "}}" : ",\"answers\":{}}";
    return out_.size() < kBufferBytes ? Status(Done{}) : flush();
  }
  Status finish() override {
    out_ += "\n]\n";
    return flush();
  }

 private:
  Status flush() {
    Status status = sink_(out_);
    out_.clear();
    return status;
  }
  void write(const Cell& cell) {
    switch (cell.kind) {
      case Cell::Kind::blank:
        out_ += "null";
        break;
      case Cell::Kind::number:
        out_ += expression::number_text(cell.number);
        break;
      case Cell::Kind::text:
        json::append_string(out_, cell.text);
        break;
      case Cell::Kind::names:
        write_names(cell.names);
        break;
    }
  }
  void write_names(const std::vector<std::string>& names) {
    out_ += '[';
    for (const std::string& name : names) {
      if (&name != &names.front()) out_ += ',';
      json::append_string(out_, name);
    }
    out_ += ']';
  }
  const Table& table_;
  Sink sink_;
  std::string out_;
  bool first_ = true;
};

}  // namespace

std::string joined_names(const Cell& cell, bool labels) {
  std::string out;
  for (const std::string& name : cell.names) {
    if (&name != &cell.names.front()) out += labels ? "; " : " ";
    out += name;
  }
  return out;
}

std::unique_ptr<Exporter> csv_exporter(const Table& table, Sink sink, CsvOptions options) {
  return std::make_unique<CsvExporter>(table, std::move(sink), options);
}

std::unique_ptr<Exporter> json_exporter(const Table& table, Sink sink) {
  return std::make_unique<JsonExporter>(table, std::move(sink));
}

}  // namespace takestock::results
