import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PlatewardenError } from "../domain/errors.ts";

/** Where the running daemon can be reached and with which secret, for the commands; removed when it stops. */
export function addressFile(dataFolder: string): string {
  return join(dataFolder, "daemon.json");
}

/** The code for the first administrator, for who missed it where the daemon was started; removed when it stops. */
export function setUpFile(dataFolder: string): string {
  return join(dataFolder, "set-up-code.json");
}

/** How the daemon was last started to read files, for commands that read them beside it. */
export function intakeFile(dataFolder: string): string {
  return join(dataFolder, "intake.json");
}

/** The secret with which names are replaced in what leaves the laboratory, so that each stays the same word. */
export function supportKeyFile(dataFolder: string): string {
  return join(dataFolder, "support-key");
}

/** Rights of a file that only the daemon's own user may read. */
export const OWNER_ONLY = 0o600;

const USUAL = 0o640;

/** Writes a small file as a whole, so that nobody reads half of it. Throws STORE_FULL or STORE_NOT_WRITABLE. */
export function writeDataFile(file: string, value: unknown, mode: number = USUAL): void {
  try {
    // One that was left half written would keep the rights it has.
    rmSync(`${file}.new`, { force: true });
    writeFileSync(`${file}.new`, `${JSON.stringify(value)}\n`, { flag: "wx", mode });
    renameSync(`${file}.new`, file);
  } catch (error) {
    const full = error instanceof Error && "code" in error && error.code === "ENOSPC";
    const reason = error instanceof Error ? error.message : String(error);
    throw new PlatewardenError(
      full ? "STORE_FULL" : "STORE_NOT_WRITABLE",
      `${file} cannot be written: ${reason}.`,
      { detail: { file }, cause: error },
    );
  }
}

/** Folder of our own certificate and of what OPC UA servers are trusted with. */
export function pkiFolder(dataFolder: string): string {
  return join(dataFolder, "pki");
}
