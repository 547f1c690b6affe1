import { closeSync, existsSync, openSync } from "node:fs";
import { dirname } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { v7 as uuidv7 } from "uuid";
import { PlatewardenError } from "../domain/errors.ts";
import { analysisStatements } from "./analyses.ts";
import { annotationStatements } from "./annotations.ts";
import { deliveryStatements } from "./deliveries.ts";
import { documentStatements } from "./documents.ts";
import { fingerprintStatements } from "./fingerprints.ts";
import { journalStatements } from "./journal.ts";
import { makeFolder } from "./make-folder.ts";
import { migrate, requireMigratable } from "./migrate.ts";
import { noticeStatements } from "./notices.ts";
import { personStatements } from "./people.ts";
import { plateTurnStatements } from "./plate-turns.ts";
import { plateStatements } from "./plates.ts";
import { profileStatements } from "./profiles.ts";
import { readingStatements } from "./readings.ts";
import { requireDatabase } from "./require-database.ts";
import { reviewStatements } from "./review.ts";
import { runStatements } from "./runs.ts";
import { sampleStatements } from "./samples.ts";
import { sessionStatements } from "./sessions.ts";
import { settingsStatements } from "./settings.ts";
import { asStoreError } from "./sqlite-errors.ts";
import { tokenStatements } from "./tokens.ts";
import { transcriptStatements } from "./transcripts.ts";

/**
 * The bench's database, migrated and ready. Everything is synchronous. `inTransaction` makes what its function writes
 * durable together or not at all; outside it each statement is its own transaction.
 */
export interface Store {
  readonly file: string;
  readonly transcripts: ReturnType<typeof transcriptStatements>;
  readonly documents: ReturnType<typeof documentStatements>;
  readonly readings: ReturnType<typeof readingStatements>;
  readonly fingerprints: ReturnType<typeof fingerprintStatements>;
  readonly runs: ReturnType<typeof runStatements>;
  readonly samples: ReturnType<typeof sampleStatements>;
  readonly plates: ReturnType<typeof plateStatements>;
  readonly turns: ReturnType<typeof plateTurnStatements>;
  readonly analyses: ReturnType<typeof analysisStatements>;
  readonly review: ReturnType<typeof reviewStatements>;
  readonly annotations: ReturnType<typeof annotationStatements>;
  readonly settings: ReturnType<typeof settingsStatements>;
  readonly notices: ReturnType<typeof noticeStatements>;
  readonly deliveries: ReturnType<typeof deliveryStatements>;
  readonly profiles: ReturnType<typeof profileStatements>;
  readonly people: ReturnType<typeof personStatements>;
  readonly sessions: ReturnType<typeof sessionStatements>;
  readonly tokens: ReturnType<typeof tokenStatements>;
  readonly journal: ReturnType<typeof journalStatements>;
  /** A new UUIDv7. Ids of one process grow in the order they are made. */
  newId(): string;
  /** The present time as ISO 8601 UTC with milliseconds. */
  nowUtc(): string;
  inTransaction<T>(work: () => T): T;
  /** What SQLite itself finds wrong with the file, one sentence each; empty when it is whole. */
  damages(): readonly string[];
  /** Changes whenever another process has written to the file. */
  dataVersion(): number;
  /** Calls back after every transaction of this process, until the returned function is called. */
  onCommit(listener: () => void): () => void;
  close(): void;
}

function openDatabase(file: string, readOnly: boolean): SqliteDatabase.Database {
  if (readOnly) requireDatabase(file);
  makeFolder(dirname(file));
  if (!existsSync(file)) closeSync(openSync(file, "a", 0o640));
  return new SqliteDatabase(file, { timeout: 5000 });
}

/**
 * Opens (and creates, unless `mustExist`) the database with what every connection of this program is set to; the
 * schema is as it was found. Fails as `openStore` does.
 */
export function connect(
  file: string,
  options: { mustExist?: boolean } = {},
): SqliteDatabase.Database {
  let db: SqliteDatabase.Database | null = null;
  try {
    db = openDatabase(file, options.mustExist ?? false);
    // Before anything is set: the journal mode is written into the file, which may be another program's.
    requireMigratable(db, file);
    // FULL, because the default of WAL mode may lose the last commits when power fails.
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = FULL");
    db.pragma("foreign_keys = ON");
    db.pragma("trusted_schema = OFF");
    // Without it INSERT OR REPLACE deletes rows past the triggers that keep them.
    db.pragma("recursive_triggers = ON");
    return db;
  } catch (error) {
    db?.close();
    throw asNodeFileError(asStoreError(error, file), file);
  }
}

/**
 * Opens (and creates, unless `mustExist`) the database. Fails with STORE_NEWER, STORE_FOREIGN, STORE_DAMAGED,
 * STORE_NOT_WRITABLE, STORE_FULL or STORE_NOT_FOUND and leaves the file as it was.
 */
export function openStore(file: string, options: { mustExist?: boolean } = {}): Store {
  const db = connect(file, options);
  try {
    migrate(db, file);
    return storeOn(db, file);
  } catch (error) {
    db.close();
    throw asNodeFileError(asStoreError(error, file), file);
  }
}

function asNodeFileError(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const notWritable = ["EACCES", "EEXIST", "EROFS", "EPERM", "ENOTDIR"].includes(
    String(error.code),
  );
  const code = notWritable ? "STORE_NOT_WRITABLE" : error.code === "ENOSPC" ? "STORE_FULL" : null;
  if (code === null) return error;
  const message = `The database ${file} cannot be opened: ${error.message}.`;
  return new PlatewardenError(code, message, { detail: { file }, cause: error });
}

function storeOn(db: SqliteDatabase.Database, file: string): Store {
  const dataVersion = db.prepare<[], number>("PRAGMA data_version").pluck();
  const listeners = new Set<() => void>();
  let depth = 0;
  return {
    file,
    transcripts: transcriptStatements(db),
    documents: documentStatements(db),
    readings: readingStatements(db),
    fingerprints: fingerprintStatements(db),
    runs: runStatements(db),
    samples: sampleStatements(db),
    plates: plateStatements(db),
    turns: plateTurnStatements(db),
    analyses: analysisStatements(db),
    review: reviewStatements(db),
    annotations: annotationStatements(db),
    settings: settingsStatements(db),
    notices: noticeStatements(db),
    deliveries: deliveryStatements(db),
    profiles: profileStatements(db),
    people: personStatements(db),
    sessions: sessionStatements(db),
    tokens: tokenStatements(db),
    journal: journalStatements(db),
    newId: () => uuidv7(),
    nowUtc: () => new Date().toISOString(),
    inTransaction: <T>(work: () => T): T => {
      // A savepoint: what an inner one does is undone with it, whether or not the outer one goes on.
      if (depth > 0) return db.transaction(work)();
      depth += 1;
      let result: T;
      try {
        // IMMEDIATE takes the write lock first: a reader upgraded in the middle would fail with SQLITE_BUSY.
        result = db.transaction(work).immediate();
      } catch (error) {
        throw asStoreError(error, file);
      } finally {
        depth -= 1;
      }
      for (const listener of listeners) listener();
      return result;
    },
    damages: () => damagesOf(db),
    dataVersion: () => dataVersion.get() ?? 0,
    onCommit: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => db.close(),
  };
}

/** Every table, index and trigger with its words, as this program makes them. */
function schemaOf(db: SqliteDatabase.Database): ReadonlyMap<string, string> {
  const rows = db
    .prepare<[], { type: string; name: string; sql: string }>(
      "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name",
    )
    .all();
  return new Map(rows.map((row) => [`${row.type} ${row.name}`, row.sql]));
}

/** What guards the rows: a trigger that is gone lets them be changed. */
function schemaDamages(db: SqliteDatabase.Database): readonly string[] {
  const fresh = new SqliteDatabase(":memory:");
  migrate(fresh, ":memory:");
  const wanted = schemaOf(fresh);
  fresh.close();
  const found = schemaOf(db);
  const names = [...new Set([...wanted.keys(), ...found.keys()])];
  return names
    .filter((name) => wanted.get(name) !== found.get(name))
    .map((name) => `the ${name} of the schema is not what this program made`);
}

function damagesOf(db: SqliteDatabase.Database): readonly string[] {
  const pages = db.pragma("integrity_check") as { integrity_check: string }[];
  const orphans = db.pragma("foreign_key_check") as {
    table: string;
    rowid: number;
    parent: string;
  }[];
  return [
    ...schemaDamages(db),
    ...pages.map((row) => row.integrity_check).filter((text) => text !== "ok"),
    ...orphans.map(
      (row) => `${row.table} row ${row.rowid} names a ${row.parent} that is not there`,
    ),
  ];
}
