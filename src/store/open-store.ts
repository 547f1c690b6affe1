import { closeSync, existsSync, openSync } from "node:fs";
import { dirname } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { v7 as uuidv7 } from "uuid";
import { PlatewardenError } from "../domain/errors.ts";
import { analysisStatements } from "./analyses.ts";
import { annotationStatements } from "./annotations.ts";
import { clockStatements } from "./clocks.ts";
import { configurationStatements } from "./configurations.ts";
import { damagesOf } from "./damages.ts";
import { deliveryStatements } from "./deliveries.ts";
import { documentStatements } from "./documents.ts";
import { figureStatements } from "./figures.ts";
import { fingerprintStatements } from "./fingerprints.ts";
import { incidentStatements } from "./incidents.ts";
import { journalStatements } from "./journal.ts";
import { keepLedger, type LedgerKeeper } from "./ledger.ts";
import { ledgerStatements } from "./ledger-statements.ts";
import { makeFolder } from "./make-folder.ts";
import { migrate, requireMigratable, requirePresentSchema } from "./migrate.ts";
import { noticeStatements } from "./notices.ts";
import { personStatements } from "./people.ts";
import { plateTurnStatements } from "./plate-turns.ts";
import { plateStatements } from "./plates.ts";
import { privateNameStatements } from "./private-names.ts";
import { profileStatements } from "./profiles.ts";
import { progressStatements } from "./progress.ts";
import { proveStore } from "./prove-store.ts";
import { readerSerialStatements } from "./reader-serials.ts";
import { readingStatements } from "./readings.ts";
import { requireDatabase } from "./require-database.ts";
import { reviewStatements } from "./review.ts";
import { runStatements } from "./runs.ts";
import { sampleStatements } from "./samples.ts";
import { sessionStatements } from "./sessions.ts";
import { settingsStatements } from "./settings.ts";
import { asStoreError, isDiskTrouble } from "./sqlite-errors.ts";
import { tokenStatements } from "./tokens.ts";
import { transcriptStatements } from "./transcripts.ts";
import { worklistStatements } from "./worklist.ts";
import { writingAlone } from "./writing-alone.ts";

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
  readonly worklist: ReturnType<typeof worklistStatements>;
  readonly progress: ReturnType<typeof progressStatements>;
  readonly annotations: ReturnType<typeof annotationStatements>;
  readonly settings: ReturnType<typeof settingsStatements>;
  readonly notices: ReturnType<typeof noticeStatements>;
  readonly deliveries: ReturnType<typeof deliveryStatements>;
  readonly profiles: ReturnType<typeof profileStatements>;
  readonly people: ReturnType<typeof personStatements>;
  readonly sessions: ReturnType<typeof sessionStatements>;
  readonly tokens: ReturnType<typeof tokenStatements>;
  readonly clocks: ReturnType<typeof clockStatements>;
  readonly figures: ReturnType<typeof figureStatements>;
  readonly incidents: ReturnType<typeof incidentStatements>;
  readonly privateNames: ReturnType<typeof privateNameStatements>;
  readonly readerSerials: ReturnType<typeof readerSerialStatements>;
  readonly configurations: ReturnType<typeof configurationStatements>;
  readonly journal: ReturnType<typeof journalStatements>;
  readonly ledger: ReturnType<typeof ledgerStatements>;
  /** A new UUIDv7: a name, and no order. Rows are ordered by their rowid, which grows with every commit. */
  newId(): string;
  /** The present time as ISO 8601 UTC with milliseconds. */
  nowUtc(): string;
  inTransaction<T>(work: () => T): T;
  /** Everything that `work` reads is of the same moment, whatever others write meanwhile. */
  inSnapshot<T>(work: () => T): T;
  /** The number of the last step that made the schema. */
  schema(): number;
  /** Calls back once, before this process changes anything for the first time; what it throws keeps it from that. */
  onFirstWrite(listener: () => void): void;
  /**
   * True after a commit that the disk refused, until the next one that wrote: its pages may stand whole in the
   * write-ahead log, and whoever opens the database next then finds it done.
   */
  mayHoldMore(): boolean;
  /** What SQLite itself finds wrong with the file, one sentence each; empty when it is whole. */
  damages(): readonly string[];
  /** Shows that a write reaches the disk and can be read again (see `proveStore`); throws a STORE_ error. */
  prove(): void;
  /** Changes whenever another process has written to the file. */
  dataVersion(): number;
  /**
   * Calls back after every transaction of this process, with the milliseconds that it took until it was on disk, until
   * the returned function is called.
   */
  onCommit(listener: (tookMs: number) => void): () => void;
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

/** Of a database that another program may be writing to, or that must not change. */
function connectToRead(file: string): SqliteDatabase.Database {
  requireDatabase(file);
  const db = new SqliteDatabase(file, { readonly: true, fileMustExist: true, timeout: 5000 });
  try {
    requirePresentSchema(db, file);
    db.pragma("trusted_schema = OFF");
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Opens a database to look at it: nothing is changed, the schema must be this program's (STORE_OLDER). Fails otherwise
 * as `openStore` does.
 */
export function openStoreToRead(file: string): Store {
  try {
    return storeOn(connectToRead(file), file);
  } catch (error) {
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

/** Of a connection that may not write. */
const WRITES_NOTHING: LedgerKeeper = { keep: (work) => work(), undoable: (work) => work() };

function storeOn(connection: SqliteDatabase.Database, file: string): Store {
  const firstWriteListeners: (() => void)[] = [];
  const keeper = connection.readonly ? WRITES_NOTHING : keepLedger(connection);
  const changes = connection.prepare<[], number>("SELECT total_changes()").pluck();
  let hasDoubt = false;
  // IMMEDIATE takes the write lock first: a reader upgraded in the middle would fail with SQLITE_BUSY.
  const transact = <T>(work: () => T): T => {
    while (firstWriteListeners.length > 0) {
      firstWriteListeners[0]?.();
      firstWriteListeners.shift();
    }
    const before = hasDoubt ? changes.get() : null;
    try {
      const result = connection.transaction(() => keeper.keep(work)).immediate();
      // What is written after it takes the place of what may have been left.
      if (hasDoubt && changes.get() !== before) hasDoubt = false;
      return result;
    } catch (error) {
      hasDoubt ||= isDiskTrouble(error);
      throw error;
    }
  };
  const db = writingAlone(connection, transact, keeper);
  const dataVersion = db.prepare<[], number>("PRAGMA data_version").pluck();
  const listeners = new Set<(tookMs: number) => void>();
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
    worklist: worklistStatements(db),
    progress: progressStatements(db),
    annotations: annotationStatements(db),
    settings: settingsStatements(db),
    notices: noticeStatements(db),
    deliveries: deliveryStatements(db),
    profiles: profileStatements(db),
    people: personStatements(db),
    sessions: sessionStatements(db),
    tokens: tokenStatements(db),
    clocks: clockStatements(db),
    figures: figureStatements(db),
    incidents: incidentStatements(db),
    privateNames: privateNameStatements(db),
    readerSerials: readerSerialStatements(db),
    configurations: configurationStatements(db),
    journal: journalStatements(db),
    ledger: ledgerStatements(db),
    newId: () => uuidv7(),
    nowUtc: () => new Date().toISOString(),
    inTransaction: <T>(work: () => T): T => {
      // A savepoint: what an inner one does is undone with it, whether or not the outer one goes on.
      if (depth > 0) return keeper.undoable(() => connection.transaction(work)());
      depth += 1;
      const startedMs = performance.now();
      let result: T;
      try {
        result = transact(work);
      } catch (error) {
        throw asStoreError(error, file);
      } finally {
        depth -= 1;
      }
      const tookMs = performance.now() - startedMs;
      for (const listener of listeners) listener(tookMs);
      return result;
    },
    inSnapshot: (work) => db.transaction(work).deferred(),
    schema: () => Number(db.pragma("user_version", { simple: true })),
    mayHoldMore: () => hasDoubt,
    onFirstWrite: (listener) => void firstWriteListeners.push(listener),
    damages: () => damagesOf(db),
    prove: () => proveStore(connection, file),
    dataVersion: () => dataVersion.get() ?? 0,
    onCommit: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => db.close(),
  };
}
