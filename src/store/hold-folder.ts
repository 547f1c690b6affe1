import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { PlatewardenError } from "../domain/errors.ts";
import { makeFolder } from "./make-folder.ts";
import { asStoreError } from "./sqlite-errors.ts";

/**
 * Claims a data folder for this process until `release`, or until the process ends in whatever way: the claim is a
 * lock of the operating system on `daemon.lock`, so a crash leaves none behind. Throws DATA_FOLDER_IN_USE.
 */
export function holdFolder(folder: string): { release(): void } {
  const file = join(folder, "daemon.lock");
  let db: SqliteDatabase.Database | null = null;
  try {
    makeFolder(folder);
    db = new SqliteDatabase(file, { timeout: 0 });
    db.pragma("locking_mode = EXCLUSIVE");
    db.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    db?.close();
    const mapped = asStoreError(error, file);
    if (mapped instanceof PlatewardenError && mapped.code === "STORE_BUSY") {
      throw new PlatewardenError("DATA_FOLDER_IN_USE", `Another daemon works on ${folder}.`, {
        detail: { folder },
      });
    }
    if (mapped instanceof PlatewardenError) throw mapped;
    const reason = error instanceof Error ? error.message : String(error);
    throw new PlatewardenError(
      "STORE_NOT_WRITABLE",
      `The data folder ${folder} cannot be used: ${reason}.`,
      {
        detail: { folder },
        cause: error,
      },
    );
  }
  const held = db;
  return { release: () => void held.close() };
}
