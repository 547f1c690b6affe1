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

/** What of the trail is asked for; null asks for all. */
export interface TrailSearch {
  readonly actor: string | null;
  /** The action, or the first part of several (`plate` finds `plate.bind`). */
  readonly action: string | null;
  readonly subject: string | null;
  /**
   * Stands somewhere in actor, action, subject or detail, or in the name of the subject: barcode, reader, sample,
   * file. Upper and lower case are the same.
   */
  readonly text: string | null;
  readonly fromUtc: string | null;
  readonly untilUtc: string | null;
}

/** Subjects whose name holds the text: their entries name them by their ids alone. */
const NAMED = `SELECT id FROM plate WHERE instr(lower(barcode), lower(@text)) > 0
    UNION SELECT id FROM sample WHERE instr(lower(name), lower(@text)) > 0
    UNION SELECT id FROM run WHERE instr(lower(barcode || ' ' || reader_id), lower(@text)) > 0
    UNION SELECT reading.id FROM reading LEFT JOIN run ON run.id = reading.run_id
      WHERE instr(lower(reading.reader_id || ' ' || coalesce(run.barcode, '')), lower(@text)) > 0
    UNION SELECT reading_id FROM plate_version JOIN plate ON plate.id = plate_id
      WHERE instr(lower(barcode), lower(@text)) > 0
    UNION SELECT document_sha256 FROM arrival WHERE instr(lower(name || ' ' || source_id), lower(@text)) > 0
    UNION SELECT id FROM notice WHERE instr(lower(subject), lower(@text)) > 0`;

const FOUND = `(@actor IS NULL OR actor = @actor)
  AND (@action IS NULL OR action = @action OR substr(action, 1, length(@action) + 1) = @action || '.')
  AND (@subject IS NULL OR subject = @subject)
  AND (@text IS NULL OR instr(lower(actor || ' ' || action || ' ' || subject || ' ' || detail), lower(@text)) > 0
    OR subject IN (${NAMED}))
  AND (@fromUtc IS NULL OR at_utc >= @fromUtc)
  AND (@untilUtc IS NULL OR at_utc < @untilUtc)`;

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
  const ofAction = db.prepare<[{ action: string }], AuditRow>(
    "SELECT * FROM audit WHERE action = @action OR substr(action, 1, length(@action) + 1) = @action || '.' ORDER BY seq",
  );
  const ofSubjects = db.prepare<[string], AuditRow>(
    "SELECT * FROM audit WHERE subject IN (SELECT value FROM json_each(?)) ORDER BY seq DESC",
  );
  const newestOfSubjects = db
    .prepare<[string], number | null>(
      "SELECT max(seq) FROM audit WHERE subject IN (SELECT value FROM json_each(?))",
    )
    .pluck();
  const search = db.prepare<[TrailSearch & { before: number; limit: number }], AuditRow>(
    `SELECT * FROM audit WHERE seq < @before AND ${FOUND} ORDER BY seq DESC LIMIT @limit`,
  );
  const countFound = db
    .prepare<[TrailSearch], number>(`SELECT count(*) FROM audit WHERE ${FOUND}`)
    .pluck();
  const actors = db
    .prepare<[], string>("SELECT name FROM audit_name WHERE kind = 'actor' ORDER BY name")
    .pluck();
  const actions = db
    .prepare<[], string>("SELECT name FROM audit_name WHERE kind = 'action' ORDER BY name")
    .pluck();
  const pageOf = db.prepare<[number, number], AuditRow>(
    "SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?",
  );
  const detailsOf = db
    .prepare<[string], string>("SELECT detail FROM audit WHERE action = ? ORDER BY seq")
    .pluck();
  const isAudited = db
    .prepare<[string, string], number>(
      "SELECT 1 FROM audit WHERE subject = ? AND action = ? LIMIT 1",
    )
    .pluck();
  const newestEntry = db.prepare<[string, string], AuditRow>(
    "SELECT * FROM audit WHERE subject = ? AND action = ? ORDER BY seq DESC LIMIT 1",
  );
  return {
    change: (kind: string, subject: string, atUtc: string): void =>
      void insertChange.run(kind, subject, atUtc),
    changesAfter: (id: number, limit = 1000): readonly ChangeRow[] => changesAfter.all(id, limit),
    lastChange: (): number => lastChange.get() ?? 0,
    /** Returns the number of the entry. */
    audit: (entry: {
      atUtc: string;
      actor: string;
      action: string;
      subject: string;
      detail: unknown;
    }): number => {
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
      return row.seq;
    },
    /** The details of every entry of this action, as JSON, oldest first. */
    detailsOf: (action: string): readonly string[] => detailsOf.all(action),
    /** True when the trail tells of this action on this subject. */
    isAudited: (action: string, subject: string): boolean =>
      isAudited.get(subject, action) !== undefined,
    /** The newest entry of this action on this subject; null when there is none. */
    newestEntry: (subject: string, action: string): AuditRow | null =>
      newestEntry.get(subject, action) ?? null,
    /** Entries on any of these subjects, newest first. */
    entriesOf: (subjects: readonly string[]): readonly AuditRow[] =>
      ofSubjects.all(JSON.stringify(subjects)),
    /** The number of the newest of them; 0 when there is none. */
    newestOf: (subjects: readonly string[]): number =>
      newestOfSubjects.get(JSON.stringify(subjects)) ?? 0,
    /** Entries that fit, newest first, before that number. */
    search: (found: TrailSearch, before: number, limit: number): readonly AuditRow[] =>
      search.all({ ...found, before, limit }),
    countFound: (found: TrailSearch): number => countFound.get(found) ?? 0,
    /** Everybody who is named in the trail. */
    actors: (): readonly string[] => actors.all(),
    actions: (): readonly string[] => actions.all(),
    lastAudit: (): AuditRow | null => lastAudit.get() ?? null,
    /** Entries after that number, oldest first. */
    entriesAfter: (seq: number, limit: number): readonly AuditRow[] => pageOf.all(seq, limit),
    /** Every entry, oldest first. */
    entries: (): readonly AuditRow[] => allAudit.all(),
    /** Every entry of this action, or of all whose first part it is, one after the other, oldest first. */
    eachOf: (action: string): IterableIterator<AuditRow> => ofAction.iterate({ action }),
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
