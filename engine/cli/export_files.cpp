#include "export_files.h"

#include <cstdio>
#include <utility>

#include "datafiles/codebook_file.h"
#include "datafiles/response_rows.h"
#include "datafiles/statistics_files.h"
#include "datafiles/workbook.h"
#include "files.h"
#include "output.h"
#include "round_file.h"
#include "standing.h"

namespace takestock::cli {
namespace {

using datafiles::CodebookFormat;
using datafiles::FileDescription;
using datafiles::ResponseRows;
using datafiles::Written;

constexpr char kAskedNote[] =
    "In the files of SPSS and Stata a text that not everybody is asked for has a variable \"..._asked\" "
    "behind "
    "it: 1 asked, 0 not asked.";

/// What the file is, for whoever finds it one day.
FileDescription description_of(const std::string& survey, const results::Versions& versions) {
  const survey::Definition& newest = *versions.front();
  std::string list;
  for (const auto& version : versions) list += (list.empty() ? "" : ", ") + version->version();
  FileDescription description;
  description.title = newest.text(newest.title(), 0);
  description.made_at = system_clock().now();
  description.notes = {"Responses to the survey " + survey + ", version " + list + ".",
                       "One row for each response that was finished and not taken back."};
  return description;
}

void add_notes(const DataFileWanted& wanted, FileDescription& description) {
  const auto add = [&](const char* note) { description.notes.push_back(note); };
  if (wanted.drafts) add("Unfinished responses are among them: see the variable status.");
  add("NOT FOR PUBLICATION: these are the answers of single respondents.");
  if (wanted.format == "sav")
    add("Missing: -9 no answer, -1 not asked, -8 to -2 don't know and the like; lower numbers where a "
        "variable has "
        "answers as low as these (see its value labels).");
  if (wanted.format == "dta") add("Missing: .a no answer, .b not asked, .c and on don't know and the like.");
  if (wanted.format == "sav" || wanted.format == "dta") add(kAskedNote);
  if (wanted.format == "xlsx")
    add("An empty cell is a question that was not answered or not asked; the files for SPSS and Stata tell "
        "which.");
  add("Dates and times are as the respondent's calendar and clock had them.");
}

Result<Written> write(const DataFileWanted& wanted, ResponseRows& rows, const FileDescription& description,
                      const results::Sink& sink) {
  if (wanted.format == "sav") return datafiles::write_sav(rows, description, sink);
  if (wanted.format == "dta") return datafiles::write_dta(rows, description, sink);
  return datafiles::write_xlsx(rows, {description, wanted.labels}, sink);
}

void warn(const Written& written, const ResponseRows& rows, const Standing& standing) {
  const auto say = [](std::size_t count, const char* sentence) {
    if (count > 0) std::fprintf(stderr, "takestock export: %zu %s\n", count, sentence);
  };
  say(standing.concurrent(),
      "responses were changed on several devices that did not know of each other; the latest is exported, "
      "all are in "
      "a SQLite export's table event.");
  say(rows.unplaced() + standing.unplaced(),
      "answers belong to no question of any version, or are not of its type, and have no place in this file; "
      "they "
      "are in a SQLite export's table event.");
  say(written.cut_texts,
      "texts are longer than this format holds and were cut; they are complete in a CSV export.");
}

Status write_codebook(const DataFileWanted& wanted, const ResponseRows& rows,
                      const results::Versions& versions, const FileDescription& description,
                      const results::Sink& sink) {
  const auto entries = datafiles::codebook_of(versions, rows.variables());
  const auto format = wanted.format == "codebook-csv"    ? CodebookFormat::csv
                      : wanted.format == "codebook-json" ? CodebookFormat::json
                                                         : CodebookFormat::html;
  return datafiles::write_codebook(entries, description, format, sink);
}

Status add_weights(const DataFileWanted& wanted, const std::string& survey, ResponseRows& rows) {
  if (wanted.round.empty()) return Done{};
  const auto settings = round_settings(wanted.round, survey);
  return settings ? rows.add_weights(*settings) : Status(settings.error());
}

}  // namespace

bool is_codebook(const std::string& format) { return format.compare(0, 8, "codebook") == 0; }

bool is_data_file(const std::string& format) {
  for (const char* known : {"sav", "dta", "xlsx", "codebook", "codebook-csv", "codebook-json"})
    if (format == known) return true;
  return false;
}

Status write_data_file(const DataFileWanted& wanted, store::Store& store, const std::string& survey,
                       const Definitions& definitions) {
  const results::Table table(definitions.versions, {false, false, wanted.language});
  Standing standing(store, survey, table.versions());
  ResponseRows rows(table.versions(), wanted.language,
                    [&](const datafiles::TakeResponse& take) { return standing.each(wanted.drafts, take); });
  if (Status weighted = add_weights(wanted, survey, rows); !weighted) return weighted;
  Output output(wanted.out);
  if (Status opened = output.open(); !opened) return opened;
  const results::Sink sink = [&](std::string_view bytes) { return output.write(bytes); };
  FileDescription description = description_of(survey, table.versions());
  if (is_codebook(wanted.format)) {
    description.notes.push_back(kAskedNote);
    Status done = write_codebook(wanted, rows, table.versions(), description, sink);
    return done ? output.finish() : done;
  }
  add_notes(wanted, description);
  const Result<Written> written = write(wanted, rows, description, sink);
  if (!written) return written.error();
  Status done = output.finish();
  if (done) warn(*written, rows, standing);
  return done;
}

}  // namespace takestock::cli
