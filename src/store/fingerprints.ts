import type { Database } from "better-sqlite3";
import { progressStatements } from "./progress.ts";

/** A reading without a fingerprint. */
export interface BareReading {
  readonly id: string;
  /** JSON PlateReading. */
  readonly body: string;
}

/** A reading with the short number of its fingerprint. */
export interface FingerprintedReading {
  readonly number: number;
  readonly reading_id: string;
  readonly body: string | null;
}

/** A version of a plate that has some of the windows looked for. */
export interface AlikeVersion {
  readonly reading_id: string;
  readonly plate_id: string;
  readonly barcode: string;
  /** The name of the plate's sample. */
  readonly sample: string;
}

interface Seen {
  readonly upTo: number;
  readonly readingId: string;
}

const PROGRESS = "fingerprints";

export function fingerprintStatements(db: Database) {
  const insert = db.prepare<[string]>("INSERT INTO fingerprinted (reading_id) VALUES (?)");
  const insertKey = db.prepare<[number, number]>("INSERT INTO fingerprint VALUES (?, ?)");
  const lacking = db.prepare<[number, number], BareReading>(
    `SELECT r.id, r.body FROM plate_version v JOIN reading r ON r.id = v.reading_id
     WHERE v.rowid > ? AND NOT EXISTS (SELECT 1 FROM fingerprinted f WHERE f.reading_id = v.reading_id)
     ORDER BY v.rowid LIMIT ?`,
  );
  const newestVersion = db
    .prepare<[], number | null>("SELECT max(rowid) FROM plate_version")
    .pluck();
  const alike = db.prepare<[{ keys: string; reading: string; limit: number }], AlikeVersion>(
    `SELECT v.reading_id, v.plate_id, p.barcode, s.name AS sample FROM fingerprint k
       JOIN fingerprinted f ON f.number = k.number
       JOIN plate_version v ON v.reading_id = f.reading_id
       JOIN plate p ON p.id = v.plate_id
       JOIN sample s ON s.id = p.sample_id
     WHERE k.key IN (SELECT value FROM json_each(@keys))
       AND v.rowid < (SELECT rowid FROM plate_version WHERE reading_id = @reading)
     GROUP BY v.rowid ORDER BY count(*) DESC, v.rowid LIMIT @limit`,
  );
  const readingAt = db
    .prepare<[number], string>("SELECT reading_id FROM plate_version WHERE rowid = ?")
    .pluck();
  const { of, keep } = progressStatements(db);
  /** Up to this version of a plate, in the order they were bound, it has been seen that none lacks its own. */
  let seenUpTo: number | null = null;

  function keptUpTo(): number {
    const kept = of(PROGRESS) as Seen | null;
    // The same row still, and not another one that a restored copy has in its place.
    return kept !== null && readingAt.get(kept.upTo) === kept.readingId ? kept.upTo : 0;
  }

  const fingerprinted = db.prepare<[], FingerprintedReading>(
    "SELECT f.number, f.reading_id, r.body FROM fingerprinted f JOIN reading r ON r.id = f.reading_id ORDER BY f.number",
  );
  const has = db
    .prepare<[number, number], number>("SELECT 1 FROM fingerprint WHERE key = ? AND number = ?")
    .pluck();
  const countKeys = db.prepare<[], number>("SELECT count(*) FROM fingerprint").pluck();
  return {
    /** Every reading that has a fingerprint, one after the other. */
    fingerprinted: (): IterableIterator<FingerprintedReading> => fingerprinted.iterate(),
    has: (key: number, number: number): boolean => has.get(key, number) !== undefined,
    countKeys: (): number => countKeys.get() ?? 0,
    /** Keys are whole numbers below 2^53. */
    insert: (
      readings: readonly { readonly readingId: string; readonly keys: readonly number[] }[],
    ): void => {
      const rows = readings.flatMap(({ readingId, keys }) => {
        const number = Number(insert.run(readingId).lastInsertRowid);
        return keys.map((key) => [key, number] as const);
      });
      // In the order of the table, so that each of its pages is looked for once.
      rows.sort((a, b) => a[0] - b[0]);
      for (const [key, number] of rows) insertKey.run(key, number);
    },
    /** Readings of plates without a fingerprint, in the order they were bound; cheap where there are none. */
    lacking: (limit: number): readonly BareReading[] => {
      const newest = newestVersion.get() ?? 0;
      seenUpTo ??= keptUpTo();
      if (newest <= seenUpTo) return [];
      const found = lacking.all(seenUpTo, limit);
      // In a transaction they may have been made in it, and be undone with it.
      if (found.length === 0 && !db.inTransaction) seenUpTo = newest;
      return found;
    },
    /** Keeps how far none is lacking, so that the next start need not look again. Call inside a transaction. */
    keepSeen: (): void => {
      const readingId = seenUpTo === null ? undefined : readingAt.get(seenUpTo);
      if (readingId !== undefined) keep(PROGRESS, { upTo: seenUpTo, readingId });
    },
    /** Versions of plates bound before the one with this reading that have one of these keys, those with most first. */
    earlierAlike: (
      readingId: string,
      keys: readonly number[],
      limit: number,
    ): readonly AlikeVersion[] =>
      alike.all({ keys: JSON.stringify(keys), reading: readingId, limit }),
  };
}
