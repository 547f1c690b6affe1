import type { Database } from "better-sqlite3";

export type RunState = "starting" | "reading" | "captured" | "failed" | "cancelled" | "interrupted";

export interface RunRow {
  readonly id: string;
  readonly reader_id: string;
  readonly barcode: string;
  readonly sample_id: string;
  readonly layout_sha256: string;
  readonly operator: string;
  readonly reread_reason: string | null;
  readonly measurement_nm: number;
  readonly reference_nm: number | null;
  readonly state: RunState;
  readonly sentence: string | null;
  /** `none` or the content hash of what the reader held before this read; null while not yet known. */
  readonly baseline_sha256: string | null;
  readonly recovery_pending: 0 | 1;
  readonly requested_at_utc: string;
  readonly ended_at_utc: string | null;
}

export function runStatements(db: Database) {
  const insert = db.prepare<[RunRow]>(
    `INSERT INTO run VALUES (@id, @reader_id, @barcode, @sample_id, @layout_sha256, @operator, @reread_reason,
       @measurement_nm, @reference_nm, @state, @sentence, @baseline_sha256, @recovery_pending, @requested_at_utc, @ended_at_utc)`,
  );
  const byId = db.prepare<[string], RunRow>("SELECT * FROM run WHERE id = ?");
  const newest = db.prepare<[number], RunRow>("SELECT * FROM run ORDER BY rowid DESC LIMIT ?");
  const all = db.prepare<[], RunRow>("SELECT * FROM run ORDER BY rowid");
  const open = db.prepare<[], RunRow>(
    "SELECT * FROM run WHERE state IN ('starting', 'reading') ORDER BY rowid",
  );
  const pending = db.prepare<[string], RunRow>(
    "SELECT * FROM run WHERE reader_id = ? AND recovery_pending = 1 ORDER BY rowid DESC",
  );
  const ofBarcode = db.prepare<[string], RunRow>(
    "SELECT * FROM run WHERE barcode = ? ORDER BY rowid",
  );
  const setState = db.prepare(
    "UPDATE run SET state = ?, sentence = ?, recovery_pending = ?, ended_at_utc = ? WHERE id = ?",
  );
  const setBaseline = db.prepare("UPDATE run SET baseline_sha256 = ? WHERE id = ?");
  return {
    insert: (row: RunRow): void => void insert.run(row),
    byId: (id: string): RunRow | null => byId.get(id) ?? null,
    newest: (limit: number): readonly RunRow[] => newest.all(limit),
    /** Oldest first. */
    all: (): IterableIterator<RunRow> => all.iterate(),
    /** Runs that are under way, or were when the program ended. */
    open: (): readonly RunRow[] => open.all(),
    /** Every run for a plate, oldest first. */
    ofBarcode: (barcode: string): readonly RunRow[] => ofBarcode.all(barcode),
    /** Interrupted runs whose plate may still be in the reader, newest first. */
    recoveryPending: (readerId: string): readonly RunRow[] => pending.all(readerId),
    setState: (
      id: string,
      change: {
        state: RunState;
        sentence: string | null;
        recoveryPending: boolean;
        endedAtUtc: string | null;
      },
    ): void =>
      void setState.run(
        change.state,
        change.sentence,
        change.recoveryPending ? 1 : 0,
        change.endedAtUtc,
        id,
      ),
    setBaseline: (id: string, contentSha256: string): void =>
      void setBaseline.run(contentSha256, id),
  };
}
