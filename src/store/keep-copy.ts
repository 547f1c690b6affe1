import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import SqliteDatabase from "better-sqlite3";

type Connection = SqliteDatabase.Database;

/**
 * Keeps a copy of a database under `FILE.before-N`, N being the schema it is about to get. Nobody finds half of one
 * under that name: it is made beside it, written through to the disk and renamed. A copy that is there and holds the
 * same stays, a torn one is replaced, and beside one of another state (the database was put back from it and worked
 * with since) the new one is `FILE.before-N.2` and so on. The caller holds the write lock, so that what is copied is
 * what the next step finds, and no other process makes the copy meanwhile.
 */
export function keepCopy(file: string, nextSchema: number): void {
  // A connection of its own, because VACUUM INTO does not work inside the transaction that holds the lock.
  const db = new SqliteDatabase(file, { fileMustExist: true });
  try {
    for (let number = 1; ; number += 1) {
      const copy = `${file}.before-${nextSchema}${number === 1 ? "" : `.${number}`}`;
      const found = existsSync(copy) ? stateOf(copy, contentOf(db)) : "torn";
      if (found === "same") return;
      if (found === "other") continue;
      makeCopy(db, file, copy);
      return;
    }
  } finally {
    db.close();
  }
}

function makeCopy(db: Connection, file: string, copy: string): void {
  const part = `${copy}.part`;
  try {
    for (const left of [part, `${part}-journal`, `${copy}-wal`, `${copy}-shm`]) {
      rmSync(left, { force: true });
    }
    // SQLite fills an empty file that is there: so the copy is readable to whom the database is.
    closeSync(openSync(part, "wx", statSync(file).mode & 0o777));
    db.prepare("VACUUM INTO ?").run(part);
    writeThrough(part, "r+");
    renameSync(part, copy);
    if (process.platform !== "win32") writeThrough(dirname(copy), "r");
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

function writeThrough(path: string, flags: "r" | "r+"): void {
  const descriptor = openSync(path, flags);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Whether a file is a whole copy of what `content` says, a whole one of something else, or none. */
function stateOf(copy: string, content: string): "same" | "other" | "torn" {
  let db: Connection | null = null;
  try {
    // Not read-only: that would leave the side files of a copy made with `cp` behind.
    db = new SqliteDatabase(copy, { fileMustExist: true });
    const isWhole = db.pragma("quick_check(1)", { simple: true }) === "ok";
    const found = contentOf(db);
    if (!isWhole || found === EMPTY) return "torn";
    return found === content ? "same" : "other";
  } catch (error) {
    if (isDamage(error)) return "torn";
    throw error;
  } finally {
    db?.close();
  }
}

function isDamage(error: unknown): boolean {
  if (!(error instanceof SqliteDatabase.SqliteError)) return false;
  return error.code.startsWith("SQLITE_CORRUPT") || error.code === "SQLITE_NOTADB";
}

const EMPTY = "[]";

/** How many rows each table has, and the newest entry of the audit trail, which every change of a row leaves. */
function contentOf(db: Connection): string {
  const tables = db
    .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .pluck()
    .all();
  const rows = tables.map((name) => [
    name,
    db.prepare(`SELECT count(*) FROM "${name}"`).pluck().get(),
  ]);
  if (tables.includes("audit")) {
    rows.push(["newest", db.prepare("SELECT max(seq), sha256 FROM audit").raw().get()]);
  }
  return JSON.stringify(rows);
}
