import type { Database } from "better-sqlite3";

export interface ReaderSerialRow {
  readonly reader_id: string;
  readonly serial_number: string;
  readonly model: string;
  readonly seen_at_utc: string;
}

/** Which serial number answered under a reader's name: a row each time that it was another one. */
export function readerSerialStatements(db: Database) {
  const insert = db.prepare<[ReaderSerialRow]>(
    `INSERT INTO reader_serial (reader_id, serial_number, model, seen_at_utc)
     VALUES (@reader_id, @serial_number, @model, @seen_at_utc)`,
  );
  const newestOf = db.prepare<[string], ReaderSerialRow>(
    "SELECT * FROM reader_serial WHERE reader_id = ? ORDER BY seq DESC LIMIT 1",
  );
  const all = db.prepare<[], ReaderSerialRow>("SELECT * FROM reader_serial ORDER BY seq");
  return {
    insert: (row: ReaderSerialRow): void => void insert.run(row),
    /** The one that answered last; null for a reader that never told one. */
    newestOf: (readerId: string): ReaderSerialRow | null => newestOf.get(readerId) ?? null,
    /** In the order in which they were seen. */
    all: (): readonly ReaderSerialRow[] => all.all(),
  };
}
