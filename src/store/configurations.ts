import type { Database } from "better-sqlite3";

/** The text of a configuration the daemon was started with. It names files with secrets and holds none. */
export interface ConfigurationRow {
  readonly sha256: string;
  readonly source: string;
  readonly used_at_utc: string;
}

export function configurationStatements(db: Database) {
  const insert = db.prepare<[ConfigurationRow]>(
    "INSERT INTO configuration (sha256, source, used_at_utc) VALUES (@sha256, @source, @used_at_utc)",
  );
  const newest = db.prepare<[], ConfigurationRow>(
    "SELECT sha256, source, used_at_utc FROM configuration ORDER BY seq DESC LIMIT 1",
  );
  const all = db.prepare<[], ConfigurationRow>(
    "SELECT sha256, source, used_at_utc FROM configuration ORDER BY seq",
  );
  return {
    insert: (row: ConfigurationRow): void => void insert.run(row),
    /** The one that came into use last; null before the first. */
    newest: (): ConfigurationRow | null => newest.get() ?? null,
    /** Oldest first. */
    all: (): readonly ConfigurationRow[] => all.all(),
  };
}
