-- Annotations of samples: what a laboratory knows of them beside their plates, imported from tables.

CREATE TABLE annotation_import (
  id             TEXT PRIMARY KEY,
  sha256         TEXT NOT NULL,            -- of the file's bytes
  file_name      TEXT NOT NULL,
  bytes          BLOB NOT NULL,            -- the file as it came
  source         TEXT,                     -- where the values are from, as the person says
  by_name        TEXT NOT NULL,
  values_sha256  TEXT NOT NULL,            -- over what was read from it, as canonical JSON
  imported_at_utc TEXT NOT NULL
) STRICT;
CREATE INDEX annotation_import_hash ON annotation_import (sha256);

-- One statement about one sample. Of those with the same sample and name the newest counts.
CREATE TABLE annotation_value (
  id          TEXT PRIMARY KEY,
  -- By name, because a laboratory's table may know samples before the bench does.
  sample_name TEXT NOT NULL,
  name        TEXT NOT NULL,
  type        TEXT NOT NULL CHECK (type IN ('category', 'number', 'boolean', 'mutation', 'withdrawn')),
  unit        TEXT,
  value       TEXT NOT NULL,               -- JSON; of a withdrawal the reason
  import_id   TEXT REFERENCES annotation_import (id),
  line        INTEGER,                     -- of the file
  by_name     TEXT NOT NULL,
  at_utc      TEXT NOT NULL,
  CHECK ((type = 'withdrawn') = (import_id IS NULL)),
  CHECK ((import_id IS NULL) = (line IS NULL))
) STRICT;
CREATE INDEX annotation_value_name ON annotation_value (sample_name, name);
CREATE INDEX annotation_value_import ON annotation_value (import_id);

CREATE TRIGGER annotation_import_fixed BEFORE UPDATE ON annotation_import BEGIN SELECT RAISE(ABORT, 'imports of annotations are append-only'); END;
CREATE TRIGGER annotation_import_kept BEFORE DELETE ON annotation_import BEGIN SELECT RAISE(ABORT, 'imports of annotations are append-only'); END;
CREATE TRIGGER annotation_value_fixed BEFORE UPDATE ON annotation_value BEGIN SELECT RAISE(ABORT, 'annotations supersede each other'); END;
CREATE TRIGGER annotation_value_kept BEFORE DELETE ON annotation_value BEGIN SELECT RAISE(ABORT, 'annotations supersede each other'); END;
