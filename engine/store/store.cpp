#include "store/store.h"

#include "base/digest.h"
#include "store/rows.h"
#include "store/schema.h"

namespace takestock::store {
namespace {

#define RESPONSE_COLUMNS "survey, id, form_hash, status, created, updated, finished, revision, place, notes"

ResponseRow response_row(const Query& row) {
  ResponseRow response;
  response.survey = row.text(0);
  response.id = row.text(1);
  response.form_hash = row.text(2);
  response.status = row.text(3) == "finished" ? ResponseStatus::finished : ResponseStatus::draft;
  response.created = row.integer(4);
  response.updated = row.integer(5);
  response.finished = row.integer(6);
  response.revision = row.integer(7);
  response.place = row.text(8);
  response.notes = row.text(9);
  return response;
}

Error no_response(const std::string& id) {
  return {Code::not_found, "There is no such response on this device.", id};
}

}  // namespace

const char* response_status_name(ResponseStatus status) {
  return status == ResponseStatus::finished ? "finished" : "draft";
}

Store::Store(std::unique_ptr<Rows> rows) : rows_(std::move(rows)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(std::unique_ptr<Database> database, Clock& clock, Random& random) {
  std::unique_ptr<Rows> rows(new Rows{Statements(std::move(database)), clock, random, "", false});
  if (Status ready = rows->prepare(); !ready.ok()) return ready.error();
  return std::unique_ptr<Store>(new Store(std::move(rows)));
}

const std::string& Store::device() const { return rows_->device; }
bool Store::made_here(const Event& event) const { return rows_->made_here(event); }
Database& Store::database() { return rows_->statements.database(); }

// --- what the calls share

bool Store::Rows::made_here(const Event& event) const {
  return event.device.compare(0, kOwnDigits, device, 0, kOwnDigits) == 0;
}

Status Store::Rows::prepare() {
  if (Status migrated = migrate(statements.database(), schema_steps()); !migrated.ok()) return migrated;
  Transaction t(statements);
  {
    Query named = t.query("SELECT value FROM meta WHERE key = 'device'");
    if (named.next()) device = named.text(0).substr(0, kOwnDigits) + new_id().substr(kOwnDigits);
  }
  if (device.empty()) become_new_device(t);
  {
    Query removed = t.query("SELECT value FROM meta WHERE key = 'erase'");
    traces_left = removed.next();
  }
  Status ready = t.commit();
  if (traces_left) erase_traces();
  return ready;
}

std::string Store::Rows::new_id() {
  std::uint8_t bytes[16];
  random.fill(bytes, sizeof bytes);
  return hex(std::string(bytes, bytes + sizeof bytes));
}

void Store::Rows::erase_traces() {
  Work work(statements);
  work.run("VACUUM");
  work.run("PRAGMA wal_checkpoint(TRUNCATE)");
  work.run("DELETE FROM meta WHERE key = 'erase'");
  traces_left = !work.ok();
}

Store::Rows::Draft Store::Rows::draft(Work& work, const std::string& survey, const std::string& id) {
  Query row = work.query("SELECT form_hash, revision, status FROM response WHERE survey = ?1 AND id = ?2",
                         survey, id);
  if (!row.next()) {
    work.fail(no_response(id));
    return {};
  }
  if (row.text(2) != "draft") {
    work.fail({Code::bad_state, "This response is finished: take it up again before changing it.", id});
    return {};
  }
  return {row.text(0), row.integer(1)};
}

// --- definitions

Status Store::save_definition(const std::string& survey, const std::string& version,
                              const std::string& digest, std::string_view json) {
  Transaction t(rows_->statements);
  t.run("INSERT INTO definition(digest, survey, version, json) VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        digest, survey, version, json);
  return t.commit();
}

Result<std::string> Store::definition(const std::string& digest) {
  Work work(rows_->statements);
  Query row = work.query("SELECT json FROM definition WHERE digest = ?1", digest);
  if (row.next()) return row.text(0);
  work.fail({Code::not_found, "This version of the survey is not on this device.", digest});
  return work.error();
}

Result<std::vector<Store::DefinitionRow>> Store::definitions() {
  Work work(rows_->statements);
  std::vector<DefinitionRow> all;
  Query row = work.query("SELECT survey, version, digest FROM definition ORDER BY survey, version, digest");
  while (row.next()) all.push_back({row.text(0), row.text(1), row.text(2)});
  return work.result(std::move(all));
}

// --- responses

void Store::Rows::insert_response(Work& work, const ResponseRow& row) {
  work.run(
      "INSERT INTO response(survey, id, form_hash, status, created, updated, place, notes)"
      " VALUES(?1, ?2, ?3, 'draft', ?4, ?4, ?5, ?6)",
      row.survey, row.id, row.form_hash, row.created, row.place, row.notes);
}

Result<ResponseRow> Store::create(const std::string& survey, const std::string& form_hash, Answers answers,
                                  const std::string& place, const std::string& notes, const std::string& id) {
  ResponseRow response;
  response.survey = survey;
  response.id = id.empty() ? rows_->new_id() : id;
  response.form_hash = form_hash;
  response.created = response.updated = rows_->clock.now();
  response.place = place;
  response.notes = notes;
  Transaction t(rows_->statements);
  rows_->insert_response(t, response);
  response.revision = rows_->write_answers(t, survey, response.id, response.created, answers);
  if (response.revision > 0)
    t.run("UPDATE response SET revision = ?3 WHERE survey = ?1 AND id = ?2", survey, response.id,
          response.revision);
  return t.commit(std::move(response));
}

Result<ResponseRow> Store::load(const std::string& survey, const std::string& id) {
  Work work(rows_->statements);
  Query row =
      work.query("SELECT " RESPONSE_COLUMNS " FROM response WHERE survey = ?1 AND id = ?2", survey, id);
  if (row.next()) return response_row(row);
  work.fail(no_response(id));
  return work.error();
}

Result<std::vector<ResponseRow>> Store::list(const std::string& survey) {
  Work work(rows_->statements);
  std::vector<ResponseRow> all;
  Query row = work.query("SELECT " RESPONSE_COLUMNS
                         " FROM response WHERE ?1 = '' OR survey = ?1 ORDER BY updated DESC, survey, id",
                         survey);
  while (row.next()) all.push_back(response_row(row));
  return work.result(std::move(all));
}

Status Store::save_place(const std::string& survey, const std::string& id, const std::string& place,
                         const std::string& notes) {
  Transaction t(rows_->statements);
  {
    Query row = t.query("SELECT place, notes FROM response WHERE survey = ?1 AND id = ?2", survey, id);
    const bool found = row.next();
    if (!found) t.fail(no_response(id));
    if (found && row.text(0) == place && row.text(1) == notes) return Done{};
  }
  t.run("UPDATE response SET place = ?3, notes = ?4 WHERE survey = ?1 AND id = ?2", survey, id, place, notes);
  return t.commit();
}

Status Store::adopt_definition(const std::string& survey, const std::string& id, const std::string& form_hash,
                               Answers moved) {
  Transaction t(rows_->statements);
  if (rows_->draft(t, survey, id).form_hash == form_hash) return t.status();
  if (t.ok()) rows_->adopt(t, survey, id, rows_->clock.now(), form_hash, moved);
  return t.commit();
}

Result<Saved> Store::reopen(const std::string& survey, const std::string& id, Answers answers,
                            const std::string& form_hash, Answers moved) {
  if (rows_->traces_left) rows_->erase_traces();
  Saved saved{0, rows_->clock.now()};
  Transaction t(rows_->statements);
  t.run(
      "UPDATE response SET status = 'draft', finished = 0, revision = revision + 1, updated = ?3"
      " WHERE survey = ?1 AND id = ?2 AND status = 'finished'",
      survey, id, saved.at);
  if (t.ok() && t.changes() == 0) {
    rows_->draft(t, survey, id);
    t.fail({Code::bad_state, "This response is not finished.", id});
  }
  if (!form_hash.empty()) rows_->adopt(t, survey, id, saved.at, form_hash, moved);
  const std::int64_t written = rows_->write_answers(t, survey, id, saved.at, answers);
  saved.revision = rows_->draft(t, survey, id).revision + written;
  t.run("UPDATE response SET revision = ?3 WHERE survey = ?1 AND id = ?2", survey, id, saved.revision);
  return t.commit(saved);
}

Status Store::remove(const std::string& survey, const std::string& id) {
  {
    Transaction t(rows_->statements);
    rows_->remove(t, survey, id);
    if (Status removed = t.commit(); !removed.ok()) return removed;
  }
  rows_->erase_traces();
  return Done{};
}

void Store::Rows::remove(Work& work, const std::string& survey, const std::string& id) {
  std::int64_t rows = 0;
  for (const char* deletion : {"DELETE FROM conflict WHERE survey = ?1 AND response = ?2",
                               "DELETE FROM seen WHERE survey = ?1 AND response = ?2",
                               "DELETE FROM receipt WHERE survey = ?1 AND response = ?2",
                               "DELETE FROM event WHERE survey = ?1 AND response = ?2",
                               "DELETE FROM history WHERE survey = ?1 AND response = ?2",
                               "DELETE FROM answer WHERE survey = ?1 AND response = ?2",
                               "DELETE FROM response WHERE survey = ?1 AND id = ?2"}) {
    work.run(deletion, survey, id);
    rows += work.changes();
  }
  if (rows == 0) work.fail(no_response(id));
  work.run("INSERT INTO meta(key, value) VALUES('erase', 1) ON CONFLICT DO NOTHING");
}

}  // namespace takestock::store
