import type { Database } from "better-sqlite3";

/** Tables that are made of the records by triggers, and what they must hold. */
const MADE_OF: ReadonlyMap<string, string> = new Map([
  [
    "open_transcript",
    "SELECT id FROM transcript WHERE id NOT IN (SELECT transcript_id FROM transcript_end)",
  ],
  [
    "waiting_reading",
    "SELECT id FROM reading WHERE outcome = 'plate' AND id NOT IN (SELECT reading_id FROM plate_version)",
  ],
  [
    "wanted_plate",
    "SELECT barcode, due_at_utc FROM planned_plate WHERE barcode NOT IN (SELECT barcode FROM plate)",
  ],
  [
    "unread_document",
    "SELECT sha256 FROM document WHERE sha256 NOT IN (SELECT document_sha256 FROM interpretation)",
  ],
  [
    "audit_name",
    "SELECT DISTINCT 'actor', actor FROM audit UNION SELECT DISTINCT 'action', action FROM audit",
  ],
  [
    "kept_count",
    `SELECT 'flags', count(*) FROM flag f JOIN analysis a ON a.id = f.analysis_id
       WHERE NOT EXISTS (SELECT 1 FROM analysis b WHERE b.sample_id = a.sample_id AND b.rowid > a.rowid)
     UNION ALL SELECT 'samples', count(*) FROM sample WHERE patient <> ''
     UNION ALL SELECT 'notices', count(*) FROM notice WHERE ended_at_utc IS NULL`,
  ],
]);

/** One sentence for each of them that holds something else. */
export function derivedDamages(db: Database): readonly string[] {
  return [...MADE_OF].flatMap(([table, wanted]) => {
    const found = `SELECT * FROM main.${table}`;
    const differs = db
      .prepare<[], 0 | 1>(
        `SELECT EXISTS (SELECT * FROM (${found}) EXCEPT SELECT * FROM (${wanted}))
           OR EXISTS (SELECT * FROM (${wanted}) EXCEPT SELECT * FROM (${found}))`,
      )
      .pluck()
      .get();
    return differs === 1 ? [`table ${table} does not hold what the records say`] : [];
  });
}
