-- A source is an opened folder, bundle or imported table.
CREATE TABLE source (
  id      INTEGER PRIMARY KEY,
  ulid    TEXT NOT NULL UNIQUE,
  created INTEGER NOT NULL                        -- ms since 1970, UTC
) STRICT;

-- A file keeps its fingerprint when it is renamed or compressed. position is
-- the decoded byte up to which its records are stored below.
CREATE TABLE file (
  id          INTEGER PRIMARY KEY,
  source      INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
  fingerprint TEXT NOT NULL,
  path        TEXT NOT NULL,
  family      TEXT NOT NULL,
  position    INTEGER NOT NULL DEFAULT 0,
  updated     INTEGER NOT NULL,
  UNIQUE (source, fingerprint)
) STRICT;

-- One visit, sign-in, sign-out or refusal. rec_* is what the record itself said;
-- the column without rec_ is what holds after the directory, the places and the
-- user's notes were asked. Text is '' and a number NULL where nothing is known;
-- time_ms is 0 when the record has no time.
CREATE TABLE access_event (
  id             INTEGER PRIMARY KEY,
  source         INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
  file           INTEGER NOT NULL REFERENCES file(id) ON DELETE CASCADE,
  "offset"       INTEGER NOT NULL,
  line           INTEGER NOT NULL,
  time_ms        INTEGER NOT NULL,
  time_text      TEXT NOT NULL,
  time_iso       TEXT GENERATED ALWAYS AS (CASE WHEN time_ms = 0 THEN NULL
                   ELSE strftime('%Y-%m-%dT%H:%M:%fZ', time_ms / 1000.0, 'unixepoch') END) VIRTUAL,
  kind           TEXT NOT NULL,                   -- visit, sign-in, sign-out, refused
  scope          TEXT NOT NULL,                   -- administrator, tenant
  account        TEXT NOT NULL,
  name           TEXT NOT NULL,
  company        TEXT NOT NULL,
  company_origin TEXT NOT NULL,                   -- record, directory, note, ''
  memo           TEXT NOT NULL,
  memo_origin    TEXT NOT NULL,
  note           TEXT NOT NULL,                   -- the user's own words on this one row
  host           TEXT NOT NULL,
  method         TEXT NOT NULL,
  path           TEXT NOT NULL,
  page           TEXT NOT NULL,
  status         INTEGER,
  result         TEXT NOT NULL,
  ip             TEXT NOT NULL,
  ip_bytes       BLOB,                            -- 16 bytes, v4 as ::ffff:a.b.c.d
  place          TEXT NOT NULL,
  country        TEXT NOT NULL,                   -- ISO 3166 alpha-2
  place_origin   TEXT NOT NULL,
  agent          TEXT NOT NULL,
  ms             INTEGER,
  bytes          INTEGER,
  session        TEXT NOT NULL,
  request_id     TEXT NOT NULL,
  raw            TEXT NOT NULL,
  rec_scope      TEXT NOT NULL,
  rec_name       TEXT NOT NULL,
  rec_company    TEXT NOT NULL,
  rec_memo       TEXT NOT NULL,
  rec_place      TEXT NOT NULL,
  UNIQUE (file, "offset")
) STRICT;
CREATE INDEX access_event_time    ON access_event (source, time_ms);
CREATE INDEX access_event_account ON access_event (source, account, time_ms);
CREATE INDEX access_event_ip      ON access_event (source, ip_bytes, time_ms);

-- One administrative operation. before and after are JSON text or ''.
CREATE TABLE audit_event (
  id             INTEGER PRIMARY KEY,
  source         INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE,
  file           INTEGER NOT NULL REFERENCES file(id) ON DELETE CASCADE,
  "offset"       INTEGER NOT NULL,
  line           INTEGER NOT NULL,
  time_ms        INTEGER NOT NULL,
  time_text      TEXT NOT NULL,
  time_iso       TEXT GENERATED ALWAYS AS (CASE WHEN time_ms = 0 THEN NULL
                   ELSE strftime('%Y-%m-%dT%H:%M:%fZ', time_ms / 1000.0, 'unixepoch') END) VIRTUAL,
  account        TEXT NOT NULL,
  name           TEXT NOT NULL,
  role           TEXT NOT NULL,
  company        TEXT NOT NULL,
  company_origin TEXT NOT NULL,
  memo           TEXT NOT NULL,
  memo_origin    TEXT NOT NULL,
  note           TEXT NOT NULL,
  ip             TEXT NOT NULL,
  ip_bytes       BLOB,
  place          TEXT NOT NULL,
  country        TEXT NOT NULL,
  place_origin   TEXT NOT NULL,
  session        TEXT NOT NULL,
  action         TEXT NOT NULL,                   -- add, delete, modify, query, ''
  verb           TEXT NOT NULL,                   -- the action as the server wrote it
  module         TEXT NOT NULL,
  target_type    TEXT NOT NULL,
  target_id      TEXT NOT NULL,
  target         TEXT NOT NULL,
  outcome        TEXT NOT NULL,
  reason         TEXT NOT NULL,
  before         TEXT NOT NULL,
  after          TEXT NOT NULL,
  correlation    TEXT NOT NULL,
  raw            TEXT NOT NULL,
  rec_name       TEXT NOT NULL,
  rec_company    TEXT NOT NULL,
  rec_memo       TEXT NOT NULL,
  rec_place      TEXT NOT NULL,
  UNIQUE (file, "offset")
) STRICT;
CREATE INDEX audit_event_time   ON audit_event (source, time_ms);
CREATE INDEX audit_event_target ON audit_event (source, module, target_id, time_ms);
CREATE INDEX audit_event_action ON audit_event (source, action, time_ms);

-- What the user wrote: kind is ip, network, account, company, or visit (one row;
-- key "fingerprint:offset").
CREATE TABLE note (
  kind    TEXT NOT NULL,
  key     TEXT NOT NULL,
  text    TEXT NOT NULL,
  company TEXT NOT NULL DEFAULT '',
  updated INTEGER NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE recent_source (
  ulid   TEXT PRIMARY KEY,
  kind   TEXT NOT NULL,
  path   TEXT NOT NULL UNIQUE,
  label  TEXT NOT NULL,
  pinned INTEGER NOT NULL DEFAULT 0,
  opened INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The column mapping chosen for imported tables with the same header.
CREATE TABLE import_mapping (
  header  TEXT PRIMARY KEY,
  mapping TEXT NOT NULL,
  updated INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
