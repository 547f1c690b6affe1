import type { Database } from "better-sqlite3";

/** A reader's description that a lab wrote itself, as it was when plates were read with it. */
export interface ReaderProfileRow {
  readonly sha256: string;
  readonly id: string;
  readonly version: string;
  /** TOML. */
  readonly source: string;
  readonly used_at_utc: string;
}

export function profileStatements(db: Database) {
  const insert = db.prepare<[ReaderProfileRow]>(
    "INSERT INTO reader_profile VALUES (@sha256, @id, @version, @source, @used_at_utc) ON CONFLICT DO NOTHING",
  );
  const all = db.prepare<[], ReaderProfileRow>("SELECT * FROM reader_profile ORDER BY rowid");
  return {
    /** Does nothing where the same text is kept already. */
    keep: (row: ReaderProfileRow): void => void insert.run(row),
    /** Oldest first. */
    all: (): readonly ReaderProfileRow[] => all.all(),
  };
}
