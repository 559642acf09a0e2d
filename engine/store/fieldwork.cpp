#include "store/fieldwork.h"

#include <algorithm>

#include "store/owed.h"
#include "store/rows.h"

namespace takestock::store {
namespace {

#define SELECT_INTERVIEW \
  "SELECT interview.survey, response, round, number, interviewer, label, outcome, position, started, ended"

InterviewRow interview_row(const Query& row) {
  InterviewRow interview;
  interview.survey = row.text(0);
  interview.response = row.text(1);
  interview.round = row.text(2);
  interview.number = row.integer(3);
  interview.interviewer = row.text(4);
  interview.label = row.text(5);
  interview.outcome = row.text(6);
  interview.position = row.text(7);
  interview.started = row.integer(8);
  interview.ended = row.integer(9);
  return interview;
}

/// Also of those that were deleted.
std::int64_t next_number(Work& work, const std::string& round) {
  Query row = work.query(
      "SELECT 1 + max(coalesce((SELECT max(number) FROM interview WHERE round = ?1), 0),"
      " coalesce((SELECT max(number) FROM deletion WHERE round = ?1), 0))",
      round);
  return row.next() ? row.integer(0) : 0;
}

}  // namespace

const char* interview_status_name(InterviewStatus status) {
  constexpr const char* kNames[] = {"draft", "finished", "sent", "refused"};
  return kNames[static_cast<std::size_t>(status)];
}

// --- the interviewer

Status Fieldwork::take_up(const LinkRow& link, const std::string& code_begins) {
  const std::string same = code_begins + '%';
  Transaction t(rows_.statements);
  t.run(
      "INSERT INTO link(survey, response, round, code, self_made, opened) VALUES(?1, '', ?2, ?3, 0, ?4)"
      " ON CONFLICT DO UPDATE SET opened = excluded.opened, round = excluded.round,"
      " status = CASE WHEN code = excluded.code THEN status ELSE '' END,"
      " name = CASE WHEN code LIKE ?5 AND round = excluded.round THEN name ELSE '' END, code = excluded.code",
      link.survey, link.round, link.code, link.opened, same);
  t.run(
      "UPDATE receipt SET hub = '' WHERE verdict = 'refused' AND (survey, response) IN"
      " (SELECT survey, response FROM link WHERE round = ?1 AND code LIKE ?2 AND code <> ?3)",
      link.round, same, link.code);
  t.run("UPDATE link SET code = ?3, status = '' WHERE round = ?1 AND code LIKE ?2 AND code <> ?3", link.round,
        same, link.code);
  return t.commit();
}

Result<std::optional<LinkRow>> Fieldwork::interviewer(const std::string& survey) {
  Work work(rows_.statements);
  std::optional<LinkRow> found;
  Query row = work.query("SELECT " LINK_COLUMNS " FROM link WHERE survey = ?1 AND response = ''", survey);
  if (row.next()) found = link_row(row);
  return work.result(std::move(found));
}

Status Fieldwork::name_interviewer(const std::string& survey, const std::string& name) {
  Transaction t(rows_.statements);
  t.run("UPDATE link SET name = ?2 WHERE survey = ?1 AND response = '' AND status = ''", survey, name);
  return t.commit();
}

// --- interviews

Result<InterviewRow> Fieldwork::begin(const InterviewRow& begun, const std::string& form_hash,
                                      Answers answers) {
  InterviewRow interview = begun;
  interview.started = rows_.clock.now();
  ResponseRow response;
  response.survey = begun.survey, response.id = begun.response, response.form_hash = form_hash;
  response.created = interview.started;
  Transaction t(rows_.statements);
  t.run(
      "INSERT INTO link(survey, response, round, code, self_made, opened, status, closes, name, organisation)"
      " SELECT survey, ?2, round, code, 0, ?4, status, closes, name, organisation FROM link"
      " WHERE survey = ?1 AND response = '' AND round = ?3",
      begun.survey, begun.response, begun.round, interview.started);
  if (t.ok() && t.changes() == 0)
    t.fail({Code::bad_state, "No fieldworker's link is in use on this device.", ""});
  rows_.insert_response(t, response);
  const std::int64_t revision =
      rows_.write_answers(t, begun.survey, begun.response, interview.started, answers);
  t.run("UPDATE response SET revision = ?3 WHERE survey = ?1 AND id = ?2", begun.survey, begun.response,
        revision);
  interview.number = next_number(t, begun.round);
  t.run(
      "INSERT INTO interview(survey, response, round, number, interviewer, label, outcome, position, "
      "started, ended) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
      interview.survey, interview.response, interview.round, interview.number, interview.interviewer,
      interview.label, interview.outcome, interview.position, interview.started, interview.ended);
  return t.commit(std::move(interview));
}

Result<std::string> Fieldwork::numbered(const std::string& survey, const std::string& round,
                                        std::int64_t number) {
  Work work(rows_.statements);
  Query row = work.query("SELECT response FROM interview WHERE survey = ?1 AND round = ?2 AND number = ?3",
                         survey, round, number);
  if (row.next()) return row.text(0);
  work.fail(
      {Code::not_found, "There is no interview with this number on this device.", std::to_string(number)});
  return work.error();
}

Status Fieldwork::save(const InterviewRow& interview) {
  Transaction t(rows_.statements);
  t.run(
      "UPDATE interview SET label = ?3, outcome = ?4, position = ?5, ended = ?6 WHERE survey = ?1 AND"
      " response = ?2",
      interview.survey, interview.response, interview.label, interview.outcome, interview.position,
      interview.ended);
  if (t.ok() && t.changes() == 0)
    t.fail({Code::not_found, "There is no such interview on this device.", interview.response});
  return t.commit();
}

// --- the list

/// What was finished last of a response, and what the hub has of it.
struct Fieldwork::Standing {
  std::string response, verdict;
  bool owed = false;
  Millis received = 0;

  InterviewStatus status() const {
    if (owed) return InterviewStatus::finished;
    const bool has = verdict == "stored" || verdict == "sent" || verdict == "held";
    return has ? InterviewStatus::sent : InterviewStatus::refused;
  }
};

/// By response. Read from indexes: no body of an event is touched.
std::vector<Fieldwork::Standing> Fieldwork::standings(Query row) {
  std::vector<Standing> all;
  while (row.next()) {
    Standing next{row.text(0), row.text(1), row.integer(3) != 0, 0};
    if (!next.owed && next.status() == InterviewStatus::sent) next.received = row.integer(2);
    const bool same = !all.empty() && all.back().response == next.response;
    if (same) next.received = std::max(next.received, all.back().received);
    if (same) all.pop_back();
    all.push_back(std::move(next));
  }
  return all;
}

namespace {

#define SELECT_STANDINGS                                                       \
  "SELECT event.response, verdict, received," IS_OWED                          \
  " FROM event LEFT JOIN receipt USING(survey, response, device, seq, sha256)" \
  " WHERE event.survey = ?3 AND kind = 'submit'"
#define SELECT_LISTED                                                                                        \
  SELECT_INTERVIEW                                                                                           \
  ", status, updated, place,"                                                                                \
  " (SELECT count(*) FROM attachment a WHERE a.survey = interview.survey"                                    \
  " AND a.response = interview.response AND value <> ''),"                                                   \
  " (SELECT count(*) FROM attachment a WHERE a.survey = interview.survey"                                    \
  " AND a.response = interview.response AND value <> '' AND sent = 0)"                                       \
  " FROM interview JOIN response ON response.survey = interview.survey AND response.id = interview.response" \
  " WHERE interview.survey = ?1"

}  // namespace

ListedInterview Fieldwork::listed(const Query& row, const std::vector<Standing>& standings) {
  ListedInterview listed{interview_row(row), InterviewStatus::draft, row.integer(11), row.text(12), 0,
                         row.integer(13),    row.integer(14)};
  const auto found =
      std::lower_bound(standings.begin(), standings.end(), listed.row.response,
                       [](const Standing& one, const std::string& id) { return one.response < id; });
  const bool known = found != standings.end() && found->response == listed.row.response;
  if (known) listed.sent = found->received;
  if (row.text(10) == "finished") listed.status = known ? found->status() : InterviewStatus::finished;
  return listed;
}

Result<std::vector<ListedInterview>> Fieldwork::list(const std::string& survey) {
  Work work(rows_.statements);
  const HubState hub = hub_of(work);
  const std::vector<Standing> all_standings = standings(
      work.query(SELECT_STANDINGS " ORDER BY event.response, event.seq", hub.hub, hub.epoch, survey));
  std::vector<ListedInterview> all;
  Query row = work.query(SELECT_LISTED " ORDER BY started DESC, number DESC", survey);
  while (row.next()) all.push_back(listed(row, all_standings));
  return work.result(std::move(all));
}

Result<std::optional<ListedInterview>> Fieldwork::find(const std::string& survey,
                                                       const std::string& response) {
  Work work(rows_.statements);
  const HubState hub = hub_of(work);
  const std::vector<Standing> its = standings(work.query(
      SELECT_STANDINGS " AND event.response = ?4 ORDER BY event.seq", hub.hub, hub.epoch, survey, response));
  std::optional<ListedInterview> found;
  Query row = work.query(SELECT_LISTED " AND interview.response = ?2", survey, response);
  if (row.next()) found = listed(row, its);
  return work.result(std::move(found));
}

// --- deletions

Status Fieldwork::remove(std::span<const ListedInterview> interviews) {
  {
    Transaction t(rows_.statements);
    for (const ListedInterview& gone : interviews) {
      t.run(
          "INSERT INTO deletion(round, number, response, at, status, outcome) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
          gone.row.round, gone.row.number, gone.row.response, rows_.clock.now(),
          interview_status_name(gone.status), gone.row.outcome);
      t.run("DELETE FROM link WHERE survey = ?1 AND response = ?2", gone.row.survey, gone.row.response);
      rows_.remove(t, gone.row.survey, gone.row.response);
    }
    if (Status removed = t.commit(); !removed.ok()) return removed;
  }
  if (!interviews.empty()) rows_.erase_traces();
  return Done{};
}

Result<std::vector<Deletion>> Fieldwork::deletions() {
  Work work(rows_.statements);
  std::vector<Deletion> all;
  Query row = work.query(
      "SELECT response, round, number, at, status, outcome FROM deletion ORDER BY at DESC, round, number "
      "DESC");
  while (row.next())
    all.push_back({row.text(0), row.text(1), row.integer(2), row.integer(3), row.text(4), row.text(5)});
  return work.result(std::move(all));
}

}  // namespace takestock::store
