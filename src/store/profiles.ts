import type { Database } from "better-sqlite3";

/** A description that a lab wrote itself, as it was when it came into use. */
export interface ProfileRow {
  readonly seq: number;
  readonly kind: "reader" | "export";
  readonly sha256: string;
  readonly id: string;
  readonly version: string;
  /** TOML. */
  readonly source: string;
  readonly used_at_utc: string;
}

export function profileStatements(db: Database) {
  const insert = db.prepare<[Omit<ProfileRow, "seq">]>(
    `INSERT INTO profile (kind, sha256, id, version, source, used_at_utc)
     VALUES (@kind, @sha256, @id, @version, @source, @used_at_utc)`,
  );
  const newest = db
    .prepare<[string, string], string>(
      "SELECT sha256 FROM profile WHERE kind = ? AND id = ? ORDER BY seq DESC LIMIT 1",
    )
    .pluck();
  const all = db.prepare<[], ProfileRow>("SELECT * FROM profile ORDER BY seq");
  return {
    /** Does nothing where this text is the one that came into use last. */
    keep: (row: Omit<ProfileRow, "seq">): void => {
      if (newest.get(row.kind, row.id) !== row.sha256) insert.run(row);
    },
    /** In the order they came into use. */
    all: (): readonly ProfileRow[] => all.all(),
  };
}
