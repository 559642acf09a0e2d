#include "hub/schema.h"

#include <cstdlib>
#include <string>

namespace takestock::hub {
namespace {

// The round is first in every key of what belongs to one, so that rounds can be spread over stores or
// partitions. What belongs to none (definition, account, session, attempt, meta) is small and lies in the
// first store. Times are milliseconds since 1970 UTC, 0 = never; truths are 0 and 1.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE definition(digest TEXT PRIMARY KEY, survey TEXT NOT NULL, version TEXT NOT NULL, json TEXT NOT NULL);

CREATE TABLE round(
  id TEXT PRIMARY KEY, survey TEXT NOT NULL, definition TEXT NOT NULL, title TEXT NOT NULL, json TEXT NOT NULL,
  opens BIGINT NOT NULL, closes BIGINT NOT NULL, grace BIGINT NOT NULL, open_to_anyone BIGINT NOT NULL, created BIGINT NOT NULL
);

CREATE TABLE invitee(
  round TEXT NOT NULL, id TEXT NOT NULL, response TEXT NOT NULL, source_key TEXT NOT NULL,
  name TEXT NOT NULL, email TEXT NOT NULL, organisation TEXT NOT NULL, role TEXT NOT NULL, council_type TEXT NOT NULL,
  region TEXT NOT NULL, self_made BIGINT NOT NULL, opted_out BIGINT NOT NULL, created BIGINT NOT NULL,
  opened BIGINT NOT NULL, started BIGINT NOT NULL,
  PRIMARY KEY(round, id), UNIQUE(round, response), UNIQUE(round, source_key)
);

CREATE TABLE link(
  round TEXT NOT NULL, token_hash TEXT NOT NULL, invitee TEXT NOT NULL, kind TEXT NOT NULL, channel TEXT NOT NULL,
  issued BIGINT NOT NULL, issued_by TEXT NOT NULL, ends BIGINT NOT NULL, revoked BIGINT NOT NULL, revoked_why TEXT NOT NULL,
  received BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY(round, token_hash)
);
CREATE INDEX link_by_invitee ON link(round, invitee);

CREATE TABLE event(
  round TEXT NOT NULL, response TEXT NOT NULL, device TEXT NOT NULL, seq BIGINT NOT NULL, sha256 TEXT NOT NULL,
  survey TEXT NOT NULL, form_hash TEXT NOT NULL, kind TEXT NOT NULL, base TEXT NOT NULL, at BIGINT NOT NULL,
  offset_minutes BIGINT NOT NULL, body TEXT NOT NULL,
  received BIGINT NOT NULL, effective BIGINT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL, late BIGINT NOT NULL,
  channel TEXT NOT NULL, token_hash TEXT NOT NULL, findings TEXT NOT NULL,
  PRIMARY KEY(round, response, device, seq, sha256)
);
CREATE INDEX event_by_verdict ON event(round, verdict);
CREATE INDEX event_by_device ON event(round, device, seq);

CREATE TABLE head(
  round TEXT NOT NULL, response TEXT NOT NULL, device TEXT NOT NULL, seq BIGINT NOT NULL, sha256 TEXT NOT NULL, kind TEXT NOT NULL,
  effective BIGINT NOT NULL, counts BIGINT NOT NULL, versions BIGINT NOT NULL, concurrent BIGINT NOT NULL, channel TEXT NOT NULL,
  PRIMARY KEY(round, response)
);

CREATE VIEW contact AS
SELECT round, id, response, source_key, name, email, organisation, role, council_type, region, self_made, opted_out, channel, last_sent,
  versions, linked, opened, started, sent, other_way,
  CASE WHEN sent = 1 THEN 'sent' WHEN started = 1 THEN 'started' WHEN opened = 1 THEN 'opened' WHEN linked = 1 THEN 'issued'
       ELSE 'no_link' END AS state
FROM (
  SELECT i.round, i.id, i.response, i.source_key, i.name, i.email, i.organisation, i.role, i.council_type, i.region, i.self_made,
    i.opted_out, COALESCE(h.channel, '') AS channel, COALESCE(h.effective, 0) AS last_sent, COALESCE(h.versions, 0) AS versions,
    CASE WHEN i.opened > 0 OR i.started > 0 OR (h.counts = 1 AND h.channel = '') OR EXISTS(
      SELECT 1 FROM link l WHERE l.round = i.round AND l.invitee = i.id AND l.kind <> 'entry' AND l.revoked = 0) THEN 1 ELSE 0 END AS linked,
    CASE WHEN i.opened > 0 OR i.started > 0 OR (h.counts = 1 AND h.channel = '') THEN 1 ELSE 0 END AS opened,
    CASE WHEN i.started > 0 OR (h.counts = 1 AND h.channel = '') THEN 1 ELSE 0 END AS started,
    COALESCE(h.counts, 0) AS sent,
    CASE WHEN h.counts = 1 AND h.channel <> '' THEN 1 ELSE 0 END AS other_way
  FROM invitee i LEFT JOIN head h ON h.round = i.round AND h.response = i.response
) AS reached;

CREATE TABLE mail(
  round TEXT NOT NULL, batch TEXT NOT NULL, invitee TEXT NOT NULL, state TEXT NOT NULL, at BIGINT NOT NULL, text TEXT NOT NULL,
  tries BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY(round, batch, invitee)
);
CREATE INDEX mail_by_state ON mail(round, batch, state, at);
CREATE TABLE mail_batch(
  round TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL, by_user TEXT NOT NULL,
  at BIGINT NOT NULL, per_minute BIGINT NOT NULL, done BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY(round, id)
);

CREATE TABLE audit(
  round TEXT NOT NULL, at BIGINT NOT NULL, id TEXT NOT NULL, by_user TEXT NOT NULL, action TEXT NOT NULL, detail TEXT NOT NULL,
  PRIMARY KEY(round, at, id)
);

CREATE TABLE account(
  name TEXT PRIMARY KEY, role TEXT NOT NULL, password TEXT NOT NULL, must_change BIGINT NOT NULL, second_factor TEXT NOT NULL,
  new_factor TEXT NOT NULL, last_code BIGINT NOT NULL, disabled BIGINT NOT NULL, last_seen BIGINT NOT NULL, created BIGINT NOT NULL
);
CREATE TABLE session(token_hash TEXT PRIMARY KEY, account TEXT NOT NULL, expires BIGINT NOT NULL, seen BIGINT NOT NULL, created BIGINT NOT NULL);
CREATE TABLE attempt(key TEXT PRIMARY KEY, count BIGINT NOT NULL, last BIGINT NOT NULL, until BIGINT NOT NULL);
)sql";

// Fieldwork. Interviewers are no contacts: nobody invited them to answer. Whose an interview is stands in the
// first half of its id (identity::interview_of), which is fieldworker.prefix; `interview` has a row beside
// each of their heads. The bytes of an attachment are a file named by its digest (attachments.h).
constexpr const char* kVersion2 = R"sql(
CREATE TABLE fieldworker(
  round TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, prefix TEXT NOT NULL, created BIGINT NOT NULL, contact BIGINT NOT NULL,
  PRIMARY KEY(round, id), UNIQUE(round, prefix), UNIQUE(round, name)
);

CREATE TABLE interview(
  round TEXT NOT NULL, response TEXT NOT NULL, fieldworker TEXT NOT NULL, outcome TEXT NOT NULL,
  PRIMARY KEY(round, response)
);

CREATE TABLE attachment(
  round TEXT NOT NULL, response TEXT NOT NULL, sha256 TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, size BIGINT NOT NULL,
  received BIGINT NOT NULL,
  PRIMARY KEY(round, response, sha256)
);
)sql";

constexpr const char* kSteps[] = {kVersion1, kVersion2};

// Of every version, as it keeps the version.
constexpr const char* kMeta = "CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value TEXT NOT NULL)";

Result<std::size_t> version_of(store::Database& database) {
  auto statement = database.prepare("SELECT value FROM meta WHERE key = 'schema'");
  if (!statement.ok()) return statement.error();
  const auto row = (*statement)->step();
  if (!row.ok()) return row.error();
  return *row
             ? static_cast<std::size_t>(std::strtoul(std::string((*statement)->text(0)).c_str(), nullptr, 10))
             : 0;
}

Error newer_store(std::size_t version, std::size_t known) {
  return {Code::storage_damaged,
          "This store was made by a newer version of this program (its schema is " + std::to_string(version) +
              ", this program knows " + std::to_string(known) + "): update the program. Nothing was changed.",
          ""};
}

std::string note_version(std::size_t version) {
  return "INSERT INTO meta(key, value) VALUES('schema', '" + std::to_string(version) +
         "') ON CONFLICT(key) DO UPDATE SET value = excluded.value";
}

/// Within a transaction.
Status take_steps(store::Database& database, std::span<const char* const> steps) {
  if (Status made = database.execute(kMeta); !made.ok()) return made;
  const auto version = version_of(database);
  if (!version.ok()) return version.error();
  if (*version > steps.size()) return newer_store(*version, steps.size());
  if (*version == steps.size()) return Done{};
  for (const char* step : steps.subspan(*version))
    if (Status taken = database.execute(step); !taken.ok()) return taken;
  return database.execute(note_version(steps.size()));
}

}  // namespace

std::span<const char* const> schema_steps() { return kSteps; }

Status prepare_schema(store::Database& database) { return prepare_schema(database, kSteps); }

Status prepare_schema(store::Database& database, std::span<const char* const> steps) {
  Status taken = database.execute("BEGIN IMMEDIATE");
  if (!taken.ok()) return taken;
  taken = take_steps(database, steps);
  if (taken.ok()) taken = database.execute("COMMIT");
  if (!taken.ok()) (void)database.execute("ROLLBACK");
  return taken;
}

}  // namespace takestock::hub
