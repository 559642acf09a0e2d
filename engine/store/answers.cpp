// The answers of a response and the history of every change.
#include "store/rows.h"
#include "store/splice.h"

namespace takestock::store {
namespace {

std::optional<std::string> stored_answer(Work& work, const std::string& survey, const std::string& id,
                                         const std::string& path) {
  Query row = work.query("SELECT json FROM answer WHERE survey = ?1 AND response = ?2 AND path = ?3", survey,
                         id, path);
  if (!row.next()) return std::nullopt;
  return row.text(0);
}

std::int64_t changes_so_far(Work& work, const std::string& survey, const std::string& id) {
  Query row = work.query("SELECT n FROM history WHERE survey = ?1 AND response = ?2 ORDER BY n DESC LIMIT 1",
                         survey, id);
  return row.next() ? row.integer(0) : 0;
}

void append_history(Work& work, const std::string& survey, const std::string& id, Millis at,
                    const std::string& path, std::string_view before, std::string_view json) {
  const std::int64_t n = changes_so_far(work, survey, id) + 1;
  const Splice change = splice_between(before, json);
  work.run(
      "INSERT INTO history(survey, response, n, at, path, keep_prefix, keep_suffix, middle)"
      " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
      survey, id, n, at, path, static_cast<std::int64_t>(change.keep_prefix),
      with_sum(change.keep_suffix, change_sum(id, n, at, path, json)), change.middle);
}

/// False: it was that already.
bool write_answer(Work& work, const std::string& survey, const std::string& id, Millis at,
                  const std::string& path, std::string_view json) {
  const auto before = stored_answer(work, survey, id, path);
  if (before == json) return false;
  append_history(work, survey, id, at, path, before.value_or(""), json);
  work.run(
      "INSERT INTO answer(survey, response, path, json) VALUES(?1, ?2, ?3, ?4)"
      " ON CONFLICT(survey, response, path) DO UPDATE SET json = excluded.json",
      survey, id, path, json);
  return true;
}

Status require_response(Work& work, const std::string& survey, const std::string& id) {
  Query row = work.query("SELECT 1 FROM response WHERE survey = ?1 AND id = ?2", survey, id);
  if (!row.next()) work.fail({Code::not_found, "There is no such response on this device.", id});
  return work.status();
}

}  // namespace

Result<std::vector<std::pair<std::string, std::string>>> Store::answers(const std::string& survey,
                                                                        const std::string& id) {
  Work work(rows_->statements);
  if (Status found = require_response(work, survey, id); !found.ok()) return found.error();
  std::vector<std::pair<std::string, std::string>> all;
  Query row = work.query("SELECT path, json FROM answer WHERE survey = ?1 AND response = ?2 ORDER BY path",
                         survey, id);
  while (row.next()) all.emplace_back(row.text(0), row.text(1));
  return work.result(std::move(all));
}

Result<Saved> Store::save_answer(const std::string& survey, const std::string& id, const std::string& path,
                                 std::string_view json) {
  const std::pair<std::string, std::string> one{path, json};
  return save_answers(survey, id, {&one, 1});
}

std::int64_t Store::Rows::write_answers(Work& work, const std::string& survey, const std::string& id,
                                        Millis at, Answers answers) {
  std::int64_t written = 0;
  for (const auto& [path, json] : answers) written += write_answer(work, survey, id, at, path, json);
  return written;
}

void Store::Rows::adopt(Work& work, const std::string& survey, const std::string& id, Millis at,
                        const std::string& form_hash, Answers moved) {
  for (const auto& [from, to] : moved) {
    const auto json = stored_answer(work, survey, id, from);
    if (!json) continue;
    write_answer(work, survey, id, at, to, *json);
    work.run("DELETE FROM answer WHERE survey = ?1 AND response = ?2 AND path = ?3", survey, id, from);
  }
  work.run(
      "UPDATE response SET form_hash = ?3, revision = revision + 1, updated = ?4 WHERE survey = ?1 AND id = "
      "?2",
      survey, id, form_hash, at);
}

Result<Saved> Store::save_answers(const std::string& survey, const std::string& id, Answers answers) {
  if (rows_->traces_left) rows_->erase_traces();
  Saved saved{0, rows_->clock.now()};
  Transaction t(rows_->statements);
  const std::int64_t before = saved.revision = rows_->draft(t, survey, id).revision;
  saved.revision += rows_->write_answers(t, survey, id, saved.at, answers);
  if (t.ok() && saved.revision == before) return saved;
  t.run("UPDATE response SET revision = ?3, updated = ?4 WHERE survey = ?1 AND id = ?2", survey, id,
        saved.revision, saved.at);
  return t.commit(saved);
}

Result<std::vector<HistoryRow>> Store::history(const std::string& survey, const std::string& id) {
  Work work(rows_->statements);
  if (Status found = require_response(work, survey, id); !found.ok()) return found.error();
  std::vector<HistoryRow> all;
  std::map<std::string, std::string> values;
  Query row = work.query(
      "SELECT n, at, path, keep_prefix, keep_suffix, middle FROM history"
      " WHERE survey = ?1 AND response = ?2 ORDER BY n",
      survey, id);
  while (row.next()) {
    const std::string middle = row.text(5);
    std::string& value = values[row.text(2)];
    auto after =
        apply_splice(value, {static_cast<std::size_t>(row.integer(3)), suffix_in(row.integer(4)), middle});
    if (!after)
      return Error{Code::storage_damaged, "The history of this response does not fit together.", id};
    value = std::move(*after);
    all.push_back({row.integer(0), row.integer(1), row.text(2), value});
  }
  return work.result(std::move(all));
}

}  // namespace takestock::store
