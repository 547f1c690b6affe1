-- Sums over all rows of every table, kept with every transaction: a row that is changed past the program no longer fits.

CREATE TABLE ledger (
  table_name TEXT PRIMARY KEY,
  rows       INTEGER NOT NULL CHECK (rows >= 0),
  sum        BLOB NOT NULL CHECK (length(sum) = 256) -- big-endian: the sum of the numbers of all rows, modulo 2^2048
) STRICT, WITHOUT ROWID;

-- The text of every configuration the daemon was started with, each time another one came into use.
CREATE TABLE configuration (
  seq         INTEGER PRIMARY KEY,
  sha256      TEXT NOT NULL,
  source      TEXT NOT NULL,
  used_at_utc TEXT NOT NULL
) STRICT;

CREATE TRIGGER configuration_fixed BEFORE UPDATE ON configuration BEGIN SELECT RAISE(ABORT, 'used configurations are append-only'); END;
CREATE TRIGGER configuration_kept BEFORE DELETE ON configuration BEGIN SELECT RAISE(ABORT, 'used configurations are append-only'); END;
