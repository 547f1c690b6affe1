/**
 * Changes of stored rows past the program, with its guards taken off and put back: for proving on a copy that `verify`
 * finds them. Nothing else calls this.
 */
import SqliteDatabase from "better-sqlite3";

export const PLANTED_CHANGES = [
  "an absorbance",
  "a byte from the reader",
  "an entry of the audit trail",
  "the newest entry of the audit trail, taken away",
  "a flag, taken away",
  "the sample of a plate",
] as const;

export type PlantedChange = (typeof PLANTED_CHANGES)[number];

const STATEMENTS: Readonly<Record<PlantedChange, string>> = {
  "an absorbance": `UPDATE reading SET body = replace(body, '"absorbance":0.', '"absorbance":1.')
    WHERE rowid = (SELECT min(rowid) FROM reading WHERE body LIKE '%"absorbance":0.%')`,
  "a byte from the reader": `UPDATE transcript_item SET bytes = cast(bytes || x'21' AS BLOB)
    WHERE (transcript_id, seq) = (SELECT transcript_id, seq FROM transcript_item WHERE direction = 'rx' LIMIT 1)`,
  "an entry of the audit trail": `UPDATE audit SET actor = 'somebody else'
    WHERE seq = (SELECT (max(seq) + 1) / 2 FROM audit)`,
  "the newest entry of the audit trail, taken away":
    "DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)",
  "a flag, taken away": "DELETE FROM flag WHERE rowid = (SELECT max(rowid) FROM flag)",
  "the sample of a plate": `UPDATE plate SET sample_id = (SELECT id FROM sample ORDER BY id DESC LIMIT 1)
    WHERE id = (SELECT id FROM plate ORDER BY id LIMIT 1)`,
};

/** Makes one change in a closed database. Returns how many rows it touched. */
export function plantChange(file: string, change: PlantedChange): number {
  const db = new SqliteDatabase(file, { fileMustExist: true });
  try {
    db.pragma("foreign_keys = OFF");
    const guards = db
      .prepare<[], { name: string; sql: string }>(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
      )
      .all();
    return db.transaction(() => {
      for (const { name } of guards) db.exec(`DROP TRIGGER "${name}"`);
      const { changes } = db.prepare(STATEMENTS[change]).run();
      for (const { sql } of guards) db.exec(sql);
      return changes;
    })();
  } finally {
    db.close();
  }
}
