import { existsSync, statSync } from "node:fs";
import { databaseFile } from "../daemon/config.ts";
import { PlatewardenError } from "../domain/errors.ts";

function refuse(folder: string, reason: string): PlatewardenError {
  return new PlatewardenError("KEEP_FOLDER_TAKEN", `${folder} ${reason}.`, { detail: { folder } });
}

/** The folder of `--keep`, which need not be there yet. Throws KEEP_FOLDER_TAKEN when it is a file. */
export function requireKeepFolder(folder: string): string {
  const there = statSync(folder, { throwIfNoEntry: false });
  if (there === undefined || there.isDirectory()) return folder;
  throw refuse(folder, "is a file, not a folder");
}

/** As above, for data that must not be mixed with others: throws KEEP_FOLDER_TAKEN when a database is there, too. */
export function requireFreshFolder(folder: string): string {
  if (!existsSync(databaseFile(requireKeepFolder(folder)))) return folder;
  throw refuse(folder, "already holds a database, and a study wants a fresh one");
}
