#include "salvage/judge.h"

#include <algorithm>
#include <set>

#include "salvage/proof.h"
#include "salvage/respondent.h"
#include "salvage/whole_files.h"
#include "store/splice.h"

namespace takestock::salvage {
namespace {

/// Beyond this no response has a change: a number that is larger is damaged.
constexpr std::int64_t kMostChanges = 100'000'000;

class Judge {
 public:
  Judge(const std::vector<Table>& tables, bool log_damaged) : tables_(tables), log_damaged_(log_damaged) {
    result_.rows.resize(tables.size());
  }

  Judgement run(std::vector<FoundRow>& rows) {
    // As they are now before what they were.
    std::stable_sort(rows.begin(), rows.end(),
                     [](const FoundRow& a, const FoundRow& b) { return a.current > b.current; });
    for (FoundRow& row : rows) sort_in(row);
    note_paths();
    leave_out_deleted();
    for (const auto& [key, found] : responses_) judge_response(key.first, key.second, found);
    for (FoundRow& row : others_) take_other(row);
    result_.files_refused =
        keep_whole_files(table("attachment"), result_.rows[place("attachment")], table("attachment_part"),
                         result_.rows[place("attachment_part")]);
    return std::move(result_);
  }

 private:
  void sort_in(FoundRow& found) {
    const Table& table = tables_[found.table];
    const Columns row(table, found.row);
    if (table.name == "definition") return take_definition(found, row);
    if (table.name == "response")
      return responses_[{row.text("survey"), row.text("id")}].particulars.push_back(found.row);
    if (table.name == "answer") return take_answer(row, found);
    if (table.name == "history") return take_change(row, found);
    if (table.name == "event") return take_event(row, found);
    others_.push_back(std::move(found));
  }

  FoundResponse& response_of(const Columns& row) {
    return responses_[{row.text("survey"), row.text("response")}];
  }

  /// False: a row with this key was kept already.
  bool first_of_its_key(const FoundRow& found) {
    Row key = key_of(tables_[found.table], found.row);
    key.push_back({ValueKind::integer, static_cast<std::int64_t>(found.table), ""});
    return keys_.insert(std::move(key)).second;
  }

  void take_definition(const FoundRow& found, const Columns& row) {
    if (!is_definition(row)) {
      result_.definitions_refused += found.current;
    } else if (first_of_its_key(found)) {
      definitions_[row.text("survey")].push_back(row.text("digest"));
      result_.rows[found.table].push_back(found.row);
    }
  }

  void take_event(const Columns& row, const FoundRow& found) {
    const auto event = event_of(row);
    if (!event) {
      result_.events_refused += found.current;
    } else if (first_of_its_key(found)) {
      response_of(row).events.push_back(*event);
      result_.rows[found.table].push_back(found.row);
    }
  }

  void take_answer(const Columns& row, const FoundRow& found) {
    std::vector<Candidate>& candidates = response_of(row).answers[row.text("path")];
    const std::string json = row.text("json");
    const auto same = std::find_if(candidates.begin(), candidates.end(),
                                   [&](const Candidate& c) { return c.json == json; });
    if (same == candidates.end())
      candidates.push_back({json, found.proven});
    else
      same->proven = same->proven || found.proven;
  }

  void take_change(const Columns& row, const FoundRow& found) {
    FoundResponse& response = response_of(row);
    const std::int64_t n = row.integer("n");
    if (n > kMostChanges) {
      result_.refused += found.current;
      return;
    }
    const Change change{row.integer("at"),
                        row.text("path"),
                        static_cast<std::size_t>(row.integer("keep_prefix")),
                        takestock::store::suffix_in(row.integer("keep_suffix")),
                        row.text("middle"),
                        takestock::store::sum_in(row.integer("keep_suffix"))};
    const auto [known, added] = response.changes.emplace(n, change);
    if (added || same(known->second, change)) return;
    response.contradictory.insert(n);
  }

  static bool same(const Change& a, const Change& b) {
    return a.at == b.at && a.path == b.path && a.keep_prefix == b.keep_prefix &&
           a.keep_suffix == b.keep_suffix && a.middle == b.middle && a.sum == b.sum;
  }

  // --- a response

  /// What somebody had deleted stays so, even where its rows are still to be found.
  void leave_out_deleted() {
    for (const FoundRow& row : others_)
      if (tables_[row.table].name == "deletion")
        deleted_.insert(Columns(tables_[row.table], row.row).text("response"));
    for (auto found = responses_.begin(); found != responses_.end();)
      found = deleted_.count(found->first.second) ? responses_.erase(found) : std::next(found);
    std::vector<Row>& events = result_.rows[place("event")];
    const auto gone = [&](const Row& row) {
      return deleted_.count(Columns(table("event"), row).text("response")) > 0;
    };
    events.erase(std::remove_if(events.begin(), events.end(), gone), events.end());
  }

  void note_paths() {
    std::set<std::string> once;
    const auto note = [&](const std::string& path) {
      if (!once.insert(path).second) paths_.insert(path);
    };
    for (const auto& [key, found] : responses_) {
      for (const auto& [path, candidates] : found.answers) note(path);
      for (const auto& [n, change] : found.changes) note(change.path);
    }
  }

  void judge_response(const std::string& survey, const std::string& id, const FoundResponse& read) {
    FoundResponse found = read;
    for (const std::int64_t n : found.contradictory) found.changes.erase(n);
    const Row* particulars = newest(found.particulars);
    const std::int64_t updated =
        particulars ? Columns(table("response"), *particulars).integer("updated") : 0;
    RightResponse right = weigh(survey, id, found, paths_, updated, log_damaged_);
    right.finding.changes_missing += static_cast<std::int64_t>(found.contradictory.size());
    if (particulars) note_tail(right, Columns(table("response"), *particulars));
    if (particulars)
      keep_response(survey, id, *particulars, right);
    else if (right.answers.empty())
      doubt_all(right);
    else
      make_response(survey, id, found, right);
    report(std::move(right));
  }

  const Row* newest(const std::vector<Row>& rows) const {
    const Row* best = nullptr;
    for (const Row& row : rows)
      if (!best || revision_of(row) > revision_of(*best)) best = &row;
    return best;
  }
  std::int64_t revision_of(const Row& row) const {
    return Columns(table("response"), row).integer("revision");
  }

  /// It says that it was changed, and not one change of it is there.
  void note_tail(RightResponse& right, const Columns& particulars) {
    if (right.last_number == 0) right.finding.changes_missing += particulars.integer("revision") > 0 ? 1 : 0;
  }

  void keep_response(const std::string& survey, const std::string& id, const Row& particulars,
                     const RightResponse& right) {
    Row row = particulars;
    Value& revision = row[table("response").column("revision")];
    revision.integer = std::max(revision.integer, right.last_number);
    store(survey, id, std::move(row), right);
  }

  void make_response(const std::string& survey, const std::string& id, const FoundResponse& found,
                     RightResponse& right) {
    const auto last =
        std::max_element(found.events.begin(), found.events.end(),
                         [](const store::Event& a, const store::Event& b) { return a.at < b.at; });
    const bool has_event = last != found.events.end();
    const auto known = definitions_.find(survey);
    if (!has_event && known == definitions_.end()) {
      for (const auto& [path, json] : right.answers)
        right.doubts.push_back(
            {survey, id, path, 0, 0, json, "Which version of the survey it answers is lost."});
      right.finding.doubtful.clear();
      for (const auto& [path, json] : right.answers) right.finding.doubtful.push_back(path);
      right.answers.clear(), right.history.clear();
      return;
    }
    const bool finished = has_event && last->kind == store::EventKind::submit && last->at >= right.last_at;
    right.finding.made_anew = true;
    Row row;
    for (const Column& column : table("response").columns) row.push_back(anew(column.name, survey, id));
    const auto set = [&](const char* name) -> Value& { return row[table("response").column(name)]; };
    set("form_hash").text = has_event ? last->form_hash : known->second.back();
    set("status").text = finished ? "finished" : "draft";
    set("created").integer = right.first_at, set("revision").integer = right.last_number;
    set("updated").integer = finished ? last->at : right.last_at;
    set("finished").integer = finished ? last->at : 0;
    store(survey, id, std::move(row), right);
  }

  Value anew(const std::string& column, const std::string& survey, const std::string& id) const {
    const ColumnKind kind = table("response").columns[table("response").column(column)].kind;
    if (kind == ColumnKind::integer) return {ValueKind::integer, 0, ""};
    return {ValueKind::text, 0, column == "survey" ? survey : column == "id" ? id : ""};
  }

  void doubt_all(RightResponse& right) { right.history.clear(); }

  void store(const std::string& survey, const std::string& id, Row particulars, const RightResponse& right) {
    kept_.insert({survey, id});
    result_.newest = std::max(result_.newest, right.last_at);
    result_.rows[place("response")].push_back(std::move(particulars));
    for (const auto& [path, json] : right.answers)
      result_.rows[place("answer")].push_back({text(survey), text(id), text(path), text(json)});
    std::map<std::string, std::string> before;
    for (const auto& [n, past] : right.history) {
      std::string& was = before[past.first];
      const takestock::store::Splice splice = takestock::store::splice_between(was, past.second.json);
      const std::int64_t sum =
          takestock::store::change_sum(id, n, past.second.at, past.first, past.second.json);
      result_.rows[place("history")].push_back(
          {text(survey), text(id), integer(n), integer(past.second.at), text(past.first),
           integer(static_cast<std::int64_t>(splice.keep_prefix)),
           integer(takestock::store::with_sum(splice.keep_suffix, sum)), text(std::string(splice.middle))});
      was = past.second.json;
    }
  }

  static Value text(std::string value) { return {ValueKind::text, 0, std::move(value)}; }
  static Value integer(std::int64_t value) { return {ValueKind::integer, value, ""}; }

  void report(RightResponse right) {
    for (Doubt& doubt : right.doubts) result_.doubts.push_back(std::move(doubt));
    const ResponseFinding& finding = right.finding;
    if (finding.made_anew || finding.changes_missing > 0 || !finding.doubtful.empty())
      result_.findings.push_back(std::move(right.finding));
  }

  // --- all other tables

  void take_other(FoundRow& found) {
    const Table& its = tables_[found.table];
    if (!belongs(Columns(its, found.row), its)) {
      result_.refused += found.current;
    } else if (first_of_its_key(found)) {
      result_.rows[found.table].push_back(std::move(found.row));
    }
  }

  /// A link may be there before its response, a deletion is there after it; all else is about one, and a
  /// receipt about an event.
  bool belongs(const Columns& row, const Table& its) {
    if (its.name == "link" || its.name == "deletion" || !row.has("response")) return true;
    if (row.has("seq") && row.has("sha256")) {
      Row key{text(row.text("survey")), text(row.text("response")),
              text(row.text("device")), integer(row.integer("seq")),
              text(row.text("sha256")), integer(static_cast<std::int64_t>(place("event")))};
      return keys_.count(key) > 0;
    }
    const std::pair<std::string, std::string> response{row.text("survey"), row.text("response")};
    const auto found = responses_.find(response);
    return kept_.count(response) > 0 || (found != responses_.end() && !found->second.events.empty());
  }

  std::size_t place(std::string_view name) const {
    const auto found =
        std::find_if(tables_.begin(), tables_.end(), [&](const Table& t) { return t.name == name; });
    return static_cast<std::size_t>(found - tables_.begin());
  }
  const Table& table(std::string_view name) const { return tables_[place(name)]; }

  struct Before {
    bool operator()(const Row& a, const Row& b) const { return before(a, b); }
  };

  const std::vector<Table>& tables_;
  const bool log_damaged_;
  FoundResponses responses_;
  std::vector<FoundRow> others_;
  std::map<std::string, std::vector<std::string>> definitions_;  ///< survey -> digests
  std::set<Row, Before> keys_;
  std::set<std::string> deleted_;  ///< ids of responses
  std::set<std::string> paths_;    ///< that are there twice
  std::set<std::pair<std::string, std::string>> kept_;
  Judgement result_;
};

}  // namespace

bool Judgement::anything() const {
  return !doubts.empty() ||
         std::any_of(rows.begin(), rows.end(), [](const std::vector<Row>& of) { return !of.empty(); });
}

Judgement judge(const std::vector<Table>& tables, std::vector<FoundRow> rows, bool log_damaged) {
  return Judge(tables, log_damaged).run(rows);
}

}  // namespace takestock::salvage
