import type { Database } from "better-sqlite3";
import { sha256 } from "../domain/canonical.ts";

export interface ChangeRow {
  readonly id: number;
  readonly kind: string;
  readonly subject: string;
  readonly at_utc: string;
}

export interface AuditRow {
  readonly seq: number;
  readonly at_utc: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: string;
  readonly prev_sha256: string;
  readonly sha256: string;
}

const FIRST_LINK = "0".repeat(64);

function linkHash(row: Omit<AuditRow, "sha256">): string {
  const parts = [
    row.seq,
    row.at_utc,
    row.actor,
    row.action,
    row.subject,
    row.detail,
    row.prev_sha256,
  ];
  return sha256(JSON.stringify(parts));
}

/** What changed (for the live feed) and who did what (the audit chain). Call both inside the transaction they tell of. */
export function journalStatements(db: Database) {
  const insertChange = db.prepare("INSERT INTO change (kind, subject, at_utc) VALUES (?, ?, ?)");
  const changesAfter = db.prepare<[number, number], ChangeRow>(
    "SELECT * FROM change WHERE id > ? ORDER BY id LIMIT ?",
  );
  const lastChange = db.prepare<[], number>("SELECT coalesce(max(id), 0) FROM change").pluck();
  const lastAudit = db.prepare<[], AuditRow>("SELECT * FROM audit ORDER BY seq DESC LIMIT 1");
  const insertAudit = db.prepare<[AuditRow]>(
    "INSERT INTO audit VALUES (@seq, @at_utc, @actor, @action, @subject, @detail, @prev_sha256, @sha256)",
  );
  const allAudit = db.prepare<[], AuditRow>("SELECT * FROM audit ORDER BY seq");
  const isAudited = db
    .prepare<[string, string], number>(
      "SELECT 1 FROM audit WHERE subject = ? AND action = ? LIMIT 1",
    )
    .pluck();
  return {
    change: (kind: string, subject: string, atUtc: string): void =>
      void insertChange.run(kind, subject, atUtc),
    changesAfter: (id: number, limit = 1000): readonly ChangeRow[] => changesAfter.all(id, limit),
    lastChange: (): number => lastChange.get() ?? 0,
    audit: (entry: {
      atUtc: string;
      actor: string;
      action: string;
      subject: string;
      detail: unknown;
    }): void => {
      const last = lastAudit.get();
      const row = {
        seq: (last?.seq ?? 0) + 1,
        at_utc: entry.atUtc,
        actor: entry.actor,
        action: entry.action,
        subject: entry.subject,
        detail: JSON.stringify(entry.detail),
        prev_sha256: last?.sha256 ?? FIRST_LINK,
      };
      insertAudit.run({ ...row, sha256: linkHash(row) });
    },
    /** True when the trail tells of this action on this subject. */
    isAudited: (action: string, subject: string): boolean =>
      isAudited.get(subject, action) !== undefined,
    /** Every entry, oldest first. */
    entries: (): readonly AuditRow[] => allAudit.all(),
    /** Walks the chain; null when whole, else the first entry that does not fit. */
    brokenAudit: (): AuditRow | null => {
      let previous = FIRST_LINK;
      let seq = 0;
      for (const row of allAudit.iterate()) {
        seq += 1;
        if (row.seq !== seq || row.prev_sha256 !== previous || row.sha256 !== linkHash(row))
          return row;
        previous = row.sha256;
      }
      return null;
    },
  };
}
