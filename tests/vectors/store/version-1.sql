-- A database as schema version 1 leaves it. Never changed: later versions must be able to open it.
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

PRAGMA application_id = 1416319860;
PRAGMA user_version = 1;

INSERT INTO meta VALUES('device', 'fedcba9876543210fedcba9876543210'), ('next_seq', 2);
INSERT INTO definition VALUES('form', 'taking-stock', '2015', '{"name":"taking-stock"}');
INSERT INTO response VALUES('taking-stock', '0123456789abcdef0123456789abcdef', 'form', 'finished', 1700000000000, 1700000005000, 1700000005000, 5, 'page-2', '{}');
INSERT INTO answer VALUES('taking-stock', '0123456789abcdef0123456789abcdef', '/data/q1', '"a"'), ('taking-stock', '0123456789abcdef0123456789abcdef', '/data/q2', '"café crème"');
INSERT INTO history VALUES
  ('taking-stock', '0123456789abcdef0123456789abcdef', 1, 1700000001000, '/data/q1', 0, 0, '"a"'),
  ('taking-stock', '0123456789abcdef0123456789abcdef', 2, 1700000002000, '/data/q2', 0, 0, '"caff"'),
  ('taking-stock', '0123456789abcdef0123456789abcdef', 3, 1700000003000, '/data/q2', 3, 1, 'f'),
  ('taking-stock', '0123456789abcdef0123456789abcdef', 4, 1700000004000, '/data/q2', 4, 1, 'é crème');
INSERT INTO event VALUES('taking-stock', '0123456789abcdef0123456789abcdef', 'fedcba9876543210fedcba9876543210', 1, '9fc0a27d442e48e185326a60d62b6ab0b3d3a8b049b8c0800060dc12d9f06e4d', 'form', 'submit', '17 00000000000000000000000000000002
', 1700000005000, 60, '{"q1":"a"}');
