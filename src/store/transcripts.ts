import { createHash } from "node:crypto";
import type { Database } from "better-sqlite3";

export type TranscriptDirection = "rx" | "tx" | "mark";

/** One stored conversation with a reader. `request` is JSON: what the dialogue was started with. */
export interface TranscriptRow {
  readonly id: string;
  readonly reader_id: string;
  readonly driver_id: string;
  readonly driver_version: string;
  readonly dialogue: string;
  readonly request: string;
  readonly run_id: string | null;
  readonly opened_at_utc: string;
}

export interface TranscriptItemRow {
  readonly transcript_id: string;
  readonly seq: number;
  readonly direction: TranscriptDirection;
  readonly bytes: Uint8Array;
  readonly at_utc: string;
  readonly mono_us: number;
}

export type TranscriptOutcome = "done" | "fault" | "cancelled" | "lost" | "interrupted" | "bug";

export interface TranscriptEndRow {
  readonly transcript_id: string;
  readonly outcome: TranscriptOutcome;
  readonly detail: string | null;
  readonly items: number;
  readonly sha256: string;
  readonly ended_at_utc: string;
}

/** SHA-256 over direction, length and bytes of each item in order: any changed, missing or moved item shows. */
export function transcriptSha256(
  items: readonly Pick<TranscriptItemRow, "direction" | "bytes">[],
): string {
  const hash = createHash("sha256");
  for (const item of items)
    hash.update(`${item.direction} ${item.bytes.length}\n`).update(item.bytes);
  return hash.digest("hex");
}

export function transcriptStatements(db: Database) {
  const insert = db.prepare<[TranscriptRow]>(
    "INSERT INTO transcript VALUES (@id, @reader_id, @driver_id, @driver_version, @dialogue, @request, @run_id, @opened_at_utc)",
  );
  const insertItem = db.prepare<[TranscriptItemRow]>(
    "INSERT INTO transcript_item VALUES (@transcript_id, @seq, @direction, @bytes, @at_utc, @mono_us)",
  );
  const insertEnd = db.prepare<[TranscriptEndRow]>(
    "INSERT INTO transcript_end VALUES (@transcript_id, @outcome, @detail, @items, @sha256, @ended_at_utc)",
  );
  const byId = db.prepare<[string], TranscriptRow>("SELECT * FROM transcript WHERE id = ?");
  const items = db.prepare<[string], TranscriptItemRow>(
    "SELECT * FROM transcript_item WHERE transcript_id = ? ORDER BY seq",
  );
  const endOf = db.prepare<[string], TranscriptEndRow>(
    "SELECT * FROM transcript_end WHERE transcript_id = ?",
  );
  const ofReader = db.prepare<[string], TranscriptRow>(
    "SELECT * FROM transcript WHERE reader_id = ? ORDER BY rowid",
  );
  const ends = db.prepare<[], TranscriptEndRow>("SELECT * FROM transcript_end ORDER BY rowid");
  const unended = db.prepare<[], TranscriptRow>(
    "SELECT t.* FROM open_transcript o CROSS JOIN transcript t ON t.id = o.transcript_id ORDER BY t.rowid",
  );

  const latest = db.prepare<[number], TranscriptRow>(
    "SELECT * FROM transcript ORDER BY rowid DESC LIMIT ?",
  );
  const readers = db
    .prepare<[], string>("SELECT DISTINCT reader_id FROM transcript ORDER BY reader_id")
    .pluck();
  const between = db.prepare<[{ reader: string; from: string; until: string }], TranscriptRow>(
    `SELECT t.* FROM transcript t LEFT JOIN transcript_end e ON e.transcript_id = t.id
     WHERE t.reader_id = @reader AND t.opened_at_utc <= @until
       AND (e.transcript_id IS NULL OR e.ended_at_utc >= @from)
     ORDER BY t.rowid`,
  );
  const touched = db
    .prepare<[{ reader: string; run: string; except: string }], number>(
      `SELECT EXISTS (
         SELECT 1 FROM transcript t
         JOIN transcript_item i ON i.transcript_id = t.id AND i.direction = 'tx'
         WHERE t.reader_id = @reader AND t.id <> @except AND t.rowid >
           (SELECT max(rowid) FROM transcript WHERE run_id = @run AND dialogue = 'readPlate')
         GROUP BY t.id HAVING t.dialogue <> 'lastPlate' OR count(*) > 1)`,
    )
    .pluck();

  return {
    open: (row: TranscriptRow): void => void insert.run(row),
    append: (rows: readonly TranscriptItemRow[]): void => {
      for (const row of rows) insertItem.run(row);
    },
    /** Ends a transcript and hashes what it holds; returns the hash. */
    end: (id: string, outcome: TranscriptOutcome, detail: string | null, atUtc: string): string => {
      const stored = items.all(id);
      const hash = transcriptSha256(stored);
      insertEnd.run({
        transcript_id: id,
        outcome,
        detail,
        items: stored.length,
        sha256: hash,
        ended_at_utc: atUtc,
      });
      return hash;
    },
    byId: (id: string): TranscriptRow | null => byId.get(id) ?? null,
    items: (id: string): readonly TranscriptItemRow[] => items.all(id),
    /** Every ended conversation, one after the other. */
    ends: (): IterableIterator<TranscriptEndRow> => ends.iterate(),
    endOf: (id: string): TranscriptEndRow | null => endOf.get(id) ?? null,
    /** All conversations of one reader, oldest first. */
    ofReader: (readerId: string): readonly TranscriptRow[] => ofReader.all(readerId),
    /** The newest ones, newest first. */
    latest: (limit: number): readonly TranscriptRow[] => latest.all(limit),
    /** Every reader that ever said something or was spoken to. */
    readers: (): readonly string[] => readers.all(),
    /** Those of a reader that touch this time, oldest first; one without an end touches everything after its beginning. */
    between: (reader: string, from: string, until: string): readonly TranscriptRow[] =>
      between.all({ reader, from, until }),
    /**
     * Whether this program has told the reader anything since it read for the run, other than the first question for the
     * plate it holds; `except` is the conversation that asks now.
     */
    touchedSince: (run: { reader: string; run: string; except: string }): boolean =>
      touched.get(run) === 1,
    /** Transcripts that a crash left open, oldest first. */
    unended: (): readonly TranscriptRow[] => unended.all(),
  };
}
