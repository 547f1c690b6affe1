import { createHash } from "node:crypto";
import type { Database } from "better-sqlite3";
import { isDerived } from "./derived-tables.ts";

/** What a store holds at one moment, so that a copy of it can be told from others. */
export interface StoreContent {
  readonly schema: number;
  /** The hash of the first entry of its audit trail, which no other store has; null before there is one. */
  readonly storeId: string | null;
  /** The newest entry of the audit trail, whose hash stands for all before it. */
  readonly audit: { readonly seq: number; readonly atUtc: string; readonly sha256: string } | null;
  /** Rows of every table that is not made of others. */
  readonly rows: Readonly<Record<string, number>>;
  /** Of tables that only grow: SHA-256 over their rows in the order in which they came. */
  readonly records: Readonly<Record<string, string>>;
  /** When the newest plate was captured. */
  readonly newestPlateUtc: string | null;
}

/** Tables that only grow, and the columns that say what a row is. */
const RECORDS: Readonly<Record<string, string>> = {
  transcript_end: "transcript_id, sha256",
  document: "sha256",
  reading: "id, outcome, content_sha256",
  plate_version: "plate_id, version, reading_id",
  analysis: "id, inputs_sha256, result_sha256",
};

function tablesOf(db: Database): readonly string[] {
  return db
    .prepare<[], string>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .pluck()
    .all()
    .filter((table) => !isDerived(table));
}

/** Of the first `rows` rows; all without it. */
function recordSha256(db: Database, table: string, rows = -1): string {
  const hash = createHash("sha256");
  const select = db.prepare<[number]>(
    `SELECT ${RECORDS[table]} FROM "${table}" ORDER BY rowid LIMIT ?`,
  );
  for (const row of select.raw().iterate(rows)) hash.update(`${JSON.stringify(row)}\n`);
  return hash.digest("hex");
}

interface EntryRow {
  readonly seq: number;
  readonly at_utc: string;
  readonly sha256: string;
}

/** Call it in a transaction: what it says is then of one moment. */
export function storeContent(db: Database): StoreContent {
  const tables = tablesOf(db);
  const has = (table: string): boolean => tables.includes(table);
  const entry = (order: string): EntryRow | undefined =>
    has("audit")
      ? db
          .prepare<[], EntryRow>(
            `SELECT seq, at_utc, sha256 FROM audit ORDER BY seq ${order} LIMIT 1`,
          )
          .get()
      : undefined;
  const newest = entry("DESC");
  const count = (table: string): number =>
    db.prepare<[], number>(`SELECT count(*) FROM "${table}"`).pluck().get() ?? 0;
  return {
    schema: Number(db.pragma("user_version", { simple: true })),
    storeId: entry("ASC")?.sha256 ?? null,
    audit:
      newest === undefined
        ? null
        : { seq: newest.seq, atUtc: newest.at_utc, sha256: newest.sha256 },
    rows: Object.fromEntries(tables.map((table) => [table, count(table)])),
    records: Object.fromEntries(
      Object.keys(RECORDS)
        .filter(has)
        .map((table) => [table, recordSha256(db, table)]),
    ),
    newestPlateUtc: has("reading")
      ? (db
          .prepare<[], string | null>(
            "SELECT max(captured_at_utc) FROM reading WHERE outcome = 'plate'",
          )
          .pluck()
          .get() ?? null)
      : null,
  };
}

/**
 * What of `then` the store does not hold any more, one sentence each: an entry of the audit trail that is another one
 * now, or records that are not as they were. Empty when everything of then is there; what came since does not count.
 */
export function missingSince(db: Database, then: StoreContent): readonly string[] {
  const findings: string[] = [];
  if (then.audit !== null) {
    const now = db
      .prepare<[number], string>("SELECT sha256 FROM audit WHERE seq = ?")
      .pluck()
      .get(then.audit.seq);
    if (now !== then.audit.sha256) {
      findings.push(
        now === undefined
          ? `the audit trail ends before entry ${then.audit.seq}`
          : `entry ${then.audit.seq} of the audit trail is another one`,
      );
    }
  }
  const tables = new Set(tablesOf(db));
  for (const [table, sha256] of Object.entries(then.records)) {
    const same = tables.has(table) && recordSha256(db, table, then.rows[table] ?? 0) === sha256;
    if (!same) findings.push(`the rows of ${table} are not those of then`);
  }
  return findings;
}
