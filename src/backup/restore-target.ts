/** The folder that a set is put back into: empty, nobody else's, and never taken for whole before it is. */
import {
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { PlatewardenError } from "../domain/errors.ts";
import { holdFolder } from "../store/hold-folder.ts";
import { makeFolder } from "../store/make-folder.ts";
import { syncFolder, writeThrough } from "./disk.ts";
import { RESTORING_FOLDER } from "./gather-files.ts";

/** In the folder of what is being restored: names of what is moved out of it, so that a second go knows what is its own. */
const PLACED = "placed.json";

function isLock(name: string): boolean {
  return name.startsWith("daemon.lock");
}

/** What is in a folder beyond what a restore that was broken off has left; none where there is no folder. */
function strangersIn(dataFolder: string, database: string): readonly string[] {
  if (!existsSync(dataFolder)) return [];
  const names = readdirSync(dataFolder).filter((name) => !isLock(name));
  if (isUnfinished(dataFolder, database)) {
    const own = new Set([RESTORING_FOLDER, ...placedNames(dataFolder)]);
    return names.filter((name) => !own.has(name));
  }
  return names;
}

/** Whether a restore into this folder was broken off: nothing is whole in it. */
function isUnfinished(dataFolder: string, database: string): boolean {
  return existsSync(join(dataFolder, RESTORING_FOLDER)) && !existsSync(join(dataFolder, database));
}

/** Throws RESTORE_UNFINISHED: a daemon on such a folder would begin with an empty database. */
export function requireFinished(databaseFile: string): void {
  const dataFolder = dirname(databaseFile);
  if (!isUnfinished(dataFolder, basename(databaseFile))) return;
  throw new PlatewardenError(
    "RESTORE_UNFINISHED",
    `A backup was being put back into ${dataFolder}, and that was broken off.`,
    { detail: { folder: dataFolder } },
  );
}

function placedNames(dataFolder: string): readonly string[] {
  const file = join(dataFolder, RESTORING_FOLDER, PLACED);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as string[]) : [];
}

/** Throws RESTORE_TARGET_TAKEN where anything is in the folder. */
export function requireEmpty(dataFolder: string, database: string): void {
  if (existsSync(dataFolder) && !statSync(dataFolder).isDirectory()) {
    throw taken(`${dataFolder} is a file, not a folder`);
  }
  const strangers = strangersIn(dataFolder, database);
  if (strangers.length === 0) return;
  const shown = strangers.slice(0, 3).join(", ");
  throw taken(`${dataFolder} is not empty: it holds ${shown}${strangers.length > 3 ? ", …" : ""}`);
}

function taken(message: string): PlatewardenError {
  return new PlatewardenError("RESTORE_TARGET_TAKEN", `${message}.`);
}

export interface RestoreTarget {
  /** Where everything is put first. */
  readonly folder: string;
  /** Moves everything into its place, the database last. */
  place(): void;
  /** Removes what was not placed, and lets others have the folder. */
  release(): void;
}

/** Claims the folder and makes it if need be. Throws RESTORE_TARGET_TAKEN, DATA_FOLDER_IN_USE or a STORE_ error. */
export function claimTarget(dataFolder: string, database: string): RestoreTarget {
  requireEmpty(dataFolder, database);
  makeFolder(dataFolder);
  const hold = holdFolder(dataFolder);
  try {
    // Again: nobody else can have written into it from now on.
    requireEmpty(dataFolder, database);
    for (const name of readdirSync(dataFolder)) {
      if (!isLock(name)) rmSync(join(dataFolder, name), { recursive: true, force: true });
    }
  } catch (error) {
    hold.release();
    throw error;
  }
  const restoring = join(dataFolder, RESTORING_FOLDER);
  const folder = join(restoring, "data");
  makeFolder(folder);
  return {
    folder,
    place: () => {
      const names = readdirSync(folder).filter((name) => name !== database);
      writeThrough(join(restoring, PLACED), JSON.stringify(names), 0o600);
      syncFolder(restoring);
      for (const name of names) renameSync(join(folder, name), join(dataFolder, name));
      syncFolder(dataFolder);
      renameSync(join(folder, database), join(dataFolder, database));
      syncFolder(dataFolder);
    },
    release: () => {
      rmSync(restoring, { recursive: true, force: true });
      giveToOwner(dataFolder);
      hold.release();
    },
  };
}

/** An administrator restores for the user who owns the folder. */
function giveToOwner(folder: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(folder);
  if (uid === 0) return;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) chownSync(join(entry.parentPath, entry.name), uid, gid);
  }
}
