-- Who works here: people with their accounts, their sessions at the pages, and programs with their tokens.

CREATE TABLE person (
  id                   TEXT PRIMARY KEY,
  name                 TEXT NOT NULL,
  name_key             TEXT NOT NULL UNIQUE,    -- the name as it is compared: without case and width
  role                 TEXT NOT NULL CHECK (role IN ('technician', 'reviewer', 'administrator')),
  active               INTEGER NOT NULL CHECK (active IN (0, 1)),
  badge                TEXT UNIQUE CHECK (badge <> ''),
  password_hash        TEXT NOT NULL,           -- argon2id, with its salt and parameters
  pin_hash             TEXT,
  must_change_password INTEGER NOT NULL CHECK (must_change_password IN (0, 1)),
  last_sign_in_at_utc  TEXT,
  created_at_utc       TEXT NOT NULL
) STRICT;

-- Wrong passwords and PINs in a row; a right one takes the row away.
CREATE TABLE sign_in_failure (
  person_id   TEXT NOT NULL REFERENCES person (id),
  method      TEXT NOT NULL CHECK (method IN ('password', 'badge')),
  failures    INTEGER NOT NULL CHECK (failures >= 1),
  last_at_utc TEXT NOT NULL,
  PRIMARY KEY (person_id, method)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  id                 TEXT PRIMARY KEY,
  secret_sha256      TEXT NOT NULL UNIQUE,      -- of what the browser's cookie holds
  person_id          TEXT NOT NULL REFERENCES person (id),
  method             TEXT NOT NULL CHECK (method IN ('password', 'badge')),
  started_at_utc     TEXT NOT NULL,
  last_active_at_utc TEXT NOT NULL,
  locked_at_utc      TEXT,
  ended_at_utc       TEXT,
  ended_because      TEXT,
  CHECK ((ended_at_utc IS NULL) = (ended_because IS NULL))
) STRICT;
CREATE INDEX session_person ON session (person_id, id);

CREATE TABLE token (
  id               TEXT PRIMARY KEY,
  name             TEXT NOT NULL,
  secret_sha256    TEXT NOT NULL UNIQUE,
  scopes           TEXT NOT NULL,               -- JSON array of permissions
  created_by       TEXT NOT NULL,
  created_at_utc   TEXT NOT NULL,
  ends_at_utc      TEXT,
  last_used_at_utc TEXT,
  revoked_by       TEXT,
  revoked_because  TEXT,
  revoked_at_utc   TEXT,
  CHECK ((revoked_at_utc IS NULL) = (revoked_because IS NULL)),
  CHECK ((revoked_at_utc IS NULL) = (revoked_by IS NULL))
) STRICT;

CREATE TRIGGER person_kept BEFORE DELETE ON person BEGIN SELECT RAISE(ABORT, 'people are deactivated, never deleted'); END;
CREATE TRIGGER person_same BEFORE UPDATE OF id, name, name_key, created_at_utc ON person BEGIN SELECT RAISE(ABORT, 'an account stays the same person''s'); END;
CREATE TRIGGER session_kept BEFORE DELETE ON session BEGIN SELECT RAISE(ABORT, 'sessions are kept'); END;
CREATE TRIGGER session_same BEFORE UPDATE OF id, person_id, started_at_utc ON session BEGIN SELECT RAISE(ABORT, 'a session stays the same person''s'); END;
CREATE TRIGGER session_over BEFORE UPDATE ON session WHEN OLD.ended_at_utc IS NOT NULL BEGIN SELECT RAISE(ABORT, 'this session has ended'); END;
CREATE TRIGGER token_kept BEFORE DELETE ON token BEGIN SELECT RAISE(ABORT, 'tokens are revoked, never deleted'); END;
CREATE TRIGGER token_same BEFORE UPDATE OF id, name, secret_sha256, scopes, created_by, created_at_utc, ends_at_utc ON token BEGIN SELECT RAISE(ABORT, 'a token never changes'); END;
CREATE TRIGGER token_over BEFORE UPDATE ON token WHEN OLD.revoked_at_utc IS NOT NULL BEGIN SELECT RAISE(ABORT, 'this token is revoked'); END;
