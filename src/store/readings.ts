import type { Database } from "better-sqlite3";

export type ReadingOrigin = "command" | "unasked" | "recovered" | "file";

/** Where a reading was read from: a conversation, or one plate (`document_part`, from 0) of a document. */
export type ReadingSource =
  | {
      readonly transcript_id: string;
      readonly transcript_sha256: string;
      readonly document_sha256: null;
      readonly document_part: null;
      readonly arrival_id: null;
      readonly request: null;
    }
  | {
      readonly transcript_id: null;
      readonly transcript_sha256: null;
      readonly document_sha256: string;
      readonly document_part: number;
      readonly arrival_id: string;
      /** JSON: what the document was read with, enough to read it again. */
      readonly request: string;
    };

export type ReadingRow = ReadingSource & {
  readonly id: string;
  /** The reader, or the folder it came by. */
  readonly reader_id: string;
  readonly driver_id: string;
  readonly driver_version: string;
  readonly verification: string;
  readonly origin: ReadingOrigin;
  readonly outcome: "plate" | "given-up";
  readonly run_id: string | null;
  /** JSON PlateReading; of a given-up reading what had arrived, or null. */
  readonly body: string | null;
  readonly content_sha256: string | null;
  /** Of a document's plate: the hash of its numbers; null where they are too few to tell it by. */
  readonly numbers_sha256: string | null;
  /** JSON: `{ reason, text }[]`. */
  readonly rejected: string;
  readonly fault: string | null;
  readonly sentence: string | null;
  readonly captured_at_utc: string;
};

export function readingStatements(db: Database) {
  const insert = db.prepare<[ReadingRow]>(
    `INSERT INTO reading VALUES (@id, @reader_id, @transcript_id, @transcript_sha256, @document_sha256, @document_part,
       @arrival_id, @request, @driver_id, @driver_version, @verification, @origin, @outcome, @run_id, @body, @content_sha256,
       @numbers_sha256, @rejected, @fault, @sentence, @captured_at_utc)`,
  );
  const byId = db.prepare<[string], ReadingRow>("SELECT * FROM reading WHERE id = ?");
  const newest = db.prepare<[number], ReadingRow>(
    "SELECT * FROM reading ORDER BY rowid DESC LIMIT ?",
  );
  const all = db.prepare<[], ReadingRow>("SELECT * FROM reading ORDER BY rowid");
  const lastOfReader = db.prepare<[string, number], ReadingRow>(
    "SELECT * FROM reading WHERE reader_id = ? AND outcome = 'plate' ORDER BY rowid DESC LIMIT ?",
  );
  const byContent = db
    .prepare<[string, string], string>(
      "SELECT id FROM reading WHERE reader_id = ? AND content_sha256 = ? LIMIT 1",
    )
    .pluck();
  const filesByNumbers = db.prepare<[string], ReadingRow>(
    "SELECT * FROM reading WHERE numbers_sha256 = ? AND origin = 'file' ORDER BY rowid",
  );
  const storedAfter = db.prepare<[number, number], ReadingRow & { readonly row: number }>(
    "SELECT rowid AS row, * FROM reading WHERE rowid > ? ORDER BY rowid LIMIT ?",
  );
  const ofDocument = db.prepare<[string], ReadingRow>(
    "SELECT * FROM reading WHERE document_sha256 = ? ORDER BY rowid",
  );
  const isLater = db
    .prepare<[string, string], 0 | 1>(
      "SELECT (SELECT rowid FROM reading WHERE id = ?) > (SELECT rowid FROM reading WHERE id = ?)",
    )
    .pluck();
  const unassigned = db.prepare<[], ReadingRow>(
    "SELECT r.* FROM waiting_reading w CROSS JOIN reading r ON r.id = w.reading_id ORDER BY r.rowid",
  );
  return {
    insert: (row: ReadingRow): void => void insert.run(row),
    byId: (id: string): ReadingRow | null => byId.get(id) ?? null,
    /** Newest first. */
    newest: (limit: number): readonly ReadingRow[] => newest.all(limit),
    /** Oldest first. */
    all: (): IterableIterator<ReadingRow> => all.iterate(),
    /** Whole plates of one reader, newest first. */
    lastOfReader: (readerId: string, limit: number): readonly ReadingRow[] =>
      lastOfReader.all(readerId, limit),
    /** The id of a whole plate of this reader or folder with this content; null when there is none. */
    byContent: (readerId: string, contentSha256: string): string | null =>
      byContent.get(readerId, contentSha256) ?? null,
    /** Plates of files that have these numbers, oldest first. */
    filesByNumbers: (numbersSha256: string): readonly ReadingRow[] =>
      filesByNumbers.all(numbersSha256),
    /** Those that were stored after the one with this number, in that order, each with its own number. */
    storedAfter: (row: number, limit: number): readonly (ReadingRow & { readonly row: number })[] =>
      storedAfter.all(row, limit),
    /** Oldest first. */
    ofDocument: (documentSha256: string): readonly ReadingRow[] => ofDocument.all(documentSha256),
    /** Whether one reading was stored after another. */
    isLater: (id: string, thanId: string): boolean => isLater.get(id, thanId) === 1,
    /** Whole plates that nobody has said what they are, oldest first. */
    unassigned: (): readonly ReadingRow[] => unassigned.all(),
  };
}
