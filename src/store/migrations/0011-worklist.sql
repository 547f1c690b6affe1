-- What answers at once, with a million plates as with a thousand, what would else be looked for among every row there is.
-- Everything here is made of the records and can be made again.

-- How far something has come that goes through all rows: by name, as JSON.
CREATE TABLE progress (
  name TEXT PRIMARY KEY,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Rows of the worklist, made again whenever what they show changes; those of earlier versions are made anew.
DROP TABLE plate_digest;
CREATE TABLE plate_digest (
  seq         INTEGER PRIMARY KEY,
  plate_id    TEXT NOT NULL UNIQUE REFERENCES plate (id),
  number      INTEGER NOT NULL UNIQUE,     -- counts up with every row that is made
  place       INTEGER NOT NULL,            -- the order of the list: highest risk first, then what was read first
  captured_ms INTEGER NOT NULL,
  made_by     TEXT NOT NULL,               -- the program's version
  facets      TEXT NOT NULL,               -- JSON array of the names under which it is found
  text        TEXT NOT NULL,               -- what is searched, in small letters
  body        TEXT NOT NULL
) STRICT;
CREATE INDEX plate_digest_captured ON plate_digest (captured_ms);

-- What the worklist is filtered by, with how many plates each value has.
CREATE TABLE worklist_facet (
  id     INTEGER PRIMARY KEY,
  name   TEXT NOT NULL UNIQUE,
  plates INTEGER NOT NULL CHECK (plates >= 0)
) STRICT;

-- The plates of each value in the order of the list.
CREATE TABLE worklist_place (
  facet INTEGER NOT NULL REFERENCES worklist_facet (id),
  place INTEGER NOT NULL,
  seq   INTEGER NOT NULL REFERENCES plate_digest (seq),
  PRIMARY KEY (facet, place, seq)
) STRICT, WITHOUT ROWID;

-- Every three letters in a row of the searched text, by the row's seq.
CREATE VIRTUAL TABLE worklist_text USING fts5 (text, tokenize = 'trigram', detail = 'none', content = '', contentless_delete = 1);

-- Transcripts without an end.
CREATE TABLE open_transcript (
  transcript_id TEXT PRIMARY KEY REFERENCES transcript (id)
) STRICT, WITHOUT ROWID;
INSERT INTO open_transcript SELECT id FROM transcript WHERE id NOT IN (SELECT transcript_id FROM transcript_end);
CREATE TRIGGER transcript_opened AFTER INSERT ON transcript BEGIN INSERT INTO open_transcript VALUES (NEW.id); END;
CREATE TRIGGER transcript_ended AFTER INSERT ON transcript_end BEGIN DELETE FROM open_transcript WHERE transcript_id = NEW.transcript_id; END;

-- Whole plates that nobody has said what they are.
CREATE TABLE waiting_reading (
  reading_id TEXT PRIMARY KEY REFERENCES reading (id)
) STRICT, WITHOUT ROWID;
INSERT INTO waiting_reading SELECT id FROM reading WHERE outcome = 'plate' AND id NOT IN (SELECT reading_id FROM plate_version);
CREATE TRIGGER reading_waits AFTER INSERT ON reading WHEN NEW.outcome = 'plate' BEGIN INSERT INTO waiting_reading VALUES (NEW.id); END;
CREATE TRIGGER reading_bound AFTER INSERT ON plate_version BEGIN DELETE FROM waiting_reading WHERE reading_id = NEW.reading_id; END;

-- Planned plates that have not been read.
CREATE TABLE wanted_plate (
  barcode    TEXT PRIMARY KEY REFERENCES planned_plate (barcode),
  due_at_utc TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX wanted_plate_due ON wanted_plate (due_at_utc);
INSERT INTO wanted_plate SELECT barcode, due_at_utc FROM planned_plate WHERE barcode NOT IN (SELECT barcode FROM plate);
CREATE TRIGGER plate_wanted AFTER INSERT ON planned_plate WHEN NOT EXISTS (SELECT 1 FROM plate WHERE barcode = NEW.barcode)
  BEGIN INSERT INTO wanted_plate VALUES (NEW.barcode, NEW.due_at_utc); END;
CREATE TRIGGER plate_came AFTER INSERT ON plate BEGIN DELETE FROM wanted_plate WHERE barcode = NEW.barcode; END;

-- Documents that nothing has been made of yet.
CREATE TABLE unread_document (
  document_sha256 TEXT PRIMARY KEY REFERENCES document (sha256)
) STRICT, WITHOUT ROWID;
INSERT INTO unread_document SELECT sha256 FROM document WHERE sha256 NOT IN (SELECT document_sha256 FROM interpretation);
CREATE TRIGGER document_unread AFTER INSERT ON document BEGIN INSERT INTO unread_document VALUES (NEW.sha256); END;
CREATE TRIGGER document_read AFTER INSERT ON interpretation BEGIN DELETE FROM unread_document WHERE document_sha256 = NEW.document_sha256; END;

-- How many there are: flags of the analyses that count, samples of patients, notices that stand.
CREATE TABLE kept_count (
  name  TEXT PRIMARY KEY,
  count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO kept_count
  SELECT 'flags', count(*) FROM flag f JOIN analysis a ON a.id = f.analysis_id
    WHERE NOT EXISTS (SELECT 1 FROM analysis b WHERE b.sample_id = a.sample_id AND b.rowid > a.rowid)
  UNION ALL SELECT 'samples', count(*) FROM sample WHERE patient <> ''
  UNION ALL SELECT 'notices', count(*) FROM notice WHERE ended_at_utc IS NULL;
CREATE TRIGGER flag_counted AFTER INSERT ON flag BEGIN UPDATE kept_count SET count = count + 1 WHERE name = 'flags'; END;
CREATE TRIGGER analysis_superseded AFTER INSERT ON analysis WHEN NEW.supersedes IS NOT NULL
  BEGIN UPDATE kept_count SET count = count - (SELECT count(*) FROM flag WHERE analysis_id = NEW.supersedes) WHERE name = 'flags'; END;
CREATE TRIGGER sample_counted AFTER INSERT ON sample WHEN NEW.patient <> ''
  BEGIN UPDATE kept_count SET count = count + 1 WHERE name = 'samples'; END;
CREATE TRIGGER notice_counted AFTER INSERT ON notice WHEN NEW.ended_at_utc IS NULL
  BEGIN UPDATE kept_count SET count = count + 1 WHERE name = 'notices'; END;
CREATE TRIGGER notice_over AFTER UPDATE OF ended_at_utc ON notice WHEN OLD.ended_at_utc IS NULL AND NEW.ended_at_utc IS NOT NULL
  BEGIN UPDATE kept_count SET count = count - 1 WHERE name = 'notices'; END;

-- Who and what is named in the audit trail.
CREATE TABLE audit_name (
  kind TEXT NOT NULL CHECK (kind IN ('actor', 'action')),
  name TEXT NOT NULL,
  PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;
INSERT INTO audit_name SELECT DISTINCT 'actor', actor FROM audit UNION SELECT DISTINCT 'action', action FROM audit;
CREATE TRIGGER audit_named AFTER INSERT ON audit BEGIN
  INSERT INTO audit_name VALUES ('actor', NEW.actor) ON CONFLICT DO NOTHING;
  INSERT INTO audit_name VALUES ('action', NEW.action) ON CONFLICT DO NOTHING;
END;

CREATE INDEX run_open ON run (state) WHERE state IN ('starting', 'reading');
CREATE INDEX run_recovery ON run (reader_id) WHERE recovery_pending = 1;
CREATE INDEX interpretation_quarantined ON interpretation (document_sha256) WHERE outcome = 'quarantined';
DROP INDEX notice_standing;
CREATE INDEX notice_standing ON notice (kind) WHERE ended_at_utc IS NULL;
CREATE INDEX planned_plate_plan ON planned_plate (plan_id, position);
