-- Windows of wells by which readings that share numbers are found; made from the reading, and from nothing else.

CREATE TABLE fingerprinted (
  seq        INTEGER PRIMARY KEY,          -- in the order in which readings came
  reading_id TEXT NOT NULL UNIQUE REFERENCES reading (id)
) STRICT;

CREATE TABLE fingerprint (
  key INTEGER NOT NULL,
  seq INTEGER NOT NULL REFERENCES fingerprinted (seq),
  PRIMARY KEY (key, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER fingerprinted_fixed BEFORE UPDATE ON fingerprinted BEGIN SELECT RAISE(ABORT, 'fingerprints are append-only'); END;
CREATE TRIGGER fingerprinted_kept BEFORE DELETE ON fingerprinted BEGIN SELECT RAISE(ABORT, 'fingerprints are append-only'); END;
CREATE TRIGGER fingerprint_fixed BEFORE UPDATE ON fingerprint BEGIN SELECT RAISE(ABORT, 'fingerprints are append-only'); END;
CREATE TRIGGER fingerprint_kept BEFORE DELETE ON fingerprint BEGIN SELECT RAISE(ABORT, 'fingerprints are append-only'); END;
