/** Written into a new database; another number there means another program's data. */
export const SCHEMA_VERSION = 1;
/** Rises when a projection's meaning changes: the projections are then made anew from the records. */
export const PROJECTION_VERSION = 2;

/** `cleared_ms` of an alert that stands: later than any time, so that one index answers for both kinds. */
export const STANDING_MS = Number.MAX_SAFE_INTEGER;

export const RECORD_TABLES = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE records (
  sequence INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  tick INTEGER NOT NULL,
  time_ms INTEGER NOT NULL,
  outcomes INTEGER NOT NULL,
  first_outcome INTEGER NOT NULL,
  previous TEXT NOT NULL,
  record TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX records_by_outcome ON records (first_outcome) WHERE outcomes > 0;
CREATE INDEX records_by_kind ON records (kind, sequence) WHERE kind <> 'tick';
CREATE TABLE snapshots (
  run INTEGER NOT NULL,
  tick INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  segment INTEGER NOT NULL,
  offset INTEGER NOT NULL,
  file TEXT NOT NULL,
  PRIMARY KEY (run, tick)
) STRICT;
`;

export const PROJECTION_TABLES = `
DROP TABLE IF EXISTS runs;
DROP TABLE IF EXISTS alerts;
DROP TABLE IF EXISTS standing;
DROP TABLE IF EXISTS cases;
DROP TABLE IF EXISTS encounters;
DROP TABLE IF EXISTS said;
CREATE TABLE runs (
  run INTEGER PRIMARY KEY,
  mode TEXT NOT NULL,
  source TEXT NOT NULL,
  memorandum_sha256 TEXT NOT NULL,
  from_tick INTEGER NOT NULL,
  ended INTEGER NOT NULL
) STRICT;
CREATE TABLE alerts (
  outcome INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  alert TEXT NOT NULL,
  kind TEXT NOT NULL,
  level TEXT NOT NULL,
  level_changed INTEGER NOT NULL,
  time_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX alerts_by_alert ON alerts (run, alert, outcome);
CREATE INDEX alerts_by_mark ON alerts (run, time_ms) WHERE level_changed = 1;
CREATE TABLE standing (
  outcome INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  alert TEXT NOT NULL,
  raised_ms INTEGER NOT NULL,
  cleared_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX standing_by_clear ON standing (run, cleared_ms);
CREATE TABLE cases (
  run INTEGER NOT NULL,
  id TEXT NOT NULL,
  alert TEXT NOT NULL,
  open INTEGER NOT NULL,
  opened_ms INTEGER NOT NULL,
  closed_outcome INTEGER,
  summary TEXT NOT NULL,
  PRIMARY KEY (id, run)
) STRICT;
CREATE INDEX cases_by_time ON cases (open DESC, run DESC, opened_ms DESC);
CREATE TABLE encounters (outcome INTEGER PRIMARY KEY, run INTEGER NOT NULL) STRICT;
CREATE TABLE said (
  outcome INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  kind TEXT NOT NULL,
  clause TEXT NOT NULL,
  about TEXT NOT NULL
) STRICT;
CREATE INDEX said_by_kind ON said (kind, outcome);
CREATE INDEX said_about ON said (kind, about, outcome);
`;
