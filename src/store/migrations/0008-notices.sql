-- Notices of more kinds than plates that have not come, and the ways they go out.

CREATE TABLE notice_of_all_kinds (
  id            TEXT PRIMARY KEY,
  kind          TEXT NOT NULL,
  subject       TEXT NOT NULL,             -- what it is about: a barcode, a run, a file, a person
  sentence      TEXT NOT NULL,
  raised_at_utc TEXT NOT NULL,
  ended_at_utc  TEXT,
  plate_id      TEXT REFERENCES plate (id),
  once          TEXT UNIQUE,               -- what is told once, however often it is looked at; null: it may come again
  posted        INTEGER NOT NULL DEFAULT 0 CHECK (posted IN (0, 1)) -- put onto the ways it goes out
) STRICT;
INSERT INTO notice_of_all_kinds SELECT id, kind, subject, sentence, raised_at_utc, ended_at_utc, NULL, NULL, 1 FROM notice ORDER BY rowid;
DROP TABLE notice;
ALTER TABLE notice_of_all_kinds RENAME TO notice;
CREATE INDEX notice_subject ON notice (kind, subject);
CREATE INDEX notice_of_plate ON notice (plate_id) WHERE ended_at_utc IS NULL;
CREATE INDEX notice_not_posted ON notice (posted) WHERE posted = 0;
CREATE INDEX notice_standing ON notice (ended_at_utc) WHERE ended_at_utc IS NULL;
CREATE TRIGGER notice_kept BEFORE DELETE ON notice BEGIN SELECT RAISE(ABORT, 'notices are kept'); END;

-- How far the table of changes has been looked through for something to tell; what lies before this upgrade is old news.
CREATE TABLE notice_cursor (
  one       INTEGER PRIMARY KEY CHECK (one = 1),
  change_id INTEGER NOT NULL
) STRICT;
INSERT INTO notice_cursor SELECT 1, coalesce(max(id), 0) FROM change;

-- The outbox: a notice on its way to one place. It is sent at least once; its id lets the receiver drop a second one.
CREATE TABLE delivery (
  id                   TEXT PRIMARY KEY,
  notice_id            TEXT NOT NULL REFERENCES notice (id),
  way                  TEXT NOT NULL CHECK (way IN ('mail', 'webhook')),
  target               TEXT NOT NULL,
  state                TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'given-up')),
  attempts             INTEGER NOT NULL,
  last_error           TEXT,
  next_attempt_at_utc  TEXT,
  sent_at_utc          TEXT,
  created_at_utc       TEXT NOT NULL,
  UNIQUE (notice_id, way, target)
) STRICT;
CREATE INDEX delivery_waiting ON delivery (state, next_attempt_at_utc);
CREATE TRIGGER delivery_kept BEFORE DELETE ON delivery BEGIN SELECT RAISE(ABORT, 'deliveries are kept'); END;
