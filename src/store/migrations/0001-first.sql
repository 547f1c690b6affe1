-- The bench's database. Times are ISO 8601 UTC text with milliseconds; ids are UUIDv7 unless said otherwise.

CREATE TABLE transcript (
  id             TEXT PRIMARY KEY,
  reader_id      TEXT NOT NULL,
  driver_id      TEXT NOT NULL,
  driver_version TEXT NOT NULL,
  dialogue       TEXT NOT NULL,
  request        TEXT NOT NULL,            -- JSON: what the dialogue was started with, enough to replay it
  run_id         TEXT,
  opened_at_utc  TEXT NOT NULL
) STRICT;
CREATE INDEX transcript_reader ON transcript (reader_id, opened_at_utc);

CREATE TABLE transcript_item (
  transcript_id TEXT NOT NULL REFERENCES transcript (id),
  seq           INTEGER NOT NULL,
  direction     TEXT NOT NULL CHECK (direction IN ('rx', 'tx', 'mark')),
  bytes         BLOB NOT NULL,
  at_utc        TEXT NOT NULL,
  mono_us       INTEGER NOT NULL,          -- monotonic clock of the process, microseconds: order and gaps
  PRIMARY KEY (transcript_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE transcript_end (
  transcript_id TEXT PRIMARY KEY REFERENCES transcript (id),
  outcome       TEXT NOT NULL CHECK (outcome IN ('done', 'fault', 'cancelled', 'lost', 'interrupted', 'bug')),
  detail        TEXT,
  items         INTEGER NOT NULL,
  sha256        TEXT NOT NULL,             -- over direction, length and bytes of every item in order
  ended_at_utc  TEXT NOT NULL
) STRICT;

-- What arrives whole: export files and results of OPC-UA servers, by their content. Kept before anything reads them.
CREATE TABLE document (
  sha256               TEXT PRIMARY KEY,
  media                TEXT NOT NULL CHECK (media IN ('export-file', 'opcua-result')),
  bytes                BLOB NOT NULL,
  first_arrived_at_utc TEXT NOT NULL
) STRICT;

-- The same content may come under several names, and from several places.
CREATE TABLE arrival (
  id              TEXT PRIMARY KEY,
  document_sha256 TEXT NOT NULL REFERENCES document (sha256),
  source_id       TEXT NOT NULL,           -- the folder or reader it came from
  name            TEXT NOT NULL,
  made_at_utc     TEXT,                    -- when the source says that it was made or changed
  arrived_at_utc  TEXT NOT NULL
) STRICT;
CREATE INDEX arrival_document ON arrival (document_sha256);
CREATE INDEX arrival_source ON arrival (source_id, name);

-- What was made of a document; the newest of each counts.
CREATE TABLE interpretation (
  id               TEXT PRIMARY KEY,
  arrival_id       TEXT NOT NULL REFERENCES arrival (id),
  document_sha256  TEXT NOT NULL REFERENCES document (sha256),
  importer_id      TEXT,                   -- null: nothing knew the document
  importer_version TEXT NOT NULL,
  outcome          TEXT NOT NULL CHECK (outcome IN ('plates', 'quarantined', 'superseded', 'dismissed')),
  code             TEXT,
  sentence         TEXT,
  plates           INTEGER NOT NULL,
  by_name          TEXT NOT NULL,
  at_utc           TEXT NOT NULL
) STRICT;
CREATE INDEX interpretation_document ON interpretation (document_sha256, id);

-- Descriptions of readers and of exports that a lab has written itself, each time another one came into use.
CREATE TABLE profile (
  seq         INTEGER PRIMARY KEY,
  kind        TEXT NOT NULL CHECK (kind IN ('reader', 'export')),
  sha256      TEXT NOT NULL,
  id          TEXT NOT NULL,
  version     TEXT NOT NULL,
  source      TEXT NOT NULL,
  used_at_utc TEXT NOT NULL
) STRICT;

CREATE TABLE layout_revision (
  sha256   TEXT PRIMARY KEY,
  id       TEXT NOT NULL,
  revision INTEGER NOT NULL,
  title    TEXT NOT NULL,
  body     TEXT NOT NULL,                  -- JSON: the expanded layout
  used_at_utc TEXT NOT NULL,
  UNIQUE (id, revision)
) STRICT;

CREATE TABLE plan (
  id              TEXT PRIMARY KEY,
  title           TEXT NOT NULL,
  sha256          TEXT NOT NULL UNIQUE,
  source          TEXT NOT NULL,
  imported_by     TEXT NOT NULL,
  imported_at_utc TEXT NOT NULL
) STRICT;

CREATE TABLE sample (
  id                   TEXT PRIMARY KEY,
  name                 TEXT NOT NULL UNIQUE,
  patient              TEXT NOT NULL,
  ras_status           TEXT NOT NULL,
  mutated_genes        TEXT NOT NULL,      -- JSON array
  blasts_day4_percent  REAL CHECK (blasts_day4_percent BETWEEN 0 AND 100),
  plan_id              TEXT REFERENCES plan (id),
  closed_at_utc        TEXT,
  closed_by            TEXT,
  created_at_utc       TEXT NOT NULL
) STRICT;

CREATE TABLE planned_plate (
  barcode       TEXT PRIMARY KEY,
  plan_id       TEXT NOT NULL REFERENCES plan (id),
  position      INTEGER NOT NULL,
  sample_id     TEXT NOT NULL REFERENCES sample (id),
  layout_sha256 TEXT NOT NULL REFERENCES layout_revision (sha256),
  due_at_utc    TEXT
) STRICT;
CREATE INDEX planned_plate_due ON planned_plate (due_at_utc);
CREATE INDEX planned_plate_sample ON planned_plate (sample_id);

CREATE TABLE run (
  id               TEXT PRIMARY KEY,
  reader_id        TEXT NOT NULL,
  barcode          TEXT NOT NULL,
  sample_id        TEXT NOT NULL REFERENCES sample (id),
  layout_sha256    TEXT NOT NULL REFERENCES layout_revision (sha256),
  operator         TEXT NOT NULL,
  reread_reason    TEXT,
  measurement_nm   INTEGER NOT NULL,
  reference_nm     INTEGER,
  state            TEXT NOT NULL CHECK (state IN ('starting', 'reading', 'captured', 'failed', 'cancelled', 'interrupted')),
  sentence         TEXT,
  -- What the reader held before this read ('none' or a content hash): proof that a plate fetched later is newer.
  baseline_sha256  TEXT,
  -- Set when a crash fell after the read command: the plate may still be in the reader.
  recovery_pending INTEGER NOT NULL DEFAULT 0 CHECK (recovery_pending IN (0, 1)),
  requested_at_utc TEXT NOT NULL,
  ended_at_utc     TEXT
) STRICT;
CREATE INDEX run_reader ON run (reader_id, state);
CREATE INDEX run_barcode ON run (barcode);
CREATE INDEX run_requested ON run (requested_at_utc);

CREATE TABLE reading (
  id                TEXT PRIMARY KEY,
  reader_id         TEXT NOT NULL,         -- the reader, or the folder it came by
  -- Where it was read from: a conversation, or one plate of a document.
  transcript_id     TEXT UNIQUE REFERENCES transcript (id),
  transcript_sha256 TEXT,
  document_sha256   TEXT REFERENCES document (sha256),
  document_part     INTEGER,
  arrival_id        TEXT REFERENCES arrival (id),
  request           TEXT,                  -- JSON: what a document was read with, enough to read it again
  driver_id         TEXT NOT NULL,
  driver_version    TEXT NOT NULL,
  verification      TEXT NOT NULL,
  origin            TEXT NOT NULL CHECK (origin IN ('command', 'unasked', 'recovered', 'file')),
  outcome           TEXT NOT NULL CHECK (outcome IN ('plate', 'given-up')),
  run_id            TEXT REFERENCES run (id),
  body              TEXT,                  -- JSON: PlateReading; of a given-up reading what had arrived, or null
  content_sha256    TEXT,
  numbers_sha256    TEXT,                  -- of a document's plate: its numbers alone, whatever form it came in
  rejected          TEXT NOT NULL,         -- JSON: what was not understood, and why
  fault             TEXT,
  sentence          TEXT,
  captured_at_utc   TEXT NOT NULL,
  CHECK ((transcript_id IS NULL) <> (document_sha256 IS NULL)),
  CHECK ((transcript_id IS NULL) = (transcript_sha256 IS NULL)),
  CHECK ((document_sha256 IS NULL) = (document_part IS NULL)),
  CHECK ((document_sha256 IS NULL) = (arrival_id IS NULL)),
  CHECK ((document_sha256 IS NULL) = (request IS NULL))
) STRICT;
CREATE INDEX reading_reader ON reading (reader_id, captured_at_utc);
CREATE INDEX reading_content ON reading (reader_id, content_sha256);
CREATE INDEX reading_numbers ON reading (numbers_sha256);
CREATE INDEX reading_document ON reading (document_sha256);

CREATE TABLE plate (
  id             TEXT PRIMARY KEY,
  barcode        TEXT NOT NULL UNIQUE,
  sample_id      TEXT NOT NULL REFERENCES sample (id),
  layout_sha256  TEXT NOT NULL REFERENCES layout_revision (sha256),
  created_at_utc TEXT NOT NULL
) STRICT;
CREATE INDEX plate_sample ON plate (sample_id);

-- A reading bound to a plate. The highest version counts.
CREATE TABLE plate_version (
  plate_id      TEXT NOT NULL REFERENCES plate (id),
  version       INTEGER NOT NULL,
  reading_id    TEXT NOT NULL UNIQUE REFERENCES reading (id),
  run_id        TEXT REFERENCES run (id),
  bound_by      TEXT NOT NULL,
  bound_because TEXT NOT NULL,
  reread_reason TEXT,
  bar_reason    TEXT,                      -- why a person let in what was barred
  bound_at_utc  TEXT NOT NULL,
  PRIMARY KEY (plate_id, version)
) STRICT;

CREATE TABLE mask_event (
  id       TEXT PRIMARY KEY,
  plate_id TEXT NOT NULL REFERENCES plate (id),
  well     TEXT NOT NULL,
  action   TEXT NOT NULL CHECK (action IN ('mask', 'unmask')),
  reason   TEXT NOT NULL,
  by_name  TEXT NOT NULL,
  at_utc   TEXT NOT NULL
) STRICT;
CREATE INDEX mask_event_plate ON mask_event (plate_id, id);

CREATE TABLE settings_record (
  sha256 TEXT PRIMARY KEY,
  body   TEXT NOT NULL
) STRICT;

CREATE TABLE analysis (
  id              TEXT PRIMARY KEY,
  sample_id       TEXT NOT NULL REFERENCES sample (id),
  supersedes      TEXT REFERENCES analysis (id),
  inputs          TEXT NOT NULL,           -- JSON: plates with version, reading, layout hash, masks; blasts
  inputs_sha256   TEXT NOT NULL,
  settings_sha256 TEXT NOT NULL REFERENCES settings_record (sha256),
  program_version TEXT NOT NULL,
  provisional     INTEGER NOT NULL CHECK (provisional IN (0, 1)),
  result          TEXT NOT NULL,
  result_sha256   TEXT NOT NULL,
  created_at_utc  TEXT NOT NULL
) STRICT;
CREATE INDEX analysis_sample ON analysis (sample_id, id);

CREATE TABLE flag (
  id            TEXT PRIMARY KEY,
  analysis_id   TEXT NOT NULL REFERENCES analysis (id),
  plate_id      TEXT NOT NULL REFERENCES plate (id),
  kind          TEXT NOT NULL CHECK (kind IN ('combination', 'quality')),
  arm           TEXT,
  class         TEXT,
  grade         TEXT,
  rule_id       TEXT NOT NULL,
  severity      TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'high')),
  title         TEXT NOT NULL,
  reasons       TEXT NOT NULL,             -- JSON array of sentences
  wells         TEXT NOT NULL,             -- JSON array of well names
  numbers       TEXT NOT NULL,             -- JSON: the numbers that triggered it, with their thresholds
  raised_at_utc TEXT NOT NULL
) STRICT;
CREATE INDEX flag_analysis ON flag (analysis_id);

-- Something a person should know of that no reading shows, e.g. a plate that has not come.
CREATE TABLE notice (
  id            TEXT PRIMARY KEY,
  kind          TEXT NOT NULL CHECK (kind IN ('overdue')),
  subject       TEXT NOT NULL,             -- the barcode
  sentence      TEXT NOT NULL,
  raised_at_utc TEXT NOT NULL,
  ended_at_utc  TEXT
) STRICT;
CREATE INDEX notice_subject ON notice (kind, subject);

-- What changed, for the live feed; ids only grow.
CREATE TABLE change (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  kind    TEXT NOT NULL,
  subject TEXT NOT NULL,
  at_utc  TEXT NOT NULL
) STRICT;

-- The audit trail: a hash chain over everything that people and the daemon do.
CREATE TABLE audit (
  seq         INTEGER PRIMARY KEY,
  at_utc      TEXT NOT NULL,
  actor       TEXT NOT NULL,
  action      TEXT NOT NULL,
  subject     TEXT NOT NULL,
  detail      TEXT NOT NULL,
  prev_sha256 TEXT NOT NULL,
  sha256      TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX audit_subject ON audit (subject, action);

CREATE TRIGGER transcript_fixed BEFORE UPDATE ON transcript BEGIN SELECT RAISE(ABORT, 'transcripts are append-only'); END;
CREATE TRIGGER transcript_kept BEFORE DELETE ON transcript BEGIN SELECT RAISE(ABORT, 'transcripts are append-only'); END;
CREATE TRIGGER transcript_item_fixed BEFORE UPDATE ON transcript_item BEGIN SELECT RAISE(ABORT, 'transcripts are append-only'); END;
CREATE TRIGGER transcript_item_kept BEFORE DELETE ON transcript_item BEGIN SELECT RAISE(ABORT, 'transcripts are append-only'); END;
CREATE TRIGGER transcript_item_open BEFORE INSERT ON transcript_item
  WHEN EXISTS (SELECT 1 FROM transcript_end WHERE transcript_id = NEW.transcript_id)
  BEGIN SELECT RAISE(ABORT, 'this transcript has ended'); END;
CREATE TRIGGER transcript_end_fixed BEFORE UPDATE ON transcript_end BEGIN SELECT RAISE(ABORT, 'transcripts are append-only'); END;
CREATE TRIGGER transcript_end_kept BEFORE DELETE ON transcript_end BEGIN SELECT RAISE(ABORT, 'transcripts are append-only'); END;
CREATE TRIGGER document_fixed BEFORE UPDATE ON document BEGIN SELECT RAISE(ABORT, 'documents are append-only'); END;
CREATE TRIGGER document_kept BEFORE DELETE ON document BEGIN SELECT RAISE(ABORT, 'documents are append-only'); END;
CREATE TRIGGER arrival_fixed BEFORE UPDATE ON arrival BEGIN SELECT RAISE(ABORT, 'arrivals are append-only'); END;
CREATE TRIGGER arrival_kept BEFORE DELETE ON arrival BEGIN SELECT RAISE(ABORT, 'arrivals are append-only'); END;
CREATE TRIGGER interpretation_fixed BEFORE UPDATE ON interpretation BEGIN SELECT RAISE(ABORT, 'interpretations are append-only'); END;
CREATE TRIGGER interpretation_kept BEFORE DELETE ON interpretation BEGIN SELECT RAISE(ABORT, 'interpretations are append-only'); END;
CREATE TRIGGER profile_fixed BEFORE UPDATE ON profile BEGIN SELECT RAISE(ABORT, 'used profiles are frozen'); END;
CREATE TRIGGER profile_kept BEFORE DELETE ON profile BEGIN SELECT RAISE(ABORT, 'used profiles are frozen'); END;
CREATE TRIGGER reading_fixed BEFORE UPDATE ON reading BEGIN SELECT RAISE(ABORT, 'readings are append-only'); END;
CREATE TRIGGER reading_kept BEFORE DELETE ON reading BEGIN SELECT RAISE(ABORT, 'readings are append-only'); END;
CREATE TRIGGER plate_version_fixed BEFORE UPDATE ON plate_version BEGIN SELECT RAISE(ABORT, 'plate versions are append-only'); END;
CREATE TRIGGER plate_version_kept BEFORE DELETE ON plate_version BEGIN SELECT RAISE(ABORT, 'plate versions are append-only'); END;
CREATE TRIGGER layout_revision_fixed BEFORE UPDATE ON layout_revision BEGIN SELECT RAISE(ABORT, 'used layout revisions are frozen'); END;
CREATE TRIGGER layout_revision_kept BEFORE DELETE ON layout_revision BEGIN SELECT RAISE(ABORT, 'used layout revisions are frozen'); END;
CREATE TRIGGER mask_event_fixed BEFORE UPDATE ON mask_event BEGIN SELECT RAISE(ABORT, 'masks are append-only'); END;
CREATE TRIGGER mask_event_kept BEFORE DELETE ON mask_event BEGIN SELECT RAISE(ABORT, 'masks are append-only'); END;
CREATE TRIGGER plan_fixed BEFORE UPDATE ON plan BEGIN SELECT RAISE(ABORT, 'imported plans are append-only'); END;
CREATE TRIGGER plan_kept BEFORE DELETE ON plan BEGIN SELECT RAISE(ABORT, 'imported plans are append-only'); END;
CREATE TRIGGER settings_record_fixed BEFORE UPDATE ON settings_record BEGIN SELECT RAISE(ABORT, 'settings are append-only'); END;
CREATE TRIGGER settings_record_kept BEFORE DELETE ON settings_record BEGIN SELECT RAISE(ABORT, 'settings are append-only'); END;
CREATE TRIGGER analysis_fixed BEFORE UPDATE ON analysis BEGIN SELECT RAISE(ABORT, 'analyses supersede each other'); END;
CREATE TRIGGER analysis_kept BEFORE DELETE ON analysis BEGIN SELECT RAISE(ABORT, 'analyses supersede each other'); END;
CREATE TRIGGER flag_fixed BEFORE UPDATE ON flag BEGIN SELECT RAISE(ABORT, 'flags are append-only'); END;
CREATE TRIGGER flag_kept BEFORE DELETE ON flag BEGIN SELECT RAISE(ABORT, 'flags are append-only'); END;
CREATE TRIGGER audit_fixed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
