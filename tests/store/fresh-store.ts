/** Databases for tests: each in a folder of its own that is removed when its test has ended. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { onTestFinished } from "vitest";
import { openStore, type Store } from "../../src/store/open-store.ts";

/** Registers what is done when a test has ended; tests that run beside each other pass the one of their own context. */
export type AtEnd = (work: () => void | Promise<void>) => void;

/** An empty folder for the length of the running test. */
export function freshFolder(atEnd: AtEnd = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), "platewarden-test-"));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Where a database would stand that nobody has made yet. */
export function freshFile(atEnd: AtEnd = onTestFinished): string {
  return join(freshFolder(atEnd), "platewarden.sqlite");
}

/** A file system in memory, where there is one: there a commit never waits for a busy disk. */
const IN_MEMORY = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** Where a database stands of a test that is about time, and not about what outlasts a power cut. */
export function memoryFile(atEnd: AtEnd = onTestFinished): string {
  const folder = mkdtempSync(join(IN_MEMORY, "platewarden-test-"));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "platewarden.sqlite");
}

/** A migrated store without data, closed when the running test has ended. */
export function freshStore(file?: string, atEnd: AtEnd = onTestFinished): Store {
  const store = openStore(file ?? freshFile(atEnd));
  atEnd(() => store.close());
  return store;
}

/** SQLite itself on a database, beside or after the store: to look where the store does not, and to do harm. */
export function withDatabase<T>(file: string, work: (db: SqliteDatabase.Database) => T): T {
  const db = new SqliteDatabase(file);
  try {
    return work(db);
  } finally {
    db.close();
  }
}

/** Drops every trigger, so that a test can do what the program cannot. */
export function dropTriggers(db: SqliteDatabase.Database): void {
  const names = db.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").pluck().all();
  for (const name of names) db.exec(`DROP TRIGGER "${String(name)}"`);
}

/** The code of the PlatewardenError that `work` throws; fails when it throws none. */
export function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Error && "code" in error) return String(error.code);
    throw error;
  }
  throw new Error("nothing was thrown");
}
