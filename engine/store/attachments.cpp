#include "store/attachments.h"

#include "store/rows.h"

namespace takestock::store {
namespace {

#define SELECT_ATTACHMENT "SELECT id, survey, response, path, value, sha256, type, size, sent FROM attachment"
/// An event of its response that names it. The name is hex digits and letters, so LIKE finds it and nothing
/// else.
#define NAMED_BY_EVENT                                                                      \
  "EXISTS(SELECT 1 FROM event WHERE event.survey = attachment.survey AND event.response = " \
  "attachment.response"                                                                     \
  " AND body LIKE '%\"' || value || '\"%')"

AttachmentRow attachment_row(const Query& row) {
  AttachmentRow attachment;
  attachment.id = row.integer(0);
  attachment.survey = row.text(1);
  attachment.response = row.text(2);
  attachment.path = row.text(3);
  attachment.value = row.text(4);
  attachment.sha256 = row.text(5);
  attachment.type = row.text(6);
  attachment.size = row.integer(7);
  attachment.sent = row.integer(8) != 0;
  return attachment;
}

Result<std::vector<AttachmentRow>> attachment_rows(Work& work, Query row) {
  std::vector<AttachmentRow> all;
  while (row.next()) all.push_back(attachment_row(row));
  return work.result(std::move(all));
}

Error no_attachment() { return {Code::not_found, "There is no such attachment on this device.", ""}; }

void remove_unended(Work& work) {
  work.run("DELETE FROM attachment_part WHERE attachment IN (SELECT id FROM attachment WHERE value = '')");
  work.run("DELETE FROM attachment WHERE value = ''");
}

void remove_one(Work& work, std::int64_t id) {
  work.run("DELETE FROM attachment_part WHERE attachment = ?1", id);
  work.run("DELETE FROM attachment WHERE id = ?1", id);
}

std::int64_t insert(Work& work, const AttachmentRow& row) {
  work.run(
      "INSERT INTO attachment(survey, response, path, value, sha256, type, size)"
      " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      row.survey, row.response, row.path, row.value, row.sha256, row.type, row.size);
  Query made = work.query("SELECT max(id) FROM attachment");
  return made.next() ? made.integer(0) : 0;
}

void insert_parts(Work& work, std::int64_t id, std::int64_t part, std::string_view bytes) {
  for (; !bytes.empty(); ++part) {
    const std::string_view piece = bytes.substr(0, Attachments::kPartBytes);
    work.run("INSERT INTO attachment_part(attachment, part, bytes) VALUES(?1, ?2, CAST(?3 AS BLOB))", id,
             part, piece);
    bytes.remove_prefix(piece.size());
  }
}

std::optional<AttachmentRow> find_value(Work& work, const std::string& survey, const std::string& response,
                                        const std::string& value) {
  Query row = work.query(SELECT_ATTACHMENT " WHERE survey = ?1 AND response = ?2 AND value = ?3", survey,
                         response, value);
  return row.next() ? std::optional(attachment_row(row)) : std::nullopt;
}

std::optional<AttachmentRow> unended(Work& work, std::int64_t id) {
  std::optional<AttachmentRow> found;
  {
    Query row = work.query(SELECT_ATTACHMENT " WHERE id = ?1 AND value = ''", id);
    if (row.next()) found = attachment_row(row);
  }
  if (!found) work.fail(no_attachment());
  return found;
}

}  // namespace

Result<std::int64_t> Attachments::begin(const std::string& survey, const std::string& response,
                                        const std::string& path, const std::string& type) {
  AttachmentRow row;
  row.survey = survey, row.response = response, row.path = path, row.type = type;
  Transaction t(rows_.statements);
  remove_unended(t);
  const std::int64_t id = insert(t, row);
  return t.commit(id);
}

Result<std::int64_t> Attachments::append(std::int64_t id, std::string_view bytes) {
  Transaction t(rows_.statements);
  const auto row = unended(t, id);
  if (!row) return t.status().error();
  std::int64_t part = 0;
  {
    Query last = t.query("SELECT coalesce(max(part), -1) + 1 FROM attachment_part WHERE attachment = ?1", id);
    if (last.next()) part = last.integer(0);
  }
  insert_parts(t, id, part, bytes);
  const std::int64_t size = row->size + static_cast<std::int64_t>(bytes.size());
  t.run("UPDATE attachment SET size = ?2 WHERE id = ?1", id, size);
  return t.commit(size);
}

Status Attachments::finish(std::int64_t id, const std::string& value, const std::string& sha256) {
  Transaction t(rows_.statements);
  const auto row = unended(t, id);
  if (!row) return t.status();
  if (find_value(t, row->survey, row->response, value))
    remove_one(t, id);
  else
    t.run("UPDATE attachment SET value = ?2, sha256 = ?3 WHERE id = ?1", id, value, sha256);
  return t.commit();
}

Status Attachments::tidy(const std::string& survey, const std::string& response) {
  constexpr const char* kUnused =
      "SELECT id FROM attachment WHERE survey = ?1 AND response = ?2 AND value <> '' AND NOT " NAMED_BY_EVENT
      " AND NOT EXISTS(SELECT 1 FROM answer WHERE answer.survey = attachment.survey"
      " AND answer.response = attachment.response AND json = '\"' || value || '\"')";
  Transaction t(rows_.statements);
  std::vector<std::int64_t> unused;
  {
    Query row = t.query(kUnused, survey, response);
    while (row.next()) unused.push_back(row.integer(0));
  }
  if (t.ok() && unused.empty()) return Done{};
  for (const std::int64_t id : unused) remove_one(t, id);
  return t.commit();
}

Status Attachments::add(const AttachmentRow& row, std::string_view bytes) {
  Transaction t(rows_.statements);
  if (find_value(t, row.survey, row.response, row.value)) return t.status();
  insert_parts(t, insert(t, row), 0, bytes);
  return t.commit();
}

Result<std::optional<AttachmentRow>> Attachments::find(const std::string& survey, const std::string& response,
                                                       const std::string& value) {
  Work work(rows_.statements);
  return work.result(find_value(work, survey, response, value));
}

Result<AttachmentRow> Attachments::get(std::int64_t id) {
  Work work(rows_.statements);
  Query row = work.query(SELECT_ATTACHMENT " WHERE id = ?1", id);
  if (row.next()) return attachment_row(row);
  work.fail(no_attachment());
  return work.error();
}

Status Attachments::each_part(std::int64_t id, const std::function<Status(std::string_view)>& visit) {
  Work work(rows_.statements);
  Query row = work.query("SELECT bytes FROM attachment_part WHERE attachment = ?1 ORDER BY part", id);
  while (row.next())
    if (Status visited = visit(row.text(0)); !visited.ok()) return visited;
  return work.status();
}

Result<std::vector<AttachmentRow>> Attachments::list(const std::string& survey, const std::string& response) {
  Work work(rows_.statements);
  return attachment_rows(work,
                         work.query(SELECT_ATTACHMENT " WHERE survey = ?1 AND (?2 = '' OR response = ?2)"
                                                      " AND value <> '' ORDER BY id",
                                    survey, response));
}

Result<std::vector<AttachmentRow>> Attachments::owed(const std::string& survey, std::int64_t most) {
  Work work(rows_.statements);
  return attachment_rows(
      work, work.query(SELECT_ATTACHMENT
                       " WHERE survey = ?1 AND sent = 0 AND value <> '' AND EXISTS(SELECT 1 FROM event JOIN"
                       " receipt USING(survey, response, device, seq, sha256)"
                       " WHERE event.survey = attachment.survey AND event.response = attachment.response"
                       " AND verdict IN ('stored', 'sent', 'held') AND body LIKE '%\"' || value || '\"%')"
                       " ORDER BY id LIMIT ?2",
                       survey, most));
}

Status Attachments::mark_sent(const std::string& survey, const std::string& response,
                              const std::string& value) {
  Transaction t(rows_.statements);
  t.run("UPDATE attachment SET sent = 1 WHERE survey = ?1 AND response = ?2 AND value = ?3", survey, response,
        value);
  if (t.ok() && t.changes() == 0) t.fail(no_attachment());
  return t.commit();
}

}  // namespace takestock::store
