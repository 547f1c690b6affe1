import { closeSync, fsyncSync, openSync } from "node:fs";
import SqliteDatabase from "better-sqlite3";
import { requireDatabase } from "./require-database.ts";
import { asStoreError } from "./sqlite-errors.ts";
import { missingSince, type StoreContent, storeContent } from "./store-content.ts";

/** Some MiB at a time, so that the disk serves the readers in between. */
const PAGES_AT_ONCE = 1024;

/** As many bytes as a copy of the database takes at most. Throws STORE_NOT_FOUND or another STORE_ error. */
export function databaseBytes(file: string): number {
  return reading(file, (db) => {
    const pages = Number(db.pragma("page_count", { simple: true }));
    return pages * Number(db.pragma("page_size", { simple: true }));
  });
}

/** What the store of this file holds. Throws STORE_NOT_FOUND or another STORE_ error. */
export function contentOfFile(file: string): StoreContent {
  return reading(file, (db) => db.transaction(() => storeContent(db))());
}

/** What of `then` the store of this file does not hold any more; see `missingSince`. */
export function missingFromFile(file: string, then: StoreContent): readonly string[] {
  return reading(file, (db) => db.transaction(() => missingSince(db, then))());
}

function reading<T>(file: string, work: (db: SqliteDatabase.Database) => T): T {
  requireDatabase(file);
  let db: SqliteDatabase.Database | null = null;
  try {
    db = new SqliteDatabase(file, { fileMustExist: true, timeout: 5000 });
    return work(db);
  } catch (error) {
    throw asStoreError(error, file);
  } finally {
    db?.close();
  }
}

/**
 * Copies a database page by page as it is at one moment, while other processes go on writing, and says what the copy
 * holds. The copy is written through to the disk; there must be no file at `to`. Until it is done the write-ahead log
 * of the source grows by what is written meanwhile. Throws STORE_NOT_FOUND, STORE_FULL or another STORE_ error.
 */
export async function copyDatabase(from: string, to: string): Promise<StoreContent> {
  requireDatabase(from);
  let db: SqliteDatabase.Database | null = null;
  try {
    db = new SqliteDatabase(from, { fileMustExist: true, timeout: 5000 });
    // The transaction holds the moment: without it the copy would begin anew at each commit of another process.
    db.exec("BEGIN");
    const content = storeContent(db);
    await db.backup(to, { progress: () => PAGES_AT_ONCE });
    db.exec("COMMIT");
    writeThrough(to);
    return content;
  } catch (error) {
    throw asStoreError(error, to);
  } finally {
    db?.close();
  }
}

function writeThrough(file: string): void {
  const descriptor = openSync(file, "r+");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
