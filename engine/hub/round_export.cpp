#include "hub/round_export.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>

#include "base/civil.h"
#include "hub/events.h"
#include "hub/invitees.h"
#include "results/exporter.h"
#include "results/meta.h"

namespace takestock::hub {
namespace {

using results::Cell;
using results::Exporter;
using results::Table;

const std::vector<std::string> kMoreColumns = {"contact",        "contact_name",
                                               "contact_email",  "contact_organisation",
                                               "contact_role",   "contact_council_type",
                                               "contact_region", "channel",
                                               "unverified",     "late",
                                               "filled_in_by"};
const std::vector<std::string> kInterviewColumns = {"fieldworker", "interview_number", "interviewer",
                                                    "outcome",     "started",          "ended",
                                                    "latitude",    "longitude",        "accuracy"};

/// A response that counts, and whose it is.
struct Counted {
  EventKey head;
  Invitee invitee;          ///< nobody for an interview
  std::string fieldworker;  ///< whose interview it is, by name
};
using CountedResponses = std::map<std::string, Counted>;

CountedResponses counted_responses(store::Work& work, const ExportAsked& asked) {
  CountedResponses out;
  store::Query rows =
      work.query("SELECT " TAKESTOCK_INVITEE
                 ", h.device, h.seq, h.sha256 FROM head h JOIN contact c ON c.round = h.round AND "
                 "c.response = h.response WHERE h.round = ?1 AND h.counts = 1",
                 asked.round.id);
  while (rows.next()) {
    Invitee invitee = read_invitee(rows);
    if (asked.unverified == Unverified::without && invitee.self_made) continue;
    if (asked.unverified == Unverified::only && !invitee.self_made) continue;
    const EventKey head{invitee.response, rows.text(kInviteeColumns), rows.integer(kInviteeColumns + 1),
                        rows.text(kInviteeColumns + 2)};
    out.emplace(head.response, Counted{head, std::move(invitee), ""});
  }
  return out;
}

/// Interviews were made by people whom the team knows.
void add_interviews(store::Work& work, const ExportAsked& asked, CountedResponses& out) {
  if (asked.unverified == Unverified::only) return;
  store::Query rows = work.query(
      "SELECT h.response, h.device, h.seq, h.sha256, f.name FROM interview v JOIN head h ON h.round = "
      "v.round "
      "AND h.response = v.response JOIN fieldworker f ON f.round = v.round AND f.id = v.fieldworker WHERE "
      "v.round = ?1 AND h.counts = 1",
      asked.round.id);
  while (rows.next())
    out.emplace(rows.text(0),
                Counted{{rows.text(0), rows.text(1), rows.integer(2), rows.text(3)}, {}, rows.text(4)});
}

bool has_fieldworkers(store::Work& work, const std::string& round) {
  return work.query("SELECT 1 FROM fieldworker WHERE round = ?1 LIMIT 1", round).next();
}

/// Every submit and withdrawal that counted, of those responses.
using VisitCounted = std::function<Status(const StoredEvent&, const Counted&)>;
Status each_counted_event(store::Work& work, const std::string& round, const CountedResponses& responses,
                          const VisitCounted& visit) {
  return each_stored_event(work, round, "", [&](const StoredEvent& stored) {
    const auto found = responses.find(stored.event.response);
    const bool wanted = found != responses.end() && stored.judgement.verdict == sync::Verdict::stored &&
                        stored.event.kind != store::EventKind::draft;
    return wanted ? visit(stored, found->second) : Status(Done{});
  });
}

/// What is known before anything is written.
struct Contents {
  CountedResponses responses;
  std::set<std::string> digests;
  std::size_t events = 0;
  bool fieldwork = false;  ///< the round has fieldworkers
};

Result<Contents> contents_of(store::Work& work, const ExportAsked& asked) {
  Contents out;
  out.responses = counted_responses(work, asked);
  add_interviews(work, asked, out.responses);
  out.fieldwork = has_fieldworkers(work, asked.round.id);
  out.digests.insert(asked.round.definition);
  Status walked =
      each_counted_event(work, asked.round.id, out.responses, [&](const StoredEvent& stored, const Counted&) {
        out.digests.insert(stored.event.form_hash);
        ++out.events;
        return Status(Done{});
      });
  if (!walked) return walked.error();
  return work.result(std::move(out));
}

struct Versions {
  std::vector<results::DefinitionText> texts;
  results::Versions read;
};

Result<Versions> versions_of(store::Work& first, const std::set<std::string>& digests) {
  Versions out;
  for (const std::string& digest : digests) {
    store::Query row = first.query("SELECT version, json FROM definition WHERE digest = ?1", digest);
    if (!row.next()) {
      if (!first.ok()) return first.error();
      return Error{Code::not_found, "A version of the survey that was answered is not there.", digest};
    }
    results::DefinitionText text{digest, row.text(0), row.text(1)};
    survey::Definition::Outcome outcome = survey::Definition::read(text.json);
    if (!outcome.definition)
      return Error{Code::bad_definition, "A version of the survey cannot be read.", digest};
    out.texts.push_back(std::move(text));
    out.read.push_back(std::move(outcome.definition));
  }
  return out;
}

void set_text(Cell& cell, const std::string& text) {
  cell.kind = text.empty() ? Cell::Kind::blank : Cell::Kind::text;
  cell.text = text;
}

void set_number(Cell& cell, double number) {
  cell.kind = Cell::Kind::number;
  cell.number = number;
}

std::string channel_of(const Counted& counted, const StoredEvent& stored) {
  if (!stored.channel.empty()) return stored.channel;
  return counted.fieldworker.empty() ? "link" : "interview";
}

/// Columns from `column` on, of kInterviewColumns.
void fill_interview(const Counted& counted, const store::Event& event, const results::Interview& interview,
                    Cell* column) {
  const auto time = [&event](Millis at) { return at == 0 ? "" : date_time_text(at, event.offset_minutes); };
  set_text(column[0], counted.fieldworker);
  set_number(column[1], static_cast<double>(interview.number));
  set_text(column[2], interview.interviewer);
  set_text(column[3], interview.outcome);
  set_text(column[4], time(interview.started));
  set_text(column[5], time(interview.ended));
  if (!interview.position) return;
  set_number(column[6], interview.position->latitude);
  set_number(column[7], interview.position->longitude);
  set_number(column[8], interview.position->accuracy);
}

void fill_more(const Counted& counted, const StoredEvent& stored, std::vector<Cell>& cells) {
  const Invitee& invitee = counted.invitee;
  const ContactDetails& details = invitee.details;
  const results::Meta meta = results::meta_of(stored.event.body);
  const std::string values[] = {invitee.id,
                                details.name,
                                details.email,
                                details.organisation,
                                details.role,
                                details.council_type,
                                details.region,
                                channel_of(counted, stored),
                                invitee.self_made ? "yes" : "no",
                                stored.judgement.late ? "yes" : "no",
                                meta.filled_in_by};
  std::size_t column = results::kAboutColumns;
  for (const std::string& value : values) set_text(cells[column++], value);
  if (counted.fieldworker.empty()) return;
  set_text(cells[column], counted.fieldworker);
  if (meta.interview) fill_interview(counted, stored.event, *meta.interview, &cells[column]);
}

/// Events and rows of a round into an exporter.
Status write_rows(store::Work& work, const ExportAsked& asked, const Contents& contents, const Table& table,
                  Exporter& exporter) {
  std::vector<Cell> cells;
  return each_counted_event(
      work, asked.round.id, contents.responses, [&](const StoredEvent& stored, const Counted& counted) {
        Status written = exporter.event(stored.event);
        const bool head = stored.event.sha256 == counted.head.sha256 &&
                          stored.event.device == counted.head.device && stored.event.seq == counted.head.seq;
        if (!written || !head) return written;
        store::Event event = stored.event;
        event.at = stored.judgement.effective;
        const auto filled = table.fill(event, store::ResponseStatus::finished, cells);
        if (!filled) return Status(filled.error());
        fill_more(counted, stored, cells);
        return exporter.row(event, cells);
      });
}

Status write_all(store::Work& work, const ExportAsked& asked, const Contents& contents,
                 const Versions& versions, const Table& table, Exporter& exporter) {
  Status done = exporter.begin(versions.texts);
  if (done) done = write_rows(work, asked, contents, table, exporter);
  return done ? exporter.finish() : done;
}

results::Sink limited_sink(std::string& bytes) {
  return [&bytes](std::string_view more) {
    if (bytes.size() + more.size() > kExportBytes)
      return Status(
          Error{Code::limit, "This file is larger than the 256 MB that the hub makes at once.", ""});
    bytes += more;
    return Status(Done{});
  };
}

Result<std::string> text_file(store::Work& work, const ExportAsked& asked, const Contents& contents,
                              const Versions& versions, const Table& table) {
  std::string bytes;
  const auto exporter = asked.format == "csv"
                            ? results::csv_exporter(table, limited_sink(bytes), {false, true})
                            : results::json_exporter(table, limited_sink(bytes));
  if (Status done = write_all(work, asked, contents, versions, table, *exporter); !done) return done.error();
  return bytes;
}

/// A folder that is there for a moment, for nobody else to look into.
class MomentaryFolder {
 public:
  explicit MomentaryFolder(const std::string& within) : path_(within + "/export-XXXXXX") {
    made_ = mkdtemp(path_.data()) != nullptr;
  }
  ~MomentaryFolder() {
    std::error_code ignored;
    if (made_) std::filesystem::remove_all(path_, ignored);
  }
  MomentaryFolder(const MomentaryFolder&) = delete;
  bool made() const { return made_; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  bool made_ = false;
};

Result<std::string> bytes_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  if (!file || !out) return Error{Code::storage_lost, "The file that was made cannot be read.", ""};
  std::string bytes = out.str();
  if (Status fits = limited_sink(bytes)(""); !fits) return fits.error();
  return bytes;
}

Result<std::string> sqlite_file(store::Work& work, const ExportAsked& asked, const Contents& contents,
                                const Versions& versions, const Table& table, const std::string& folder) {
  const MomentaryFolder momentary(folder);
  if (!momentary.made()) return Error{Code::storage_lost, "There is no place to write the file.", ""};
  const std::string path = momentary.path() + "/export.sqlite";
  {
    auto database = store::open_sqlite(path);
    if (!database) return database.error();
    const auto exporter = results::sqlite_exporter(table, **database);
    if (Status done = write_all(work, asked, contents, versions, table, *exporter); !done)
      return done.error();
  }
  return bytes_of_file(path);
}

Result<std::string> results_file(store::Work& work, const ExportAsked& asked, const Contents& contents,
                                 const Versions& versions) {
  std::string bytes;
  results::ResultsWriter writer(limited_sink(bytes), {asked.round.survey, asked.hub, asked.now,
                                                      versions.texts.size(), contents.events});
  Status done = Done{};
  for (const results::DefinitionText& text : versions.texts) {
    if (done) done = writer.definition(text);
  }
  if (done) {
    done = each_counted_event(
        work, asked.round.id, contents.responses,
        [&](const StoredEvent& stored, const Counted&) { return writer.event(stored.event); });
  }
  if (done) done = writer.finish();
  if (!done) return done.error();
  return bytes;
}

const char* type_of(const std::string& format) {
  if (format == "csv") return "text/csv; charset=utf-8";
  if (format == "json") return "application/json";
  return format == "sqlite" ? "application/vnd.sqlite3" : results::kResultsFileType;
}

}  // namespace

void remove_leftovers(const std::string& folder) {
  constexpr std::string_view kName = "export-";
  std::error_code ignored;
  std::vector<std::filesystem::path> left;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory(ignored) && name.size() == kName.size() + 6 && name.rfind(kName, 0) == 0)
      left.push_back(entry.path());
  }
  for (const auto& path : left) std::filesystem::remove_all(path, ignored);
}

Result<ExportedFile> export_round(store::Work& rounds, store::Work& first, const ExportAsked& asked,
                                  const std::string& folder) {
  const bool carried = asked.format == "takestock";
  if (carried && asked.unverified == Unverified::with) {
    return Error{Code::unsupported,
                 "A results file cannot say which responses are unverified. Ask for it without them, or only "
                 "with them.",
                 "/unverified"};
  }
  const Result<Contents> contents = contents_of(rounds, asked);
  if (!contents) return contents.error();
  const Result<Versions> versions = versions_of(first, contents->digests);
  if (!versions) return versions.error();
  results::TableOptions options;
  options.labels = asked.labels;
  options.more = kMoreColumns;
  if (contents->fieldwork)
    options.more.insert(options.more.end(), kInterviewColumns.begin(), kInterviewColumns.end());
  const Table table(versions->read, options);
  Result<std::string> bytes = carried ? results_file(rounds, asked, *contents, *versions)
                              : asked.format == "sqlite"
                                  ? sqlite_file(rounds, asked, *contents, *versions, table, folder)
                                  : text_file(rounds, asked, *contents, *versions, table);
  if (!bytes) return bytes.error();
  return ExportedFile{std::move(*bytes), asked.round.id + "." + asked.format, type_of(asked.format)};
}

}  // namespace takestock::hub
