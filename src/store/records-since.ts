import SqliteDatabase from "better-sqlite3";
import { isDerived } from "./derived-tables.ts";
import { asStoreError } from "./sqlite-errors.ts";

type Connection = SqliteDatabase.Database;

/** What tells a state of a database from every earlier one: its schema, and the newest entry of its audit trail. */
export interface DatabaseMark {
  readonly schema: number;
  /** "0" before the first entry. */
  readonly newestEntry: string;
}

/**
 * Written by the daemon itself whenever it starts or analyses anew, out of its configuration and of what the other tables
 * hold; what a person does there (a sign-in, a choice of settings) stands in the audit trail under their name. Every table
 * that is not named here, one that comes later as well, holds what readers or people have said.
 */
const HOUSEKEEPING: ReadonlySet<string> = new Set([
  "analysis",
  "change",
  "clock_observation",
  "configuration",
  "delivery",
  "fingerprint",
  "fingerprinted",
  "flag",
  "incident",
  "incident_end",
  "ledger",
  "migration",
  "notice",
  "notice_cursor",
  "reader_serial",
  "session",
  "settings_choice",
  "settings_record",
  "settings_version",
]);

/**
 * Conversations that may hold a plate. Every start asks a reader what it is and what its last plate was; a plate that
 * came of it is a reading, and one that was broken off counts.
 */
const MAY_HOLD_PLATE = `transcript
  LEFT JOIN transcript_end ON transcript_end.transcript_id = transcript.id
  WHERE dialogue NOT IN ('identify', 'release')
    AND NOT (dialogue = 'lastPlate' AND ifnull(outcome, '') = 'done')`;

/** The rows of a table that are somebody's word, where not all are. */
const RECORDS_OF: Readonly<Record<string, string>> = {
  // A file in quarantine is tried again by every new version.
  interpretation: "SELECT count(*) FROM interpretation WHERE outcome IN ('plates', 'dismissed')",
  audit: "SELECT count(*) FROM audit WHERE actor NOT IN ('daemon', 'configuration')",
  transcript: `SELECT count(*) FROM ${MAY_HOLD_PLATE}`,
  transcript_end: `SELECT count(transcript_end.transcript_id) FROM ${MAY_HOLD_PLATE}`,
  transcript_item: `SELECT count(*) FROM transcript_item WHERE transcript_id IN (SELECT transcript.id FROM ${MAY_HOLD_PLATE})`,
};

function opened<T>(file: string, work: (db: Connection) => T): T {
  let db: Connection | null = null;
  try {
    // Not read-only: that would leave side files behind.
    db = new SqliteDatabase(file, { fileMustExist: true, timeout: 5000 });
    return work(db);
  } catch (error) {
    throw asStoreError(error, file);
  } finally {
    db?.close();
  }
}

function tablesOf(db: Connection): readonly string[] {
  return db
    .prepare<[], string>(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
    .pluck()
    .all();
}

function countOf(db: Connection, table: string): number {
  return Number(
    db
      .prepare(RECORDS_OF[table] ?? `SELECT count(*) FROM "${table}"`)
      .pluck()
      .get(),
  );
}

function recordsOf(file: string): ReadonlyMap<string, number> {
  return opened(file, (db) => {
    const tables = tablesOf(db).filter((name) => !HOUSEKEEPING.has(name) && !isDerived(name));
    return new Map(tables.map((name) => [name, countOf(db, name)]));
  });
}

/** The mark of a database of whatever schema, which stays as it is. Throws a STORE_ error. */
export function markOf(file: string): DatabaseMark {
  return opened(file, (db) => {
    const schema = Number(db.pragma("user_version", { simple: true }));
    const hasTrail = tablesOf(db).includes("audit");
    const newest = hasTrail
      ? db.prepare("SELECT seq || ' ' || sha256 FROM audit ORDER BY seq DESC LIMIT 1").pluck().get()
      : undefined;
    return { schema, newestEntry: newest === undefined ? "0" : String(newest) };
  });
}

/**
 * What a database holds of readers' and people's words that an earlier copy of it does not: names of tables with the
 * number of rows that came. Rows in tables that the copy does not know count as well. Empty when only the daemon's own
 * housekeeping differs. Every change of a row leaves an entry in the audit trail, so that changes are seen there.
 */
export function recordsSince(file: string, copy: string): readonly string[] {
  const before = recordsOf(copy);
  return [...recordsOf(file)].flatMap(([table, count]) => {
    const known = before.get(table);
    if (known === undefined ? count === 0 : known === count) return [];
    return [`${table}: ${count - (known ?? 0)}`];
  });
}
