-- What the clock of this computer did, as its daemons saw it. How far a reader's is off is told from its readings.

CREATE TABLE clock_observation (
  seq            INTEGER PRIMARY KEY,
  -- start: a daemon began; step: the clock was set; sleep: the computer slept; zone: another time zone;
  -- behind: at a start the clock was behind what is stored; sync: the system tells something else of its synchronisation;
  -- confirmed: a person says that the clock is right now
  kind           TEXT NOT NULL CHECK (kind IN ('start', 'step', 'sleep', 'zone', 'behind', 'sync', 'confirmed')),
  at_utc         TEXT NOT NULL,            -- by the wall clock, after what happened
  boot_id        TEXT,                     -- which start of the computer; null where the system does not tell
  since_boot_ms  INTEGER,                  -- by a clock that nobody sets and that goes on in sleep; null where there is none
  moved_ms       INTEGER,                  -- step, behind: how far the wall clock moved, back is negative; sleep: how long
  zone           TEXT NOT NULL,            -- e.g. Europe/Amsterdam
  utc_offset_min INTEGER NOT NULL,         -- of local time then, east is positive
  synchronised   INTEGER CHECK (synchronised IN (0, 1)), -- what the system says; null where it says nothing
  sentence       TEXT NOT NULL,
  by_name        TEXT NOT NULL,
  audit_seq      INTEGER NOT NULL,         -- the newest entry of the audit trail then
  newest_utc     TEXT NOT NULL             -- the latest time that had been stored since the clock was confirmed last
) STRICT;

CREATE TRIGGER clock_observation_fixed BEFORE UPDATE ON clock_observation BEGIN SELECT RAISE(ABORT, 'what the clock did is append-only'); END;
CREATE TRIGGER clock_observation_kept BEFORE DELETE ON clock_observation BEGIN SELECT RAISE(ABORT, 'what the clock did is append-only'); END;
