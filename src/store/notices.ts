import type { Database } from "better-sqlite3";

export interface NoticeRow {
  readonly id: string;
  readonly kind: "overdue";
  /** The barcode of the plate that has not come. */
  readonly subject: string;
  readonly sentence: string;
  readonly raised_at_utc: string;
  readonly ended_at_utc: string | null;
}

export function noticeStatements(db: Database) {
  const insert = db.prepare<[NoticeRow]>(
    "INSERT INTO notice VALUES (@id, @kind, @subject, @sentence, @raised_at_utc, @ended_at_utc)",
  );
  const standing = db.prepare<[], NoticeRow>(
    "SELECT * FROM notice WHERE ended_at_utc IS NULL ORDER BY rowid",
  );
  const all = db.prepare<[], NoticeRow>("SELECT * FROM notice ORDER BY rowid");
  const end = db.prepare("UPDATE notice SET ended_at_utc = ? WHERE id = ?");
  return {
    insert: (row: NoticeRow): void => void insert.run(row),
    /** Those that still hold, oldest first. */
    standing: (): readonly NoticeRow[] => standing.all(),
    /** Oldest first. */
    all: (): readonly NoticeRow[] => all.all(),
    end: (id: string, atUtc: string): void => void end.run(atUtc, id),
  };
}
