-- What went wrong with the bench itself, beside the audit trail: since when, until when, and what was done.

CREATE TABLE incident (
  id               TEXT PRIMARY KEY,
  part             TEXT NOT NULL,          -- 'store', 'disk', 'reader bench-1': as health calls it
  code             TEXT NOT NULL,
  sentence         TEXT NOT NULL,
  began_at_utc     TEXT NOT NULL,
  noticed_at_utc   TEXT NOT NULL           -- later than its beginning where nothing could be stored, or nothing ran
) STRICT;
CREATE TABLE incident_end (
  incident_id  TEXT PRIMARY KEY REFERENCES incident (id),
  sentence     TEXT NOT NULL,              -- what ended it, as far as the daemon knows
  ended_at_utc TEXT NOT NULL
) STRICT;
CREATE TABLE incident_note (
  id          TEXT PRIMARY KEY,
  incident_id TEXT NOT NULL REFERENCES incident (id),
  text        TEXT NOT NULL,
  by_name     TEXT NOT NULL,
  at_utc      TEXT NOT NULL
) STRICT;
CREATE INDEX incident_note_incident ON incident_note (incident_id, id);

-- Which serial number answered under a reader's name, each time that it was another one.
CREATE TABLE reader_serial (
  seq           INTEGER PRIMARY KEY,
  reader_id     TEXT NOT NULL,
  serial_number TEXT NOT NULL,
  model         TEXT NOT NULL,
  seen_at_utc   TEXT NOT NULL
) STRICT;
CREATE INDEX reader_serial_reader ON reader_serial (reader_id, seq);

CREATE TRIGGER incident_fixed BEFORE UPDATE ON incident BEGIN SELECT RAISE(ABORT, 'incidents are append-only'); END;
CREATE TRIGGER incident_kept BEFORE DELETE ON incident BEGIN SELECT RAISE(ABORT, 'incidents are append-only'); END;
CREATE TRIGGER incident_end_fixed BEFORE UPDATE ON incident_end BEGIN SELECT RAISE(ABORT, 'incidents are append-only'); END;
CREATE TRIGGER incident_end_kept BEFORE DELETE ON incident_end BEGIN SELECT RAISE(ABORT, 'incidents are append-only'); END;
CREATE TRIGGER incident_note_fixed BEFORE UPDATE ON incident_note BEGIN SELECT RAISE(ABORT, 'notes on incidents are append-only'); END;
CREATE TRIGGER incident_note_kept BEFORE DELETE ON incident_note BEGIN SELECT RAISE(ABORT, 'notes on incidents are append-only'); END;
CREATE TRIGGER reader_serial_fixed BEFORE UPDATE ON reader_serial BEGIN SELECT RAISE(ABORT, 'the register of readers is append-only'); END;
CREATE TRIGGER reader_serial_kept BEFORE DELETE ON reader_serial BEGIN SELECT RAISE(ABORT, 'the register of readers is append-only'); END;
