-- Review of plates: which reading counts, comments, and signatures with the records they were given for.

-- The supervisor who let somebody do it once; null where the person may do it alone.
ALTER TABLE mask_event ADD COLUMN authorised_by TEXT;

-- A person says which reading of a plate counts. It holds until a further reading is bound or another is chosen.
CREATE TABLE version_choice (
  id            TEXT PRIMARY KEY,
  plate_id      TEXT NOT NULL,
  version       INTEGER NOT NULL,
  versions_then INTEGER NOT NULL,          -- how many readings the plate had
  reason        TEXT NOT NULL,
  by_name       TEXT NOT NULL,
  authorised_by TEXT,
  at_utc        TEXT NOT NULL,
  FOREIGN KEY (plate_id, version) REFERENCES plate_version (plate_id, version),
  CHECK (version <= versions_then)
) STRICT;
CREATE INDEX version_choice_plate ON version_choice (plate_id, id);

CREATE TABLE plate_comment (
  id        TEXT PRIMARY KEY,
  plate_id  TEXT NOT NULL REFERENCES plate (id),
  text      TEXT NOT NULL,
  person_id TEXT NOT NULL,
  by_name   TEXT NOT NULL,
  at_utc    TEXT NOT NULL
) STRICT;
CREATE INDEX plate_comment_plate ON plate_comment (plate_id, id);

-- What a signature was given for: canonical JSON of the reading, layout, settings, masks and results, under its hash.
CREATE TABLE signed_record (
  sha256 TEXT PRIMARY KEY,
  body   TEXT NOT NULL
) STRICT;

CREATE TABLE signature (
  id            TEXT PRIMARY KEY,
  plate_id      TEXT NOT NULL REFERENCES plate (id),
  person_id     TEXT NOT NULL,
  printed_name  TEXT NOT NULL,
  role          TEXT NOT NULL,
  meaning       TEXT NOT NULL CHECK (meaning IN ('approve', 'reject', 'ask for a repeat')),
  comment       TEXT,
  record_sha256 TEXT NOT NULL REFERENCES signed_record (sha256),
  trail_seq     INTEGER NOT NULL,          -- the newest entry of the plate's trail that the person had seen
  audit_seq     INTEGER NOT NULL UNIQUE REFERENCES audit (seq),
  signed_at_utc TEXT NOT NULL
) STRICT;
CREATE INDEX signature_plate ON signature (plate_id, id);

-- A signature ends once and never comes back: what it was given for changed, or a person took it back.
CREATE TABLE signature_end (
  signature_id TEXT PRIMARY KEY REFERENCES signature (id),
  kind         TEXT NOT NULL CHECK (kind IN ('changed', 'revoked')),
  person_id    TEXT,
  by_name      TEXT NOT NULL,
  reason       TEXT,
  changes      TEXT NOT NULL,              -- JSON array of sentences
  audit_seq    INTEGER NOT NULL REFERENCES audit (seq),
  at_utc       TEXT NOT NULL,
  CHECK ((kind = 'revoked') = (reason IS NOT NULL)),
  CHECK ((kind = 'revoked') = (person_id IS NOT NULL))
) STRICT;

-- Who has opened the trail of a plate, and up to which entry.
CREATE TABLE trail_opening (
  plate_id  TEXT NOT NULL REFERENCES plate (id),
  person_id TEXT NOT NULL,
  seq       INTEGER NOT NULL,
  at_utc    TEXT NOT NULL,
  PRIMARY KEY (plate_id, person_id, seq)
) STRICT, WITHOUT ROWID;

-- Rows of the worklist, made of everything else and made again whenever it changes.
CREATE TABLE plate_digest (
  plate_id  TEXT PRIMARY KEY REFERENCES plate (id),
  number    INTEGER NOT NULL,              -- counts up with every row that is made
  change_id INTEGER NOT NULL,              -- the change after which it was made
  made_by   TEXT NOT NULL,                 -- the program's version
  body      TEXT NOT NULL
) STRICT;

CREATE TRIGGER version_choice_fixed BEFORE UPDATE ON version_choice BEGIN SELECT RAISE(ABORT, 'choices of readings are append-only'); END;
CREATE TRIGGER version_choice_kept BEFORE DELETE ON version_choice BEGIN SELECT RAISE(ABORT, 'choices of readings are append-only'); END;
CREATE TRIGGER plate_comment_fixed BEFORE UPDATE ON plate_comment BEGIN SELECT RAISE(ABORT, 'comments are append-only'); END;
CREATE TRIGGER plate_comment_kept BEFORE DELETE ON plate_comment BEGIN SELECT RAISE(ABORT, 'comments are append-only'); END;
CREATE TRIGGER signed_record_fixed BEFORE UPDATE ON signed_record BEGIN SELECT RAISE(ABORT, 'signed records are append-only'); END;
CREATE TRIGGER signed_record_kept BEFORE DELETE ON signed_record BEGIN SELECT RAISE(ABORT, 'signed records are append-only'); END;
CREATE TRIGGER signature_fixed BEFORE UPDATE ON signature BEGIN SELECT RAISE(ABORT, 'signatures are append-only'); END;
CREATE TRIGGER signature_kept BEFORE DELETE ON signature BEGIN SELECT RAISE(ABORT, 'signatures are append-only'); END;
CREATE TRIGGER signature_end_fixed BEFORE UPDATE ON signature_end BEGIN SELECT RAISE(ABORT, 'ends of signatures are append-only'); END;
CREATE TRIGGER signature_end_kept BEFORE DELETE ON signature_end BEGIN SELECT RAISE(ABORT, 'ends of signatures are append-only'); END;
CREATE TRIGGER trail_opening_fixed BEFORE UPDATE ON trail_opening BEGIN SELECT RAISE(ABORT, 'openings of a trail are append-only'); END;
CREATE TRIGGER trail_opening_kept BEFORE DELETE ON trail_opening BEGIN SELECT RAISE(ABORT, 'openings of a trail are append-only'); END;
