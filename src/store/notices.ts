import type { Database } from "better-sqlite3";
import type { NoticeKind } from "../domain/notice.ts";

export interface NoticeRow {
  readonly id: string;
  readonly kind: NoticeKind;
  /** What it is about: the barcode of a plate, or what else people call it. */
  readonly subject: string;
  readonly sentence: string;
  readonly raised_at_utc: string;
  readonly ended_at_utc: string | null;
  readonly plate_id: string | null;
  /** What is told once, however often it is looked at; null: it may come again. */
  readonly once: string | null;
}

export function noticeStatements(db: Database) {
  const insert = db.prepare<[NoticeRow]>(
    `INSERT INTO notice (id, kind, subject, sentence, raised_at_utc, ended_at_utc, plate_id, once)
     VALUES (@id, @kind, @subject, @sentence, @raised_at_utc, @ended_at_utc, @plate_id, @once)`,
  );
  const byId = db.prepare<[string], NoticeRow>("SELECT * FROM notice WHERE id = ?");
  const isTold = db.prepare<[string], number>("SELECT 1 FROM notice WHERE once = ?").pluck();
  const standing = db.prepare<[], NoticeRow>(
    "SELECT * FROM notice WHERE ended_at_utc IS NULL ORDER BY rowid",
  );
  const countStanding = db
    .prepare<[], number>("SELECT count FROM kept_count WHERE name = 'notices'")
    .pluck();
  const standingOf = db.prepare<[string], NoticeRow>(
    "SELECT * FROM notice WHERE ended_at_utc IS NULL AND kind = ? ORDER BY rowid",
  );
  const standingOfPlate = db.prepare<[string], NoticeRow>(
    "SELECT * FROM notice WHERE ended_at_utc IS NULL AND plate_id = ? ORDER BY rowid",
  );
  const standingOn = db.prepare<[string, string], NoticeRow>(
    "SELECT * FROM notice WHERE kind = ? AND subject = ? AND ended_at_utc IS NULL ORDER BY rowid",
  );
  const standingOnce = db.prepare<[string], NoticeRow>(
    "SELECT * FROM notice WHERE once = ? AND ended_at_utc IS NULL",
  );
  const newestStanding = db.prepare<[number], NoticeRow>(
    "SELECT * FROM notice WHERE ended_at_utc IS NULL ORDER BY rowid DESC LIMIT ?",
  );
  const newestEnded = db.prepare<[number], NoticeRow>(
    "SELECT * FROM notice WHERE ended_at_utc IS NOT NULL ORDER BY rowid DESC LIMIT ?",
  );
  const all = db.prepare<[], NoticeRow>("SELECT * FROM notice ORDER BY rowid");
  const end = db.prepare("UPDATE notice SET ended_at_utc = ? WHERE id = ?");
  const notPosted = db.prepare<[], NoticeRow>(
    "SELECT * FROM notice WHERE posted = 0 ORDER BY rowid LIMIT 100",
  );
  const setPosted = db.prepare("UPDATE notice SET posted = 1 WHERE id = ?");
  const cursor = db.prepare<[], number>("SELECT change_id FROM notice_cursor").pluck();
  const moveCursor = db.prepare("UPDATE notice_cursor SET change_id = ?");
  return {
    insert: (row: NoticeRow): void => void insert.run(row),
    byId: (id: string): NoticeRow | null => byId.get(id) ?? null,
    isTold: (once: string): boolean => isTold.get(once) !== undefined,
    /** Those that still hold, oldest first. */
    standing: (): readonly NoticeRow[] => standing.all(),
    /** How many still hold. */
    countStanding: (): number => countStanding.get() ?? 0,
    /** Those of one kind that still hold, oldest first. */
    standingOf: (kind: NoticeKind): readonly NoticeRow[] => standingOf.all(kind),
    standingOfPlate: (plateId: string): readonly NoticeRow[] => standingOfPlate.all(plateId),
    standingOn: (kind: NoticeKind, subject: string): readonly NoticeRow[] =>
      standingOn.all(kind, subject),
    /** The one told under this key, while it holds. */
    standingOnce: (once: string): readonly NoticeRow[] => standingOnce.all(once),
    /** Those that still hold before those that have ended; of each the newest first. */
    newest: (limit: number): readonly NoticeRow[] => {
      const first = newestStanding.all(limit);
      return [...first, ...newestEnded.all(limit - first.length)];
    },
    /** One after the other, oldest first. */
    each: (): IterableIterator<NoticeRow> => all.iterate(),
    /** Oldest first. */
    all: (): readonly NoticeRow[] => all.all(),
    end: (id: string, atUtc: string): void => void end.run(atUtc, id),
    /** The oldest of those that were not put onto the ways they go out. */
    notPosted: (): readonly NoticeRow[] => notPosted.all(),
    setPosted: (id: string): void => void setPosted.run(id),
    /** The id of the last change that was looked at for something to tell. */
    cursor: (): number => cursor.get() ?? 0,
    moveCursor: (changeId: number): void => void moveCursor.run(changeId),
  };
}
