import type { Database } from "better-sqlite3";
import type { ReadingRow } from "./readings.ts";

export function fingerprintStatements(db: Database) {
  const insert = db.prepare<[string]>("INSERT INTO fingerprinted (reading_id) VALUES (?)");
  const insertKey = db.prepare<[number, number | bigint]>("INSERT INTO fingerprint VALUES (?, ?)");
  const lacking = db.prepare<[number], ReadingRow>(
    `SELECT r.* FROM reading r LEFT JOIN fingerprinted f ON f.reading_id = r.id
     WHERE r.outcome = 'plate' AND f.reading_id IS NULL ORDER BY r.rowid LIMIT ?`,
  );
  const alike = db
    .prepare<[{ keys: string; reading: string; limit: number }], string>(
      `SELECT f.reading_id FROM fingerprint k JOIN fingerprinted f ON f.seq = k.seq
       WHERE k.key IN (SELECT value FROM json_each(@keys))
         AND k.seq < (SELECT seq FROM fingerprinted WHERE reading_id = @reading)
       GROUP BY k.seq ORDER BY count(*) DESC, k.seq LIMIT @limit`,
    )
    .pluck();
  return {
    /** Keys are whole numbers below 2^53. */
    insert: (readingId: string, keys: readonly number[]): void => {
      const { lastInsertRowid } = insert.run(readingId);
      for (const key of keys) insertKey.run(key, lastInsertRowid);
    },
    /** Whole plates without a fingerprint, oldest first. */
    lacking: (limit: number): readonly ReadingRow[] => lacking.all(limit),
    /** Readings that came before this one and have one of these keys, those with most of them first. */
    earlierAlike: (readingId: string, keys: readonly number[], limit: number): readonly string[] =>
      alike.all({ keys: JSON.stringify(keys), reading: readingId, limit }),
  };
}
