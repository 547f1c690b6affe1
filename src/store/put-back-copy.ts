import {
  chmodSync,
  chownSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { PlatewardenError } from "../domain/errors.ts";
import { type DatabaseMark, markOf } from "./records-since.ts";
import { asStoreError } from "./sqlite-errors.ts";

/** Brings everything into the one file, so that no side file of it is left that would be taken for another's. */
function foldTogether(file: string): void {
  let db: SqliteDatabase.Database | null = null;
  try {
    db = new SqliteDatabase(file, { fileMustExist: true, timeout: 5000 });
    db.pragma("wal_checkpoint(TRUNCATE)");
    db.pragma("journal_mode = DELETE");
  } catch (error) {
    throw asStoreError(error, file);
  } finally {
    db?.close();
  }
  const left = [`${file}-wal`, `${file}-shm`, `${file}-journal`].find((side) => existsSync(side));
  if (left === undefined) return;
  throw new PlatewardenError("STORE_BUSY", `${left} is still there: somebody has ${file} open.`);
}

function writeThrough(path: string, flags: "r" | "r+"): void {
  const descriptor = openSync(path, flags);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** A free name of this form: nothing that was put aside before is written over. */
function freeName(wanted: string): string {
  if (!existsSync(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const name = `${wanted}.${number}`;
    if (!existsSync(name)) return name;
  }
}

/**
 * The copy that was kept of a database in this state before a migration (see `keepCopy`); null where there is none, or
 * it holds something else. Nobody may work on the database meanwhile.
 */
export function copyBefore(file: string, mark: DatabaseMark): string | null {
  const start = `${basename(file)}.before-${mark.schema + 1}`;
  const names = readdirSync(dirname(file)).filter(
    (name) =>
      name === start || (/^\.\d+$/.test(name.slice(start.length)) && name.startsWith(start)),
  );
  const found = names.find((name) => {
    const { schema, newestEntry } = markOf(join(dirname(file), name));
    return schema === mark.schema && newestEntry === mark.newestEntry;
  });
  return found === undefined ? null : join(dirname(file), found);
}

/**
 * Puts a copy in the place of the database, which stays beside it under the name that comes back
 * (`FILE.failed-LABEL`). At every moment a whole database has the name: a power cut leaves the old or the new one.
 * Nobody may work on the database meanwhile. Throws a STORE_ error and leaves everything as it was.
 */
export function putBackCopy(file: string, copy: string, label: string): string {
  const { uid, gid, mode } = statSync(file);
  const fresh = `${file}.put-back`;
  foldTogether(file);
  const aside = freeName(`${file}.failed-${label}`);
  try {
    rmSync(fresh, { force: true });
    copyFileSync(copy, fresh);
    chmodSync(fresh, mode & 0o777);
    chownSync(fresh, uid, gid);
    writeThrough(fresh, "r+");
    linkSync(file, aside);
    writeThrough(dirname(file), "r");
    renameSync(fresh, file);
    writeThrough(dirname(file), "r");
    return aside;
  } catch (error) {
    rmSync(fresh, { force: true });
    throw asStoreError(error, file);
  }
}
