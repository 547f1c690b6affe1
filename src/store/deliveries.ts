import type { Database } from "better-sqlite3";

export interface DeliveryRow {
  readonly id: string;
  readonly notice_id: string;
  readonly way: "mail" | "webhook";
  readonly target: string;
  readonly state: "waiting" | "sent" | "given-up";
  readonly attempts: number;
  readonly last_error: string | null;
  /** Null for what is not waiting. */
  readonly next_attempt_at_utc: string | null;
  readonly sent_at_utc: string | null;
  readonly created_at_utc: string;
}

export type DeliveryPlace = Pick<DeliveryRow, "way" | "target">;

/** The outbox: which notice goes where, and how far it has come. */
export interface DueBy {
  readonly nowUtc: string;
  /** Nothing waits for longer by this clock. */
  readonly latestUtc: string;
}

export function deliveryStatements(db: Database) {
  const insert = db.prepare<[DeliveryRow]>(
    `INSERT INTO delivery VALUES (@id, @notice_id, @way, @target, @state, @attempts, @last_error,
       @next_attempt_at_utc, @sent_at_utc, @created_at_utc)`,
  );
  const byId = db.prepare<[string], DeliveryRow>("SELECT * FROM delivery WHERE id = ?");
  const ofNotice = db.prepare<[string], DeliveryRow>(
    "SELECT * FROM delivery WHERE notice_id = ? ORDER BY rowid",
  );
  const due = db.prepare<[DeliveryPlace & DueBy & { limit: number }], DeliveryRow>(
    `SELECT * FROM delivery WHERE state = 'waiting' AND way = @way AND target = @target
       AND (next_attempt_at_utc <= @nowUtc OR next_attempt_at_utc > @latestUtc)
     ORDER BY next_attempt_at_utc, rowid LIMIT @limit`,
  );
  const nextAttempt = db
    .prepare<[string, string], string | null>(
      "SELECT min(next_attempt_at_utc) FROM delivery WHERE state = 'waiting' AND way = ? AND target = ?",
    )
    .pluck();
  const postpone = db.prepare<[{ way: string; target: string; until: string }]>(
    `UPDATE delivery SET next_attempt_at_utc = @until WHERE state = 'waiting' AND way = @way AND target = @target
       AND next_attempt_at_utc < @until`,
  );
  const update = db.prepare<[DeliveryRow]>(
    `UPDATE delivery SET state = @state, attempts = @attempts, last_error = @last_error,
       next_attempt_at_utc = @next_attempt_at_utc, sent_at_utc = @sent_at_utc WHERE id = @id`,
  );
  const count = db
    .prepare<[string], number>("SELECT count(*) FROM delivery WHERE state = ?")
    .pluck();
  return {
    insert: (row: DeliveryRow): void => void insert.run(row),
    byId: (id: string): DeliveryRow | null => byId.get(id) ?? null,
    /** Oldest first. */
    ofNotice: (noticeId: string): readonly DeliveryRow[] => ofNotice.all(noticeId),
    /** What waits and is due by now, or waits for longer than anything may, the longest waiting first. */
    due: ({ way, target }: DeliveryPlace, by: DueBy, limit: number): readonly DeliveryRow[] =>
      due.all({ way, target, ...by, limit }),
    /** When the next attempt to this place is due; null when nothing waits. */
    nextAttemptUtc: (to: DeliveryPlace): string | null =>
      nextAttempt.get(to.way, to.target) ?? null,
    /** Nothing to this place is tried before that time. */
    postpone: ({ way, target }: DeliveryPlace, untilUtc: string): void =>
      void postpone.run({ way, target, until: untilUtc }),
    update: (row: DeliveryRow): void => void update.run(row),
    count: (state: DeliveryRow["state"]): number => count.get(state) ?? 0,
  };
}
