-- How a plate lay in the reader, as a person says it; the reading stays as it is.

-- Of a plate's reading: another reading of the plate is as it was read until somebody says otherwise. The newest counts.
CREATE TABLE plate_turn_event (
  id            TEXT PRIMARY KEY,
  plate_id      TEXT NOT NULL REFERENCES plate (id),
  reading_id    TEXT NOT NULL REFERENCES reading (id),
  turn          TEXT NOT NULL CHECK (turn IN ('as-read', 'turned-180', 'mirrored-left-right', 'mirrored-top-bottom')),
  reason        TEXT NOT NULL,
  by_name       TEXT NOT NULL,
  authorised_by TEXT,                      -- the supervisor who let somebody do it; null where the person may do it alone
  at_utc        TEXT NOT NULL
) STRICT;
CREATE INDEX plate_turn_event_plate ON plate_turn_event (plate_id, id);

CREATE TRIGGER plate_turn_event_fixed BEFORE UPDATE ON plate_turn_event BEGIN SELECT RAISE(ABORT, 'statements of how a plate lay are append-only'); END;
CREATE TRIGGER plate_turn_event_kept BEFORE DELETE ON plate_turn_event BEGIN SELECT RAISE(ABORT, 'statements of how a plate lay are append-only'); END;
