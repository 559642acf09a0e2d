#include "store/schema.h"

#include <cstdint>
#include <memory>
#include <string>

namespace takestock::store {
namespace {

// `survey` comes first in every key, so that a survey's rows lie together and can be moved or dropped
// together. Times are milliseconds since 1970 UTC, answers are JSON text. history.keep_prefix and keep_suffix
// count bytes of the value that the same path had before; `middle` stands between them. Above its count
// keep_suffix has a sum (splice.h). event.base holds one "seq device" per line.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;

CREATE TABLE definition(
  digest TEXT PRIMARY KEY, survey TEXT NOT NULL, version TEXT NOT NULL, json TEXT NOT NULL
);

CREATE TABLE response(
  survey TEXT NOT NULL, id TEXT NOT NULL, form_hash TEXT NOT NULL,
  status TEXT NOT NULL CHECK(status IN ('draft', 'finished')),
  created INTEGER NOT NULL, updated INTEGER NOT NULL, finished INTEGER NOT NULL DEFAULT 0,
  revision INTEGER NOT NULL DEFAULT 0, place TEXT NOT NULL DEFAULT '', notes TEXT NOT NULL DEFAULT '',
  PRIMARY KEY(survey, id)
) WITHOUT ROWID;

CREATE TABLE answer(
  survey TEXT NOT NULL, response TEXT NOT NULL, path TEXT NOT NULL, json TEXT NOT NULL,
  PRIMARY KEY(survey, response, path),
  FOREIGN KEY(survey, response) REFERENCES response(survey, id)
) WITHOUT ROWID;

CREATE TABLE history(
  survey TEXT NOT NULL, response TEXT NOT NULL, n INTEGER NOT NULL, at INTEGER NOT NULL, path TEXT NOT NULL,
  keep_prefix INTEGER NOT NULL, keep_suffix INTEGER NOT NULL, middle TEXT NOT NULL,
  PRIMARY KEY(survey, response, n),
  FOREIGN KEY(survey, response) REFERENCES response(survey, id)
) WITHOUT ROWID;

CREATE TABLE event(
  survey TEXT NOT NULL, response TEXT NOT NULL, device TEXT NOT NULL, seq INTEGER NOT NULL, sha256 TEXT NOT NULL,
  form_hash TEXT NOT NULL, kind TEXT NOT NULL CHECK(kind IN ('submit', 'draft', 'withdraw')), base TEXT NOT NULL,
  at INTEGER NOT NULL, offset_minutes INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY(survey, response, device, seq, sha256)
) WITHOUT ROWID;

CREATE TRIGGER history_never_changes BEFORE UPDATE ON history
BEGIN SELECT RAISE(ABORT, 'the history of answers never changes'); END;
CREATE TRIGGER event_never_changes BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'an event never changes'); END;
)sql";

// What a device keeps of links and of the hub (sharing.h). receipt: the last word on an event; epoch: the
// hub's when it said so. seen.events: as event.base. A conflict's `theirs` is JSON text.
constexpr const char* kVersion2 = R"sql(
CREATE TABLE link(
  survey TEXT NOT NULL, response TEXT NOT NULL, round TEXT NOT NULL, code TEXT NOT NULL, self_made INTEGER NOT NULL,
  opened INTEGER NOT NULL, asked INTEGER NOT NULL DEFAULT 0, status TEXT NOT NULL DEFAULT '',
  closes INTEGER NOT NULL DEFAULT 0, name TEXT NOT NULL DEFAULT '', organisation TEXT NOT NULL DEFAULT '',
  PRIMARY KEY(survey, response)
) WITHOUT ROWID;

CREATE TABLE receipt(
  survey TEXT NOT NULL, response TEXT NOT NULL, device TEXT NOT NULL, seq INTEGER NOT NULL, sha256 TEXT NOT NULL,
  hub TEXT NOT NULL, epoch INTEGER NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL,
  received INTEGER NOT NULL, effective INTEGER NOT NULL, late INTEGER NOT NULL, findings TEXT NOT NULL,
  PRIMARY KEY(survey, response, device, seq, sha256)
) WITHOUT ROWID;

CREATE TABLE seen(
  survey TEXT NOT NULL, response TEXT NOT NULL, events TEXT NOT NULL, PRIMARY KEY(survey, response)
) WITHOUT ROWID;

CREATE TABLE conflict(
  survey TEXT NOT NULL, response TEXT NOT NULL, name TEXT NOT NULL, theirs TEXT NOT NULL, device TEXT NOT NULL,
  seq INTEGER NOT NULL, PRIMARY KEY(survey, response, name)
) WITHOUT ROWID;

CREATE INDEX event_by_device ON event(device, seq);

INSERT INTO seen SELECT survey, response, max(seq) || ' ' || device || '
' FROM event WHERE device = (SELECT value FROM meta WHERE key = 'device') GROUP BY survey, response;
)sql";

// What an interviewer's device keeps beside that (fieldwork.h, attachments.h). The interviewer's own link is
// the row of `link` whose response is "". A response takes with it what is about it.
constexpr const char* kVersion3 = R"sql(
CREATE TABLE interview(
  survey TEXT NOT NULL, response TEXT NOT NULL, round TEXT NOT NULL, number INTEGER NOT NULL, interviewer TEXT NOT NULL,
  label TEXT NOT NULL, outcome TEXT NOT NULL DEFAULT '', started INTEGER NOT NULL, ended INTEGER NOT NULL DEFAULT 0,
  position TEXT NOT NULL DEFAULT '', PRIMARY KEY(survey, response), UNIQUE(round, number)
) WITHOUT ROWID;

CREATE TABLE deletion(
  round TEXT NOT NULL, number INTEGER NOT NULL, response TEXT NOT NULL, at INTEGER NOT NULL, status TEXT NOT NULL,
  outcome TEXT NOT NULL, PRIMARY KEY(round, number)
) WITHOUT ROWID;

CREATE TABLE attachment(
  id INTEGER PRIMARY KEY, survey TEXT NOT NULL, response TEXT NOT NULL, path TEXT NOT NULL, value TEXT NOT NULL,
  sha256 TEXT NOT NULL, type TEXT NOT NULL, size INTEGER NOT NULL, sent INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX attachment_of ON attachment(survey, response);

CREATE TABLE attachment_part(attachment INTEGER, part INTEGER, bytes BLOB NOT NULL, PRIMARY KEY(attachment, part));

CREATE INDEX event_by_kind ON event(survey, kind, response, seq);

CREATE TRIGGER response_takes_along AFTER DELETE ON response
BEGIN
  DELETE FROM attachment_part WHERE attachment IN
    (SELECT id FROM attachment WHERE survey = OLD.survey AND response = OLD.id);
  DELETE FROM attachment WHERE survey = OLD.survey AND response = OLD.id;
  DELETE FROM interview WHERE survey = OLD.survey AND response = OLD.id;
END;
)sql";

// No table changes: since then history.keep_suffix has sums, which an older program would take for counts.
constexpr const char* kVersion4 = "";

constexpr const char* kSteps[] = {kVersion1, kVersion2, kVersion3, kVersion4};

Result<std::int64_t> version_of(Database& database) {
  auto statement = database.prepare("PRAGMA user_version");
  if (!statement.ok()) return statement.error();
  auto row = (*statement)->step();
  if (!row.ok()) return row.error();
  return (*statement)->integer(0);
}

Error newer_file(std::int64_t version, std::size_t known) {
  return {Code::storage_damaged,
          "This database was made by a newer version of this program (its schema is " +
              std::to_string(version) + ", this program knows " + std::to_string(known) +
              "): update the program. Nothing was changed.",
          ""};
}

}  // namespace

std::span<const char* const> schema_steps() { return kSteps; }

Status migrate(Database& database, std::span<const char* const> steps) {
  const auto version = version_of(database);
  if (!version.ok()) return version.error();
  const auto done = static_cast<std::size_t>(*version);
  if (*version < 0 || done > steps.size()) return newer_file(*version, steps.size());
  if (done == steps.size()) return Done{};

  std::string script = "BEGIN IMMEDIATE;";
  for (const char* step : steps.subspan(done)) script += step;
  script += "PRAGMA application_id=" + std::to_string(kApplicationId) + ";";
  script += "PRAGMA user_version=" + std::to_string(steps.size()) + ";COMMIT;";
  Status migrated = database.execute(script);
  if (!migrated.ok()) (void)database.execute("ROLLBACK");
  return migrated;
}

}  // namespace takestock::store
