#include "salvage/rescue.h"

#include <algorithm>
#include <numeric>

#include "base/civil.h"
#include "salvage/judge.h"
#include "salvage/rebuild.h"
#include "store/schema.h"

namespace takestock::salvage {
namespace {

constexpr std::size_t kPathsNamed = 10;

std::string counted(std::size_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

struct Name {
  const char *table, *one, *many;
};
constexpr Name kNames[] = {
    {"definition", "version of a survey", "versions of surveys"},
    {"response", "response", "responses"},
    {"answer", "answer", "answers"},
    {"history", "change in their history", "changes in their history"},
    {"event", "version that was finished or carried", "versions that were finished or carried"},
    {"link", "link", "links"},
    {"interview", "interview's particulars", "interviews' particulars"},
    {"attachment", "photo, sound or signature", "photos, sounds or signatures"},
    {"attachment_part", "part of these", "parts of these"},
    {"deletion", "entry in the log of deletions", "entries in the log of deletions"},
    {"receipt", "receipt of the hub", "receipts of the hub"},
};

std::string counted_rows(const std::string& table, std::size_t count) {
  for (const Name& name : kNames)
    if (name.table == table) return counted(count, name.one, name.many);
  return counted(count, "row of the table " + table, "rows of the table " + table);
}

void say_found(const Pages& pages, const std::vector<Table>& tables, const std::vector<std::size_t>& stored,
               Report& report) {
  std::string read =
      "Read: " + counted(pages.count(), "page", "pages") + " of " + std::to_string(pages.size()) + " bytes";
  if (!pages.log().frames.empty())
    read += ", " + std::to_string(pages.log().frames.size()) + " page versions in the log";
  report.found.push_back(read + ".");
  std::string intact;
  for (std::size_t i = 0; i < tables.size(); ++i)
    if (stored[i] > 0) intact += (intact.empty() ? "" : ", ") + counted_rows(tables[i].name, stored[i]);
  report.found.push_back(intact.empty() ? "Nothing in it is certain to be right."
                                        : "Intact: " + intact + ".");
}

class Missing {
 public:
  explicit Missing(Report& report) : report_(report) {}
  void say(bool is_so, const char* sentence) {
    if (is_so) report_.missing.push_back(sentence);
  }
  void count(std::size_t count, const char* one, const char* many) {
    if (count > 0) report_.missing.push_back(counted(count, one, many));
  }

 private:
  Report& report_;
};

void say_damage(const Pages& pages, const Gaps& gaps, Report& report) {
  Missing missing(report);
  missing.say(pages.cut(), "The file ends within a page: it was cut off.");
  missing.say(gaps.schema,
              "Its beginning, where the list of its tables is, is damaged; every page was looked through.");
  missing.count(gaps.pages, "page is missing or damaged.", "pages are missing or damaged.");
  missing.count(gaps.blank, "page holds nothing any more.", "pages hold nothing any more.");
  missing.count(gaps.stray, "page was found to which nothing leads any more; what is intact in it was kept.",
                "pages were found to which nothing leads any more; what is intact in them was kept.");
  missing.count(gaps.cells, "row is cut or lies elsewhere than it should.",
                "rows are cut or lie elsewhere than they should.");
  missing.count(gaps.rows, "row is damaged.", "rows are damaged.");
}

void say_log(const Log& log, std::int64_t newest, Report& report) {
  Missing missing(report);
  missing.say(log.header_damaged, "The beginning of the log is damaged.");
  missing.count(log.damaged, "part of the log is damaged: a change that was saved may be missing.",
                "parts of the log are damaged: changes that were saved may be missing.");
  missing.say(log.unfinished, "The log ends in the middle of a change: what was typed last may be missing.");
  if (log.whole() || newest == 0) return;
  report.missing.push_back("The last change that is there is of " + date_time_text(newest, 0) +
                           "; answers may have been changed again later, and are as they were then.");
}

std::string listed(const std::vector<std::string>& paths) {
  std::string text;
  for (std::size_t i = 0; i < std::min(paths.size(), kPathsNamed); ++i) text += (i ? ", " : "") + paths[i];
  if (paths.size() > kPathsNamed) text += " and " + std::to_string(paths.size() - kPathsNamed) + " more";
  return text;
}

void say_finding(const ResponseFinding& finding, Report& report) {
  const std::string which = "Response " + finding.response + ": ";
  if (finding.made_anew)
    report.missing.push_back(
        which +
        "its particulars were lost and were made again from its answers; see whether it was finished.");
  if (finding.changes_missing > 0)
    report.missing.push_back(which + "at least " +
                             counted(static_cast<std::size_t>(finding.changes_missing),
                                     "change of its history is", "changes of its history are") +
                             " missing.");
  if (!finding.doubtful.empty())
    report.missing.push_back(
        which +
        counted(finding.doubtful.size(), "answer is doubtful and is", "answers are doubtful and are") +
        " kept apart, in the table doubtful: " + listed(finding.doubtful) + ".");
}

void say_judgement(const Judgement& judgement, const std::vector<std::size_t>& stored, Report& report) {
  Missing missing(report);
  missing.count(judgement.definitions_refused, "version of a survey is damaged.",
                "versions of surveys are damaged.");
  missing.count(judgement.events_refused, "version that was finished or carried is damaged.",
                "versions that were finished or carried are damaged.");
  missing.count(judgement.files_refused, "photo, sound or signature is damaged.",
                "photos, sounds or signatures are damaged.");
  std::size_t refused = judgement.refused;
  for (std::size_t i = 0; i < stored.size(); ++i) refused += judgement.rows[i].size() - stored[i];
  missing.count(refused, "row belongs to nothing that is there, or breaks a rule.",
                "rows belong to nothing that is there, or break a rule.");
  for (const ResponseFinding& finding : judgement.findings) say_finding(finding, report);
}

/// Of a new database in memory: what rows are like is read off the schema.
Result<std::vector<Table>> known_tables() {
  auto database = store::open_sqlite(":memory:");
  if (!database.ok()) return database.error();
  if (Status made = store::migrate(**database, store::schema_steps()); !made.ok()) return made.error();
  return tables_of(**database);
}

Report unreadable() {
  return {{}, {"Nothing of a Takestock database can be read in this file; nothing was written."}, false};
}

}  // namespace

Result<Report> rescue(const DatabaseFiles& files, const std::string& path) {
  const auto tables = known_tables();
  if (!tables.ok()) return tables.error();
  const Pages pages(files.database, files.log, files.journal);
  Scan found = scan(pages, *tables);
  const Judgement judgement = judge(*tables, std::move(found.rows), !pages.log().whole());
  if (!judgement.anything()) return unreadable();
  const auto stored = rebuild(path, *tables, judgement);
  if (!stored.ok()) return stored.error();
  Report report;
  say_found(pages, *tables, *stored, report);
  say_damage(pages, found.gaps, report);
  say_log(pages.log(), judgement.newest, report);
  say_judgement(judgement, *stored, report);
  return report;
}

}  // namespace takestock::salvage
