-- Windows of wells by which readings that share numbers are found; made from the reading, and from nothing else.

-- A short number for each reading that has its windows here; it says nothing of an order.
CREATE TABLE fingerprinted (
  number     INTEGER PRIMARY KEY,
  reading_id TEXT NOT NULL UNIQUE REFERENCES reading (id)
) STRICT;

CREATE TABLE fingerprint (
  key    INTEGER NOT NULL,
  number INTEGER NOT NULL REFERENCES fingerprinted (number),
  PRIMARY KEY (key, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER fingerprinted_fixed BEFORE UPDATE ON fingerprinted BEGIN SELECT RAISE(ABORT, 'fingerprints are append-only'); END;
CREATE TRIGGER fingerprinted_kept BEFORE DELETE ON fingerprinted BEGIN SELECT RAISE(ABORT, 'fingerprints are append-only'); END;
CREATE TRIGGER fingerprint_fixed BEFORE UPDATE ON fingerprint BEGIN SELECT RAISE(ABORT, 'fingerprints are append-only'); END;
CREATE TRIGGER fingerprint_kept BEFORE DELETE ON fingerprint BEGIN SELECT RAISE(ABORT, 'fingerprints are append-only'); END;
