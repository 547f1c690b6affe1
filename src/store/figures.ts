import type { Database } from "better-sqlite3";

/** Plates read since a moment, and all of them. */
export interface PlateFigures {
  readonly plates: number;
  readonly platesSince: number;
}

/** A UUIDv7 begins with its milliseconds since 1970: none made later is smaller. For estimates; ids are no order. */
function smallestId(atMs: number): string {
  const hex = Math.max(0, Math.floor(atMs)).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** Sizes and counts for those who look after the bench; each is quick however much is stored. */
export function figureStatements(db: Database) {
  // Plates are never deleted, so the largest row number is their number.
  const plates = db.prepare<[], number>("SELECT coalesce(max(rowid), 0) FROM plate").pluck();
  const since = db.prepare<[string], number>("SELECT count(*) FROM plate WHERE id >= ?").pluck();
  const oldestWaiting = db
    .prepare<[], string | null>(
      "SELECT min(created_at_utc) FROM delivery WHERE state = 'waiting' AND attempts > 0",
    )
    .pluck();
  const bytesOf = db
    .prepare<[string], number>(
      "SELECT coalesce(sum(length(bytes)), 0) FROM transcript_item WHERE transcript_id = ?",
    )
    .pluck();
  // By the steady clock of the process: a clock that is set meanwhile makes no reading longer.
  const secondsOf = db
    .prepare<[string], number | null>(
      "SELECT (max(mono_us) - min(mono_us)) / 1e6 FROM transcript_item WHERE transcript_id = ?",
    )
    .pluck();
  const tables = db
    .prepare<[], string>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .pluck();
  const actions = db.prepare<[], { action: string; entries: number }>(
    "SELECT action, count(*) AS entries FROM audit GROUP BY action ORDER BY action",
  );
  return {
    plates: (sinceMs: number): PlateFigures => ({
      plates: plates.get() ?? 0,
      platesSince: since.get(smallestId(sinceMs)) ?? 0,
    }),
    /** When the oldest notice came that could not be sent yet; null when none waits. */
    oldestFailingDelivery: (): string | null => oldestWaiting.get() ?? null,
    bytesOfTranscript: (id: string): number => bytesOf.get(id) ?? 0,
    /** From its first item to its last one; null for a transcript without any. */
    secondsOfTranscript: (id: string): number | null => secondsOf.get(id) ?? null,
    /** How many rows each table has, by its name. Reads every table: not for a running day. */
    rowCounts: (): Readonly<Record<string, number>> =>
      Object.fromEntries(
        tables
          .all()
          .map((name) => [
            name,
            db.prepare<[], number>(`SELECT count(*) FROM "${name}"`).pluck().get() ?? 0,
          ]),
      ),
    /** How many entries of the audit trail each action has. */
    auditCounts: (): Readonly<Record<string, number>> =>
      Object.fromEntries(actions.all().map(({ action, entries }) => [action, entries])),
  };
}
