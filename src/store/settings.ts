import type { Database } from "better-sqlite3";

/** A version of named settings; its thresholds are the settings record with this hash. */
export interface SettingsVersionRow {
  readonly name: string;
  readonly version: number;
  readonly sha256: string;
  readonly reason: string;
  readonly by_name: string;
  readonly at_utc: string;
}

/** That a version was put to use. */
export interface SettingsChoiceRow {
  readonly seq: number;
  readonly name: string;
  readonly version: number;
  readonly reason: string;
  readonly by_name: string;
  readonly at_utc: string;
}

/** Names and versions of settings, and which were put to use. What they say is in `analyses.settings`. */
export function settingsStatements(db: Database) {
  const insertVersion = db.prepare<[SettingsVersionRow]>(
    "INSERT INTO settings_version VALUES (@name, @version, @sha256, @reason, @by_name, @at_utc)",
  );
  const version = db.prepare<[string, number], SettingsVersionRow>(
    "SELECT * FROM settings_version WHERE name = ? AND version = ?",
  );
  const newest = db.prepare<[string], SettingsVersionRow>(
    "SELECT * FROM settings_version WHERE name = ? ORDER BY version DESC LIMIT 1",
  );
  const all = db.prepare<[], SettingsVersionRow>(
    "SELECT * FROM settings_version ORDER BY name, version",
  );
  const insertChoice = db.prepare<[Omit<SettingsChoiceRow, "seq">]>(
    `INSERT INTO settings_choice (name, version, reason, by_name, at_utc)
     VALUES (@name, @version, @reason, @by_name, @at_utc)`,
  );
  const chosen = db.prepare<[], SettingsChoiceRow>(
    "SELECT * FROM settings_choice ORDER BY seq DESC LIMIT 1",
  );
  const allChoices = db.prepare<[], SettingsChoiceRow>(
    "SELECT * FROM settings_choice ORDER BY seq",
  );
  return {
    insertVersion: (row: SettingsVersionRow): void => void insertVersion.run(row),
    version: (name: string, number: number): SettingsVersionRow | null =>
      version.get(name, number) ?? null,
    newest: (name: string): SettingsVersionRow | null => newest.get(name) ?? null,
    /** By name, then version. */
    all: (): readonly SettingsVersionRow[] => all.all(),
    insertChoice: (row: Omit<SettingsChoiceRow, "seq">): void => void insertChoice.run(row),
    /** What was put to use last; null before anything was. */
    chosen: (): SettingsChoiceRow | null => chosen.get() ?? null,
    /** Oldest first. */
    allChoices: (): readonly SettingsChoiceRow[] => allChoices.all(),
  };
}
