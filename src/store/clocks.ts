import type { Database } from "better-sqlite3";
import type { ReadingOrigin } from "./readings.ts";

export type ClockObservationKind =
  | "start"
  | "step"
  | "sleep"
  | "zone"
  | "behind"
  | "sync"
  | "confirmed";

/** What the clock of this computer did, as a daemon saw it. */
export interface ClockObservationRow {
  readonly seq: number;
  readonly kind: ClockObservationKind;
  /** By the wall clock, after what happened. */
  readonly at_utc: string;
  readonly boot_id: string | null;
  readonly since_boot_ms: number | null;
  /** How far the wall clock moved, back is negative; of a sleep how long it was; null where nothing moved. */
  readonly moved_ms: number | null;
  readonly zone: string;
  readonly utc_offset_min: number;
  /** What the system says; null where it says nothing. */
  readonly synchronised: 0 | 1 | null;
  readonly sentence: string;
  readonly by_name: string;
  /** The newest entry of the audit trail then. */
  readonly audit_seq: number;
  /** The latest time that had been stored since the clock was confirmed last. */
  readonly newest_utc: string;
}

/** What a reader's own clock said in one reading. */
export interface ReaderClockRow {
  readonly reading_id: string;
  readonly origin: ReadingOrigin;
  readonly captured_at_utc: string;
  /** As the reader wrote it. */
  readonly said: string;
  /** True for a file or a result of a server. */
  readonly is_document: 0 | 1;
}

/** So much of the audit trail is looked through for the latest time; a start must not take longer with every year. */
const MOST_ENTRIES = 20_000;

export function clockStatements(db: Database) {
  const insert = db.prepare<[Omit<ClockObservationRow, "seq">]>(
    `INSERT INTO clock_observation (kind, at_utc, boot_id, since_boot_ms, moved_ms, zone, utc_offset_min, synchronised,
       sentence, by_name, audit_seq, newest_utc)
     VALUES (@kind, @at_utc, @boot_id, @since_boot_ms, @moved_ms, @zone, @utc_offset_min, @synchronised, @sentence,
       @by_name, @audit_seq, @newest_utc)`,
  );
  const newest = db.prepare<[number], ClockObservationRow>(
    "SELECT * FROM clock_observation ORDER BY seq DESC LIMIT ?",
  );
  const ofReading = db.prepare<[string], ClockObservationRow>(
    `SELECT * FROM clock_observation WHERE audit_seq <=
       (SELECT max(seq) FROM audit WHERE subject = ? AND action IN ('reading.captured', 'reading.given-up'))
     ORDER BY seq DESC LIMIT 1`,
  );
  const latestAfter = db
    .prepare<[{ seq: number }], string | null>(
      `SELECT max(at_utc) FROM audit
       WHERE seq > max(@seq, (SELECT coalesce(max(seq), 0) FROM audit) - ${MOST_ENTRIES})`,
    )
    .pluck();
  const readerClocks = db.prepare<[string, number], ReaderClockRow>(
    `SELECT id AS reading_id, origin, captured_at_utc, json_extract(body, '$.readerClock') AS said,
       document_sha256 IS NOT NULL AS is_document
     FROM reading WHERE rowid IN
       (SELECT rowid FROM reading WHERE reader_id = ? AND outcome = 'plate' ORDER BY rowid DESC LIMIT ?)
       AND json_extract(body, '$.readerClock') IS NOT NULL
     ORDER BY rowid DESC`,
  );
  const readers = db
    .prepare<[], string>(
      `WITH RECURSIVE one (reader_id) AS (
         SELECT min(reader_id) FROM reading
         UNION ALL
         SELECT (SELECT min(reader_id) FROM reading WHERE reader_id > one.reader_id) FROM one
           WHERE one.reader_id IS NOT NULL
       ) SELECT reader_id FROM one WHERE reader_id IS NOT NULL`,
    )
    .pluck();
  return {
    insert: (row: Omit<ClockObservationRow, "seq">): void => void insert.run(row),
    /** Newest first. */
    newest: (limit: number): readonly ClockObservationRow[] => newest.all(limit),
    /** The last that was seen before a reading was stored; null where none was. */
    before: (readingId: string): ClockObservationRow | null => ofReading.get(readingId) ?? null,
    /** The latest time in the audit trail after that entry, whatever its order; null when there is none. */
    latestUtcAfter: (auditSeq: number): string | null => latestAfter.get({ seq: auditSeq }) ?? null,
    /** What a reader or folder's own clock said in its last readings, newest first; readings without one are left out. */
    ofReader: (readerId: string, limit: number): readonly ReaderClockRow[] =>
      readerClocks.all(readerId, limit),
    /** Readers and folders that something came by, by name. */
    readers: (): readonly string[] => readers.all(),
  };
}
