-- Thresholds under a name. Each change is a further version; what a version says is in settings_record, by its hash.
CREATE TABLE settings_version (
  name    TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  sha256  TEXT NOT NULL REFERENCES settings_record (sha256),
  reason  TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at_utc  TEXT NOT NULL,
  PRIMARY KEY (name, version)
) STRICT, WITHOUT ROWID;

-- Which of them were put to use, oldest first: the newest counts.
CREATE TABLE settings_choice (
  seq     INTEGER PRIMARY KEY,
  name    TEXT NOT NULL,
  version INTEGER NOT NULL,
  reason  TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at_utc  TEXT NOT NULL,
  FOREIGN KEY (name, version) REFERENCES settings_version (name, version)
) STRICT;

CREATE INDEX analysis_settings ON analysis (settings_sha256, sample_id);

CREATE TRIGGER settings_version_fixed BEFORE UPDATE ON settings_version BEGIN SELECT RAISE(ABORT, 'settings are append-only'); END;
CREATE TRIGGER settings_version_kept BEFORE DELETE ON settings_version BEGIN SELECT RAISE(ABORT, 'settings are append-only'); END;
CREATE TRIGGER settings_version_next BEFORE INSERT ON settings_version
  WHEN NEW.version <> (SELECT coalesce(max(version), 0) + 1 FROM settings_version WHERE name = NEW.name)
  BEGIN SELECT RAISE(ABORT, 'versions of settings follow each other'); END;
CREATE TRIGGER settings_choice_fixed BEFORE UPDATE ON settings_choice BEGIN SELECT RAISE(ABORT, 'choices of settings are append-only'); END;
CREATE TRIGGER settings_choice_kept BEFORE DELETE ON settings_choice BEGIN SELECT RAISE(ABORT, 'choices of settings are append-only'); END;
