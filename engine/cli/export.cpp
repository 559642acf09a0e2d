#include "export.h"

#include <cstdio>
#include <optional>
#include <set>

#include "options.h"
#include "output.h"
#include "response/response.h"
#include "results/exporter.h"
#include "stored.h"
#include "sync/head.h"

namespace takestock::cli {
namespace {

using results::Cell;
using results::Exporter;
using results::Table;
using store::Event;
using store::EventRef;
using store::ResponseStatus;
using store::Store;

constexpr char kUsage[] =
    "export --from DB [--survey ID] --format csv|json|sqlite [--labels] [--split] [--drafts] [--language L] "
    "[--exact] [--bom] -o OUT";

struct Warnings {
  std::size_t rows = 0, unplaced = 0, concurrent = 0;
};

/// Puts each response's row into an exporter.
class Rows {
 public:
  Rows(Store& store, const std::string& survey, const Table& table, Exporter& exporter)
      : store_(store), survey_(survey), table_(table), exporter_(exporter) {}

  Status write(bool drafts) {
    if (drafts) {
      if (Status found = find_local_drafts(); !found) return found;
    }
    Status walked =
        sync::each_head(store_, survey_, [&](const sync::Head& head, std::span<const Event> events) {
          return write_response(head, events, drafts);
        });
    for (auto row = local_drafts_.begin(); walked && row != local_drafts_.end(); ++row)
      walked = write_local_draft(*row);
    return walked;
  }

  const Warnings& warnings() const { return warnings_; }

 private:
  /// Responses that are being filled in on this device; what they are now is newer than any draft that was
  /// carried.
  Status find_local_drafts() {
    auto rows = store_.list(survey_);
    if (!rows) return rows.error();
    for (const store::ResponseRow& row : *rows) {
      if (row.status == ResponseStatus::draft) local_drafts_.insert(row.id);
    }
    return Done{};
  }

  Status write_response(const sync::Head& head, std::span<const Event> events, bool drafts) {
    for (const Event& event : events) {
      if (Status written = exporter_.event(event); !written) return written;
    }
    if (!head.concurrent.empty()) ++warnings_.concurrent;
    if (head.counts()) {
      local_drafts_.erase(events.front().response);
      return write_row(*sync::find(events, *head.event), ResponseStatus::finished);
    }
    const bool local = local_drafts_.count(events.front().response) > 0;
    if (!drafts || head.event || !head.draft || local) return Done{};
    Event draft = *sync::find(events, *head.draft);
    const auto definition = version(draft.form_hash);
    if (!definition) return no_definition(draft.response);
    auto body = results::relevant_record(definition, draft.body, system_clock(), system_random());
    if (!body) return body.error();
    draft.body = std::move(*body);
    return write_row(draft, ResponseStatus::draft);
  }

  std::shared_ptr<const survey::Definition> version(const std::string& digest) const {
    for (const auto& version : table_.versions()) {
      if (version->digest() == digest) return version;
    }
    return nullptr;
  }

  static Error no_definition(const std::string& id) {
    return {Code::not_found, "The definition that response " + id + " answers is not there.", ""};
  }

  Status write_local_draft(const std::string& id) {
    auto row = store_.load(survey_, id);
    if (!row) return row.error();
    auto answers = store_.answers(survey_, id);
    if (!answers) return answers.error();
    const auto definition = version(row->form_hash);
    if (!definition) return no_definition(id);
    auto response = response::Response::make(definition, system_clock(), system_random());
    if (!response) return response.error();
    auto restored = (*response)->restore(*answers);
    if (!restored) return restored.error();
    warnings_.unplaced += restored->unknown.size();
    Event draft;
    draft.survey = survey_, draft.response = id, draft.device = store_.device(),
    draft.form_hash = row->form_hash;
    draft.body = (*response)->record(false);
    return write_row(draft, ResponseStatus::draft);
  }

  Status write_row(const Event& event, ResponseStatus status) {
    const Result<std::size_t> unplaced = table_.fill(event, status, cells_);
    if (!unplaced) return unplaced.error();
    warnings_.unplaced += *unplaced;
    ++warnings_.rows;
    return exporter_.row(event, cells_);
  }

  Store& store_;
  const std::string& survey_;
  const Table& table_;
  Exporter& exporter_;
  std::set<std::string> local_drafts_;
  std::vector<Cell> cells_;
  Warnings warnings_;
};

void warn(const Warnings& warnings, const Table& table, const Exporter& exporter, bool csv) {
  if (warnings.concurrent > 0) {
    std::fprintf(
        stderr,
        "takestock export: %zu responses were changed on several devices that did not know of each other; "
        "the latest is exported, all are in a SQLite export's table event.\n",
        warnings.concurrent);
  }
  if (warnings.unplaced > 0) {
    std::fprintf(stderr,
                 "takestock export: %zu answers belong to no question of any version and have no column; "
                 "they are in a SQLite export's table event.\n",
                 warnings.unplaced);
  }
  if (exporter.long_cells() > 0) {
    std::fprintf(
        stderr,
        "takestock export: %zu cells are longer than the %zu characters a spreadsheet shows; they are "
        "complete in the file, and Excel would cut them.\n",
        exporter.long_cells(), results::kSpreadsheetCell);
  }
  if (csv &&
      (warnings.rows >= results::kSpreadsheetRows || table.columns().size() > results::kSpreadsheetColumns)) {
    std::fprintf(
        stderr,
        "takestock export: the file has more rows or columns than a spreadsheet shows; it is complete.\n");
  }
}

/// What the words of the command mean, checked before anything is opened.
struct Wanted {
  std::string from, survey, format, out;
  results::TableOptions table;
  results::CsvOptions csv;
  bool drafts = false;
};

Result<Wanted> read_wanted(const std::vector<std::string>& args) {
  auto options = Options::read(args, {"--from", "--survey", "--format", "--language", "-o"},
                               {"--labels", "--split", "--drafts", "--exact", "--bom"});
  if (!options) return options.error();
  Wanted wanted;
  wanted.from = options->value("--from"), wanted.survey = options->value("--survey");
  wanted.format = options->value("--format"), wanted.out = options->value("-o");
  wanted.table = {options->has("--labels"), options->has("--split"), options->value("--language")};
  wanted.csv = {options->has("--exact"), options->has("--bom")};
  wanted.drafts = options->has("--drafts");
  const auto wrong = [](const char* sentence) { return Error{Code::bad_request, sentence, ""}; };
  const bool csv = wanted.format == "csv", sqlite = wanted.format == "sqlite";
  if (!options->files().empty()) return wrong("no file is named here besides those of --from and -o.");
  if (wanted.from.empty()) return wrong("say with --from which database is meant.");
  if (wanted.out.empty()) return wrong("say with -o which file to write.");
  if (!csv && !sqlite && wanted.format != "json") return wrong("--format is csv, json or sqlite.");
  if (!csv && (wanted.csv.exact || wanted.csv.bom)) return wrong("--exact and --bom are for csv.");
  if (sqlite && wanted.table.labels)
    return wrong("--labels is for csv and json; a SQLite export has names and labels.");
  if (sqlite && wanted.out == "-") return wrong("a SQLite export needs a file.");
  return wanted;
}

Status write_text(const Wanted& wanted, Store& store, const std::string& survey,
                  const Definitions& definitions, const Table& table) {
  Output output(wanted.out);
  if (Status opened = output.open(); !opened) return opened;
  results::Sink sink = [&](std::string_view bytes) { return output.write(bytes); };
  const std::unique_ptr<Exporter> exporter = wanted.format == "csv"
                                                 ? results::csv_exporter(table, std::move(sink), wanted.csv)
                                                 : results::json_exporter(table, std::move(sink));
  Rows rows(store, survey, table, *exporter);
  Status done = exporter->begin(definitions.texts);
  if (done) done = rows.write(wanted.drafts);
  if (done) done = exporter->finish();
  if (done) done = output.finish();
  if (done) warn(rows.warnings(), table, *exporter, wanted.format == "csv");
  return done;
}

Status write_sqlite(const Wanted& wanted, Store& store, const std::string& survey,
                    const Definitions& definitions, const Table& table) {
  Output output(wanted.out);
  if (output.working_path() == wanted.out)
    return Error{Code::bad_request, "A SQLite export needs a file.", wanted.out};
  std::remove(output.working_path().c_str());
  auto database = store::open_sqlite(output.working_path());
  if (!database) return database.error();
  const std::unique_ptr<Exporter> exporter = results::sqlite_exporter(table, **database);
  Rows rows(store, survey, table, *exporter);
  Status done = exporter->begin(definitions.texts);
  if (done) done = rows.write(wanted.drafts);
  if (done) done = exporter->finish();
  if (!done) return done;
  database->reset();
  done = output.adopt();
  if (done) warn(rows.warnings(), table, *exporter, false);
  return done;
}

}  // namespace

int export_data(std::vector<std::string> args) {
  const Result<Wanted> wanted = read_wanted(args);
  if (!wanted) return misused("export", wanted.error().message, kUsage);
  auto store = open_existing(wanted->from);
  if (!store) return failed("export", store.error());
  const Result<std::string> survey = choose_survey(**store, wanted->survey);
  if (!survey) return failed("export", survey.error());
  const Result<Definitions> definitions = definitions_of(**store, *survey);
  if (!definitions) return failed("export", definitions.error());
  const Table table(definitions->versions, wanted->table);
  const Status done = wanted->format == "sqlite"
                          ? write_sqlite(*wanted, **store, *survey, *definitions, table)
                          : write_text(*wanted, **store, *survey, *definitions, table);
  return done ? 0 : failed("export", done.error());
}

}  // namespace takestock::cli
