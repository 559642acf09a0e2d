#include "export.h"

#include <cstdio>
#include <span>

#include "export_files.h"
#include "identified.h"
#include "options.h"
#include "output.h"
#include "results/exporter.h"
#include "standing.h"
#include "stored.h"

namespace takestock::cli {
namespace {

using results::Cell;
using results::Exporter;
using results::Table;
using store::Event;
using store::ResponseStatus;
using store::Store;

constexpr char kUsage[] =
    "export --from DB [--survey ID] --format csv|json|sqlite [--labels] [--split] [--drafts] [--language L] "
    "[--exact] [--bom] -o OUT\n"
    "       takestock export --from DB [--survey ID] --format sav|dta|xlsx --identified --reason TEXT "
    "[--labels] "
    "[--drafts] [--language L] [--round ROUND.json] -o OUT\n"
    "       takestock export --from DB [--survey ID] --format codebook|codebook-csv|codebook-json "
    "[--language L] -o OUT";

struct Warnings {
  std::size_t rows = 0, unplaced = 0, concurrent = 0;
};

/// Puts each response's row into an exporter.
class Rows {
 public:
  Rows(Store& store, const std::string& survey, const Table& table, Exporter& exporter)
      : standing_(store, survey, table.versions()), table_(table), exporter_(exporter) {}

  Status write(bool drafts) {
    Status written = standing_.each(
        drafts, [&](const Event& event, ResponseStatus status) { return write_row(event, status); },
        [&](std::span<const Event> events) { return write_events(events); });
    warnings_.concurrent = standing_.concurrent();
    warnings_.unplaced += standing_.unplaced();
    return written;
  }

  const Warnings& warnings() const { return warnings_; }

 private:
  Status write_events(std::span<const Event> events) {
    for (const Event& event : events) {
      if (Status written = exporter_.event(event); !written) return written;
    }
    return Done{};
  }

  Status write_row(const Event& event, ResponseStatus status) {
    const Result<std::size_t> unplaced = table_.fill(event, status, cells_);
    if (!unplaced) return unplaced.error();
    warnings_.unplaced += *unplaced;
    ++warnings_.rows;
    return exporter_.row(event, cells_);
  }

  Standing standing_;
  const Table& table_;
  Exporter& exporter_;
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
  std::string from, survey, format, out, language, round, reason;
  results::TableOptions table;
  results::CsvOptions csv;
  bool drafts = false, identified = false;
};

Error wrong(const char* sentence) { return {Code::bad_request, sentence, ""}; }

/// Of csv, json and sqlite.
Status check_table(const Wanted& wanted) {
  const bool csv = wanted.format == "csv", sqlite = wanted.format == "sqlite";
  if (!csv && !sqlite && wanted.format != "json")
    return wrong("--format is csv, json, sqlite, sav, dta, xlsx, codebook, codebook-csv or codebook-json.");
  if (!csv && (wanted.csv.exact || wanted.csv.bom)) return wrong("--exact and --bom are for csv.");
  if (sqlite && wanted.table.labels)
    return wrong("--labels is for csv and json; a SQLite export has names and labels.");
  if (sqlite && wanted.out == "-") return wrong("a SQLite export needs a file.");
  if (wanted.identified || !wanted.reason.empty() || !wanted.round.empty())
    return wrong("--identified, --reason and --round are for sav, dta and xlsx.");
  return Done{};
}

/// Of the files of other programs.
Status check_data_file(const Wanted& wanted) {
  const bool codebook = is_codebook(wanted.format);
  if (wanted.csv.exact || wanted.csv.bom) return wrong("--exact and --bom are for csv.");
  if (wanted.table.split)
    return wrong("--split is for csv and json; each choice is a variable of its own here.");
  if (wanted.table.labels && wanted.format != "xlsx") return wrong("--labels is for csv, json and xlsx.");
  if (codebook && (wanted.identified || !wanted.reason.empty() || wanted.drafts))
    return wrong("a codebook has no responses: it takes no --identified, --reason or --drafts.");
  if (!codebook && !wanted.identified)
    return wrong(
        "these files hold the answers of single respondents: they need --identified and a --reason.");
  if (!codebook && !is_reason(wanted.reason)) return wrong("--identified needs a --reason, which is kept.");
  if (wanted.drafts && !wanted.round.empty())
    return wrong("weights are of finished responses: not with --drafts.");
  return Done{};
}

Result<Wanted> read_wanted(const std::vector<std::string>& args) {
  auto options =
      Options::read(args, {"--from", "--survey", "--format", "--language", "--round", "--reason", "-o"},
                    {"--labels", "--split", "--drafts", "--exact", "--bom", "--identified"});
  if (!options) return options.error();
  Wanted wanted;
  wanted.from = options->value("--from"), wanted.survey = options->value("--survey");
  wanted.format = options->value("--format"), wanted.out = options->value("-o");
  wanted.language = options->value("--language"), wanted.round = options->value("--round");
  wanted.reason = options->value("--reason"), wanted.identified = options->has("--identified");
  wanted.table = {options->has("--labels"), options->has("--split"), wanted.language};
  wanted.csv = {options->has("--exact"), options->has("--bom")};
  wanted.drafts = options->has("--drafts");
  if (!options->files().empty()) return wrong("no file is named here besides those of --from and -o.");
  if (wanted.from.empty()) return wrong("say with --from which database is meant.");
  if (wanted.out.empty()) return wrong("say with -o which file to write.");
  const Status fits = is_data_file(wanted.format) ? check_data_file(wanted) : check_table(wanted);
  if (!fits) return fits.error();
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

Status write_file(const Wanted& wanted, const std::vector<std::string>& words, Store& store,
                  const std::string& survey, const Definitions& definitions) {
  if (wanted.identified) {
    const Status logged = log_identified("export", wanted.from, wanted.reason, words);
    if (!logged) return logged;
  }
  return write_data_file(
      {wanted.format, wanted.language, wanted.round, wanted.out, wanted.table.labels, wanted.drafts}, store,
      survey, definitions);
}

Status write(const Wanted& wanted, const std::vector<std::string>& words, Store& store,
             const std::string& survey, const Definitions& definitions) {
  if (is_data_file(wanted.format)) return write_file(wanted, words, store, survey, definitions);
  const Table table(definitions.versions, wanted.table);
  return wanted.format == "sqlite" ? write_sqlite(wanted, store, survey, definitions, table)
                                   : write_text(wanted, store, survey, definitions, table);
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
  const Status done = write(*wanted, args, **store, *survey, *definitions);
  return done ? 0 : failed("export", done.error());
}

}  // namespace takestock::cli
